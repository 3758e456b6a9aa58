"""What must hold after any load, whatever the files were."""

import csv
import gzip
import io
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from pyarrow import ArrowException, parquet

from extract.contract import get_contract
from extract.report import FileReport, LoadReport
from tests.extract.generated_files import comparable
from tests.fuzz.cases import Case

# On a machine with other work; a conversion may take 20 s of work.
MOST_SECONDS = 120
LEDGER = "select * from ops.ledger order by load_id"
HELD = "select load_id, record_number from ops.quarantine"
IDLE = """
select count(*) from pg_stat_activity
where datname = current_database() and state like 'idle in transaction%'
"""

csv.field_size_limit(1 << 30)


def broken_invariants(
    url: str,
    cases: Sequence[Case],
    report: LoadReport,
    temporary: Path,
) -> Iterator[str]:
    """Yield what does not hold after a batch, each naming the file."""
    files = {file.path: file for feed in report.feeds for file in feed.files}
    unnamed = Counter(name for feed in report.feeds for name in feed.unrecognised)
    yield from _outcomes(cases, files, unnamed)
    yield from _database(url, files)
    yield from _cells(url, cases, files)
    for case in cases:
        if (file := files.get(case.path)) is not None:
            yield from _content(case, file)
    yield from (f"{left.name} is left in the temporary folder" for left in temporary.iterdir())


def _outcomes(
    cases: Sequence[Case], files: Mapping[str, FileReport], unnamed: Counter[str]
) -> Iterator[str]:
    """Every file has one outcome, with a reason where it did not load, in time."""
    for case in cases:
        outcomes = (case.path in files) + unnamed[_printable(case.path)]
        if outcomes != 1:
            yield f"{case.path!r} has {outcomes} outcomes"
    for file in files.values():
        if file.status == "rejected" and not (file.reason and file.remedy):
            yield f"{file.path} is rejected without a reason or a remedy: {file.reason}"
        if "Report it" in (file.remedy or ""):
            yield f"{file.path} is read in two ways: {file.reason}"
        if file.status == "unavailable":
            yield f"{file.path} is called unavailable: {file.reason}"
        accounted = file.rows_loaded + file.rows_quarantined
        if file.status == "loaded" and file.rows_read != accounted:
            yield f"{file.path} read {file.rows_read} rows and accounts for {accounted}"
        if file.seconds > MOST_SECONDS:
            yield f"{file.path} took {file.seconds:.0f} s"


def _printable(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return path if name.isprintable() else f"{folder}/{ascii(name)[1:-1]}"


def _database(url: str, files: Mapping[str, FileReport]) -> Iterator[str]:
    """Raw, quarantine and ledger say the same; nothing is half done."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        ledger = connection.execute(LEDGER).fetchall()
        tables = connection.execute("select tablename from pg_tables where schemaname = 'raw'")
        numbers: dict[int, list[int]] = {}
        for table in [row["tablename"] for row in tables.fetchall()]:
            query = sql.SQL("select _load_id, _record_number from raw.{}")
            for row in connection.execute(query.format(sql.Identifier(table))):
                numbers.setdefault(row["_load_id"], []).append(row["_record_number"])
        held: dict[int, list[int]] = {}
        for row in connection.execute(HELD):
            held.setdefault(row["load_id"], []).append(row["record_number"])
        (idle,) = connection.execute(IDLE).fetchall()
    if idle["count"]:
        yield "a transaction was left open"
    loads = {row["load_id"]: row for row in ledger if row["status"] == "loaded"}
    if strays := (numbers.keys() | held.keys()) - loads.keys():
        yield f"rows of loads that are not in the ledger: {sorted(strays)}"
    for load_id, row in loads.items():
        raw, bad = numbers.get(load_id, []), held.get(load_id, [])
        if (len(raw), len(bad)) != (row["rows_loaded"], row["rows_quarantined"]):
            yield f"{row['file_path']}: raw {len(raw)} and quarantine {len(bad)} against the ledger"
        if sorted(raw + bad) != [*range(1, row["rows_read"] + 1)]:
            yield f"{row['file_path']}: its records are not 1 to {row['rows_read']}, once each"
    recorded = Counter(row["file_path"] for row in ledger)
    for path, file in files.items():
        if recorded[path] != (file.status != "unavailable"):
            yield f"{path} stands {recorded[path]} times in the ledger"


def _cells(url: str, cases: Sequence[Case], files: Mapping[str, FileReport]) -> Iterator[str]:
    """What nobody spoilt stands in raw cell by cell."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        for case in cases:
            file = files.get(case.path)
            if not case.is_valid or file is None or file.status != "loaded":
                continue
            table = sql.Identifier("raw", case.folder.replace("/", "_"))
            query = sql.SQL("select * from {} where _load_id = %s order by _record_number")
            rows = connection.execute(query.format(table), (file.load_id,)).fetchall()
            written = [comparable(record.cells) for record in case.made.good]
            if [comparable(row) for row in rows] != written:
                yield f"{case.path} is valid and stands otherwise in raw"


def _content(case: Case, file: FileReport) -> Iterator[str]:
    """A valid file becomes what it holds; of others, another reader counts as many records."""
    if case.is_valid and file.status not in ("duplicate", "unchanged"):
        expected = "rejected" if case.made.is_rejected else "loaded"
        if file.status != expected:
            yield f"{case.path} is valid and was {file.status}: {file.reason}"
        found, made = (file.rows_loaded, file.rows_quarantined), case.made
        if expected == "loaded" and found != (len(made.good), len(made.bad)):
            yield f"{case.path} is valid and {found} rows were loaded and quarantined"
    is_sure = file.status == "loaded" and all(rule.rule != "quoting" for rule in file.rules_broken)
    if is_sure and (counted := _counted(case)) not in (None, file.rows_read):
        yield f"{case.path}: {file.rows_read} records read where another reader finds {counted}"


def _is_empty(line: bytes) -> bool:
    """Whether a line is blank, or an object that holds nothing."""
    try:
        value = json.loads(line) if line.strip() else {}
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and not _has_value(value.values())


def _has_value(cells: Iterable[object]) -> bool:
    """Whether anything but white space stands in a record."""
    return any(cell is not None and str(cell).strip() for cell in cells)


def _counted(case: Case) -> int | None:
    """Return how many records another reader finds, None where none is sure."""
    form = case.name.partition(".")[2]
    contract = get_contract(*case.folder.split("/"))
    if contract.part_fields:  # second headers are no records
        return None
    try:
        if form == "parquet":
            rows = parquet.read_table(io.BytesIO(case.data)).to_pylist()
            return sum(_has_value(row.values()) for row in rows)
        if form == "ndjson":
            lines = re.split(b"\r\n|\r|\n", case.data.removeprefix(b"\xef\xbb\xbf"))
            return sum(not _is_empty(line) for line in lines)
        if form in ("csv", "csv.gz"):
            data = gzip.decompress(case.data) if form == "csv.gz" else case.data
            text = data.decode("utf-8-sig" if contract.encoding == "utf-8" else "latin-1")
            records = csv.reader(io.StringIO(text, newline=""), strict=True)
            return sum(map(_has_value, records)) - 1
    except (csv.Error, ArrowException, EOFError, OSError, OverflowError, ValueError, zlib.error):
        pass
    return None
