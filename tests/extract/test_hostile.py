"""Files made to do harm, or damaged beyond reading: each ends in a message, within bounds."""

import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pyarrow import parquet

from extract import confined, json_lines, records, source
from extract.contract import get_contract
from extract.report import FileReport
from tests.extract.conftest import Bench, good_row, to_csv

HUB_AREAS = get_contract("platform", "hub_areas")
NAME = "platform/hub_areas/hub_areas_2021-01-01"
SHEET = "xl/worksheets/sheet1.xml"
HEADER = [field.name for field in HUB_AREAS.fields]


def workbook(rows: int = 1) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(HEADER)
    for number in range(rows):
        sheet.append(list(good_row(HUB_AREAS, number).values()))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def edited(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook in which one part was changed, or added where there was none."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = dict.fromkeys([*old.namelist(), part])
        for name in names:
            content = old.read(name) if name in old.namelist() else b""
            new.writestr(name, change(content) if name == part else content)
    return changed.getvalue()


def rejected(bench: Bench, name: str, data: bytes) -> str:
    """Land a file, load it, and return why it was rejected; nothing of it is left."""
    bench.land(name, data)
    report = bench.load_one("platform.hub_areas")
    assert (report.status, report.rows_loaded) == ("rejected", 0)
    assert bench.raw("platform.hub_areas") == []
    assert bench.ledger()[-1]["status"] == "rejected"
    return str(report.reason)


def loaded(bench: Bench, name: str, data: bytes) -> FileReport:
    bench.land(name, data)
    report = bench.load_one("platform.hub_areas")
    assert report.status == "loaded"
    return report


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "as a ZIP it is damaged or truncated"),
        (b"PK\x03\x04 and then nothing of the kind", "as a ZIP it is damaged or truncated"),
        (workbook()[:-200], "as a ZIP it is damaged or truncated"),
        (workbook()[200:], "as a ZIP it is damaged or truncated"),
        (workbook()[1_500:], "as a ZIP it is damaged or truncated"),
        (b"local_authority_code,hub_id\n", "as a ZIP it is damaged or truncated"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(1000), "it is encrypted, or a workbook of"),
    ],
)
def test_what_is_no_workbook_is_rejected(bench: Bench, data: bytes, reason: str) -> None:
    said = rejected(bench, f"{NAME}.xlsx", data)
    assert said.startswith("The file is no workbook")
    assert reason in said


def test_a_zip_that_is_no_workbook_is_rejected(bench: Bench) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("hello.txt", "hello")
    assert "it is a ZIP without xl/workbook.xml" in rejected(bench, f"{NAME}.xlsx", data.getvalue())


def test_a_workbook_with_a_damaged_part_is_rejected(bench: Bench) -> None:
    data = bytearray(workbook(500))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        start = package.getinfo(SHEET).header_offset
    data[start + 200 : start + 220] = bytes(20)
    assert "no workbook" in rejected(bench, f"{NAME}.xlsx", bytes(data))


