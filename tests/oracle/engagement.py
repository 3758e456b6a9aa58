"""kpi_school_engagement: what the three programmes did with each school, year by year."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

from tests.oracle.cpd_facts import Event
from tests.oracle.frames import Row
from tests.oracle.partnerships import today_of, urn_of
from tests.oracle.periods import Period, programme_year_of
from tests.oracle.programme import Facts

Key = tuple[int, Period]


def school_engagement(facts: Facts) -> list[Row]:
    """kpi_school_engagement, by the number that a school has today."""
    visits, people = _visited(facts)
    events, surveys = _trained(facts), _surveyed(facts)
    return [
        {
            "urn": urn,
            "programme_year": year.name,
            "partnership": _partnerships(facts, urn, year),
            "activities_count": len(visits[urn, year]),
            "ambassadors_count": len(people[urn, year]),
            "cpd_hours": sum((event.hours for event in events[urn, year]), Fraction(0)),
            "surveys_count": surveys[urn, year],
        }
        for urn, year in {*visits, *events, *surveys}
    ]


def _visited(facts: Facts) -> tuple[dict[Key, set[str]], dict[Key, set[str]]]:
    """Activities at each school, and Ambassadors with hours on them."""
    activities: dict[Key, set[str]] = defaultdict(set)
    people: dict[Key, set[str]] = defaultdict(set)
    keys = {}
    for activity in facts.activities:
        urn = urn_of(activity, facts)
        if urn is not None:
            key = (urn, programme_year_of(activity.starts_on))
            keys[activity.activity_id] = key
            activities[key].add(activity.activity_id)
    for entry in facts.entries:
        gave_hours = entry.preparation_hours + entry.delivery_hours > 0
        of_school = keys.get(entry.activity.activity_id)
        if gave_hours and entry.ambassador_id in facts.ambassadors and of_school is not None:
            people[of_school].add(entry.ambassador_id)
    return activities, people


def _trained(facts: Facts) -> dict[Key, set[Event]]:
    """Delivered CPD events that anyone of a school attended."""
    events: dict[Key, set[Event]] = defaultdict(set)
    for booking in facts.courses.bookings:
        urn, event = today_of(booking.urn, facts), booking.event
        if urn is not None and booking.is_attended and event.is_cpd and event.is_delivered:
            events[urn, programme_year_of(event.starts_on)].add(event)
    return events


def _surveyed(facts: Facts) -> dict[Key, int]:
    """Surveys and waves, each in the year of its first return."""
    first: dict[tuple[int, str, str], date] = {}
    counted = [one for one in facts.surveys.returns if one.responses_count]
    for one in (*counted, *facts.surveys.percentages):
        urn = today_of(one.urn, facts)
        if urn is not None:
            key = (urn, one.survey, one.wave)
            first[key] = min(first.get(key, date.max), one.returned_on)
    counts: dict[Key, int] = defaultdict(int)
    for (urn, *_), day in first.items():
        counts[urn, programme_year_of(day)] += 1
    return counts


def _partnerships(facts: Facts, urn: int, year: Period) -> str | None:
    """Names of the partnerships that the school was in on any day of the year."""
    names = {
        alliance.name
        for alliance in facts.alliances
        for member in alliance.members
        if member.urn == urn
        and member.first_day <= year.last_day
        and member.last_day >= year.first_day
    }
    return "; ".join(sorted(names)) or None
