"""Marts of schools: kpi_school_journey, kpi_ofsted_movement, kpi_outcome_dosage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from tests.oracle.cpd_facts import Courses, Membership
from tests.oracle.cpd_programmes import (
    HOURS_PER_UNIT,
    cohorts_of,
    members_of,
    programmes_of,
)
from tests.oracle.frames import Row
from tests.oracle.programme import Facts

NEW = "new"
CHANGES = {-1: "improved", 0: "same", 1: "declined"}  # 1 is the best rating


def school_journey(courses: Courses, facts: Facts) -> list[Row]:
    """kpi_school_journey."""
    started = defaultdict(list)
    for activity in facts.activities:
        organisation = facts.organisations.get(activity.organisation_id)
        if organisation is not None and organisation.urn is not None:
            started[organisation.urn].append(activity.starts_on)
    outcomes = Counter((one["programme"], one["urn"]) for one in courses.outcomes)
    rows = []
    for programme in programmes_of(courses):
        hours = hours_by_school(courses, programme)
        for urn, joined in _joined(courses, programme).items():
            school = courses.establishment(urn)
            rows.append(
                {
                    "programme": programme,
                    "urn": urn,
                    "school": school.name,
                    "phase": school.phase,
                    "cohort": joined.partnership.cohort,
                    "partnership": joined.partnership.name,
                    "pupils_count": school.pupils_count,
                    "cpd_units": hours[urn] / HOURS_PER_UNIT,
                    "cpd_hours": hours[urn],
                    "activities_count": sum(day >= joined.engaged_on for day in started[urn]),
                    **_inspected(courses, urn, joined.engaged_on),
                    "outcomes_count": outcomes[programme, urn],
                }
            )
    return rows


def hours_by_school(courses: Courses, programme: str) -> dict[int, Fraction]:
    """CPD hours of each school: those of each event once."""
    hours: dict[int, Fraction] = defaultdict(Fraction)
    for urn, event in courses.school_events(programme):
        hours[urn] += event.hours
    return hours


def _joined(courses: Courses, programme: str) -> dict[int, Membership]:
    """Of each school the partnership that it joined first."""
    first: dict[int, Membership] = {}
    members = members_of(courses, programme)
    for one in sorted(members, key=lambda one: (one.engaged_on, one.partnership.partnership_id)):
        first.setdefault(one.urn, one)
    return first


def _inspected(courses: Courses, urn: int, engaged_on: date) -> Row:
    """The last full inspection before the school joined and the latest since, of that URN alone."""
    ratings = courses.full_inspections.get(urn, {})
    before = max((day for day in ratings if day < engaged_on), default=None)
    since = max((day for day in ratings if day > engaged_on), default=None)
    change = "none"
    if since is not None:
        change = "first inspection" if before is None else _change(ratings[before], ratings[since])
    return {
        "rating_before": NEW if before is None else str(ratings[before]),
        "rating_since": None if since is None else str(ratings[since]),
        "rating_change": change,
        "days_to_inspection": None if since is None else (since - engaged_on).days,
    }


def _change(before: int, since: int) -> str:
    return CHANGES[(since > before) - (since < before)]


def ofsted_movement(courses: Courses, journeys: Iterable[Row]) -> list[Row]:
    """kpi_ofsted_movement: of the schools that take part, in any partnership of the programme."""
    active = {(one.partnership.programme, one.urn) for one in courses.memberships if one.is_active}
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in journeys:
        if (row["programme"], row["urn"]) in active:
            for rating in (row["rating_before"], "all"):
                counts[row["programme"], rating].update(["schools", row["rating_change"]])
    return [
        {
            "programme": programme,
            "rating_before": rating,
            "schools_count": of_it["schools"],
            "inspected_since_count": sum(of_it[name] for name in CHANGES.values()),
            "improved_count": of_it["improved"],
            "same_count": of_it["same"],
            "declined_count": of_it["declined"],
            "first_inspection_count": of_it["first inspection"],
        }
        for (programme, rating), of_it in counts.items()
    ]


def outcome_dosage(courses: Courses) -> list[Row]:
    """kpi_outcome_dosage: 10 and 20 units belong to the middle band."""
    sums: dict[tuple[str, str, str], dict[int, int]] = defaultdict(Counter)
    for programme in {one["programme"] for one in courses.outcomes}:
        hours = hours_by_school(courses, programme)
        cohorts = cohorts_of(courses, programme)
        for one in courses.outcomes:
            urn = one["urn"]
            if one["programme"] != programme or urn is None:
                continue
            sums[programme, "all", "all"][urn] += 1
            sums[programme, "phase", courses.establishment(urn).phase][urn] += 1
            sums[programme, "cpd_units", band(hours[urn] / HOURS_PER_UNIT)][urn] += 1
            for cohort, members in cohorts.items():
                if any(member.urn == urn for member in members):
                    sums[programme, "cohort", cohort][urn] += 1
    return [
        {
            "programme": programme,
            "breakdown": breakdown,
            "category": category,
            "schools_count": len(schools),
            "outcomes_count": sum(schools.values()),
            "outcomes_per_school": Fraction(sum(schools.values()), len(schools)),
        }
        for (programme, breakdown, category), schools in sums.items()
    ]


def band(units: Fraction) -> str:
    """The band of CPD units."""
    if units < 10:
        return "under 10"
    return "10 to 20" if units <= 20 else "over 20"
