"""Cells become what the contract says, whatever the session believes of dates and time zones."""

from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg
import pytest

from tests.dbt.conftest import File, Project
from warehouse.database import connect
from warehouse.errors import BuildFailed

VOLUNTEERING = {
    "volunteering_id": " V1\u00a0",
    "activity_id": "A1",
    "ambassador_id": "\tP1 ",
    "preparation_hours": " 1.50 ",
    "delivery_hours": "+2",
    "submitted_at": "2021-07-01 10:30",
    "updated_at": "2021-07-01T10:30:15.5+02:00",
    "deleted_at": " ",
}
SCHOOL = {
    "URN": "100,000",
    "LA (code)": "201",
    "EstablishmentName": "St Mary's",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "03-04-2001",
    "CloseDate": "05/06/2021",
    "PhaseOfEducation (name)": "Primary",
    "NumberOfPupils": "1,234",
}


@pytest.fixture(params=["-c datestyle=SQL,MDY -c timezone=America/New_York", "-c datestyle=German"])
def strange_session(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions of dbt that read dates in another order and live in another time zone."""
    monkeypatch.setenv("PGOPTIONS", request.param)


@pytest.mark.usefixtures("strange_session")
def test_a_platform_row_is_typed_the_same_in_any_session(project: Project) -> None:
    project.land(File("platform/volunteering", "2021-07-02.csv", [VOLUNTEERING]))
    project.run("+stg_platform__volunteering")

    (row,) = project.query("select * from staging.stg_platform__volunteering")
    assert (row["volunteering_id"], row["ambassador_id"]) == ("V1", "P1")
    assert (row["preparation_hours"], row["delivery_hours"]) == (Decimal("1.50"), Decimal(2))
    # Without an offset it is London's time, an hour ahead in July.
    assert row["submitted_at"] == datetime(2021, 7, 1, 9, 30, tzinfo=UTC)
    assert row["updated_at"] == datetime(2021, 7, 1, 8, 30, 15, 500000, tzinfo=UTC)


@pytest.mark.usefixtures("strange_session")
def test_a_register_row_has_its_uk_dates_in_any_session(project: Project) -> None:
    project.land(
        File("reference/gias", "2021-07-02.csv", [SCHOOL]),
        File(
            "reference/gias",
            "2021-07-02_2.csv",
            [{**SCHOOL, "URN": "100001", "OpenDate": "01-01-1900"}],
        ),
    )
    project.run("+stg_reference__gias")

    known, unknown = project.query("select * from staging.stg_reference__gias order by urn")
    assert known["urn"] == 100000
    assert (known["opened_on"], known["closed_on"]) == (date(2001, 4, 3), date(2021, 6, 5))
    assert known["number_of_pupils"] == 1234
    assert unknown["opened_on"] is None


def test_a_winter_time_without_offset_is_utc(project: Project) -> None:
    row = {**VOLUNTEERING, "submitted_at": "2021-01-01T10:30:00"}
    project.land(File("platform/volunteering", "2021-07-02.csv", [row]))
    project.run("+stg_platform__volunteering")

    (found,) = project.query("select * from staging.stg_platform__volunteering")
    assert found["submitted_at"] == datetime(2021, 1, 1, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    ["2021-07-01 10:30:00+01", "2021-07-01t09:30z", "2021-07-01 10:30:00,0", "2021-07-01T04:30-05"],
)
def test_every_iso_form_is_the_same_moment(project: Project, written: str) -> None:
    project.land(
        File("platform/volunteering", "2021-07-02.csv", [{**VOLUNTEERING, "submitted_at": written}])
    )
    project.run("+stg_platform__volunteering")

    (found,) = project.query("select * from staging.stg_platform__volunteering")
    assert found["submitted_at"] == datetime(2021, 7, 1, 9, 30, tzinfo=UTC)


def test_a_model_that_fails_leaves_rows_and_watermark_as_they_were(project: Project) -> None:
    project.land(File("platform/volunteering", "2021-07-02.csv", [VOLUNTEERING]))
    project.run("+stg_platform__volunteering")
    state = "select *, (select ledger_id from ops.staging_watermark where relation like "
    state += (
        "'base_platform__volunteering %') as watermark from staging.base_platform__volunteering"
    )
    before = project.query(state)
    project.land(
        File("platform/volunteering", "2021-07-03.csv", [{**VOLUNTEERING, "volunteering_id": "V2"}])
    )

    _damage(project, "V2", "delivery_hours", "not a number")
    with pytest.raises(BuildFailed, match="base_platform__volunteering"):
        project.run("+stg_platform__volunteering")
    assert project.query(state) == before

    _damage(project, "V2", "delivery_hours", "7")
    project.run("+stg_platform__volunteering")
    rows = project.query("select delivery_hours from staging.stg_platform__volunteering order by 1")
    assert [int(row["delivery_hours"]) for row in rows] == [2, 7]


def _damage(project: Project, volunteering_id: str, column: str, value: str) -> None:
    """Put a value into raw that no load would have let in."""
    update = psycopg.sql.SQL(
        "update raw.platform_volunteering set {} = %s "
        "where btrim(volunteering_id, e' \\u00a0') = %s"
    ).format(psycopg.sql.Identifier(column))
    with connect(project.settings.warehouse_url, role="warehouse_loader") as connection:
        assert connection.execute(update, (value, volunteering_id)).rowcount == 1
