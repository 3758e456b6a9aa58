"""What becomes of a file: one test for every wrong or unusual input of the interface."""

import gzip
import hashlib
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from extract.landing import LandingZone
from extract.source import Source
from tests.extract.conftest import Bench, to_csv
from warehouse.errors import SourceUnavailable

PRIORITY = "reference.priority_schools"
FOLDER = "reference/priority_schools/priority_schools_"
HEADER = "urn,programme_year\n"
MANY = "".join(f"{number},2020/21\n" for number in range(100_000, 100_100))
LINKS = "reference/gias_links/gias_links_"
LINKS_HEADER = b"URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n"


def test_a_plain_file_loads_as_it_is(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER + "100001, 2020/21 \n100002,2020/21\n")
    report = bench.load_one(PRIORITY)
    assert (report.status, report.rows_read, report.rows_loaded) == ("loaded", 2, 2)
    first, second = bench.raw(PRIORITY)
    assert (first["urn"], first["programme_year"]) == ("100001", " 2020/21 ")
    assert (first["_record_number"], second["_record_number"]) == (1, 2)
    assert first["_load_id"] == second["_load_id"] == report.load_id
    (entry,) = bench.ledger()
    assert entry["file_path"] == FOLDER + "2021-01-01.csv"
    assert (entry["status"], entry["rows_read"], entry["content_load_id"]) == (
        "loaded",
        2,
        report.load_id,
    )


@pytest.mark.parametrize("name", ["2021-01-01.csv.gz", "2021-01-01_part-2.csv.gz"])
def test_a_packed_file_loads(bench: Bench, name: str) -> None:
    path = bench.land(FOLDER + name, HEADER + MANY)
    report = bench.load_one(PRIORITY)
    assert report.rows_loaded == 100
    (entry,) = bench.ledger()
    assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert entry["size_bytes"] == path.stat().st_size


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_utf8_loads_with_and_without_byte_order_mark(bench: Bench, mark: str, quote: str) -> None:
    text = to_csv([{"urn": "100001", "programme_year": "2020/21"}])
    text = text.replace("urn", f"{quote}urn{quote}", 1)
    bench.land(FOLDER + "2021-01-01.csv", mark + text)
    assert bench.load_one(PRIORITY).rows_loaded == 1
    assert bench.raw(PRIORITY)[0]["urn"] == "100001"


def test_windows_1252_is_read_where_the_contract_says_so(bench: Bench) -> None:
    bench.land(LINKS + "2021-01-01.csv", LINKS_HEADER + b"1,2,St Mary\x92s \xa3,Successor,\n")
    assert bench.load_one("reference.gias_links").rows_loaded == 1
    assert bench.raw("reference.gias_links")[0]["link_name"] == "St Mary’s £"


def test_a_byte_order_mark_says_utf8_whatever_the_contract_says(bench: Bench) -> None:
    text = "\ufeff" + LINKS_HEADER.decode() + "1,2,St Mary’s £,Successor,\n"
    bench.land(LINKS + "2021-01-01.csv", text)
    assert bench.load_one("reference.gias_links").rows_loaded == 1
    assert bench.raw("reference.gias_links")[0]["link_name"] == "St Mary’s £"


@pytest.mark.parametrize("ending", [".csv", ".csv.gz"])
@pytest.mark.parametrize(
    ("newline", "before"), [(b"\n", 0), (b"\r\n", 0), (b"\r", 0), (b"\n", 200_000)]
)
def test_bytes_that_do_not_decode_reject_the_file_naming_line_and_byte(
    bench: Bench, newline: bytes, before: int, ending: str
) -> None:
    row = b"A1,Hub,England,Kent,2020-01-01,,,"
    rows = [b"hub_id,hub_name,nation,region,valid_from,valid_to,successor_hub_id,share"]
    rows += [row] * before + [row, b'A2,"Two\nlines",England,Kent,2020-01-01,,,']
    rows += [b"A3,\xc9cole,England,Kent,2020-01-01,,,", row]
    bench.land("platform/hubs/hubs_2021-01-01" + ending, newline.join(rows) + newline)
    report = bench.load_one("platform.hubs")
    assert report.status == "rejected"
    assert report.reason == (
        f"The file is not utf-8; line {before + 5:,}, byte 4; byte 0xC9 does not decode"
    )
    assert bench.raw("platform.hubs") == bench.quarantine() == []
    assert bench.ledger()[0]["reason"] == report.reason