def test_a_part_that_is_no_xml_is_rejected(bench: Bench) -> None:
    data = edited(workbook(), SHEET, lambda xml: xml[: len(xml) // 2] + b"<<<>")
    assert "The workbook cannot be read" in rejected(bench, f"{NAME}.xlsx", data)


def test_a_zip_bomb_is_rejected_unopened(bench: Bench) -> None:
    data = edited(workbook(), "xl/media/image1.png", lambda _: bytes(300 << 20))
    said = rejected(bench, f"{NAME}.xlsx", data)
    assert said.startswith("The workbook unpacks to more than any export needs")


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_entities_are_rejected_not_resolved(bench: Bench, declaration: bytes) -> None:
    def declare(xml: bytes) -> bytes:
        return declaration + xml.replace(b"K0", b"&a;", 1)

    said = rejected(bench, f"{NAME}.xlsx", edited(workbook(), SHEET, declare))
    assert said.startswith("The workbook holds a document type declaration")
    assert SHEET in said


def test_a_million_empty_styled_rows_are_no_records(bench: Bench) -> None:
    def style(xml: bytes) -> bytes:
        rows = (b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(3, 1_000_003))
        return xml.replace(b"</sheetData>", b"".join(rows) + b"</sheetData>")

    report = loaded(bench, f"{NAME}.xlsx", edited(workbook(), SHEET, style))
    assert (report.rows_read, report.rows_loaded) == (1, 1)


def test_a_cell_in_the_last_corner_of_a_sheet_ends_only_the_reading(bench: Bench) -> None:
    def corner(xml: bytes) -> bytes:
        far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        return xml.replace(b"</sheetData>", far)

    said = rejected(bench, f"{NAME}.xlsx", edited(workbook(), SHEET, corner))
    assert said.startswith("The file asks for more than any export needs")
    assert "of memory" in said


def test_parts_that_lead_out_of_the_workbook_lead_nowhere(bench: Bench) -> None:
    data = edited(workbook(), "../../../tmp/escaped.xml", lambda _: b"<x/>")
    assert loaded(bench, f"{NAME}.xlsx", data).rows_loaded == 1
    assert not Path("/tmp/escaped.xml").exists()


def test_formulas_give_their_values_and_are_told_of_where_they_have_none(bench: Bench) -> None:
    def compute(xml: bytes) -> bytes:
        with_value = b"<f>1+1</f><v>301</v></c>"
        formulas = (
            b'<row r="3"><c r="A3">' + with_value + b'<c r="B3" t="str"><f>"H"</f><v>H9</v></c>'
        )
        formulas += b'<c r="C3" t="str"><f>"2020-01-01"</f><v>2020-01-01</v></c>'
        formulas += b'<c r="D3"><f>TODAY()</f></c></row></sheetData>'
        return xml.replace(b"</sheetData>", formulas)

    report = loaded(bench, f"{NAME}.xlsx", edited(workbook(), SHEET, compute))
    assert report.warnings == ("1 formulas hold no value and were read as empty",)
    row = bench.raw("platform.hub_areas")[-1]
    assert [row[name] for name in HEADER] == ["301", "H9", "2020-01-01", None]


def test_a_text_that_looks_like_a_formula_is_loaded_as_it_is(bench: Bench) -> None:
    formula = '=HYPERLINK("http://example.org")'
    bench.land_rows("platform.hub_areas", "2021-01-01", {"hub_id": formula})
    assert bench.load_one("platform.hub_areas").rows_loaded == 1
    assert bench.raw("platform.hub_areas")[0]["hub_id"] == formula


def test_a_gzip_bomb_is_rejected_before_it_fills_anything(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "FREELY_UNPACKED_BYTES", 4 << 20)
    row = to_csv([good_row(HUB_AREAS)]).splitlines(keepends=True)
    data = (row[0] + row[1] * 1_000_000).encode()
    said = rejected(bench, f"{NAME}.csv.gz", data)
    assert said.startswith("The file unpacks to more than 200 times its size")


@pytest.mark.parametrize("name", ["csv", "csv.gz"])
def test_a_header_that_never_ends_is_rejected(bench: Bench, name: str) -> None:
    said = rejected(bench, f"{NAME}.{name}", b"a," * 2_000_000)
    assert said.startswith("The header cannot be read")


def long_line(newline: str) -> bytes:
    rows = [good_row(HUB_AREAS, n) for n in range(1, 31)]
    lines = to_csv(rows, newline).encode().split(newline.encode())
    lines[5] = b"x" * 5_000_000
    return newline.encode().join(lines)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_line_without_end_is_one_bad_record(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, newline: str
) -> None:
    monkeypatch.setattr(records, "BLOCK_BYTES", 1 << 20)
    monkeypatch.setattr(records, "MOST_RECORD_BYTES", 2 << 20)
    report = loaded(bench, f"{NAME}.csv", long_line(newline))
    assert (report.rows_loaded, report.rows_quarantined) == (29, 1)
    (reason,) = report.first_reasons
    assert (reason.rule, reason.record_number, reason.line) == ("length", 5, 6)
    (row,) = bench.quarantine()
    assert len(json.dumps(row["raw"])) < 70_000


def test_a_nul_is_a_bad_row_in_every_format(bench: Bench) -> None:
    rows = [good_row(HUB_AREAS, n) for n in range(1, 31)]
    rows[4]["hub_id"] = "H\0"
    bench.land(f"{NAME}_a.csv", rows)
    bench.land(f"{NAME}_b.ndjson", "\n".join(json.dumps(row) for row in rows))
    parquet = io.BytesIO()
    pl.DataFrame(rows).write_parquet(parquet)
    bench.land(f"{NAME}_c.parquet", parquet.getvalue())
    for report in bench.load("platform.hub_areas").files:
        assert (report.rows_loaded, report.rows_quarantined) == (29, 1)
        assert [reason.rule for reason in report.first_reasons] == ["nul"]
        assert report.first_reasons[0].record_number == 5


@pytest.mark.parametrize("keep", [0, 3, 100, -8, -200])
def test_a_truncated_parquet_is_rejected(bench: Bench, keep: int) -> None:
    data = io.BytesIO()
    pl.DataFrame([good_row(HUB_AREAS, n) for n in range(100)]).write_parquet(data)
    said = rejected(bench, f"{NAME}.parquet", data.getvalue()[:keep])
    assert said.startswith("The Parquet file cannot be read")


def test_a_parquet_with_a_damaged_page_is_rejected(bench: Bench) -> None:
    data = io.BytesIO()
    pl.DataFrame([good_row(HUB_AREAS, n) for n in range(100)]).write_parquet(data)
    damaged = bytearray(data.getvalue())
    damaged[4:60] = b"\xff" * 56
    said = rejected(bench, f"{NAME}.parquet", bytes(damaged))
    assert said.startswith("The Parquet file cannot be read")


def test_a_parquet_with_texts_that_are_no_utf_8_is_rejected(bench: Bench) -> None:
    data = io.BytesIO()
    pl.DataFrame([good_row(HUB_AREAS, n) for n in range(100)]).write_parquet(
        data, compression="uncompressed", statistics=False
    )
    (hub_id,) = {good_row(HUB_AREAS, n)["hub_id"] for n in range(100)}
    assert hub_id.encode() in data.getvalue()
    damaged = data.getvalue().replace(hub_id.encode(), b"\xff" * len(hub_id))
    said = rejected(bench, f"{NAME}.parquet", damaged)
    assert said.startswith("The Parquet file cannot be read")


ODD_ARRAYS = {
    "a date after all calendars": pa.array([2**31 - 1], pa.int32()).cast(pa.date32()),
    "a moment after all calendars": pa.array([2**62], pa.int64()).cast(pa.timestamp("ms")),
    "a number of sixty digits": pa.array([1], pa.decimal256(60, 2)),
    "lists of bytes": pa.array([[b"\xff"]], pa.list_(pa.binary())),
    "a map of bytes": pa.array([[("a", b"\xff")]], pa.map_(pa.string(), pa.binary())),
    "a list without type": pa.array([[]], pa.list_(pa.null())),
}


@pytest.mark.parametrize("column", ODD_ARRAYS.values(), ids=list(ODD_ARRAYS))
def test_a_parquet_with_values_that_nobody_sends_ends_in_a_message(
    bench: Bench, column: pa.Array
) -> None:
    data = io.BytesIO()
    row = {name: pa.array([cell]) for name, cell in good_row(HUB_AREAS, 1).items()}
    parquet.write_table(pa.table(row | {"area_name": column}), data)
    bench.land(f"{NAME}.parquet", data.getvalue())
    report = bench.load_one("platform.hub_areas")
    assert report.status in ("loaded", "rejected")
    if report.status == "rejected":
        assert report.reason
        assert report.remedy
    else:
        assert report.rows_read == report.rows_loaded + report.rows_quarantined == 1


def test_a_parquet_whose_column_has_no_name_in_utf_8_is_rejected_by_its_reader(
    bench: Bench,
) -> None:
    data = io.BytesIO()
    row = {name: [cell] for name, cell in good_row(HUB_AREAS, 1).items()}
    parquet.write_table(pa.table(row | {"surplus": ["x"]}), data)
    said = rejected(bench, f"{NAME}.parquet", data.getvalue().replace(b"surplus", b"\xff" * 7))
    assert said.startswith("The Parquet file cannot be read") or "its reader stopped" in said
    assert bench.ledger()[-1]["remedy"]


def test_rows_that_repeat_without_end_stop_at_a_size(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "MOST_CSV_BYTES", 1 << 20)
    data = io.BytesIO()
    one = pl.DataFrame([good_row(HUB_AREAS)])
    pl.concat([one] * 200_000).write_parquet(data)
    assert len(data.getvalue()) < 100_000
    said = rejected(bench, f"{NAME}.parquet", data.getvalue())
    assert "as CSV it is larger than 1 MB" in said


def test_a_reading_that_does_not_end_is_ended(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "MOST_CPU_SECONDS", 1)

    def slow(xml: bytes) -> bytes:
        cells = (b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, 1_000_003))
        return xml.replace(b"</sheetData>", b"".join(cells) + b"</sheetData>")

    said = rejected(bench, f"{NAME}.xlsx", edited(workbook(), SHEET, slow))
    assert "it was not read after 1 seconds of work" in said


def test_a_small_file_gets_less_time(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "LEAST_CPU_SECONDS", 2)

    def far(xml: bytes) -> bytes:
        return xml.replace(b'r="A1"', b'r="ZZZA1"')

    said = rejected(bench, f"{NAME}.xlsx", edited(workbook(), SHEET, far))
    assert "it was not read after 2 seconds of work" in said


def test_a_reading_that_a_person_interrupts_rejects_nothing(tmp_path: Path) -> None:
    landed = tmp_path / "a.xlsx"
    os.mkfifo(landed)
    job = confined.Job("xlsx", str(landed), str(tmp_path / "a.csv"))
    order = {"job": asdict(job), "limits": [8 << 30, 300, 4 << 30]}
    with subprocess.Popen(
        [sys.executable, "-m", "extract.confined"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin is not None
        reader.stdin.write(json.dumps(order))
        reader.stdin.close()
        reader.stdin = None
        with landed.open("wb"):  # waits until the reader has opened it
            reader.send_signal(signal.SIGINT)
        # A read that began after the signal came would wait for ever: the file's end ends it.
        try:
            said, _ = reader.communicate(timeout=60)
        finally:
            reader.kill()
    assert reader.returncode != 0
    assert said == ""


def test_what_converts_a_file_sees_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE_URL", "postgresql://user:secret@host/db")
    assert "WAREHOUSE_URL" not in confined.ENVIRONMENT


@pytest.mark.parametrize("letter", ["\\", "'", '"', ";", "%s", "{", "$(id)", "*"])
def test_a_file_name_is_only_ever_a_name(bench: Bench, letter: str) -> None:
    name = f"{NAME}_x{letter} drop table hubs--.csv"
    report = loaded(bench, name, to_csv([good_row(HUB_AREAS)]).encode())
    assert report.path == name
    assert bench.ledger()[-1]["file_path"] == name


@pytest.mark.parametrize("name", ["hub_areas_2021-01-01_...csv", "..csv", "hub_areas_../../x.csv"])
def test_names_that_climb_are_left_alone(bench: Bench, name: str) -> None:
    from extract.landing import parse_name

    assert parse_name("hub_areas", name) is None


def test_sql_in_a_header_is_an_unknown_column(bench: Bench) -> None:
    column = 'x"; drop schema raw cascade; --'
    report = loaded(bench, f"{NAME}.csv", to_csv([good_row(HUB_AREAS) | {column: "1"}]).encode())
    assert report.unknown_columns == (column,)
    assert len(bench.raw("platform.hub_areas")) == 1


def test_a_nul_in_a_header_stands_as_its_picture(bench: Bench) -> None:
    row = good_row(HUB_AREAS)
    report = loaded(bench, f"{NAME}.csv", to_csv([row | {"x\0": "1"}]).encode())
    assert report.unknown_columns == ("x\u2400",)


def test_a_nul_in_a_header_does_not_stop_its_rejection(bench: Bench) -> None:
    said = rejected(bench, f"{NAME}.csv", b"x\0,x\0\n")
    assert said.startswith("A header occurs twice")
    assert "x\u2400" in said


def test_objects_nested_without_end_are_bad_rows(bench: Bench) -> None:
    rows = [json.dumps(good_row(HUB_AREAS, n)) for n in range(1, 31)]
    rows[2] = '{"hub_id": ' + "[" * 100_000 + "]" * 100_000 + "}"
    report = loaded(bench, f"{NAME}.ndjson", "\n".join(rows).encode())
    assert [(r.rule, r.record_number) for r in report.first_reasons] == [("json", 3)]


def test_a_json_line_without_end_is_one_bad_record(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines, "MOST_RECORD_BYTES", 1 << 20)
    rows = [json.dumps(good_row(HUB_AREAS, n)) for n in range(1, 31)]
    rows[2] = '{"hub_id": "' + "é" * 3_000_000
    report = loaded(bench, f"{NAME}.ndjson", "\n".join(rows).encode())
    assert [(r.rule, r.record_number, r.line) for r in report.first_reasons] == [("length", 3, 3)]
