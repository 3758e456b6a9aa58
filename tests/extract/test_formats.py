"""Workbooks, JSON lines and Parquet become the rows that the same data as CSV would be."""

import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

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
