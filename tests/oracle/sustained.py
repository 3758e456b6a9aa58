"""kpi_sustained_engagement: who came once, who again and again, who came back and who did not."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from tests.oracle.frames import Row, half_up, percentage, place_columns
from tests.oracle.periods import Period, programme_year_of
from tests.oracle.places import BASES, Geography, Places
from tests.oracle.programme import Activity, Facts, School
from tests.oracle.reach import PHASES, is_in_scope

SUSTAINED_ACTIVITIES, SUSTAINED_TERMS = 3, 2

Visits = dict[int, list[Activity]]  # reached URNs and what took place there


def term_of(activity: Activity) -> str:
    """The term an activity starts in; it is compared within one programme year."""
    month = activity.starts_on.month
    if month >= 9:
        return "Autumn"
    return "Spring" if month <= 3 else "Summer"


def is_sustained(activities: list[Activity]) -> bool:
    """Three activities or more, over two terms or more."""
    terms = {term_of(activity) for activity in activities}
    return len(activities) >= SUSTAINED_ACTIVITIES and len(terms) >= SUSTAINED_TERMS


def sustained_engagement(facts: Facts, places: Places, periods: list[Period]) -> list[Row]:
    """kpi_sustained_engagement: programme years, establishments of the register."""
    visits = _visits_by_year(facts)
    first_year = min(visits, default="")
    rows = []
    for period in periods:
        if period.period_type != "programme_year":
            continue
        before = _year_before(period)
        is_told_of_before = first_year <= before
        for basis in BASES:
            for phase in PHASES:
                for priority_only in (False, True):
                    sums: dict[Geography, dict[str, Fraction]] = defaultdict(
                        lambda: defaultdict(Fraction)
                    )
                    for school in facts.schools.values():
                        if not is_in_scope(facts, school, period, phase, priority_only):
                            continue
                        counts = _counts(
                            school, visits.get(period.name, {}), visits.get(before, {})
                        )
                        spread = places.spread(places.of_school(school.urn, period, basis))
                        for geography, share in spread.items() if counts else ():
                            for name, count in counts.items():
                                sums[geography][name] += share * count
                    rows += [
                        {
                            **place_columns(period, basis, geography),
                            "phase": phase,
                            "priority_only": priority_only,
                            **_measures(counts, is_told_of_before),
                        }
                        for geography, counts in sums.items()
                    ]
    return rows


def _year_before(period: Period) -> str:
    return programme_year_of(period.first_day.replace(year=period.first_day.year - 1)).name


def _visits_by_year(facts: Facts) -> dict[str, Visits]:
    visits: dict[str, Visits] = defaultdict(lambda: defaultdict(list))
    for activity in facts.activities:
        of_the_year = visits[programme_year_of(activity.starts_on).name]
        organisation = facts.organisations.get(activity.organisation_id)
        if organisation is not None and organisation.urn is not None:
            of_the_year[organisation.urn].append(activity)
    return visits


def _counts(school: School, this_year: Visits, year_before: Visits) -> dict[str, int]:
    """What one establishment adds; nothing if it was reached neither now nor the year before."""
    activities = this_year.get(school.urn, [])
    was_reached = school.urn in year_before
    if not activities:
        return {"lapsed": 1} if was_reached else {}
    return {
        "reached": 1,
        "one_off": len(activities) == 1,
        "repeat": len(activities) >= 2,
        "sustained": is_sustained(activities),
        "returned": was_reached,
        "activities": len(activities),
    }


def _measures(counts: dict[str, Fraction], is_told_of_before: bool) -> Row:
    reached = counts["reached"]
    return {
        "organisations_reached_count": half_up(reached),
        "one_off_count": half_up(counts["one_off"]),
        "repeat_count": half_up(counts["repeat"]),
        "sustained_count": half_up(counts["sustained"]),
        "sustained_pct": percentage(counts["sustained"], reached),
        "returned_count": half_up(counts["returned"]) if is_told_of_before else None,
        "lapsed_count": half_up(counts["lapsed"]) if is_told_of_before else None,
        "activities_per_organisation": counts["activities"] / reached if reached else None,
        "exact_reached": reached,
        "exact_sustained": counts["sustained"],
    }
