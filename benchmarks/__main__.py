"""`make bench`: every figure that docs/performance.md quotes, in one run."""

import json
import platform
import signal
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import psutil
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.delta import MOST_SECONDS, DeltaFigures, measure_delta
from benchmarks.exports import write_volunteering
from benchmarks.ground import prepared_ground
from benchmarks.loader import LEAST_RATIO, MOST_MEMORY_MB, LoaderFigures, measure_loader
from benchmarks.nights import MOST_FILE_MS, NightsFigures, measure_nights
from benchmarks.rivals import RivalFigures, measure_rivals
from benchmarks.workbook import LEAST_ROWS_PER_SECOND, WorkbookFigures, measure_workbook
from warehouse.settings import home_folder

BAD_EVERY = 2_000
console = Console()


def main(
    rows: Annotated[int, typer.Option(help="Rows of the export.")] = 2_000_000,
    rounds: Annotated[int, typer.Option(help="Turns of COPY and loader.")] = 3,
    rival_rows: Annotated[int, typer.Option(help="Rows for to_sql and dlt; 0: none.")] = 50_000,
    delta_rows: Annotated[int, typer.Option(help="Rows of the delta; 0: none.")] = 5_000,
    nights: Annotated[bool, typer.Option(help="A year of nightly files in one go.")] = True,
    workbook_rows: Annotated[int, typer.Option(help="Rows of the workbook; 0: none.")] = 50_000,
    out: Annotated[Path | None, typer.Option(help="Where the JSON goes.")] = None,
) -> None:
    """Measure the loader beside COPY, to_sql and dlt, a workbook, a delta, a year of files."""
    # An ordinary end, so that the server is stopped and its folder removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    out = out or home_folder() / "benchmarks.json"
    with prepared_ground() as ground:
        export = ground.folder / "export.csv"
        console.print(f"Writing an export of {rows:,} rows")
        write_volunteering(export, rows, BAD_EVERY)
        export.chmod(0o644)
        loader = measure_loader(ground, export, rows, rounds, console.print)
        rivals = measure_rivals(ground, export, rival_rows) if rival_rows else ()
        workbook = (
            measure_workbook(ground, export, workbook_rows, rounds) if workbook_rows else None
        )
        delta = measure_delta(ground, export, delta_rows) if delta_rows else None
        year = measure_nights(ground) if nights else None
    console.print(_loader_table(loader, rivals))
    if workbook is not None:
        console.print(_workbook_line(workbook))
    if delta is not None:
        console.print(_delta_line(delta))
    if year is not None:
        console.print(_nights_line(year))
    is_met = _is_met(loader, workbook, delta, year)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(
        json.dumps(_as_json(loader, rivals, workbook, delta, year, is_met), indent=2) + "\n"
    )
    console.print(f"Figures: {out}")
    sys.exit(not is_met)


def _loader_table(loader: LoaderFigures, rivals: tuple[RivalFigures, ...]) -> Table:
    bare = loader.rows_per_second / loader.ratio
    title = f"{loader.rows:,} rows, {loader.file_mb:,.0f} MB, {len(loader.load_seconds)} rounds"
    table = Table("way", title=title)
    for heading in ("rows", "rows/s", "of COPY", "client memory"):
        table.add_column(heading, justify="right")
    table.add_row(
        "COPY by the server, audit columns included", f"{loader.rows:,}", f"{bare:,.0f}", "1.00"
    )
    table.add_row(
        "warehouse load: hashed, validated, in the ledger",
        f"{loader.rows:,}",
        f"{loader.rows_per_second:,.0f}",
        f"{loader.ratio:.2f} ({_word(loader.ratio >= LEAST_RATIO)}: at least {LEAST_RATIO:.2f})",
        f"{loader.peak_mb:,.0f} MB ({_word(loader.peak_mb <= MOST_MEMORY_MB)}: "
        f"at most {MOST_MEMORY_MB}); {loader.small_peak_mb:,.0f} MB for {loader.small_rows:,} rows",
    )
    for rival in rivals:
        rate = rival.rows_per_second
        table.add_row(rival.name, f"{rival.rows:,}", f"{rate:,.0f}", f"{rate / bare:.3f}")
    return table


def _delta_line(delta: DeltaFigures) -> str:
    return (
        f"{delta.delta_rows:,} rows into {delta.staged_rows:,} staged: "
        f"{delta.merge_seconds:.2f} s of database time "
        f"({_word(delta.merge_seconds <= MOST_SECONDS)}: at most {MOST_SECONDS:.0f} s); "
        f"the whole step {delta.step_seconds:.2f} s, the first fill {delta.fill_seconds:.1f} s"
    )


def _workbook_line(workbook: WorkbookFigures) -> str:
    rate = workbook.rows_per_second
    return (
        f"A workbook of {workbook.rows:,} rows, {workbook.file_mb:.1f} MB: {rate:,.0f} rows/s "
        f"({_word(rate >= LEAST_ROWS_PER_SECOND)}: at least {LEAST_ROWS_PER_SECOND:,}), "
        f"{workbook.ratio:.2f} of calamine, pandas and COPY without validation; "
        f"{workbook.peak_mb:,.0f} MB"
    )


def _nights_line(year: NightsFigures) -> str:
    return (
        f"{year.files} files of {year.file_kb:.0f} kB in one go: {year.clean_seconds:.1f} s, one "
        f"file of the same bytes {year.one_seconds:.1f} s: {year.clean_ms:.1f} ms a file, "
        f"{year.marred_ms:.1f} ms with a bad row in each "
        f"({_word(year.most_ms <= MOST_FILE_MS)}: at most {MOST_FILE_MS:.0f} ms)"
    )


def _is_met(
    loader: LoaderFigures,
    workbook: WorkbookFigures | None,
    delta: DeltaFigures | None,
    year: NightsFigures | None,
) -> bool:
    return (
        loader.ratio >= LEAST_RATIO
        and max(loader.peak_mb, loader.small_peak_mb) <= MOST_MEMORY_MB
        and (workbook is None or workbook.rows_per_second >= LEAST_ROWS_PER_SECOND)
        and (delta is None or delta.merge_seconds <= MOST_SECONDS)
        and (year is None or year.most_ms <= MOST_FILE_MS)
    )


def _as_json(
    loader: LoaderFigures,
    rivals: tuple[RivalFigures, ...],
    workbook: WorkbookFigures | None,
    delta: DeltaFigures | None,
    year: NightsFigures | None,
    is_met: bool,
) -> dict[str, object]:
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores",
        "load_average": psutil.getloadavg(),
        "is_met": is_met,
        "loader": {
            **asdict(loader),
            "ratio": loader.ratio,
            "rows_per_second": loader.rows_per_second,
        },
        "rivals": [{**asdict(rival), "rows_per_second": rival.rows_per_second} for rival in rivals],
        "workbook": {
            **asdict(workbook),
            "ratio": workbook.ratio,
            "rows_per_second": workbook.rows_per_second,
        }
        if workbook
        else None,
        "delta": asdict(delta) if delta else None,
        "nights": asdict(year) if year else None,
    }


def _word(is_good: bool) -> str:
    return "met" if is_good else "missed"


typer.run(main)
