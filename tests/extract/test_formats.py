"""Workbooks, JSON lines and Parquet become the rows that the same data as CSV would be."""

import datetime as dt
import hashlib
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from extract import json_lines
from extract.contract import get_contract
from tests.extract.conftest import Bench, good_row

VOLUNTEERING = get_contract("platform", "volunteering")
HEADER = [field.name for field in VOLUNTEERING.fields]
XLSX = "platform/volunteering/volunteering_2021-01-01.xlsx"
NDJSON = "platform/volunteering/volunteering_2021-01-01.ndjson"
PARQUET = "platform/volunteering/volunteering_2021-01-01.parquet"


def row(number: int = 1, **cells: Any) -> dict[str, Any]:
    return {**good_row(VOLUNTEERING, number), **cells}


def saved(workbook: Workbook) -> bytes:
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def sheet_of(workbook: Workbook) -> Worksheet:
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    return sheet


def workbook_of(*rows: Mapping[str, Any], above: Sequence[Sequence[Any]] = ()) -> Workbook:
    workbook = Workbook()
    sheet = sheet_of(workbook)
    for line in [*above, HEADER, *([one[name] for name in HEADER] for one in rows)]:
        sheet.append([cell or None for cell in line])
    return workbook


def lines_of(*rows: Mapping[str, Any] | str, newline: str = "\n") -> bytes:
    texts = (one if isinstance(one, str) else json.dumps(one) for one in rows)
    return newline.join(texts).encode()


def parquet_of(columns: Mapping[str, pl.Series]) -> bytes:
    data = io.BytesIO()
    pl.DataFrame(columns).write_parquet(data)
    return data.getvalue()


def test_a_workbook_loads_as_the_same_rows_as_csv_would(bench: Bench) -> None:
    rows = [row(n, preparation_hours="1.5") for n in range(1, 4)]
    bench.land(XLSX, saved(workbook_of(*rows)))
    report = bench.load_one("platform.volunteering")
    assert (report.status, report.rows_loaded, report.warnings) == ("loaded", 3, ())
    loaded = [
        {name: found[name] or "" for name in HEADER} for found in bench.raw("platform.volunteering")
    ]
    assert loaded == rows


def test_cells_of_every_kind_become_the_text_of_a_csv_export(bench: Bench) -> None:
    cells = {
        "preparation_hours": 2.0,
        "delivery_hours": 7.1,
        "submitted_at": dt.datetime.fromisoformat("2020-03-31"),
        "updated_at": dt.datetime.fromisoformat("2020-03-31T10:05:07"),
        "activity_id": 12345,
        "ambassador_id": dt.date(2020, 2, 29),
    }
    bench.land(XLSX, saved(workbook_of(row(**cells))))
    assert bench.load_one("platform.volunteering").rows_loaded == 1
    (loaded,) = bench.raw("platform.volunteering")
    assert {name: loaded[name] for name in cells} == {
        "preparation_hours": "2",
        "delivery_hours": "7.1",
        "submitted_at": "2020-03-31 00:00:00",
        "updated_at": "2020-03-31 10:05:07",
        "activity_id": "12345",
        "ambassador_id": "2020-02-29",
    }


def test_days_of_the_1904_calendar_are_the_same_days(bench: Bench) -> None:
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    sheet = sheet_of(workbook)
    sheet.append(HEADER)
    sheet.append([*row(updated_at=dt.datetime.fromisoformat("2020-03-31T10:05")).values()])
    bench.land(XLSX, saved(workbook))
    assert bench.load_one("platform.volunteering").rows_loaded == 1
    (loaded,) = bench.raw("platform.volunteering")
    assert loaded["updated_at"] == "2020-03-31 10:05:00"


def test_errors_in_cells_stay_what_they_are_and_are_rejected_by_rule(bench: Bench) -> None:
    rows = [row(n) for n in range(1, 42)]
    rows[2]["delivery_hours"], rows[40]["delivery_hours"] = "#N/A", "#DIV/0!"
    bench.land(XLSX, saved(workbook_of(*rows)))
    report = bench.load_one("platform.volunteering")
    assert (report.rows_loaded, report.rows_quarantined) == (39, 2)
    assert [(reason.record_number, reason.line) for reason in report.first_reasons] == [
        (3, 4),
        (41, 42),
    ]
    assert [found["raw"]["delivery_hours"] for found in bench.quarantine()] == ["#N/A", "#DIV/0!"]