def test_a_byte_that_windows_1252_lacks_rejects_the_file(bench: Bench) -> None:
    bench.land(LINKS + "2021-01-01.csv", LINKS_HEADER + b"1,2,a,Successor,\n3,4,\x81,Successor,\n")
    report = bench.load_one("reference.gias_links")
    assert report.reason == (
        "The file is not windows-1252; line 3, byte 5; byte 0x81 does not decode"
    )


def test_a_header_that_does_not_decode_rejects_the_file(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", b"urn,programme_year\xe9\n1,2020/21\n")
    report = bench.load_one(PRIORITY)
    assert report.status == "rejected"
    assert "byte 0xE9 does not decode" in str(report.reason)


def test_an_undecodable_byte_in_a_column_that_is_kept_out_rejects_the_file_too(
    bench: Bench,
) -> None:
    bench.land(FOLDER + "2021-01-01.csv", b"urn,colour,programme_year\n1,\xff,2020/21\n")
    report = bench.load_one(PRIORITY)
    assert (report.status, "line 2, byte 3" in str(report.reason)) == ("rejected", True)


def test_quoted_fields_hold_newlines_commas_and_quotes(bench: Bench) -> None:
    text = (
        "hub_id,hub_name,nation,region,valid_from,valid_to,successor_hub_id,share\n"
        '"H1","Line one\nline ""two"", and\r\nthree",England,Kent,2020-01-01,,,\n'
    )
    good = "".join(f"H{n},Hub,England,Kent,2020-01-01,,,\n" for n in range(2, 30))
    bench.land("platform/hubs/hubs_2021-01-01.csv", text + good)
    report = bench.load_one("platform.hubs")
    assert (report.rows_loaded, report.rows_quarantined) == (29, 0)
    assert bench.raw("platform.hubs")[0]["hub_name"] == 'Line one\nline "two", and\r\nthree'


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_any_line_end_will_do_even_none_at_the_end(bench: Bench, newline: str, last: bool) -> None:
    lines = ["urn,programme_year", "100001,2020/21", "100002,2020/21"]
    bench.land(FOLDER + "2021-01-01.csv", newline.join(lines) + newline * last)
    report = bench.load_one(PRIORITY)
    assert (report.rows_read, report.rows_loaded) == (2, 2)
    assert [row["programme_year"] for row in bench.raw(PRIORITY)] == ["2020/21"] * 2


def test_mixed_line_ends_lose_nothing(bench: Bench) -> None:
    text = "urn,programme_year\n100001,2020/21\n100002,2020/21\r\n100003,2020/21\r"
    bench.land(FOLDER + "2021-01-01.csv", text + "100004,2020/21\n")
    assert bench.load_one(PRIORITY).rows_loaded == 4
    assert {row["programme_year"] for row in bench.raw(PRIORITY)} == {"2020/21"}


def test_empty_lines_are_no_records(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER + "100001,2020/21\n\n100002,2020/21\n\n\n")
    report = bench.load_one(PRIORITY)
    assert (report.rows_read, report.rows_loaded) == (2, 2)


def test_a_line_that_old_servers_take_for_the_end_loses_nothing(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER + MANY + "\\.\n" + MANY)
    report = bench.load_one(PRIORITY)
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (201, 200, 1)


@pytest.mark.parametrize(
    "header",
    [
        "URN,Programme Year", " urn , programme-year ", "Urn,PROGRAMME__YEAR",
        "urn,programme \u2013 year", '"urn","programme_year"',
    ],
)  # fmt: skip
def test_headers_match_folded(bench: Bench, header: str) -> None:
    bench.land(FOLDER + "2021-01-01.csv", header + "\n100001,2020/21\n")
    report = bench.load_one(PRIORITY)
    assert (report.rows_loaded, report.warnings) == (1, ())


def test_columns_may_come_in_any_order_and_under_an_alias(bench: Bench) -> None:
    bench.land(
        "reference/areas/areas_2021-01-01.csv",
        "region_name,la_name,Old LA Code\nLondon,Camden,202\n",
    )
    assert bench.load_one("reference.areas").rows_loaded == 1
    row = bench.raw("reference.areas")[0]
    assert (row["local_authority_code"], row["region"]) == ("202", "London")
    assert row["district_code"] is None


def test_unknown_columns_are_kept_out_warned_about_and_listed_in_the_ledger(bench: Bench) -> None:
    text = 'urn,Colour,programme_year,\n100001,"a, ""b""\nc",2020/21,\n100002,,2020/21,x\n'
    bench.land(FOLDER + "2021-01-01.csv", text)
    report = bench.load_one(PRIORITY)
    assert report.rows_loaded == 2
    assert report.warnings == ("unknown columns kept out: Colour, (no name)",)
    assert bench.ledger()[0]["warnings"] == list(report.warnings)
    assert [row["programme_year"] for row in bench.raw(PRIORITY)] == ["2020/21", "2020/21"]


def test_projecting_a_file_keeps_its_texts(bench: Bench) -> None:
    header = "hub_id,x,hub_name,nation,region,valid_from,valid_to,successor_hub_id,share\n"
    name = '  "quoted", comma\nnewline  '
    quoted = name.replace('"', '""')
    text = f'{header}H1,x,"{quoted}",England,Kent,2020-01-01,"",,\n'
    good = "".join(f"H{n},x,Hub,England,Kent,2020-01-01,,,\n" for n in range(2, 30))
    bench.land("platform/hubs/hubs_2021-01-01.csv", text + good)
    assert bench.load_one("platform.hubs").rows_loaded == 29
    row = bench.raw("platform.hubs")[0]
    assert (row["hub_name"], row["valid_to"], row["share"]) == (name, "", None)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("urn\n", "The header lacks required columns; line 1; programme_year"),
        ("urn,programme_year,URN\n", "A header occurs twice; line 1; urn, URN"),
        ("urn,programme_year,x,X\n", "A header occurs twice; line 1; x, X"),
        ("", "The header lacks required columns; line 1; urn, programme_year"),
        ('urn,"programme_year\n1,2020/21\n', "The header cannot be read; line 1; its quotes"),
    ],
)
def test_a_wrong_header_rejects_the_file(bench: Bench, header: str, reason: str) -> None:
    bench.land(FOLDER + "2021-01-01.csv", header + "100001,2020/21\n" * bool(header))
    report = bench.load_one(PRIORITY)
    assert report.status == "rejected"
    assert str(report.reason).startswith(reason)
    assert bench.raw(PRIORITY) == []


