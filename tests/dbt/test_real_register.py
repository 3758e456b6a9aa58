"""What others publish, as it is: the register and its links, inspections, areas, occupations."""

import csv
import gzip
import io
import shutil
from pathlib import Path

import pytest

from tests.dbt.conftest import File, Project
from warehouse.settings import PROJECT_ROOT

PUBLISHED = PROJECT_ROOT.parent / "shared" / "data"
REGISTER = PUBLISHED / "gias"
SCHOOLS = REGISTER / "edubaseallstatefunded20250717.csv.gz"
LINKS = REGISTER / "links_edubasealldata20250422.csv.gz"
INSPECTIONS = PUBLISHED / "ofsted" / "inspections_to_2018.csv.gz"
AREAS = PUBLISHED / "geography" / "region_la_hierarchy.csv"
OCCUPATIONS = PUBLISHED / "occupations" / "soc2010_index.csv"

pytestmark = pytest.mark.skipif(
    not REGISTER.is_dir(), reason=f"the Department's files are not there: {REGISTER}"
)


def land_copy(project: Project, source: Path, landed: str) -> None:
    """Copy one of the Department's files into the landing zone."""
    target = project.landing / "reference" / landed
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def register_rows() -> list[dict[str, str]]:
    """The register as rows."""
    text = gzip.decompress(SCHOOLS.read_bytes()).decode("windows-1252")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def register_file(rows: list[dict[str, str]], tail: str) -> File:
    """A file of the register in the Department's columns; ASCII, so that any encoding reads it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return File("reference/gias", tail, text=text.getvalue().encode("ascii", "replace").decode())


def test_every_school_is_one_row_though_academies_come_twice(project: Project) -> None:
    land_copy(project, SCHOOLS, "gias/gias_2025-07-17.csv.gz")
    land_copy(project, LINKS, "gias_links/gias_links_2025-04-22.csv.gz")
    rows = register_rows()
    academies = [row for row in rows if row["TypeOfEstablishment (name)"].startswith("Academy")]
    project.land(register_file(academies, "2025-07-17_academies.csv"))
    project.run("+dim_school")

    (found,) = project.query(
        """
        select
            count(*) as schools,
            count(*) filter (where is_open) as open_schools,
            count(*) filter (where opened_on is null) as without_first_day,
            count(*) filter (where phase_group = 'special') as special,
            count(*) filter (where phase_group = 'college') as colleges,
            count(*) filter (where current_urn = urn) as current_ones
        from core_candidate.dim_school
        """
    )
    unknown = sum(row["OpenDate"] in ("", "01-01-1900") for row in rows)
    assert found == {
        "schools": 22_010,
        "open_schools": 22_010,
        "without_first_day": unknown,
        "special": 1_061,
        "colleges": 77,
        "current_ones": 22_010,
    }


def test_a_school_that_left_the_register_is_followed_to_its_open_successor(
    project: Project,
) -> None:
    rows = register_rows()
    split = {"137077", "137182"}  # closed, for the sake of this test; their links are real
    left = [row for row in rows if row["URN"] not in split]
    land_copy(project, LINKS, "gias_links/gias_links_2025-04-22.csv.gz")
    project.land(register_file(rows, "2025-07-16.csv"), register_file(left, "2025-07-17.csv"))
    project.land(File("platform/targets", "2025-07-18.csv", [TARGET]))
    project.run("+dim_school")

    found = project.query(
        "select urn, current_urn, is_open, closed_on::text from core_candidate.dim_school "
        "where not is_open order by urn"
    )
    assert [tuple(row.values()) for row in found] == [
        (137077, 141561, False, "2025-07-16"),
        (137182, 146331, False, "2025-07-16"),
    ]


def test_every_chain_of_links_ends_and_at_an_open_school_where_it_leads_to_one(
    project: Project,
) -> None:
    rows = register_rows()
    known = {row["URN"] for row in rows}
    # The register lists open schools only: those that links alone know are closed.
    closed = [
        {
            **dict.fromkeys(rows[0], ""),
            "URN": urn,
            "EstablishmentName": name,
            "TypeOfEstablishment (name)": "Community school",
            "EstablishmentStatus (name)": "Closed",
            "PhaseOfEducation (name)": "Primary",
        }
        for urn, name in linked_schools().items()
        if urn not in known
    ]
    land_copy(project, LINKS, "gias_links/gias_links_2025-04-22.csv.gz")
    project.land(register_file([*rows, *closed], "2025-07-17.csv"))
    project.run("+dim_school")

    (found,) = project.query(
        """
        select
            count(*) filter (where not schools.is_open) as closed_schools,
            count(*) filter (where schools.current_urn <> schools.urn) as followed,
            count(*) filter (where currents.urn is null) as lost,
            count(*) filter (where furthest.is_open and not currents.is_open) as stopped_early,
            count(*) filter (where schools.is_open and schools.current_urn <> schools.urn) as moved
        from core_candidate.dim_school as schools
        left join core_candidate.dim_school as currents on schools.current_urn = currents.urn
        left join core_candidate.dim_school as furthest on currents.current_urn = furthest.urn
        where schools.urn > 0
        """
    )
    assert found["closed_schools"] == len(closed)
    assert found["followed"] > 10_000
    assert (found["lost"], found["stopped_early"], found["moved"]) == (0, 0, 0)


def linked_schools() -> dict[str, str]:
    """Every school that the links name, by its number."""
    text = gzip.decompress(LINKS.read_bytes()).decode("windows-1252")
    links = list(csv.DictReader(io.StringIO(text, newline="")))
    return {row["URN"]: "A school" for row in links} | {
        row["LinkURN"]: row["LinkName"] or "A school" for row in links
    }


def test_inspections_areas_and_occupations_are_staged_as_they_are_published(
    project: Project,
) -> None:
    land_copy(project, INSPECTIONS, "ofsted_inspections/ofsted_inspections_2020-03-01.csv.gz")
    land_copy(project, AREAS, "areas/areas_2025-05-01.csv")
    land_copy(project, OCCUPATIONS, "occupations/occupations_2025-05-01.csv")
    project.land()
    project.run("path:models/staging/reference", "path:models/staging/ops")

    # Three schools have two rows for a day: the later row wins.
    (inspections,) = project.query(
        "select count(*) as days, count(distinct urn) as schools, "
        "min(inspected_on)::text as first, max(inspected_on)::text as last, "
        "count(distinct overall_rating) as ratings "
        "from staging.stg_reference__ofsted_inspections"
    )
    with gzip.open(INSPECTIONS, "rt", newline="") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == 60_134
    assert inspections == {
        "days": len({(row["URN"], row["Inspection Date"]) for row in rows}),
        "schools": len({row["URN"] for row in rows}),
        "first": "2005-09-12",
        "last": "2020-02-26",
        "ratings": 5,
    }
    (areas,) = project.query(
        "select count(*) as codes, count(*) filter (where local_authority_code ~ '^[0-9]{3}$') "
        "as authorities, bool_or(is_opportunity_area) as any_opportunity_area, "
        "max(region) filter (where local_authority_code = '390') as region_of_gateshead "
        "from staging.stg_reference__areas"
    )
    assert areas == {
        "codes": 166,
        "authorities": 161,
        "any_opportunity_area": False,
        "region_of_gateshead": "North East",
    }
    (titles,) = project.query(
        "select count(*) as titles, count(distinct soc_code) as codes, min(soc_code) as lowest "
        "from staging.stg_reference__occupations"
    )
    assert (titles["titles"], titles["lowest"]) == (14_009, "1115")


TARGET = {
    "kpi_code": "VOL_HOURS",
    "programme_year": "2024/25",
    "target_value": "1",
    "effective_from": "2024-09-01",
}
