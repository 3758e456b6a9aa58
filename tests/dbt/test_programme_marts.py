"""A small programme from its files to the marts: a hub that splits, people nobody knows."""

from typing import Any

import pytest

from tests.dbt.conftest import File, Project, Row

WRITTEN = {"updated_at": "2021-10-01T10:00:00Z", "deleted_at": ""}
MARTS = ("kpi_activity_mix", "kpi_satisfaction", "kpi_demand", "kpi_sustained_engagement")


def hub(hub_id: str, nation: str, successor: str = "", share: str = "", last: str = "") -> Row:
    return {
        "hub_id": hub_id,
        "hub_name": f"Hub {hub_id}",
        "nation": nation,
        "region": f"Region of {nation}",
        "valid_from": "2015-01-01",
        "valid_to": last,
        "successor_hub_id": successor,
        "share": share,
    }


def school(urn: str, phase: str, closed_on: str = "") -> Row:
    return {
        "URN": urn,
        "LA (code)": "201",
        "EstablishmentName": f"School {urn}",
        "TypeOfEstablishment (name)": "Community school",
        "EstablishmentStatus (name)": "Closed" if closed_on else "Open",
        "OpenDate": "01-09-2000",
        "CloseDate": closed_on,
        "PhaseOfEducation (name)": phase,
    }


def organisation(organisation_id: str, urn: str = "") -> Row:
    return WRITTEN | {
        "organisation_id": organisation_id,
        "organisation_name": f"Organisation {organisation_id}",
        "organisation_type": "School" if urn else "Community group",
        "organisation_type_other": "",
        "urn": urn,
        "local_authority_code": "",
        "hub_id": "split",
    }


def ambassador(ambassador_id: str, deleted_at: str = "") -> Row:
    said = "gender gender_other ethnicity ethnicity_other disability employer_name employer_sector"
    more = "employer_sector_other occupation stem_discipline stem_discipline_other"
    return dict.fromkeys(f"{said} {more}".split(), "") | {
        "ambassador_id": ambassador_id,
        "registered_on": "2019-01-01",
        "status": "Active",
        "hub_id": "west",
        "first_name": "Ada",
        "last_name": "Byron",
        "email": "ada@example.org",
        "updated_at": deleted_at or "2021-10-01T10:00:00Z",
        "deleted_at": deleted_at,
    }


def request(request_id: str, of: str, requested_on: str, status: str, closed_on: str = "") -> Row:
    return WRITTEN | {
        "request_id": request_id,
        "organisation_id": of,
        "organiser_id": "G1",
        "requested_on": requested_on,
        "activity_type": "Careers fair",
        "activity_type_other": "",
        "key_stage": "KS3",
        "ambassadors_wanted": "2",
        "delivery_mode": "In person",
        "status": status,
        "closed_on": closed_on,
    }


def activity(activity_id: str, of: str, starts_on: str, **said: str) -> Row:
    usual = {
        "request_id": "",
        "activity_type": "Careers fair",
        "activity_type_other": "",
        "setting": "Primary school",
    }
    return (
        WRITTEN
        | usual
        | {
            "activity_id": activity_id,
            "organisation_id": of,
            "setting_other": "",
            "delivery_mode": "In person",
            "starts_on": starts_on,
            "key_stage": "KS2",
            "audience_band": "1 to 10",
            "status": "Completed",
            "reported_at": f"{starts_on}T12:00:00Z",
        }
        | said
    )


def volunteering(number: int, activity_id: str, ambassador_id: str, hours: str) -> Row:
    return WRITTEN | {
        "volunteering_id": f"V{number}",
        "activity_id": activity_id,
        "ambassador_id": ambassador_id,
        "preparation_hours": "0",
        "delivery_hours": hours,
        "submitted_at": "2021-09-01T10:00:00Z",
    }


def feedback(
    number: int, activity_id: str, respondent: str, enjoyment: str, satisfaction: str
) -> Row:
    return WRITTEN | {
        "feedback_id": f"F{number}",
        "activity_id": activity_id,
        "respondent": respondent,
        "enjoyment": enjoyment,
        "satisfaction": satisfaction,
        "comment": "",
        "submitted_at": "2021-09-01T10:00:00Z",
    }


def target(hub_id: str) -> Row:
    return {
        "kpi_code": "SAT_ORGANISER",
        "hub_id": hub_id,
        "programme_year": "2020/21",
        "target_value": "5",
        "effective_from": "2020-09-01",
    }


