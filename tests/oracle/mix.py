"""kpi_activity_mix: what kinds of activities there are, in which settings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from tests.oracle.categories import EDUCATIONAL_SETTINGS, NON_SCHOOL_SETTINGS
from tests.oracle.frames import Row, half_up, percentage, place_columns
from tests.oracle.periods import Period, holding, programme_year_of
from tests.oracle.places import BASES, Geography, Places
from tests.oracle.programme import Activity, Facts

Cell = tuple[Period, str, Geography, str]  # the last is the setting group
Sums = dict[str, Fraction]


def activity_mix(facts: Facts, places: Places, periods: list[Period]) -> list[Row]:
    """kpi_activity_mix."""
    sums: dict[Cell, dict[str, Sums]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(Fraction))
    )
    hours_at = _hours_by_activity(facts)
    for activity in facts.activities:
        hours = hours_at[activity.activity_id]
        groups = setting_groups(activity, facts)
        for basis in BASES:
            spread = places.spread(places.of_activity(activity, basis))
            for period in holding(periods, activity.starts_on):
                for group in groups:
                    for geography, share in spread.items():
                        counts = sums[period, basis, geography, group][activity.activity_type]
                        counts["activities"] += share
                        counts["hours"] += share * hours
                        counts["as_other"] += share * activity.is_reported_as_other
    rows = []
    for (period, basis, geography, group), by_type in sums.items():
        everything = sums[period, basis, geography, "all"]
        all_hours = sum((counts["hours"] for counts in everything.values()), Fraction(0))
        for row in _rows_of_a_group(by_type, all_hours):
            columns = place_columns(period, basis, geography)
            rows.append({**columns, "setting_group": group, **row})
    return rows


def setting_groups(activity: Activity, facts: Facts) -> list[str]:
    """The groups an activity counts in; Priority Schools are those of its own programme year."""
    groups = ["all"]
    if activity.setting in EDUCATIONAL_SETTINGS:
        groups.append("educational")
    if activity.setting in NON_SCHOOL_SETTINGS:
        groups.append("non_educational")
    organisation = facts.organisations.get(activity.organisation_id)
    year = programme_year_of(activity.starts_on).name
    if organisation is not None and organisation.urn in facts.priority_urns.get(year, set()):
        groups.append("priority_school")
    return groups


def _rows_of_a_group(by_type: Mapping[str, Sums], all_hours: Fraction) -> list[Row]:
    total = sum((counts["activities"] for counts in by_type.values()), Fraction(0))
    return [
        {
            "activity_type": activity_type,
            "activities_count": half_up(counts["activities"]),
            "share_pct": percentage(counts["activities"], total),
            "activity_rank": 1
            + sum(other["activities"] > counts["activities"] for other in by_type.values()),
            "volunteer_hours": counts["hours"],
            "hours_share_pct": percentage(counts["hours"], all_hours),
            "reported_as_other_count": half_up(counts["as_other"]),
        }
        for activity_type, counts in by_type.items()
    ]


def _hours_by_activity(facts: Facts) -> dict[str, Fraction]:
    hours: dict[str, Fraction] = defaultdict(Fraction)
    for entry in facts.entries:
        hours[entry.activity.activity_id] += entry.preparation_hours + entry.delivery_hours
    return hours
