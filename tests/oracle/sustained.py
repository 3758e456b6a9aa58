"""kpi_sustained_engagement: who came once, who again and again, who came back and who did not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from tests.oracle.categories import NON_SCHOOL_SETTINGS
from tests.oracle.frames import Row, half_up, percentage, place_columns
from tests.oracle.periods import Period, programme_year_of
from tests.oracle.places import BASES, Geography, Place, Places
from tests.oracle.programme import Activity, Facts
from tests.oracle.reach import PHASES, is_in_scope

SUSTAINED_ACTIVITIES, SUSTAINED_TERMS = 3, 2
KINDS = (*((phase, only) for phase in PHASES for only in (False, True)), ("non_school", False))

Visits = dict[int | str, list[Activity]]  # URNs, groups outside schools, and what took place there
Member = tuple[
    Place, list[Activity], bool
]  # where, what this year, whether reached the year before


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
    """kpi_sustained_engagement: programme years, establishments and groups outside schools."""
    years = Years(facts, places)
    rows = []
    for period in periods:
        for basis in BASES if period.period_type == "programme_year" else ():
            for phase, priority_only in KINDS:
                sums: dict[Geography, dict[str, Fraction]] = defaultdict(
                    lambda: defaultdict(Fraction)
                )
                for place, activities, was_reached in years.members(
                    period, basis, phase, priority_only
                ):
                    for geography, share in places.spread(place).items():
                        for name, count in _counts(activities, was_reached).items():
                            sums[geography][name] += share * count
                for geography, counts in sums.items():
                    rows.append(
                        {
                            **place_columns(period, basis, geography),
                            "phase": phase,
                            "priority_only": priority_only,
                            **_measures(counts, years.has_one_before(period)),
                        }
                    )
    return rows


class Years:
    """Who was reached in which programme year."""

    def __init__(self, facts: Facts, places: Places) -> None:
        self._facts = facts
        self._places = places
        self._visits: dict[str, Visits] = {}
        for activity in facts.activities:
            year = programme_year_of(activity.starts_on).name
            visits = self._visits.setdefault(year, defaultdict(list))
            organisation = facts.organisations.get(activity.organisation_id)
            if organisation is not None and organisation.urn is not None:
                visits[organisation.urn].append(activity)
            if organisation is not None and activity.setting in NON_SCHOOL_SETTINGS:
                visits[organisation.organisation_id].append(activity)

    def has_one_before(self, period: Period) -> bool:
        """Whether anything was completed in any year before."""
        return min(self._visits, default=period.name) < period.name

    def members(
        self, period: Period, basis: str, phase: str, priority_only: bool
    ) -> Iterator[Member]:
        """Who was reached in the year or in the one before; establishments if still in scope."""
        before = year_before(period)
        now, then = self._visits.get(period.name, {}), self._visits.get(before.name, {})
        if phase == "non_school":
            for name in self._facts.organisations:
                if name in now or name in then:
                    place = self._places.of_organisation(name, period.last_day, basis)
                    yield place, now.get(name, []), name in then
            return
        for school in self._facts.schools.values():
            was_reached = school.urn in then and school.is_open_on(before.last_day)
            is_told_of = school.urn in now or was_reached
            if is_told_of and is_in_scope(self._facts, school, period, phase, priority_only):
                place = self._places.of_school(school.urn, period, basis)
                yield place, now.get(school.urn, []), was_reached


def year_before(period: Period) -> Period:
    """The programme year before."""
    return programme_year_of(period.first_day.replace(year=period.first_day.year - 1))


def _counts(activities: list[Activity], was_reached: bool) -> dict[str, int]:
    """What one of them adds."""
    if not activities:
        return {"lapsed": 1}
    return {
        "reached": 1,
        "one_off": len(activities) == 1,
        "repeat": len(activities) >= 2,
        "sustained": is_sustained(activities),
        "returned": was_reached,
        "activities": len(activities),
    }


def _measures(counts: dict[str, Fraction], has_year_before: bool) -> Row:
    reached = counts["reached"]
    return {
        "organisations_reached_count": half_up(reached),
        "one_off_count": half_up(counts["one_off"]),
        "repeat_count": half_up(counts["repeat"]),
        "sustained_count": half_up(counts["sustained"]),
        "sustained_pct": percentage(counts["sustained"], reached),
        "returned_count": half_up(counts["returned"]) if has_year_before else None,
        "lapsed_count": half_up(counts["lapsed"]) if has_year_before else None,
        "activities_per_organisation": counts["activities"] / reached if reached else None,
        "exact_reached": reached,
        "exact_sustained": counts["sustained"],
    }