def add_sheet(workbook: Workbook, title: str, *rows: Sequence[Any], state: str = "visible") -> None:
    sheet = workbook.create_sheet(title)
    sheet.sheet_state = state
    for line in rows:
        sheet.append(list(line))


def test_the_first_visible_sheet_with_a_header_is_read_and_the_others_are_named(
    bench: Bench,
) -> None:
    workbook = Workbook()
    sheet_of(workbook).append(["Notes on this export"])
    add_sheet(workbook, "Old", HEADER, row(7).values(), state="hidden")
    add_sheet(workbook, "Empty")
    add_sheet(workbook, "Hours", HEADER, row(1).values())
    add_sheet(workbook, "More", HEADER, row(2).values())
    bench.land(XLSX, saved(workbook))
    report = bench.load_one("platform.volunteering")
    assert (report.rows_loaded, report.warnings) == (1, ("sheets not read: Sheet, Old, More",))
    assert bench.raw("platform.volunteering")[0]["volunteering_id"] == "K1"


def test_titles_above_and_empty_rows_and_columns_are_passed_over(bench: Bench) -> None:
    rows = [row(n) for n in range(1, 42)]
    rows[40]["delivery_hours"] = "two"
    workbook = workbook_of(*rows[:40], above=[["Hours given"], [], [None, "volunteering_id"]])
    sheet = sheet_of(workbook)
    sheet.merge_cells("A1:H1")
    sheet.append([])
    sheet.append([None, "  "])
    sheet.append(list(rows[40].values()))
    sheet["M60"] = " "
    sheet.insert_cols(1, 2)
    bench.land(XLSX, saved(workbook))
    report = bench.load_one("platform.volunteering")
    assert (report.rows_read, report.rows_loaded, report.unknown_columns) == (41, 40, ())
    (reason,) = report.first_reasons
    assert (reason.record_number, reason.line) == (41, 47)
    assert bench.quarantine()[0]["line"] == 47


def test_a_workbook_without_required_columns_says_which_row_it_took_for_the_header(
    bench: Bench,
) -> None:
    workbook = Workbook()
    sheet = sheet_of(workbook)
    sheet.append(["Hours"])
    sheet.append(["volunteering_id", "activity_id", "delivery_hours"])
    sheet.append(["V1", "A1", 1])
    bench.land(XLSX, saved(workbook))
    report = bench.load_one("platform.volunteering")
    assert report.status == "rejected"
    assert report.reason == (
        "The header lacks required columns; sheet Sheet, row 2; "
        "ambassador_id, preparation_hours, submitted_at, updated_at"
    )


def test_a_workbook_in_which_nothing_stands_is_rejected(bench: Bench) -> None:
    bench.land(XLSX, saved(Workbook()))
    assert bench.load_one("platform.volunteering").reason == "The workbook holds nothing"


def test_a_workbook_with_only_a_header_loads_no_rows(bench: Bench) -> None:
    bench.land(XLSX, saved(workbook_of()))
    report = bench.load_one("platform.volunteering")
    assert (report.status, report.rows_read) == ("loaded", 0)


def test_booleans_and_texts_of_many_lines_survive_a_workbook(bench: Bench) -> None:
    cells = {"activity_id": True, "ambassador_id": 'a\nb, "c"', "volunteering_id": "\u201cV\u201d"}
    bench.land(XLSX, saved(workbook_of(row(**cells))))
    assert bench.load_one("platform.volunteering").rows_loaded == 1
    (loaded,) = bench.raw("platform.volunteering")
    assert [loaded[name] for name in cells] == ["true", 'a\nb, "c"', "\u201cV\u201d"]


def test_the_hash_and_the_manifest_are_of_the_bytes_as_landed(bench: Bench) -> None:
    data = saved(workbook_of(row(1), row(2)))
    digest = hashlib.sha256(data).hexdigest()
    bench.land(XLSX, data, manifest={"rows": 2, "sha256": digest})
    assert bench.load_one("platform.volunteering").status == "loaded"
    assert bench.ledger()[0]["sha256"] == digest
    bench.land(XLSX.replace("-01.xlsx", "-02.xlsx"), data)
    assert bench.load_one("platform.volunteering").status == "unchanged"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_json_lines_load_as_the_same_rows_as_csv_would(
    bench: Bench, newline: str, mark: bytes
) -> None:
    rows = [row(n, delivery_hours="7.10") for n in range(1, 4)]
    bench.land(NDJSON, mark + lines_of(*rows, "", newline=newline))
    report = bench.load_one("platform.volunteering")
    assert (report.status, report.rows_loaded, report.warnings) == ("loaded", 3, ())
    loaded = bench.raw("platform.volunteering")
    assert [{name: found[name] for name in HEADER} for found in loaded] == rows


