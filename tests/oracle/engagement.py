"""kpi_school_engagement: what Ambassadors did with each school, year by year."""

from __future__ import annotations

from collections import defaultdict

from tests.oracle.frames import Row
from tests.oracle.periods import programme_year_of
from tests.oracle.programme import Facts


def school_engagement(facts: Facts) -> list[Row]:
    """The platform's part of kpi_school_engagement, by the number a school had then."""
    activities: dict[tuple[int, str], set[str]] = defaultdict(set)
    people: dict[tuple[int, str], set[str]] = defaultdict(set)
    keys = {}
    for activity in facts.activities:
        organisation = facts.organisations.get(activity.organisation_id)
        if organisation is None or organisation.urn is None:
            continue
        key = (organisation.urn, programme_year_of(activity.starts_on).name)
        keys[activity.activity_id] = key
        activities[key].add(activity.activity_id)
    for entry in facts.entries:
        gave_hours = entry.preparation_hours + entry.delivery_hours > 0
        if gave_hours and entry.ambassador_id in facts.ambassadors:
            entry_key = keys.get(entry.activity.activity_id)
            if entry_key is not None:
                people[entry_key].add(entry.ambassador_id)
    return [
        {
            "urn": key[0],
            "programme_year": key[1],
            "activities_count": len(of_the_school),
            "ambassadors_count": len(people[key]),
        }
        for key, of_the_school in activities.items()
    ]