def test_two_headers_of_one_meaning_reject_the_file(bench: Bench) -> None:
    header = "la_name,local_authority_name,local_authority_code,region\n"
    bench.land("reference/areas/areas_2021-01-01.csv", header + "a,b,202,London\n")
    report = bench.load_one("reference.areas")
    assert "Two headers mean local_authority_name" in str(report.reason)


def test_a_file_with_only_a_header_loads_no_rows(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER)
    bench.land(FOLDER + "2021-01-02.csv", HEADER.strip())
    for report in bench.load(PRIORITY).files:
        assert (report.status, report.rows_read, report.rows_loaded) == ("loaded", 0, 0)


@pytest.mark.parametrize(
    ("line", "rule", "message"),
    [
        ("100200,2020/21,x", "fields", "too many fields on line 102: 3 where the header has 2"),
        ("100200", "fields", "too few fields on line 102: 1 where the header has 2"),
        ('100200,20"20/21', "quoting", "quotes do not match on line 102"),
        ('100200,"2020/21"x', "quoting", "quotes do not match on line 102"),
        ("100200,2020\0/21", "nul", "the record on line 102 holds a NUL character"),
        ('100200,"2020/21', "quoting", "quotes do not match on line 102"),
    ],
)
@pytest.mark.parametrize("is_projected", [False, True])
def test_a_record_that_is_none_by_its_form_is_quarantined_alone(
    bench: Bench, line: str, rule: str, message: str, is_projected: bool
) -> None:
    text = HEADER + MANY + line + "\n" + MANY
    if is_projected:
        text = "".join("x," + one + "\n" for one in text.splitlines())
        message = message.replace("2 where", "3 where").replace("has 2", "has 3")
        message = message.replace(": 3 where", ": 4 where") if ",x" in line else message
        message = message.replace(": 1 where", ": 2 where")
    bench.land(FOLDER + "2021-01-01.csv", text)
    report = bench.load_one(PRIORITY)
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (201, 200, 1)
    (row,) = bench.quarantine()
    assert (row["record_number"], row["line"]) == (101, 102)
    assert row["reasons"] == [{"rule": rule, "column": "", "message": message}]
    assert row["raw"]["urn"] == "100200"
    assert ("_surplus" in row["raw"]) == (",x" in line)
    numbers = [one["_record_number"] for one in bench.raw(PRIORITY)]
    assert numbers == [*range(1, 101), *range(102, 202)]