def test_values_of_json_become_the_text_of_a_csv_export(bench: Bench) -> None:
    cells = {
        "activity_id": 12345678901234567890,
        "ambassador_id": {"name": "Zo\u00eb", "ids": [1, 2.5, None]},
        "preparation_hours": 2.0,
        "delivery_hours": 0.00001,
        "volunteering_id": True,
        "deleted_at": None,
    }
    bench.land(NDJSON, lines_of(row(**cells)))
    assert bench.load_one("platform.volunteering").rows_loaded == 1
    (loaded,) = bench.raw("platform.volunteering")
    assert [loaded[name] for name in cells] == [
        "12345678901234567890",
        '{"name": "Zo\u00eb", "ids": [1, 2.5, null]}',
        "2",
        "0.00001",
        "true",
        None,
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"volunteering_id": "V"', "no JSON object"),
        ("V1,A1,M1", "no JSON object"),
        ('"V1"', "no JSON object"),
        ('{"volunteering_id": "V"} {}', "no JSON object"),
        ('{"activity_id": "1", "Activity ID": "2"}', "two keys mean activity_id"),
        ('{"activity_id": "\\ud800"}', "half of a surrogate pair"),
        ('{"activity_id": "a\\u0000b"}', "a NUL character"),
    ],
)
def test_a_line_that_is_no_object_is_a_bad_row_not_a_bad_file(
    bench: Bench, line: str, message: str
) -> None:
    rows: list[Any] = [row(n) for n in range(1, 41)]
    bench.land(NDJSON, lines_of(*rows[:9], "", line, *rows[9:]))
    report = bench.load_one("platform.volunteering")
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (41, 40, 1)
    (reason,) = report.first_reasons
    assert (reason.record_number, reason.line) == (10, 11)
    assert reason.message == f"{message} on line 11"
    assert bench.quarantine()[0]["raw"] == {"_line": line}


def test_rules_of_json_lines_name_record_and_line(bench: Bench) -> None:
    rows: list[Any] = [row(n) for n in range(1, 41)]
    rows[11]["delivery_hours"] = -1
    bench.land(NDJSON, lines_of(*rows[:9], "", "", "{", *rows[9:]))
    reasons = bench.load_one("platform.volunteering").first_reasons
    assert [(reason.record_number, reason.line) for reason in reasons] == [(10, 12), (13, 15)]
    numbers = [found["_record_number"] for found in bench.raw("platform.volunteering")]
    assert numbers == [n for n in range(1, 42) if n not in (10, 13)]


def test_unknown_keys_are_kept_out_and_absent_optional_ones_are_null(bench: Bench) -> None:
    rows = [{**row(n), "shoe_size": 5} for n in range(1, 4)]
    for one in rows:
        del one["deleted_at"]
    bench.land(NDJSON, lines_of(*rows))
    report = bench.load_one("platform.volunteering")
    assert (report.rows_loaded, report.unknown_columns) == (3, ("shoe_size",))
    assert "deleted_at" not in report.columns
    assert bench.raw("platform.volunteering")[0]["deleted_at"] is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            lines_of({"volunteering_id": "V1"}),
            "No record has the required keys; activity_id, ambassador_id, delivery_hours, "
            "preparation_hours, submitted_at, updated_at",
        ),
        (
            lines_of({"volunteering_id": "V1", "deleted_at": "2021-01-01T10:00:00Z"}),
            "No record has the required keys; updated_at",
        ),
        (b'[\n{"volunteering_id": "V1"}\n]', "The file is a JSON array, not one object a line"),
        (b'{"volunteering_id": "V1"}\n{"activity_id": "\xff"}', "The file is not utf-8; line 2"),
    ],
)
def test_json_lines_that_cannot_be_read_are_rejected(
    bench: Bench, data: bytes, reason: str
) -> None:
    bench.land(NDJSON, data)
    report = bench.load_one("platform.volunteering")
    assert report.status == "rejected"
    assert str(report.reason).startswith(reason)


