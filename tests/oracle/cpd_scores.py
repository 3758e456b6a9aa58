"""The scorecard's KPIs of courses, told of the whole country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from tests.oracle.cpd_facts import Courses
from tests.oracle.cpd_programmes import HOURS_PER_UNIT, programmes_of
from tests.oracle.periods import Period, holding
from tests.oracle.places import BASES, NATIONAL
from tests.oracle.scores import Key, Score, Scores

WELL = ("Good", "Very good")


def cpd_scores(courses: Courses, periods: Iterable[Period]) -> Scores:
    """CPD_PARTICIPANTS, CPD_UNITS and CPD_QUALITY of months and programme years."""
    told = [one for one in periods if one.period_type != "all"]
    participants: dict[Key, Fraction] = defaultdict(Fraction)
    for day in first_attended(courses).values():
        for key in _keys(told, day):
            participants[key] += 1
    units: dict[Key, Fraction] = defaultdict(Fraction)
    for programme in programmes_of(courses):
        for _, event in courses.school_events(programme):
            for key in _keys(told, event.starts_on):
                units[key] += event.hours / HOURS_PER_UNIT
    return {
        "CPD_PARTICIPANTS": {
            key: Score.of_count(counted, is_whole=True) for key, counted in participants.items()
        },
        "CPD_UNITS": {key: Score.of_count(counted) for key, counted in units.items()},
        "CPD_QUALITY": _quality(courses, told),
    }


def first_attended(courses: Courses) -> dict[str, date]:
    """The first day of CPD of everybody who is recruited, whatever the programme."""
    first: dict[str, date] = {}
    for one in courses.bookings:
        person = one.participant
        if one.event.is_cpd and one.is_attended and person is not None and person.is_recruited:
            day = first.get(person.participant_id, one.event.starts_on)
            first[person.participant_id] = min(day, one.event.starts_on)
    return first


def _quality(courses: Courses, periods: list[Period]) -> dict[Key, Score]:
    counts: dict[Key, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for form in courses.forms:
        answer = form.answers["overall_quality"]
        if form.event is None or answer == "Not stated":
            continue
        for key in _keys(periods, form.event.starts_on):
            counts[key][0] += answer in WELL
            counts[key][1] += 1
    return {key: Score.of_rate(*of_it) for key, of_it in counts.items()}


def _keys(periods: list[Period], day: date) -> Iterator[Key]:
    for period in holding(periods, day):
        for basis in BASES:
            yield period, basis, NATIONAL
