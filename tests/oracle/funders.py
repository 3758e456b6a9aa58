"""kpi_funder_report: one report to all who pay for partnerships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from tests.oracle.categories import BAND_ENDS
from tests.oracle.frames import Row
from tests.oracle.partnerships import activities_of, attendances_of, today_of
from tests.oracle.periods import programme_year_of
from tests.oracle.programme import Alliance, Facts

ACTIVITY_THEMES = {
    "Professional development of educators": "classroom",
    "Resource or curriculum development": "classroom",
    "STEM careers talks and / or advice": "employers",
    "Workplace visit or tour": "employers",
    "Careers fair": "employers",
    "Mock interviews or employability": "employers",
}
AUDIENCE_THEMES = {
    "Teachers": "classroom",
    "Colleagues / whole school": "classroom",
    "Leaders": "leadership",
}
COURSE = ("cpd_events_count", "cpd_hours", "participants_count", "schools_count", "outcomes_count")
VISIT = ("activities_count", "young_people_low", "young_people_high", "ambassadors_count")
MEASURES = {
    "classroom": (*COURSE, "activities_count"),
    "enrichment": (
        *VISIT,
        "volunteer_hours",
        "community_events_count",
        "schools_count",
        "outcomes_count",
    ),
    "employers": (*VISIT, "volunteer_hours", "schools_count"),
    "leadership": COURSE,
}


class Item(NamedTuple):
    """Something that counts once under a funder, term, theme and measure."""

    day: date
    theme: str
    measure: str
    what: object
    quantity: Fraction | int = 1


def funder_report(facts: Facts) -> list[Row]:
    """kpi_funder_report."""
    sums: dict[str, dict[tuple[str, str, str], dict[object, Fraction | int]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for alliance in facts.alliances:
        for item in _items(alliance, facts):
            key = (term_of(item.day), item.theme, item.measure)
            sums[alliance.funder][key][item.what] = item.quantity
    last = max([term for of in sums.values() for term, *_ in of] + [term_of(facts.as_of)])
    rows = []
    for funder, of_funder in sums.items():
        terms = _terms(min(term for term, *_ in of_funder), last)
        for theme, measures in MEASURES.items():
            for measure in measures:
                before = None
                for term in terms:
                    value = sum(of_funder.get((term, theme, measure), {}).values())
                    rows.append(
                        {
                            "funder": funder,
                            "term": term,
                            "theme": theme,
                            "measure": measure,
                            "value": Fraction(value),
                            "previous_value": before,
                        }
                    )
                    before = Fraction(value)
    return rows


def term_of(day: date) -> str:
    """Programme year and term: Autumn to December, Spring to March, Summer to August."""
    term = "Autumn" if day.month >= 9 else "Spring" if day.month <= 3 else "Summer"
    return f"{programme_year_of(day).name} {term}"


def _terms(first: str, last: str) -> list[str]:
    years = range(int(first[:4]), int(last[:4]) + 1)
    names = [
        f"{year}/{(year + 1) % 100:02} {term}"
        for year in years
        for term in ("Autumn", "Spring", "Summer")
    ]
    return [name for name in names if first <= name <= last]


def _items(alliance: Alliance, facts: Facts) -> Iterator[Item]:
    yield from _visits(alliance, facts)
    yield from _courses(alliance, facts)
    yield from _outcomes(alliance, facts)


def _visits(alliance: Alliance, facts: Facts) -> Iterator[Item]:
    themes = {}
    for urn, activity in activities_of(alliance, facts):
        theme = ACTIVITY_THEMES.get(activity.activity_type, "enrichment")
        themes[activity.activity_id] = theme
        on, what = activity.starts_on, activity.activity_id
        yield Item(on, theme, "activities_count", what)
        yield Item(on, theme, "schools_count", urn)
        if activity.audience_band in BAND_ENDS:
            low, high = BAND_ENDS[activity.audience_band]
            yield Item(on, theme, "young_people_low", what, low)
            yield Item(on, theme, "young_people_high", what, high)
    for number, entry in enumerate(facts.entries):
        hours = entry.preparation_hours + entry.delivery_hours
        if entry.activity.activity_id in themes and hours > 0:
            on, theme = entry.activity.starts_on, themes[entry.activity.activity_id]
            yield Item(on, theme, "volunteer_hours", number, hours)
            if entry.ambassador_id in facts.ambassadors:
                yield Item(on, theme, "ambassadors_count", entry.ambassador_id)


def _courses(alliance: Alliance, facts: Facts) -> Iterator[Item]:
    for urn, booking in attendances_of(alliance, facts):
        event, on = booking.event, booking.event.starts_on
        theme = "leadership" if event.subject == "Leadership" else "classroom"
        if event.is_community:
            theme = "enrichment"
        if (event.is_cpd or event.is_community) and urn is not None:
            yield Item(on, theme, "schools_count", urn)
        if event.is_community and event.is_delivered:
            yield Item(on, theme, "community_events_count", event.event_id)
        if event.is_cpd and booking.participant is not None:
            yield Item(on, theme, "participants_count", booking.participant.participant_id)
        if event.is_cpd and event.is_delivered:
            yield Item(on, theme, "cpd_events_count", event.event_id)
            if urn is not None:
                yield Item(on, theme, "cpd_hours", (event.event_id, urn), event.hours)


def _outcomes(alliance: Alliance, facts: Facts) -> Iterator[Item]:
    for one in facts.outcomes:
        theme = AUDIENCE_THEMES.get(one.audience, "enrichment")
        is_of_school = alliance.holds(today_of(one.urn, facts), one.recorded_on)
        is_named = one.partnership_id == alliance.partnership_id
        if is_named or (one.partnership_id is None and is_of_school):
            yield Item(one.recorded_on, theme, "outcomes_count", one.outcome_id)