def test_json_lines_may_leave_out_what_is_null(bench: Bench) -> None:
    whole = [row(n, deleted_at="") for n in range(1, 31)]
    some = [{key: cell for key, cell in one.items() if cell} for one in whole]
    del some[7]["delivery_hours"]
    bench.land(NDJSON, lines_of(*some))
    report = bench.load_one("platform.volunteering")
    assert (report.rows_loaded, report.rows_quarantined) == (29, 1)
    (reason,) = report.first_reasons
    assert (reason.record_number, reason.message) == (8, "delivery_hours is empty")


def test_no_record_need_have_a_key_that_may_be_null(bench: Bench) -> None:
    contract = get_contract("platform", "activities")
    some = {name: cell for name, cell in good_row(contract).items() if cell}
    lacking = [f.name for f in contract.fields if not f.optional and f.name not in some]
    assert lacking
    bench.land("platform/activities/activities_2021-01-01.ndjson", lines_of(some))
    assert bench.load_one("platform.activities").rows_loaded == 1


def test_json_lines_may_be_tombstones_only(bench: Bench) -> None:
    moment = "2021-01-01T10:00:00Z"
    gone = [
        {"volunteering_id": f"V{n}", "updated_at": moment, "deleted_at": moment} for n in (1, 2)
    ]
    bench.land(NDJSON, lines_of(*gone))
    report = bench.load_one("platform.volunteering")
    assert (report.status, report.rows_loaded) == ("loaded", 2)


def test_a_csv_file_of_tombstones_only_needs_its_columns_all_the_same(bench: Bench) -> None:
    moment = "2021-01-01T10:00:00Z"
    gone = {"volunteering_id": "V1", "updated_at": moment, "deleted_at": moment}
    bench.land(NDJSON.replace("ndjson", "csv"), [gone])
    report = bench.load_one("platform.volunteering")
    assert str(report.reason).startswith("The header lacks required columns")


def test_keys_that_come_up_late_and_in_other_forms_are_the_same_columns(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines, "LINES_AT_ONCE", 2)
    rows = [{key: cell for key, cell in row(n).items() if cell} for n in range(1, 8)]
    rows[5] = {key.replace("_", " ").upper(): cell for key, cell in rows[5].items()}
    rows[6]["deleted_at"] = "2021-01-01T10:00:00Z"
    bench.land(NDJSON, lines_of(*rows))
    assert bench.load_one("platform.volunteering").rows_loaded == 7
    loaded = bench.raw("platform.volunteering")
    assert [one["volunteering_id"] for one in loaded] == [f"K{n}" for n in range(1, 8)]
    assert [one["deleted_at"] for one in loaded[4:]] == [None, None, "2021-01-01T10:00:00Z"]


def test_more_keys_than_any_export_has_are_rejected(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines, "MOST_KEYS", 5)
    bench.land(NDJSON, lines_of(row(1)))
    assert "more than 5 different keys" in str(bench.load_one("platform.volunteering").reason)


def test_many_json_lines_are_read_in_blocks(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "LINES_AT_ONCE", 7)
    bench.land(NDJSON, lines_of(*(row(n) for n in range(1, 101))))
    assert bench.load_one("platform.volunteering").rows_loaded == 100


def test_typed_columns_of_parquet_become_the_text_of_a_csv_export(bench: Bench) -> None:
    moment = dt.datetime.fromisoformat("2020-03-31T10:05:07.25")
    columns = {
        "volunteering_id": pl.Series([1, 2], dtype=pl.Int32),
        "activity_id": pl.Series([dt.date(2020, 2, 29), dt.date(2020, 3, 1)]),
        "ambassador_id": pl.Series([[1, 2], [3]]),
        "preparation_hours": pl.Series([Decimal("1.50"), Decimal("2.00")]),
        "delivery_hours": pl.Series([3.0, 0.25]),
        "submitted_at": pl.Series([moment, dt.datetime.fromisoformat("2020-03-31")]),
        "updated_at": pl.Series([moment] * 2).dt.replace_time_zone("Europe/London"),
        "Deleted At": pl.Series([None, None], dtype=pl.Datetime),
    }
    bench.land(PARQUET, parquet_of(columns))
    report = bench.load_one("platform.volunteering")
    assert (report.status, report.rows_loaded) == ("loaded", 2)
    utc = "2020-03-31 09:05:07.250Z"
    assert [list(found.values())[2:] for found in bench.raw("platform.volunteering")] == [
        ["1", "2020-02-29", "[1,2]", "1.5", "3", "2020-03-31 10:05:07.250", utc, None],
        ["2", "2020-03-01", "[3]", "2", "0.25", "2020-03-31 00:00:00", utc, None],
    ]


