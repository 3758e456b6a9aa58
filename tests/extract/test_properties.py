"""Whatever file is made from a contract: each of its records is loaded or quarantined, once."""

import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import sql

from extract.bad_records import FIRST_REASONS
from extract.contract import get_contract
from extract.report import FileReport
from tests.extract.conftest import Bench
from tests.extract.generated_files import (
    FORM_FAULTS,
    GeneratedFile,
    Record,
    Shape,
    comparable,
    make_file,
    questions_file,
)
from tests.property_examples import examples

# Tombstones, a list with a default, Windows-1252, columns of other names, answers gathered.
FEEDS = (
    "platform.requests",
    "platform.hubs",
    "cpd.event_feedback",
    "reference.gias_links",
    "reference.priority_schools",
    "survey.online",
)
FORMATS = ("csv", "csv.gz", "ndjson", "xlsx", "parquet")
# By format: workbooks and Parquet are read in a process of their own, which takes a second.
EXAMPLES = {"csv": 40, "csv.gz": 10, "ndjson": 25, "xlsx": 5, "parquet": 4}


@st.composite
def shapes(draw: st.DrawFn, form: str) -> Shape:
    """Shapes of files of a format, with few enough bad records to load, or with too many."""
    rows = draw(st.one_of(st.integers(0, 3), st.integers(20, 60), st.integers(20, 60)))
    places = st.integers(0, max(rows - 1, 0))
    most = draw(st.sampled_from((rows // 20, rows // 20, rows)))
    kinds = st.sampled_from(("cell", "cell", *FORM_FAULTS[form]))
    return Shape(
        format=form,
        rows=rows,
        faults=draw(st.dictionaries(places, kinds, max_size=most)) if most else {},
        gaps=draw(st.sets(places, max_size=2)),
        newline=draw(st.sampled_from(("\n", "\r\n", "\r"))),
        has_mark=draw(st.booleans()),
        quotes_all=draw(st.booleans()),
        ends_with_newline=draw(st.booleans()),
        extra_columns=draw(st.integers(0, 2)),
        rows_above=draw(st.integers(0, 2)),
        second_headers=draw(st.integers(0, 1)),
        is_plain=draw(st.booleans()),
        seed=draw(st.integers(0, 1 << 32)),
    )


def empty(bench: Bench) -> None:
    """Forget every load and file, but for the questions of the survey."""
    shutil.rmtree(bench.settings.landing_url)
    tables = bench.query("select tablename from pg_tables where schemaname = 'raw'")
    names = [sql.Identifier("raw", row["tablename"]).as_string() for row in tables]
    bench.execute(f"truncate {', '.join([*names, 'ops.ledger', 'ops.quarantine'])}")
    bench.land("survey/questions/questions_2021-01-01.csv", questions_file())
    bench.load("survey.questions")


def land(bench: Bench, path: str, data: bytes) -> None:
    target = Path(bench.settings.landing_url) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def check_loaded(bench: Bench, name: str, made: GeneratedFile, report: FileReport) -> None:
    """Good records stand in raw as they were written, bad ones in quarantine with their place."""
    good, bad = made.good, made.bad
    assert (report.status, report.rows_read) == ("loaded", len(made.records)), report.reason
    assert (report.rows_loaded, report.rows_quarantined) == (len(good), len(bad))
    raw = [row for row in bench.raw(name) if row["_load_id"] == report.load_id]
    assert [row["_record_number"] for row in raw] == [record.number for record in good]
    assert [comparable(row) for row in raw] == [comparable(record.cells) for record in good]
    held = [row for row in bench.quarantine() if row["load_id"] == report.load_id]
    assert [(row["record_number"], row["line"]) for row in held] == [
        (record.number, record.line) for record in bad
    ]
    for row, record in zip(held, bad, strict=True):
        assert {reason["column"] for reason in row["reasons"]} == record.broken
        if "" not in record.broken:
            assert comparable(row["raw"]) == comparable(record.cells)


def check_rejected(bench: Bench, name: str, made: GeneratedFile, report: FileReport) -> None:
    """Nothing of the file is left but why, with the places of the first bad records."""
    bad: list[Record] = made.bad
    assert report.status == "rejected"
    expected = f"{len(bad)} of {len(made.records)} rows are bad, more than 5%"
    assert report.reason == expected
    assert bench.raw(name) == bench.quarantine() == []
    places = {(reason.record_number, reason.line) for reason in report.first_reasons}
    assert places <= {(record.number, record.line) for record in bad}
    assert len(report.first_reasons) >= min(len(bad), FIRST_REASONS)
    assert report.first_reasons[0].record_number == bad[0].number


@pytest.mark.parametrize("form", FORMATS)
def test_every_record_is_loaded_or_quarantined_where_it_stands_and_only_once(
    form: str, bench: Bench
) -> None:
    @examples(EXAMPLES[form])
    @given(name=st.sampled_from(FEEDS), shape=shapes(form))
    def holds(name: str, shape: Shape) -> None:
        empty(bench)
        made = make_file(get_contract(*name.split(".")), shape)
        land(bench, made.path, made.data)
        report = bench.load_one(name)
        check = check_rejected if made.is_rejected else check_loaded
        check(bench, name, made, report)
        before = bench.raw(name), bench.quarantine(), bench.ledger()
        assert bench.load(name).files == ()
        assert (bench.raw(name), bench.quarantine(), bench.ledger()) == before
        check_again(bench, name, made, report)

    holds()


def check_again(bench: Bench, name: str, made: GeneratedFile, report: FileReport) -> None:
    """The same bytes under other names load nothing more."""
    same_day = made.path.replace("2021-03-01", "2021-03-01_2", 1)
    if name == "survey.online":
        same_day = made.path.replace("secondary_start", "SECONDARY_start")
    before = bench.raw(name), bench.quarantine()
    land(bench, same_day, made.data)
    land(bench, made.path.replace("2021-03-01", "2021-03-02"), made.data)
    statuses = Counter(file.status for file in bench.load(name).files)
    if report.status == "rejected":
        assert statuses == {"rejected": 2}
    elif name == "survey.online":  # another part is another reading
        assert statuses == {"loaded": 1, "unchanged": 1}
        return
    else:
        assert statuses == {"duplicate": 1, "unchanged": 1}
    assert (bench.raw(name), bench.quarantine()) == before


ORDER_DAYS = ("2021-03-01", "2021-03-02", "2021-03-03")


def test_any_order_of_the_same_files_leaves_the_same_rows(bench: Bench) -> None:
    @examples(10)
    @given(
        name=st.sampled_from(FEEDS),
        made=st.tuples(*(st.sampled_from(("csv", "ndjson")).flatmap(shapes) for _ in ORDER_DAYS)),
        order=st.permutations(range(len(ORDER_DAYS))),
    )
    def holds(name: str, made: tuple[Shape, ...], order: list[int]) -> None:
        contract = get_contract(*name.split("."))
        files = [
            make_file(contract, shape, day) for shape, day in zip(made, ORDER_DAYS, strict=True)
        ]
        empty(bench)
        for file in files:
            land(bench, file.path, file.data)
        bench.load(name)
        at_once = contents(bench, name)
        empty(bench)
        for place in order:
            land(bench, files[place].path, files[place].data)
            bench.load(name)
        assert contents(bench, name) == at_once

    holds()


def contents(bench: Bench, name: str) -> dict[str, Any]:
    """What every file came to, by its path: outcome, rows and quarantine of its content.

    Of files with the same bytes, the first that came is loaded and the others point at it.
    """
    raw, held = bench.raw(name), bench.quarantine()
    found: dict[str, Any] = {}
    for row in bench.ledger():
        content = row["content_load_id"]
        found[row["file_path"]] = (
            row["reason"],
            [without_load(one) for one in raw if one["_load_id"] == content],
            [without_load(one) for one in held if one["load_id"] == content],
        )
    return found


def without_load(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cell for name, cell in row.items() if name not in ("_load_id", "load_id")}