@pytest.mark.parametrize("name", ["2021-01-01.csv", "2021-01-01.csv.gz"])
@pytest.mark.parametrize("tail", ['100200,"2020', '100200,"2020\n/', '100200,"2020\n100201\n1'])
def test_a_file_cut_off_inside_a_quoted_field_is_rejected(
    bench: Bench, tail: str, name: str
) -> None:
    bench.land(FOLDER + name, HEADER + MANY + tail)
    report = bench.load_one(PRIORITY)
    assert (report.status, report.rows_loaded) == ("rejected", 0)
    assert report.reason == (
        "The file ends inside a quoted field: it is truncated; record 101, line 102; "
        "a quote opens there that nothing closes, and no whole record follows"
    )
    assert bench.raw(PRIORITY) == bench.quarantine() == []


@pytest.mark.parametrize("more", ["", ",notes"])
def test_empty_lines_are_no_records_whatever_columns_are_kept_out(bench: Bench, more: str) -> None:
    cell = more and ",x"
    text = f"urn,programme_year{more}\n\n100001,2020/21{cell}\n\n\nx,2020/21{cell}\n\n"
    bench.land(FOLDER + "2021-01-01.csv", text + f"100002,2020/21{cell}\n" * 30 + "\n")
    report = bench.load_one(PRIORITY)
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (32, 31, 1)
    assert [(row["record_number"], row["line"]) for row in bench.quarantine()] == [(2, 6)]


def test_what_the_driver_says_of_a_record_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    error = 'extra data after last expected column\nCONTEXT:  COPY t, line 2: "Ada,Byron"'
    logging.getLogger("psycopg").warning("error ignored terminating %r: %s", "copy", error)
    assert caplog.messages == [
        "error ignored terminating 'copy': extra data after last expected column"
    ]


def test_stray_quotes_that_even_out_are_noticed(bench: Bench) -> None:
    text = 'a 5" pipe and a 6" nail'
    header = "hub_id,hub_name,nation,region,valid_from,valid_to,successor_hub_id,share\n"
    good = "".join(f"H{n},Hub,England,Kent,2020-01-01,,,\n" for n in range(1, 30))
    bench.land(
        "platform/hubs/hubs_2021-01-01.csv", f"{header}{good}H0,{text},England,Kent,2020-01-01,,,\n"
    )
    report = bench.load_one("platform.hubs")
    assert (report.rows_loaded, report.rows_quarantined) == (29, 1)
    assert bench.quarantine()[0]["raw"]["hub_name"] == text


def test_bad_rows_are_quarantined_with_number_reasons_and_raw_record(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER + MANY + "x,\n" + MANY + ",2020/21\n")
    report = bench.load_one(PRIORITY)
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (202, 200, 2)
    first, second = bench.quarantine()
    assert (first["load_id"], first["record_number"]) == (report.load_id, 101)
    assert [(r["rule"], r["column"]) for r in first["reasons"]] == [
        ("type", "urn"),
        ("required", "programme_year"),
    ]
    assert first["raw"] == {"urn": "x", "programme_year": None}
    assert (second["record_number"], second["raw"]["programme_year"]) == (202, "2020/21")
    assert len(bench.raw(PRIORITY)) == 200
    assert {(r.rule, r.column, r.count) for r in report.rules_broken} == {
        ("type", "urn", 1),
        ("required", "urn", 1),
        ("required", "programme_year", 1),
    }


def test_odd_characters_survive_in_reasons_and_raw_records(bench: Bench) -> None:
    odd = "x\x01\x1f\\\t{}\u2028\U0001f600'"
    bench.land(FOLDER + "2021-01-01.csv", HEADER + MANY + f'"{odd}""",2020/21\n')
    assert bench.load_one(PRIORITY).rows_quarantined == 1
    (row,) = bench.quarantine()
    assert row["raw"]["urn"] == odd + '"'
    assert row["reasons"][0]["message"] == f"urn: '{odd}\"' is not a whole number"


