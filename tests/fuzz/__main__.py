"""`make fuzz`: thousands of mutated files of every feed and format into a scratch warehouse."""

import hashlib
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tests.fuzz.campaign import Figures, run_apart
from tests.fuzz.cases import FORMATS

STATUSES = ("loaded", "duplicate", "unchanged", "rejected", "unavailable", "not a name")
FILES_AT_ONCE = 400
console = Console()


def main(
    files: Annotated[int, typer.Option(help="How many files.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same files.")] = 1,
    start: Annotated[int, typer.Option(help="Number of the first file.")] = 0,
    workers: Annotated[int, typer.Option(help="Loaders, each with a server of its own.")] = 2,
    keep: Annotated[
        Path | None,
        typer.Option(
            help="Folder for the figures of parts; those there, of the same code, are not run."
        ),
    ] = None,
) -> None:
    """Load mutated files and check after each batch that nothing is lost, doubled or half done."""
    signal.signal(signal.SIGTERM, _end)
    began, figures = time.monotonic(), Figures()
    numbers = range(start, start + files)
    parts = [numbers[at : at + FILES_AT_ONCE] for at in range(0, files, FILES_AT_ONCE)]
    code = _code()
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
    spawn = get_context("spawn")
    with (
        ProcessPoolExecutor(workers, mp_context=spawn) as pool,
        Progress(console=Console(stderr=True)) as progress,
    ):
        bar = progress.add_task(f"{files:,} files, seed {seed}", total=files)
        for done in as_completed(
            pool.submit(
                run_apart, seed, part, keep and keep / f"{code}-{seed}-{part.start}-{part.stop}"
            )
            for part in parts
        ):
            figures.add(done.result())
            progress.update(bar, completed=figures.files)
    console.print(_by("format", figures.by_format, list(FORMATS)))
    console.print(_by("mutation", figures.by_mutation, sorted({m for m, _ in figures.by_mutation})))
    reasons = Table("rejected because", "files")
    for reason, count in figures.reasons.most_common(40):
        reasons.add_row(reason, f"{count:,}")
    console.print(reasons)
    console.print(
        f"{figures.files:,} files, {figures.rows_read:,} records read, "
        f"{figures.rows_loaded:,} loaded, {figures.rows_quarantined:,} quarantined, "
        f"slowest file {figures.slowest:.1f} s, {time.monotonic() - began:,.0f} s in all",
        soft_wrap=True,
    )
    for text in figures.broken:
        console.print(text, markup=False, soft_wrap=True)
    console.print(f"{len(figures.broken)} invariants broken")
    sys.exit(bool(figures.broken))


def _code() -> str:
    """Return a digest of what a run tries and of what tries it: figures of other code are stale."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[2]
    for folder in ("extract", "tests/fuzz", "tests/extract"):
        for path in sorted((root / folder).rglob("*.*")):
            if path.suffix in (".py", ".json", ".sql"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def _end(*_: object) -> None:
    """End the loaders first, who stop their servers."""
    for process in active_children():
        process.terminate()
    sys.exit(143)


def _by(heading: str, counts: Counter[tuple[str, str]], names: list[str]) -> Table:
    table = Table(heading)
    for status in STATUSES:
        table.add_column(status, justify="right")
    for name in names:
        table.add_row(name, *(f"{counts[name, status]:,}" for status in STATUSES))
    return table


if __name__ == "__main__":
    typer.run(main)
