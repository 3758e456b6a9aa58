"""The reference is right by hand: KPIs at the boundaries of their definitions."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.oracle.frames import Row
from tests.oracle.programme import (
    Activity,
    Ambassador,
    Area,
    Commentary,
    Entry,
    Facts,
    Form,
    Hub,
    Organisation,
    Request,
    School,
    Target,
)
from tests.oracle.reference import mart_rows
from tests.oracle.scorecard import narrative_status, trend

START = date(2010, 1, 1)
AUTUMN, NEW_YEARS_EVE, NEW_YEAR = date(2019, 9, 2), date(2019, 12, 31), date(2020, 1, 1)
LEAP_DAY, LAST_DAY = date(2020, 2, 29), date(2020, 8, 31)


def facts(**changes: Any) -> Facts:
    """A hub that closes on the last day of a year, two schools and two Ambassadors."""
    return Facts(
        **{
            "as_of": date(2020, 11, 5),
            "hubs": {
                "H1": Hub("H1", "One", "England", "London", LAST_DAY, (("H2", Fraction(1)),)),
                "H2": Hub("H2", "Two", "England", "London", None, ()),
            },
            "areas": {
                "301": [Area("H1", START, LAST_DAY), Area("H2", date(2020, 9, 1), None)],
            },
            "schools": {urn: School(urn, "primary", "301", None, None, False) for urn in (1, 2)},
            "priority_urns": {"2019/20": {1}},
            "organisations": {
                f"O{urn}": Organisation(f"O{urn}", urn, "301", "H1") for urn in (1, 2)
            },
            "ambassadors": {
                name: Ambassador(name, START, None, "301", "H1", PROFILE) for name in ("A1", "A2")
            },
            "activities": [],
            "entries": [],
            "targets": [],
            **changes,
        }
    )


PROFILE = dict.fromkeys(
    (
        "gender",
        "age_band",
        "ethnicity",
        "disability",
        "employer_sector",
        "stem_discipline",
        "occupation_group",
    ),
    "Not stated",
)


def activity(number: int, starts_on: date, urn: int = 1, **changes: Any) -> Activity:
    values = {"activity_type": "Careers fair", "setting": "Primary school", **changes}
    return Activity(
        f"V{number}",
        f"O{urn}",
        starts_on,
        starts_on,
        "KS1",
        "1 to 10",
        values.pop("setting"),
        **values,
    )


def row(mart: str, of: Facts, period: str, place: str = "UK", **wanted: Any) -> Row:
    """The one row as it was."""
    keys = {"period": period, "geography_code": place, "hub_basis": "as_was", **wanted}
    found = [
        one
        for one in mart_rows(of)[mart]
        if all(one[name] == value for name, value in keys.items())
    ]
    assert len(found) == 1, found
    return found[0]


def test_three_activities_in_one_term_are_not_sustained_and_three_over_two_terms_are() -> None:
    one_term = [activity(n, AUTUMN) for n in range(3)]
    two_terms = [activity(10, AUTUMN, 2), activity(11, NEW_YEARS_EVE, 2), activity(12, NEW_YEAR, 2)]
    found = row(
        "kpi_sustained_engagement",
        facts(activities=[*one_term, *two_terms]),
        "2019/20",
        phase="all",
        priority_only=False,
    )
    assert (found["organisations_reached_count"], found["repeat_count"]) == (2, 2)
    assert (found["sustained_count"], found["sustained_pct"]) == (1, 50)
    assert (found["returned_count"], found["lapsed_count"]) == (None, None)
    assert found["activities_per_organisation"] == 3


def test_who_came_back_and_who_did_not_is_told_from_the_second_year_on() -> None:
    of = facts(activities=[activity(1, LAST_DAY), activity(2, LAST_DAY, 2), activity(3, AUTUMN, 1)])
    later = facts(activities=[*of.activities, activity(4, date(2020, 9, 1), 2)])
    kind = {"phase": "primary", "priority_only": False}
    found = row("kpi_sustained_engagement", later, "2020/21", **kind)
    assert (found["returned_count"], found["lapsed_count"], found["one_off_count"]) == (1, 1, 1)
    nobody = row("kpi_sustained_engagement", of, "2020/21", **kind)
    assert (nobody["lapsed_count"], nobody["sustained_pct"]) == (2, None)
    assert nobody["activities_per_organisation"] is None


def test_a_hub_that_closes_on_the_last_day_still_has_that_year() -> None:
    of = facts(activities=[activity(1, LAST_DAY)])
    kind = {"phase": "all", "priority_only": True}
    assert row("kpi_sustained_engagement", of, "2019/20", "H1", **kind)["one_off_count"] == 1
    current = row("kpi_sustained_engagement", of, "2019/20", "H2", hub_basis="current", **kind)
    assert current["one_off_count"] == 1


def test_shares_of_a_mix_are_of_the_group_and_those_of_hours_of_all_hours() -> None:
    school = activity(1, AUTUMN, is_reported_as_other=True)
    fair = activity(2, AUTUMN, setting="Workplace")
    club = activity(3, AUTUMN, 2, activity_type="STEM club support")
    entries = [Entry(one, "A1", Fraction(0), Fraction(5)) for one in (school, fair)]
    of = facts(activities=[school, fair, club], entries=entries)
    kind = {"setting_group": "educational", "activity_type": "Careers fair"}
    found = row("kpi_activity_mix", of, "2019-09", **kind)
    assert (found["activities_count"], found["share_pct"], found["hours_share_pct"]) == (1, 50, 50)
    assert (found["activity_rank"], found["reported_as_other_count"]) == (1, 1)
    tied = row("kpi_activity_mix", of, "2019-09", **{**kind, "activity_type": "STEM club support"})
    assert (tied["activity_rank"], tied["hours_share_pct"]) == (1, 0)
    priority = row(
        "kpi_activity_mix", of, "2019-09", **{**kind, "setting_group": "priority_school"}
    )
    assert (priority["activities_count"], priority["share_pct"]) == (2, 100)


def forms(count: int, scores: dict[str, int], on: Activity) -> list[Form]:
    return [Form(on, "organiser", scores) for _ in range(count)]


@pytest.mark.parametrize(("count", "rag"), [(9, None), (10, "amber")])
def test_nine_tenths_of_the_target_are_amber_from_ten_responses_on(
    count: int, rag: str | None
) -> None:
    at = activity(1, LEAP_DAY)
    of = facts(
        activities=[at],
        forms=[*forms(count, {"enjoyment": 4, "satisfaction": 3}, at), *forms(1, {}, at)],
        targets=[Target("SAT_ORGANISER", "H1", None, "2019/20", Fraction(35, 9), START)],
    )
    found = row("kpi_satisfaction", of, "2020-02", "H1", respondent="organiser", criterion="all")
    assert (found["responses_count"], found["mean_score"]) == (count, Fraction(7, 2))
    assert (found["rated_4_or_5_pct"], found["rag"]) == (50, rag)
    card = row("kpi_scorecard", of, "2020-02", "H1", kpi_code="SAT_ORGANISER")
    assert (card["attainment_pct"], card["rag"], card["base_is_small"]) == (90, rag, count < 10)


def request(number: int, status: str, **changes: Any) -> Request:
    values = {"requested_on": LEAP_DAY, "closed_on": date(2020, 3, 2), **changes}
    return Request(
        f"R{number}", "O1", values["requested_on"], "Other", status, 2, values["closed_on"]
    )


def test_a_fill_rate_asks_for_requests_that_were_decided() -> None:
    open_ones = facts(requests=[request(1, "Open"), request(2, "Cancelled"), request(3, "Closed")])
    found = row("kpi_demand", open_ones, "2020-02", activity_type="all")
    assert (found["requests_count"], found["cancelled_count"], found["open_count"]) == (3, 1, 1)
    assert (found["fill_rate_pct"], found["days_to_fill_median"]) == (None, None)
    assert found["requests_per_ambassador"] is None

    at = activity(1, date(2020, 5, 5), request_id="R1")
    again = activity(2, date(2020, 5, 6), request_id="R1")
    entries = [Entry(one, "A1", Fraction(0), Fraction(1)) for one in (at, again)]
    entries += [Entry(at, name, Fraction(0), Fraction(0)) for name in ("A2", "A9")]
    decided = facts(
        requests=[
            request(1, "Part filled"),
            request(2, "Filled", closed_on=date(2020, 3, 5)),
            request(3, "Unfilled"),
            request(4, "Filled", closed_on=None),
        ],
        activities=[at, again],
        entries=entries,
    )
    found = row("kpi_demand", decided, "2020-02", activity_type="all")
    assert (found["fill_rate_pct"], found["ambassadors_wanted_count"]) == (75, 8)
    assert found["ambassadors_provided_count"] == 1
    assert found["days_to_fill_median"] == Fraction(7, 2)
    year = row("kpi_demand", decided, "2019/20", activity_type="all")
    assert (year["ambassadors_active_count"], year["requests_per_ambassador"]) == (1, 4)
    of_type = row("kpi_demand", decided, "2019/20", activity_type="Other")
    assert (of_type["ambassadors_active_count"], of_type["requests_per_ambassador"]) == (1, 4)
    nobody_asked = row("kpi_demand", decided, "2020-05")
    assert (nobody_asked["activity_type"], nobody_asked["requests_count"]) == ("all", 0)
    assert (nobody_asked["fill_rate_pct"], nobody_asked["requests_per_ambassador"]) == (None, 0)


def test_a_month_has_a_twelfth_of_the_target_in_force_at_its_end() -> None:
    at = activity(1, LEAP_DAY)
    of = facts(
        activities=[at, activity(2, date(2020, 10, 1))],
        entries=[Entry(at, "A1", Fraction(0), Fraction(9))],
        targets=[
            Target("VOL_HOURS", None, None, "2019/20", Fraction(60), date(2019, 9, 1)),
            Target("VOL_HOURS", None, None, "2019/20", Fraction(120), LEAP_DAY),
            Target("VOL_HOURS", None, None, "2019/20", Fraction(240), date(2020, 3, 1)),
        ],
        commentaries=[Commentary(None, "VOL_HOURS", "2020-02", "red", None, None, "Risk")],
    )
    found = row("kpi_scorecard", of, "2020-02", kpi_code="VOL_HOURS")
    assert (found["target_first"], found["target"], found["attainment_pct"]) == (5, 10, 90)
    assert (found["rag"], found["rag_stated"], found["rag_agrees"]) == ("amber", "red", False)
    assert (found["previous_value"], found["trend"], found["risk"]) == (0, "up", "Risk")
    later = row("kpi_scorecard", of, "2020-03", kpi_code="VOL_HOURS")
    assert (later["value"], later["rag"], later["narrative_status"]) == (0, "red", "missing")
    year = row("kpi_scorecard", of, "2019/20", kpi_code="VOL_HOURS")
    assert (year["target"], year["attainment_pct"], year["year_ago_value"]) == (
        240,
        Fraction(15, 4),
        None,
    )
    this_month = row("kpi_scorecard", of, "2020-11", kpi_code="VOL_HOURS")
    assert (this_month["is_provisional"], this_month["rag"]) == (True, None)


def test_a_hub_is_open_on_its_last_day_and_closed_in_the_month_after() -> None:
    at = activity(1, LEAP_DAY)
    of = facts(activities=[at], entries=[Entry(at, "A1", Fraction(1), Fraction(1))])
    open_on = {
        (period, place): row("kpi_scorecard", of, period, place, kpi_code="VOL_HOURS")[
            "is_hub_open"
        ]
        for period, place in [("2019/20", "H1"), ("2020-09", "H1"), ("2020-09", "UK")]
    }
    assert open_on == {("2019/20", "H1"): True, ("2020-09", "H1"): False, ("2020-09", "UK"): None}


def test_only_what_is_unfinished_or_late_is_provisional() -> None:
    of = facts(activities=[activity(1, LEAP_DAY), activity(2, date(2020, 11, 2))])
    provisional = {
        period: row("kpi_young_people", of, period, key_stage="all")["is_provisional"]
        for period in ("2020-02", "2020-11", "2019/20", "2020/21", "2020-2020")
    }
    assert provisional == {
        "2020-02": False,
        "2020-11": True,
        "2019/20": False,
        "2020/21": True,
        "2020-2020": True,
    }


@pytest.mark.parametrize(
    ("value", "before", "expected"),
    [
        (101, 100, "level"),
        (99, 100, "level"),
        (Fraction("101.01"), 100, "up"),
        (Fraction("98.99"), 100, "down"),
        (0, 0, "level"),
        (1, 0, "up"),
        (None, 5, None),
        (5, None, None),
    ],
)
def test_a_trend_is_level_within_one_per_cent(
    value: Fraction | int | None, before: Fraction | int | None, expected: str | None
) -> None:
    assert trend(value, before) == expected


def test_an_explanation_is_owed_where_it_is_red_or_amber() -> None:
    silent = Commentary("H1", "VOL_HOURS", "2020-02", None, None, None, None)
    assert narrative_status("green", silent) == "given"
    assert narrative_status("red", None) == "missing"
    assert narrative_status("amber", None) == "missing"
    assert narrative_status("green", None) == "not needed"
    assert narrative_status(None, None) == "not needed"


def test_engagement_counts_people_once_and_nobody_unknown() -> None:
    one, other = activity(1, LAST_DAY), activity(2, LEAP_DAY)
    entries = [
        Entry(at, name, Fraction(1), Fraction(0)) for at in (one, other) for name in ("A1", "A9")
    ]
    found = mart_rows(facts(activities=[one, other], entries=entries))["kpi_school_engagement"]
    assert found == [
        {
            "urn": 1,
            "programme_year": "2019/20",
            "partnership": None,
            "activities_count": 2,
            "ambassadors_count": 1,
            "cpd_hours": 0,
            "surveys_count": 0,
        }
    ]