def test_a_form_is_shown_as_the_contract_has_it(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER + MANY + "100200,20/21\n")
    bench.load_one(PRIORITY)
    message = "programme_year: '20/21' does not match ^[0-9]{4}/[0-9]{2}$"
    assert bench.quarantine()[0]["reasons"][0]["message"] == message


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("ending", [".csv", ".csv.gz"])
@pytest.mark.parametrize("torn", [0, 1])
def test_every_bad_row_is_known_by_its_record_and_the_line_it_begins_on(
    bench: Bench, newline: str, ending: str, torn: int
) -> None:
    names = ["Hub"] * 60
    names[10] = '"two\nlines"'
    names[30] = '"three\r\nlines, ""one"" \rof them"'
    dates = ["2020-01-01"] * 60
    dates[9] = dates[10] = "soon"
    rows = [f"H{n},{names[n]},England,Kent,{dates[n]},,," for n in range(60)]
    header = "hub_id,hub_name,nation,region,valid_from,valid_to,successor_hub_id,share"
    text = newline.join([header, *rows * 10, *["torn"] * torn, rows[9]])
    bench.land("platform/hubs/hubs_2021-01-01" + ending, text)
    report = bench.load_one("platform.hubs")
    assert report.rows_quarantined == 21 + torn
    places = [(row["record_number"], row["line"]) for row in bench.quarantine()]
    assert places[:4] == [(10, 11), (11, 12), (70, 74), (71, 75)]
    assert places[-1] == (601 + torn, 632 + torn)
    assert str(report.first_reasons[2]).startswith("record 70, line 74: valid_from: 'soon' is not")


