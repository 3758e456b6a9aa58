"""Load mutated files in batches and look after each whether everything still holds."""

import ast
import logging
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.ground import prepared_ground
from extract.contract import Contract
from extract.load import load_feed, load_feeds
from extract.report import LoadReport
from tests.extract.generated_files import questions_file
from tests.fuzz.cases import Case, describe, feeds_of, last_of, make_case
from tests.fuzz.invariants import broken_invariants
from warehouse.settings import Settings

BATCH = 200
QUESTIONS = "survey/questions/questions_2021-01-01.csv"


@dataclass
class Figures:
    """What a run has met."""

    files: int = 0
    rows_read: int = 0
    rows_loaded: int = 0
    rows_quarantined: int = 0
    slowest: float = 0.0
    by_format: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_mutation: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def add(self, other: "Figures") -> None:
        """Take in what another run has met."""
        for one in fields(self):
            mine, more = getattr(self, one.name), getattr(other, one.name)
            if isinstance(mine, Counter):
                mine.update(more)
            else:
                setattr(self, one.name, max(mine, more) if one.name == "slowest" else mine + more)


def run(
    settings: Settings,
    seed: int,
    numbers: range,
    done: Callable[[int], None] = lambda _: None,
) -> Figures:
    """Load the files of those numbers into an initialised warehouse that nobody else uses."""
    figures = Figures()
    with _silence(), _temporary_folder() as temporary:
        for start in range(numbers.start, numbers.stop, BATCH):
            batch = range(start, min(start + BATCH, numbers.stop))
            _load_batch(settings, seed, batch, temporary, figures)
            done(len(batch))
    return figures


def run_apart(seed: int, numbers: range, kept: Path | None = None) -> Figures:
    """Load the files of those numbers into a scratch warehouse on a server of its own.

    What a file `kept` holds is taken from there; else the figures are written to it.
    """
    if kept is not None and kept.exists():
        figures = Figures()
        figures.add(Figures(**ast.literal_eval(kept.read_text(encoding="utf-8"))))
        return figures
    # An ordinary end, so that the server is stopped and its folder removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with prepared_ground() as ground:
        figures = run(ground.settings, seed, numbers)
    if kept is not None:
        plain = {k: dict(v) if isinstance(v, Counter) else v for k, v in vars(figures).items()}
        kept.write_text(repr(plain), encoding="utf-8")
    return figures


@contextmanager
def _silence() -> Iterator[None]:
    """Keep the loader's lines out of the way."""
    log = logging.getLogger("extract")
    former = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(former)


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    """Make every temporary file of this process lie where it is seen."""
    former = tempfile.tempdir
    folder = Path(tempfile.mkdtemp(prefix="warehouse-fuzz-"))
    tempfile.tempdir = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = former
        shutil.rmtree(folder)


def _load_batch(
    settings: Settings, seed: int, numbers: range, temporary: Path, figures: Figures
) -> None:
    landing = Path(settings.landing_url)
    _empty(settings)
    cases = [make_case(seed, number) for number in numbers]
    feeds = feeds_of(cases)
    cases += [last_of(contract, seed, numbers.start) for contract in feeds]
    for case in cases:
        case.write(landing)
    names = [contract.name for contract in feeds]
    try:
        report = load_feeds(settings, names)
    except Exception as error:  # whatever it is, a file has stopped a load
        figures.broken.append(f"the load stopped: {error!r}")
        figures.broken += _culprits(settings, feeds, cases)
        return
    broken = list(broken_invariants(settings.warehouse_url, cases, report, temporary))
    again = load_feeds(settings, names)
    broken += [f"{file.path} was loaded twice" for feed in again.feeds for file in feed.files]
    by_path = {case.path: case for case in cases}
    figures.broken += [_with_case(text, by_path) for text in broken]
    _count(figures, cases, report)


def _with_case(text: str, by_path: dict[str, Case]) -> str:
    found = [case for path, case in by_path.items() if path in text]
    return f"{text} ({'; '.join(map(describe, found))})" if found else text


def _culprits(
    settings: Settings, feeds: Sequence[Contract], cases: Sequence[Case]
) -> Iterator[str]:
    """Load each file by itself and yield those that stop a load."""
    landing = Path(settings.landing_url)
    for contract in feeds:
        for case in (one for one in cases if one.folder == f"{contract.family}/{contract.feed}"):
            _empty(settings)
            case.write(landing)
            try:
                load_feed(settings, contract.family, contract.feed)
            except Exception as error:  # this is what is looked for
                yield f"{describe(case)}: {error!r}"


def _empty(settings: Settings) -> None:
    """Forget every load and file, and teach the survey again."""
    shutil.rmtree(settings.landing_url, ignore_errors=True)
    with psycopg.connect(settings.warehouse_url) as connection:
        tables = connection.execute("select tablename from pg_tables where schemaname = 'raw'")
        names = [sql.Identifier("raw", name) for (name,) in tables.fetchall()]
        names += [sql.Identifier("ops", name) for name in ("ledger", "quarantine")]
        connection.execute(sql.SQL("truncate {}").format(sql.SQL(", ").join(names)))
    target = Path(settings.landing_url) / QUESTIONS
    target.parent.mkdir(parents=True)
    target.write_bytes(questions_file())
    load_feed(settings, "survey", "questions")
    target.unlink()


def _count(figures: Figures, cases: Sequence[Case], report: LoadReport) -> None:
    files = {file.path: file for feed in report.feeds for file in feed.files}
    for case in cases:
        if case.number < 0:
            continue
        file = files.get(case.path)
        status = file.status if file else "not a name"
        figures.files += 1
        figures.by_format[case.made.path.partition(".")[2], status] += 1
        for mutation in case.mutations or ("none",):
            figures.by_mutation[mutation, status] += 1
        if file is not None:
            figures.rows_read += file.rows_read if file.status == "loaded" else 0
            figures.rows_loaded += file.rows_loaded
            figures.rows_quarantined += file.rows_quarantined
            figures.slowest = max(figures.slowest, file.seconds)
    for file in report.rejected:
        reason = (file.reason or "").partition(";")[0]
        figures.reasons["".join(c for c in reason if not c.isdigit())] += 1
