"""The register and its links as the Department for Education publishes them, made into schools."""

import csv
import gzip
import io
import shutil
from pathlib import Path

import pytest

from tests.dbt.conftest import File, Project
from warehouse.settings import PROJECT_ROOT

REGISTER = PROJECT_ROOT.parent / "shared" / "data" / "gias"
SCHOOLS = REGISTER / "edubaseallstatefunded20250717.csv.gz"
LINKS = REGISTER / "links_edubasealldata20250422.csv.gz"

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
        (137077, 141561, False, "2025-07-17"),
        (137182, 146331, False, "2025-07-17"),
    ]


TARGET = {
    "kpi_code": "VOL_HOURS",
    "programme_year": "2024/25",
    "target_value": "1",
    "effective_from": "2024-09-01",
}
