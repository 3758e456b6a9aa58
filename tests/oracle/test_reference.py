"""The reference is right by hand: the triangle, the chains of hubs, the gaps, the periods."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.oracle.lag import Completeness, last_complete_month, parts_by_place, reporting_lag
from tests.oracle.periods import periods_of
from tests.oracle.places import UNKNOWN, Places
from tests.oracle.programme import Activity, Area, Facts, Hub, Organisation


def _facts(activities: list[Activity], hubs: dict[str, Hub] | None = None) -> Facts:
    return Facts(
        as_of=date(2021, 4, 15),
        hubs=hubs or {"H1": Hub("H1", "One", "England", "London", None, ())},
        areas={"301": [Area("H1", date(2010, 1, 1), None)]},
        schools={},
        priority_urns={},
        organisations={"O1": Organisation("O1", None, None, "H1")},
        ambassadors={},
        activities=activities,
        entries=[],
        targets=[],
        reports=[],
    )


def _activity(number: int, starts_on: date, reported_on: date) -> Activity:
    return Activity(f"V{number}", "O1", starts_on, reported_on, "KS1", "1 to 10", "Workplace")


def test_the_reporting_triangle_by_hand() -> None:
    """January: 2 of 4 by age 0, 3 by age 1; February 2 of 3 by age 0; March 5 by age 0.

    As of 15 April the last complete month is March. link(0) = (3 + 3) / (2 + 2) from January and
    February, link(1) = 4 / 3 from January alone: March 100 / (3/2 · 4/3) = 50, February 75.
    """
    reported = [(1, 1), (1, 1), (1, 2), (1, 3), (2, 2), (2, 2), (2, 3), *[(3, 3)] * 5]
    facts = _facts(
        [
            _activity(number, date(2021, starts, 1), date(2021, at, 28))
            for number, (starts, at) in enumerate(reported)
        ]
    )
    parts = parts_by_place(facts, Places(facts))
    completeness = Completeness(parts, last_complete_month(facts))
    rows = {
        row["period"]: row
        for row in reporting_lag(parts, completeness)
        if row["geography_level"] == "national" and row["hub_basis"] == "as_was"
    }
    assert rows["2021-01"]["completeness_estimate_pct"] == 100
    assert rows["2021-02"]["completeness_estimate_pct"] == 75
    assert rows["2021-03"]["completeness_estimate_pct"] == 50
    assert rows["2021-03"]["is_provisional"]
    assert not rows["2021-01"]["is_provisional"]


def test_a_closed_hubs_share_follows_the_chain_of_its_successors() -> None:
    half = Fraction(1, 2)
    hubs = {
        "A": Hub("A", "A", "England", "London", date(2018, 8, 31), (("B", half), ("C", half))),
        "B": Hub("B", "B", "England", "London", date(2019, 8, 31), (("C", Fraction(1)),)),
        "C": Hub("C", "C", "Wales", "Wales", None, ()),
    }
    places = Places(_facts([], hubs))
    assert places.carried("A", date(2018, 8, 31)) == {"A": 1}
    assert places.carried("A", date(2018, 9, 1)) == {"B": half, "C": half}
    assert places.carried("A", date(2019, 9, 1)) == {"C": 1}
    assert places.carried("Z", date(2019, 9, 1)) == {UNKNOWN: 1}


def test_an_areas_last_day_and_the_day_after_a_gap_belong_to_different_hubs() -> None:
    facts = _facts([])
    facts.areas["301"] = [
        Area("H1", date(2010, 1, 1), date(2019, 8, 31)),
        Area("H9", date(2019, 10, 1), None),
    ]
    places = Places(facts)
    assert places.where("301", "H9", date(2019, 8, 31), "as_was") == {"H1": 1}
    assert places.where("301", None, date(2019, 9, 15), "as_was") == {UNKNOWN: 1}
    assert places.where("301", "H1", date(2019, 9, 15), "as_was") == {"H1": 1}
    assert places.where("301", "H1", date(2019, 9, 15), "current") == {UNKNOWN: 1}


def test_the_periods_run_from_the_first_year_to_the_as_of_month() -> None:
    names = [p.name for p in periods_of(_facts([_activity(1, date(2020, 3, 5), date(2020, 3, 5))]))]
    assert names[0] == "2020-01"
    assert names[15] == "2021-04"
    assert names[16:] == ["2019/20", "2020/21", "2020-2020"]
