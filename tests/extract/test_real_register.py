"""The Department's own files, read as they are."""

import shutil
from pathlib import Path

import pytest

from tests.extract.conftest import Bench
from warehouse.settings import PROJECT_ROOT

REGISTER = PROJECT_ROOT.parent / "shared" / "data" / "gias"
SCHOOLS = "edubaseallstatefunded20250717.csv.gz"
LINKS = "links_edubasealldata20250422.csv.gz"

pytestmark = pytest.mark.skipif(
    not REGISTER.is_dir(), reason=f"the Department's files are not there: {REGISTER}"
)


def land_as_it_is(bench: Bench, name: str, landed: str) -> None:
    target = Path(bench.settings.landing_url) / landed
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(REGISTER / name, target)


def test_the_register_of_schools_loads_whole(bench: Bench) -> None:
    land_as_it_is(bench, SCHOOLS, "reference/gias/gias_2025-07-17.csv.gz")
    report = bench.load_one("reference.gias")
    assert (report.rows_read, report.rows_loaded) == (22_010, 22_010)
    assert report.warnings == ()
    (row,) = bench.query(
        "select count(distinct urn) as schools, "
        "count(*) filter (where phase = 'Not applicable') as phaseless, "
        "array_agg(establishment_name order by establishment_name) "
        "filter (where establishment_name ~ '[^\\x01-\\x7F]') as accented "
        "from raw.reference_gias"
    )
    assert (row["schools"], row["phaseless"]) == (22_010, 1_395)
    assert len(row["accented"]) == 6
    assert {"North Star 180°", "North Star 82°"} <= set(row["accented"])


def test_the_links_between_schools_load_whole(bench: Bench) -> None:
    land_as_it_is(bench, LINKS, "reference/gias_links/gias_links_2025-04-22.csv.gz")
    report = bench.load_one("reference.gias_links")
    assert (report.rows_read, report.rows_loaded) == (33_801, 33_801)
    (row,) = bench.query("select count(distinct link_type) from raw.reference_gias_links")
    assert row["count"] == 17


def test_academies_in_a_second_file_are_a_second_part_of_the_same_day(bench: Bench) -> None:
    land_as_it_is(bench, SCHOOLS, "reference/gias/gias_2025-07-17.csv.gz")
    header = '"URN","LA (code)","LA (name)","EstablishmentName","TypeOfEstablishment (name)"'
    header += ',"EstablishmentStatus (name)","OpenDate","PhaseOfEducation (name)"'
    row = '136105,"201","City of London","X","Academy","Open","01-01-1900","Primary"'
    text = f"{header}\r\n{row}\r\n".encode("windows-1252")
    bench.land("reference/gias/gias_2025-07-17_academies.csv", text)
    first, second = bench.load("reference.gias").files
    assert (first.rows_loaded, second.rows_loaded) == (22_010, 1)
    ledger = bench.query("select file_date, part from ops.ledger order by load_id")
    assert [entry["part"] for entry in ledger] == ["", "academies"]
    assert len({entry["file_date"] for entry in ledger}) == 1
