"""kpi_reach: establishments reached of those in scope, and hours in non-school settings."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from tests.oracle.categories import NON_SCHOOL_SETTINGS
from tests.oracle.frames import Row, half_up, place_columns
from tests.oracle.periods import Period, programme_year_of
from tests.oracle.places import BASES, Geography, Place, Places
from tests.oracle.programme import Activity, Facts, School
from tests.oracle.provisional import Provisional
from tests.oracle.targets import Targets, attainment, rag

MINIMUM_BASE = 10
PHASES = ("primary", "secondary", "college", "all")
OWN_TARGET = {
    "primary": "REACH_PRIMARY",
    "secondary": "REACH_SECONDARY",
    "college": "REACH_COLLEGE",
}


def is_in_scope(facts: Facts, school: School, period: Period, phase: str, priority: bool) -> bool:
    """Whether an establishment is open on the last day, of the phase, and a Priority School."""
    year = programme_year_of(period.last_day).name
    return (
        school.is_open_on(period.last_day)
        and phase in (school.phase, "all")
        and (not priority or school.urn in facts.priority_urns.get(year, set()))
    )


class Reach:
    """Computes the rows of kpi_reach."""

    def __init__(
        self, facts: Facts, places: Places, targets: Targets, provisional: Provisional
    ) -> None:
        self._facts = facts
        self._places = places
        self._targets = targets
        self._provisional = provisional
        self._people: dict[str, set[str]] = defaultdict(set)
        for entry in facts.entries:
            is_known = entry.ambassador_id in facts.ambassadors
            if is_known and entry.preparation_hours + entry.delivery_hours > 0:
                self._people[entry.activity.activity_id].add(entry.ambassador_id)

    def rows(self, periods: list[Period]) -> list[Row]:
        """kpi_reach."""
        rows = []
        for period in periods:
            activities = [one for one in self._facts.activities if period.holds(one.starts_on)]
            people_by_urn = self._people_by_urn(activities)
            for basis in BASES:
                for phase in PHASES:
                    for priority_only in (False, True):
                        rows += self._phase_rows(period, basis, phase, priority_only, people_by_urn)
                rows += self._non_school_rows(period, basis, activities)
        return rows

    def _people_by_urn(self, activities: list[Activity]) -> dict[int, set[str]]:
        """The reached URNs, each with the Ambassadors who gave hours there."""
        people: dict[int, set[str]] = defaultdict(set)
        for activity in activities:
            organisation = self._facts.organisations.get(activity.organisation_id)
            if organisation is not None and organisation.urn is not None:
                people[organisation.urn] |= self._people[activity.activity_id]
        return people

    def _phase_rows(
        self, period: Period, basis: str, phase: str, priority: bool, people: dict[int, set[str]]
    ) -> list[Row]:
        in_scope: dict[Geography, Fraction] = defaultdict(Fraction)
        reached: list[Place] = []
        people_here: set[str] = set()
        for school in self._facts.schools.values():
            if not is_in_scope(self._facts, school, period, phase, priority):
                continue
            place = self._places.of_school(school.urn, period, basis)
            for geography, share in self._places.spread(place).items():
                in_scope[geography] += share
            if school.urn in people:
                reached.append(place)
                people_here |= people[school.urn]
        reached_here = self._spread_all(reached)
        ambassadors_here = self._where_they_live(people_here, period, basis)
        rows = []
        for geography in {**in_scope, **ambassadors_here}:
            scope = in_scope[geography]
            pct = reached_here[geography] / scope * 100 if scope else None
            first, in_force = self._rate_target(period, basis, geography, phase, priority)
            is_withheld = scope < MINIMUM_BASE or self._provisional.is_provisional(
                period, basis, geography
            )
            rows.append(
                {
                    **place_columns(period, basis, geography),
                    "phase": phase,
                    "priority_only": priority,
                    "organisations_in_scope_count": half_up(scope),
                    "organisations_reached_count": half_up(reached_here[geography]),
                    "ambassadors_count": half_up(ambassadors_here[geography]),
                    "reach_pct": pct,
                    "target_pct_first": first,
                    "target_pct": in_force,
                    "rag": rag(attainment(pct, in_force), is_withheld),
                    "exact_in_scope": scope,
                    "exact_reached": reached_here[geography],
                }
            )
        return rows

    def _rate_target(
        self, period: Period, basis: str, geography: Geography, phase: str, priority: bool
    ) -> tuple[Fraction | None, Fraction | None]:
        if priority:
            of_phase = None if phase == "all" else phase
            return self._targets.rate("PRIORITY_REACH", of_phase, period, basis, geography)
        if phase == "all":
            return None, None
        return self._targets.rate(OWN_TARGET[phase], None, period, basis, geography)

    def _spread_all(self, places: list[Place]) -> dict[Geography, Fraction]:
        """How many things there are by place, in parts where a place is shared."""
        counts: dict[Geography, Fraction] = defaultdict(Fraction)
        for place in places:
            for geography, share in self._places.spread(place).items():
                counts[geography] += share
        return counts

    def _where_they_live(
        self, ambassador_ids: set[str], period: Period, basis: str
    ) -> dict[Geography, Fraction]:
        return self._spread_all(
            [self._places.of_ambassador(one, period, basis) for one in ambassador_ids]
        )

    def _non_school_rows(self, period: Period, basis: str, activities: list[Activity]) -> list[Row]:
        outside = [one for one in activities if one.setting in NON_SCHOOL_SETTINGS]
        people: dict[str, set[str]] = defaultdict(set)
        for activity in outside:
            if activity.organisation_id in self._facts.organisations:
                people[activity.organisation_id] |= self._people[activity.activity_id]
        reached_here = self._spread_all(
            [self._places.of_organisation(one, period.last_day, basis) for one in people]
        )
        ambassadors_here = self._where_they_live(set().union(*people.values()), period, basis)
        hours_here = self._hours_outside(period, basis)
        rows = []
        for geography in {**reached_here, **ambassadors_here, **hours_here}:
            target = self._targets.hours("NON_SCHOOL_HOURS", period, basis, geography)[1]
            pct = attainment(hours_here[geography], target)
            is_withheld = self._provisional.is_provisional(period, basis, geography)
            rows.append(
                {
                    **place_columns(period, basis, geography),
                    "phase": "non_school",
                    "priority_only": False,
                    "organisations_in_scope_count": None,
                    "organisations_reached_count": half_up(reached_here[geography]),
                    "ambassadors_count": half_up(ambassadors_here[geography]),
                    "reach_pct": pct,
                    "target_pct_first": None,
                    "target_pct": None,
                    "rag": rag(pct, is_withheld),
                    "non_school_hours": hours_here[geography],
                }
            )
        return rows

    def _hours_outside(self, period: Period, basis: str) -> dict[Geography, Fraction]:
        hours: dict[Geography, Fraction] = defaultdict(Fraction)
        for entry in self._facts.entries:
            activity = entry.activity
            if activity.setting in NON_SCHOOL_SETTINGS and period.holds(activity.starts_on):
                place = self._places.of_activity(activity, basis)
                for geography, share in self._places.spread(place).items():
                    hours[geography] += share * (entry.preparation_hours + entry.delivery_hours)
        return hours