HUBS = [
    hub("split", "England", "west", "0.75", last="2020-08-31"),
    hub("split", "England", "north", "0.25", last="2020-08-31"),
    hub("west", "England"),
    hub("north", "Wales"),
]
ACTIVITIES = [
    activity("last day", "school", "2020-08-31"),
    activity("first day", "school", "2020-09-01"),
    activity("autumn", "same school", "2020-12-31", activity_type=" careers FAIR"),
    activity("spring", "school", "2021-01-01"),
    activity("college", "college", "2020-10-01", setting="College"),
    activity(
        "at the group",
        "group",
        "2020-10-10",
        setting="Workplace",
        request_id="R1",
        activity_type="Other",
        activity_type_other="Careers fair",
    ),
    activity("again", "group", "2020-10-11", setting="Other", request_id="R1"),
    activity("of nobody", "not exported", "2020-10-12", setting="Other"),
]
REQUESTS = [
    request("R1", "group", "2020-10-01", "Filled", "2020-10-05"),
    request("R2", "group", "2020-10-02", "Unfilled", "2020-10-30"),
    request("R3", "group", "2020-10-31", "Part filled", "2020-11-10"),
    request("R4", "not exported", "2020-10-03", "Open"),
    request("R5", "group", "2020-08-31", "Filled", "2020-08-31"),
    request("R6", "group", "2019-10-01", "Cancelled"),
]
VOLUNTEERING = [
    volunteering(1, "at the group", "known", "2"),
    volunteering(2, "again", "known", "1"),
    volunteering(3, "at the group", "erased", "5"),
    volunteering(4, "first day", "known", "2"),
    volunteering(5, "never exported", "known", "9"),
]
FEEDBACK = [
    *(feedback(number, "at the group", "Organiser", "4", "5") for number in range(10)),
    feedback(10, "at the group", "Organiser", "", ""),
    feedback(11, "never exported", "Organiser", "1", "1"),
    feedback(12, "at the group", "", "2", ""),
]
FILES = [
    File("platform/hubs", "2021-10-15.csv", HUBS),
    File(
        "platform/hub_areas",
        "2021-10-15.csv",
        [{"local_authority_code": "201", "hub_id": "west", "valid_from": "2015-01-01"}],
    ),
    File(
        "reference/gias",
        "2021-10-15.csv",
        [school("100001", "Primary"), school("100002", "16 plus", closed_on="31-08-2021")],
    ),
    File(
        "reference/priority_schools",
        "2021-10-15.csv",
        [{"urn": "100001", "programme_year": "2020/21"}],
    ),
    File(
        "platform/organisations",
        "2021-10-15.csv",
        [
            organisation("school", "100001"),
            organisation("same school", "100001"),
            organisation("college", "100002"),
            organisation("group"),
        ],
    ),
    File(
        "platform/ambassadors",
        "2021-10-15.csv",
        [ambassador("known"), ambassador("erased"), ambassador("erased", "2021-10-02T10:00:00Z")],
    ),
    File("platform/requests", "2021-10-15.csv", REQUESTS),
    File("platform/activities", "2021-10-15.csv", ACTIVITIES),
    File("platform/volunteering", "2021-10-15.csv", VOLUNTEERING),
    File("platform/activity_feedback", "2021-10-15.csv", FEEDBACK),
    File("platform/targets", "2021-10-15.csv", [target(""), target("west")]),
]