def test_lines_are_counted_over_blocks(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.records.BLOCK_BYTES", 256)
    monkeypatch.setattr("extract.landing.READ_BYTES", 100)
    row = 'H1,"a\nb",England,Kent,{},,,\n'
    good, bad = row.format("2020-01-01"), row.format("soon")
    header = "hub_id,hub_name,nation,region,valid_from,valid_to,successor_hub_id,share\n"
    bench.land("platform/hubs/hubs_2021-01-01.csv", header + (good * 99 + bad) * 3)
    bench.load("platform.hubs")
    places = [(row["record_number"], row["line"]) for row in bench.quarantine()]
    assert places == [(100, 200), (200, 400), (300, 600)]


@pytest.mark.parametrize("most_at_once", [0, 500_000])
def test_bad_rows_of_both_kinds_are_quarantined_together(
    bench: Bench, most_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.quarantine.MOST_AT_ONCE", most_at_once)
    bench.land(FOLDER + "2021-01-01.csv", HEADER + MANY + "x,2020/21\n1\n" + MANY)
    report = bench.load_one(PRIORITY)
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (202, 200, 2)
    assert [row["record_number"] for row in bench.quarantine()] == [101, 102]
    assert bench.quarantine()[0]["raw"] == {"urn": "x", "programme_year": "2020/21"}


@pytest.mark.parametrize("bad_line", ["x,2020/21", "1"])
@pytest.mark.parametrize(("bad", "status"), [(5, "loaded"), (6, "rejected")])
def test_strictly_more_than_five_percent_bad_rejects_the_file(
    bench: Bench, bad: int, status: str, bad_line: str
) -> None:
    good = "".join(MANY.splitlines(keepends=True)[: 100 - bad])
    bench.land(FOLDER + "2021-01-01.csv", HEADER + good + f"{bad_line}\n" * bad)
    report = bench.load_one(PRIORITY)
    assert (report.status, report.rows_read) == (status, 100)
    kept = status == "loaded"
    assert len(bench.raw(PRIORITY)) == (95 if kept else 0)
    assert len(bench.quarantine()) == (5 if kept else 0)


def test_a_rejected_file_keeps_the_count_and_the_first_twenty_reasons(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER + MANY + "x,2020/21\n" * 30)
    bench.load(PRIORITY)
    (entry,) = bench.ledger()
    assert entry["reason"] == "30 of 130 rows are bad, more than 5%"
    assert (entry["rows_read"], entry["rows_loaded"], entry["rows_quarantined"]) == (130, 0, 0)
    assert entry["evidence"]["bad_rows"] == 30
    reasons = entry["evidence"]["first_reasons"]
    assert [reason["record_number"] for reason in reasons] == list(range(101, 121))
    assert reasons[0] == {
        "record_number": 101,
        "rule": "type",
        "column": "urn",
        "message": "urn: 'x' is not a whole number",
        "line": 102,
    }


def test_a_rejected_file_stops_no_other(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", "nonsense\n")
    bench.land(FOLDER + "2021-01-02.csv", HEADER + MANY)
    statuses = [report.status for report in bench.load(PRIORITY).files]
    assert statuses == ["rejected", "loaded"]


@pytest.mark.parametrize("keep", [10, 100, -12, -4])
def test_a_truncated_gzip_is_rejected(bench: Bench, keep: int) -> None:
    packed = gzip.compress((HEADER + MANY * 50).encode())
    path = bench.land(FOLDER + "2021-01-01.csv.gz", "")
    path.write_bytes(packed[:keep])
    report = bench.load_one(PRIORITY)
    assert report.status == "rejected"
    assert "damaged or truncated" in str(report.reason)
    assert bench.raw(PRIORITY) == []


def test_what_is_no_gzip_is_rejected(bench: Bench) -> None:
    path = bench.land(FOLDER + "2021-01-01.csv.gz", "")
    path.write_bytes((HEADER + MANY).encode())
    assert "damaged or truncated" in str(bench.load_one(PRIORITY).reason)


@pytest.mark.parametrize("stem", ["2021-01-01.csv", "2021-01-01"])
def test_a_manifest_that_agrees_lets_the_file_load(bench: Bench, stem: str) -> None:
    path = bench.land(FOLDER + "2021-01-01.csv", HEADER + MANY + "x,2020/21\n")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = Path(path.parent / f"priority_schools_{stem}.manifest.json")
    manifest.write_text(f'{{"rows": 101, "sha256": "{digest.upper()}"}}')
    assert bench.load_one(PRIORITY).rows_loaded == 100


@pytest.mark.parametrize(
    ("manifest", "evidence"),
    [
        ({"rows": 99}, "99 rows announced, 100 found"),
        ({"sha256": "0" * 64}, "SHA-256"),
        ({"rows": 100, "sha256": "0" * 64}, "SHA-256"),
        ({"rows": "many"}, "The manifest cannot be read"),
        ([], "The manifest cannot be read"),
    ],
)
def test_a_manifest_that_disagrees_rejects_the_file(
    bench: Bench, manifest: dict[str, object], evidence: str
) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER + MANY, manifest)
    report = bench.load_one(PRIORITY)
    assert report.status == "rejected"
    assert evidence in str(report.reason)
    assert bench.raw(PRIORITY) == []


def test_a_rejected_file_leaves_no_trace_in_raw_or_quarantine(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER + MANY * 2 + "x,\n", {"rows": 1})
    assert bench.load_one(PRIORITY).status == "rejected"
    assert bench.raw(PRIORITY) == bench.quarantine() == []
    bench.land(FOLDER + "2021-01-02.csv", HEADER + MANY)
    assert bench.load_one(PRIORITY).rows_loaded == 100
    assert bench.raw(PRIORITY)[0]["_record_number"] == 1


def test_every_file_numbers_its_own_records_from_one(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER + MANY)
    bench.land(FOLDER + "2021-01-02.csv", HEADER + MANY * 2)
    bench.load(PRIORITY)
    numbers = [row["_record_number"] for row in bench.raw(PRIORITY)]
    assert numbers == [*range(1, 101), *range(1, 201)]


def test_a_file_of_which_the_database_kept_fewer_records_than_were_read_is_rolled_back(
    bench: Bench,
) -> None:
    bench.execute("""
        create function raw.swallow() returns trigger language plpgsql as 'begin
            return case when new.urn = ''100050'' then null else new end;
        end';
        create trigger swallow before insert on raw.reference_priority_schools
        for each row execute function raw.swallow();
    """)
    bench.land(FOLDER + "2021-01-01.csv", HEADER + MANY)
    report = bench.load_one(PRIORITY)
    assert report.reason == (
        "Two readings of the file disagree; the database counted 99 records, the validation 100"
    )
    assert bench.raw(PRIORITY) == []


def test_a_file_that_grows_while_it_is_read_is_left_for_the_next_run(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER + MANY)
    (landed,) = LandingZone(bench.settings.landing_url).feed(*PRIORITY.split(".")).files
    shorter = replace(landed.entry, size_bytes=landed.size_bytes - 1)
    with (
        Source(replace(landed, entry=shorter)) as source,
        pytest.raises(SourceUnavailable, match="changed while it was read"),
    ):
        source.finish()


def test_a_log_line_says_what_happened_without_any_cell(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    rows = [{"email": "someone@example.org"}] * 30
    bench.land_rows("platform.ambassadors", "2021-01-01", *rows, {"registered_on": "1999"})
    text = to_csv([{"ambassador_id": "someone@example.org"}])
    bench.land("platform/ambassadors/ambassadors_2021-01-02.csv", text)
    bench.load("platform.ambassadors")
    assert "31 read, 30 loaded, 1 quarantined" in caplog.text
    assert "rejected" in caplog.text
    assert "example.org" not in caplog.text