def test_a_day_that_parquet_holds_as_its_midnight_is_the_day(bench: Bench) -> None:
    contract = get_contract("platform", "hub_areas")
    valid_from = pl.Series([dt.datetime.fromisoformat("2020-03-31")])
    columns = {name: pl.Series([cell]) for name, cell in good_row(contract).items()}
    bench.land(
        "platform/hub_areas/hub_areas_2021-01-01.parquet",
        parquet_of(columns | {"valid_from": valid_from}),
    )
    assert bench.load_one("platform.hub_areas").rows_loaded == 1
    assert bench.raw("platform.hub_areas")[0]["valid_from"] == "2020-03-31"


def test_a_bad_row_of_parquet_is_named_by_its_number(bench: Bench) -> None:
    columns = {name: pl.Series([row(n)[name] for n in range(1, 41)]) for name in HEADER}
    columns["delivery_hours"] = pl.Series([1.0] * 39 + [float("nan")])
    bench.land(PARQUET, parquet_of(columns))
    (reason,) = bench.load_one("platform.volunteering").first_reasons
    assert (reason.record_number, reason.rule) == (40, "type")


@pytest.mark.parametrize("name", [XLSX, NDJSON, PARQUET])
def test_no_file_is_left_in_the_temporary_folder(
    bench: Bench, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "aside").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "aside"))
    bench.land(name, b"nothing of the kind")
    assert bench.load_one("platform.volunteering").status == "rejected"
    assert list((tmp_path / "aside").iterdir()) == []


def test_a_row_of_a_filled_in_workbook_without_an_answer_is_no_record(bench: Bench) -> None:
    workbook = Workbook()
    sheet = sheet_of(workbook)
    sheet.append(["field", "raw_value", "category", "decided_by", "decided_on", "rows_count"])
    for text, category in (("a hut", "Workplace"), ("a barn", None), ("a shed", "ignore")):
        sheet.append(["setting", text, category, "Ada", dt.date(2021, 1, 1), 7])
    path = "reference/recode_decisions/recode_decisions_2021-01-01.xlsx"
    bench.land(path, saved(workbook))

    report = bench.load_one("reference.recode_decisions")
    assert (report.status, report.rows_read, report.rows_loaded) == ("loaded", 2, 2)
    assert report.warnings == ("1 rows without an answer left out",)
    raw = bench.raw("reference.recode_decisions")
    assert [(row["raw_value"], row["category"]) for row in raw] == [
        ("a hut", "Workplace"),
        ("a shed", "ignore"),
    ]
    assert raw[0]["decided_on"] == "2021-01-01"


def test_an_answer_without_who_and_when_is_rejected(bench: Bench) -> None:
    workbook = Workbook()
    sheet = sheet_of(workbook)
    sheet.append(["field", "raw_value", "category", "decided_by", "decided_on"])
    sheet.append(["setting", "a bus", "Workplace", None, None])
    path = "reference/recode_decisions/recode_decisions_2021-01-01.xlsx"
    bench.land(path, saved(workbook))

    report = bench.load_one("reference.recode_decisions")
    assert (report.status, report.rows_read) == ("rejected", 1)


def test_a_workbook_of_which_nothing_is_answered_loads_nothing(bench: Bench) -> None:
    workbook = Workbook()
    sheet = sheet_of(workbook)
    sheet.append(["field", "raw_value", "category", "decision", "decided_by", "decided_on"])
    sheet.append(["setting", "a hut", None, " ", "Ada", dt.date(2021, 1, 1)])
    path = "reference/recode_decisions/recode_decisions_2021-01-01.xlsx"
    bench.land(path, saved(workbook))

    report = bench.load_one("reference.recode_decisions")
    assert (report.status, report.rows_read, report.rows_loaded) == ("loaded", 0, 0)