@pytest.fixture(scope="module")
def built(parsed_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The marts of that programme, built once."""
    landing = tmp_path_factory.mktemp("programme") / "landing"
    landing.mkdir()
    parsed_project.empty(landing)
    parsed_project.land(*FILES)
    parsed_project.run(*(f"+{mart}" for mart in MARTS))
    return parsed_project


def rows(project: Project, mart: str, columns: str, where: str) -> list[tuple[Any, ...]]:
    """Some columns of a mart's rows, in their order; numbers that are no counts as text."""
    query = f"select {columns} from marts_candidate.{mart} where {where} order by {columns}"
    return [
        tuple(f"{cell:.4f}" if hasattr(cell, "as_tuple") else cell for cell in row.values())
        for row in project.query(query)
    ]


def test_a_request_of_a_split_hub_is_shared_out_and_waits_in_both_parts(built: Project) -> None:
    columns = (
        "geography_code, requests_count, filled_count, part_filled_count, unfilled_count, "
        "fill_rate_pct, ambassadors_wanted_count, ambassadors_provided_count, days_to_fill_median"
    )
    october = "period = '2020-10' and activity_type = 'all' and hub_basis = 'as_was'"
    assert rows(built, "kpi_demand", columns, f"{october} and geography_level = 'hub'") == [
        ("north", 1, 0, 0, 0, "66.6667", 2, 0, "7.0000"),
        ("unknown", 1, 0, 0, 0, None, 2, 0, None),
        ("west", 2, 1, 1, 1, "66.6667", 5, 1, "7.0000"),
    ]
    assert rows(built, "kpi_demand", columns, f"{october} and geography_level = 'national'") == [
        ("UK", 4, 1, 1, 1, "66.6667", 8, 1, "7.0000")
    ]


def test_a_request_of_the_hubs_last_day_is_its_own_and_today_its_successors(
    built: Project,
) -> None:
    august = "period = '2020-08' and activity_type = 'all' and geography_level = 'hub'"
    columns = "hub_basis, geography_code, requests_count, days_to_fill_median"
    assert rows(built, "kpi_demand", columns, august) == [
        ("as_was", "split", 1, "0.0000"),
        ("current", "north", 0, "0.0000"),
        ("current", "west", 1, "0.0000"),
    ]


def test_a_request_before_the_first_january_counts_in_its_programme_year_only(
    built: Project,
) -> None:
    cancelled = "cancelled_count > 0 and geography_level = 'national' and activity_type = 'all'"
    assert rows(built, "kpi_demand", "hub_basis, period", cancelled) == [
        ("as_was", "2019/20"),
        ("current", "2019/20"),
    ]


def test_hours_of_the_erased_stay_and_a_companion_that_names_the_list_was_other(
    built: Project,
) -> None:
    columns = (
        "setting_group, activity_type, activities_count, volunteer_hours, hours_share_pct, "
        "reported_as_other_count"
    )
    national = "geography_level = 'national' and hub_basis = 'current'"
    assert rows(built, "kpi_activity_mix", columns, f"{national} and period_type = 'all'") == [
        ("all", "Careers fair", 8, "10.0000", "100.0000", 1),
        ("educational", "Careers fair", 5, "2.0000", "20.0000", 0),
        ("non_educational", "Careers fair", 1, "7.0000", "70.0000", 1),
        ("priority_school", "Careers fair", 3, "2.0000", "20.0000", 0),
    ]


def test_forms_on_activities_that_nobody_knows_are_in_no_period(built: Project) -> None:
    year = "period = '2020/21' and hub_basis = 'as_was' and criterion = 'all'"
    columns = "respondent, responses_count, mean_score, rated_4_or_5_pct, target, rag"
    national = f"{year} and geography_level = 'national'"
    assert rows(built, "kpi_satisfaction", columns, national) == [
        ("not stated", 1, "2.0000", "0.0000", None, None),
        ("organiser", 10, "4.5000", "100.0000", "5.0000", "amber"),
    ]
    # Seven and a half forms are shown as eight; a RAG takes ten.
    west = f"{year} and geography_code = 'west' and respondent = 'organiser'"
    assert rows(built, "kpi_satisfaction", columns, west) == [
        ("organiser", 8, "4.5000", "100.0000", "5.0000", None)
    ]


def test_two_organisations_of_one_school_are_one_establishment(built: Project) -> None:
    columns = (
        "phase, priority_only, organisations_reached_count, one_off_count, repeat_count, "
        "sustained_count, returned_count, lapsed_count, activities_per_organisation"
    )
    west = "hub_basis = 'as_was' and geography_code = 'west'"
    assert rows(built, "kpi_sustained_engagement", columns, f"{west} and period = '2020/21'") == [
        ("all", False, 2, 1, 1, 1, 1, 0, "2.0000"),
        ("all", True, 1, 0, 1, 1, 1, 0, "3.0000"),
        ("college", False, 1, 1, 0, 0, 0, 0, "1.0000"),
        ("non_school", False, 1, 1, 0, 0, 0, 0, "1.0000"),
        ("primary", False, 1, 0, 1, 1, 1, 0, "3.0000"),
        ("primary", True, 1, 0, 1, 1, 1, 0, "3.0000"),
    ]
    # The first year has none before it; in the last one the college is closed and no list is there.
    assert rows(built, "kpi_sustained_engagement", columns, f"{west} and period = '2019/20'") == [
        ("all", False, 1, 1, 0, 0, None, None, "1.0000"),
        ("primary", False, 1, 1, 0, 0, None, None, "1.0000"),
    ]
    assert rows(built, "kpi_sustained_engagement", columns, f"{west} and period = '2021/22'") == [
        ("all", False, 0, 0, 0, 0, 0, 1, None),
        ("non_school", False, 0, 0, 0, 0, 0, 1, None),
        ("primary", False, 0, 0, 0, 0, 0, 1, None),
    ]
