"""The scorecard from the feeds on: values, targets, ratings and what hubs wrote about them."""

from typing import Any

import pytest

from extract.contract import all_contracts
from tests.dbt.conftest import File, Project

AS_OF = "2021-09-15.csv"
HUBS = "hub_id,hub_name,nation,region,valid_from\nA,Hub A,England,North,2015-09-01\n"
ORGANISATIONS = (
    "organisation_id,organisation_name,organisation_type,organisation_type_other,urn,hub_id,"
    "updated_at\nO1,Ash,School,,100001,A,2020-01-01T00:00\n"
)
ACTIVITIES = (
    "activity_id,organisation_id,activity_type,activity_type_other,setting,setting_other,"
    "delivery_mode,starts_on,key_stage,audience_band,status,reported_at,updated_at\n"
    "A1,O1,Careers fair,,Workplace,,Online,2020-03-31,KS2,1 to 10,Completed,2020-04-30T23:30,"
    "2020-05-01T10:00\n"
    "A2,O1,Nobody knows what,,Primary school,,Online,2021-03-10,KS2,1 to 10,Completed,"
    "2021-04-10T10:00,2021-05-01T10:00\n"
)
VOLUNTEERING = (
    "volunteering_id,activity_id,ambassador_id,preparation_hours,delivery_hours,submitted_at,"
    "updated_at\n"
    "V1,A1,M1,1,4,2020-04-01T10:00,2020-04-01T10:00\n"
    "V2,A2,M1,2,8,2021-04-01T10:00,2021-04-01T10:00\n"
)
TARGETS = (
    "kpi_code,hub_id,programme_year,target_value,effective_from\n"
    "VOL_HOURS,A,2020/21,1200,2020-09-01\n"
    "VOL_HOURS,A,2020/21,600,2021-08-31\n"
    "REACH_PRIMARY,A,2020/21,50,2020-09-01\n"
    "OTHER_RATE,A,2020/21,50,2020-09-01\n"
)
COMMENTARIES = (
    "hub_id,kpi_code,month,rag,barriers,enablers,risk,submitted_at,updated_at\n"
    "A,VOL_HOURS,2021-03,RED,Rain,,,2021-04-02T10:00,2021-04-02T10:00\n"
)
CARDS = """
select
    period, hub_basis, geography_level, value, numerator, denominator, target_first, target, rag,
    rag_stated, rag_agrees, previous_value, year_ago_value, trend, barriers, narrative_status
from marts_candidate.kpi_scorecard
where kpi_code = '{}' and period in ('2020-03', '2021-03', '2021-04', '2020/21')
order by geography_level desc, hub_basis, period_type, period
"""


@pytest.fixture
def scorecard(project: Project) -> Project:
    """The scorecard of a hub with an activity in each of two Marches."""
    project.land(
        File("platform/hubs", AS_OF, text=HUBS),
        File("platform/organisations", AS_OF, text=ORGANISATIONS),
        File("platform/activities", AS_OF, text=ACTIVITIES),
        File("platform/volunteering", AS_OF, text=VOLUNTEERING),
        File("platform/targets", AS_OF, text=TARGETS),
        File("platform/commentaries", AS_OF, text=COMMENTARIES),
    )
    project.run("+kpi_scorecard")
    return project


def cells(row: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def test_a_month_is_held_to_a_twelfth_and_compared_with_months_before(
    scorecard: Project,
) -> None:
    rows = scorecard.query(CARDS.format("VOL_HOURS"))
    hub = {row["period"]: row for row in rows if row["geography_level"] == "hub"}
    march, april, year = hub["2021-03"], hub["2021-04"], hub["2020/21"]

    assert cells(march, "value", "numerator", "denominator") == (10, 10, None)
    assert cells(march, "target", "rag", "rag_stated") == (100, "red", "red")
    assert cells(march, "rag_agrees", "barriers", "narrative_status") == (True, "Rain", "given")
    assert cells(march, "previous_value", "year_ago_value", "trend") == (0, 5, "up")
    assert cells(april, "value", "previous_value", "trend") == (0, 10, "down")
    assert cells(april, "rag", "rag_agrees", "narrative_status") == ("red", None, "missing")
    assert cells(year, "value", "target_first", "target") == (10, 1200, 600)
    assert cells(year, "previous_value", "year_ago_value") == (5, None)
    assert {row["target"] for row in rows if row["geography_level"] == "national"} == {None}


def test_rates_have_a_base_and_reach_has_no_target_by_month(scorecard: Project) -> None:
    unresolved = scorecard.query(CARDS.format("OTHER_RATE"))
    reported = scorecard.query(CARDS.format("REPORTED_30D"))
    reached = scorecard.query(CARDS.format("REACH_PRIMARY"))

    assert {row["geography_level"] for row in unresolved} == {"national"}
    # Six columns of the activity and one of its organisation.
    assert {cells(row, "numerator", "denominator") for row in unresolved} == {
        (0, 7),
        (1, 7),
        (1, 7),
    }
    values = {row["period"]: row["value"] for row in reported}
    assert values == {"2020-03": 100, "2021-03": 0, "2020/21": 0}
    assert {cells(row, "period", "value", "denominator", "target") for row in reached} == {
        ("2020/21", None, 0, 50)
    }


def test_no_list_of_the_platform_is_one_of_the_courses() -> None:
    lists: dict[str, set[str]] = {"platform": set(), "cpd": set()}
    for contract in all_contracts().values():
        named = {field.category for field in contract.fields if field.category}
        lists.get(contract.family, set()).update(named)

    assert lists["platform"] & lists["cpd"] == set()
