"""A survey's returns are the same rows in whatever format they come."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.extract.conftest import Bench
from tests.extract.test_survey_reading import BEST, FIRST, LIKE, question, response, teach

HEADER = [*FIRST, LIKE, f"{LIKE}.1", BEST, "Shoe size"]
ROWS = [
    response(1, "Agree", "", 'He said "why?"\nand left', "5"),
    response(2, "", "Not sure", "", ""),
    response(3, "agree", "Disagree", "", "6"),
    response(4, "", "", "", ""),
]
EXPECTED = [{"S1": "Agree", "S3": 'He said "why?"\nand left'}, {"S1": "Not sure"},
            {"S1": "agree"}, {}]  # fmt: skip


def as_csv(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def as_workbook(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row in (header, *rows):
        sheet.append([cell or None for cell in row])
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def as_json_lines(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    return "\n".join(json.dumps(dict(zip(header, row, strict=True))) for row in rows).encode()


def as_sparse_json_lines(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Without keys that are blank, which then come up late: the second answer before the first."""
    records = [dict(zip(header, row, strict=True)) for row in rows]
    return "\n".join(json.dumps({k: c for k, c in one.items() if c}) for one in records).encode()


def as_parquet(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    data = io.BytesIO()
    pl.DataFrame([*rows], list(header), orient="row").write_parquet(data)
    return data.getvalue()


FORMATS = {
    "csv": as_csv,
    "csv.gz": as_csv,
    "xlsx": as_workbook,
    "ndjson": as_json_lines,
    "parquet": as_parquet,
}
FORMS = pytest.mark.parametrize(
    ("form", "write"), [*FORMATS.items(), ("ndjson", as_sparse_json_lines)]
)
Write = Callable[[Sequence[str], Sequence[Sequence[Any]]], bytes]


def land(bench: Bench, form: str, content: bytes) -> None:
    bench.land(f"survey/online/online_2021-03-01_secondary_start.{form}", content)


def read(bench: Bench) -> list[dict[str, Any]]:
    rows = [dict(row) for row in bench.raw("survey.online")]
    return [{k: v for k, v in row.items() if k != "_load_id"} for row in rows]


@FORMS
def test_a_return_is_the_same_rows_in_every_format(bench: Bench, form: str, write: Write) -> None:
    teach(bench, question("S1", LIKE), question("S3", BEST, "text"))
    land(bench, form, write(HEADER, ROWS))
    report = bench.load_one("survey.online")
    assert (report.status, report.rows_loaded) == ("loaded", 4)
    assert report.unknown_columns == ("Shoe size",)
    assert report.warnings == ("unknown columns kept out: Shoe size",)
    rows = read(bench)
    assert [json.loads(row.pop("answers")) for row in rows] == EXPECTED
    assert rows == [
        {
            "_record_number": n,
            "survey": "secondary",
            "wave": "start",
            "response_id": f"R{n}",
            "submitted_at": "2021-02-01 10:00",
            "partnership": "North",
            "school": "Hill School",
            "school_urn": None,
            "phase": None,
            "years_in_teaching": None,
        }
        for n in range(1, 5)
    ]


@FORMS
def test_a_bad_answer_is_the_same_bad_row_in_every_format(
    bench: Bench, form: str, write: Write
) -> None:
    teach(bench, question("S1", LIKE))
    rows = [["", "", "", "", "Response"], *(response(n, "Agree") for n in range(1, 41))]
    rows[21][-1] = "Perhaps"
    land(bench, form, write([*FIRST, LIKE], rows))
    report = bench.load_one("survey.online")
    assert (report.rows_read, report.rows_loaded) == (40, 39)
    (reason,) = report.first_reasons
    assert (reason.record_number, reason.column) == (21, "S1")
    assert [row["_record_number"] for row in read(bench)][19:22] == [20, 22, 23]


def test_json_lines_of_a_survey_without_its_columns_are_rejected(bench: Bench) -> None:
    teach(bench, question("S1", LIKE))
    land(bench, "ndjson", as_json_lines([*FIRST[:3], LIKE], [response(1, "Agree")[:4]]))
    assert bench.load_one("survey.online").reason == "No record has the required keys; school"


def test_json_lines_of_a_survey_that_was_never_taught_are_rejected(bench: Bench) -> None:
    land(bench, "ndjson", as_json_lines([*FIRST, LIKE], [response(1, "Agree")]))
    reason = str(bench.load_one("survey.online").reason)
    assert reason.startswith("Nothing is known of what the survey 'secondary' asks")


@FORMS
def test_records_without_any_value_are_none_in_every_format(
    bench: Bench, form: str, write: Write
) -> None:
    teach(bench, question("S1", LIKE))
    rows = [response(n, "Agree") for n in range(1, 61)]
    rows[20][-1] = "Perhaps"
    nothing = [""] * len(rows[0])
    spaces = [" ", *nothing[1:]]
    land(bench, form, write([*FIRST, LIKE], [*rows[:9], nothing, spaces, *rows[9:], nothing]))
    report = bench.load_one("survey.online")
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (60, 59, 1)
    (reason,) = report.first_reasons
    assert reason.record_number == 21
    assert reason.line == 23 + (form not in ("ndjson", "parquet"))


@pytest.mark.parametrize("blank", [",,", " , ,", '"",," "', "\u00a0,\u2003,", ",", ",,,"])
@pytest.mark.parametrize("header", ["urn,programme_year,reason", "urn,programme_year,colour"])
def test_a_blank_line_of_csv_is_no_record_whatever_it_is_made_of(
    bench: Bench, blank: str, header: str
) -> None:
    bench.land(
        "reference/priority_schools/priority_schools_2021-01-01.csv",
        f"{header}\n100001,2020/21,\n{blank}\n100002,2020/21,\n{blank}\n",
    )
    report = bench.load_one("reference.priority_schools")
    assert (report.status, report.rows_read, report.rows_loaded) == ("loaded", 2, 2)
    assert [row["urn"] for row in bench.raw("reference.priority_schools")] == ["100001", "100002"]


def test_a_record_with_a_value_in_an_unknown_column_only_is_a_bad_row(bench: Bench) -> None:
    good = "".join(f"{number},2020/21,\n" for number in range(100_001, 100_041))
    bench.land(
        "reference/priority_schools/priority_schools_2021-01-01.csv",
        f"urn,programme_year,colour\n{good},,red\n",
    )
    report = bench.load_one("reference.priority_schools")
    assert (report.rows_loaded, report.rows_quarantined) == (40, 1)
