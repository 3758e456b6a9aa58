"""kpi_partnership_health, and what is a partnership's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.cpd_facts import Booking
from tests.oracle.frames import Row
from tests.oracle.programme import Activity, Alliance, Facts
from tests.oracle.survey_facts import PercentageReturn, Return
from tests.oracle.survey_marts import KPI_WAVES

AT_RISK_FROM, INACTIVE_FROM = 120, 240


def activities_of(alliance: Alliance, facts: Facts) -> list[tuple[int, Activity]]:
    """Completed activities at its schools while they were in it, with the school."""
    found = []
    for activity in facts.activities:
        urn = urn_of(activity, facts)
        if urn is not None and alliance.holds(urn, activity.starts_on):
            found.append((urn, activity))
    return found


def urn_of(activity: Activity, facts: Facts) -> int | None:
    """Today's number of the school at which an activity was."""
    organisation = facts.organisations.get(activity.organisation_id)
    return today_of(organisation.urn if organisation else None, facts)


def today_of(urn: int | None, facts: Facts) -> int | None:
    """Today's number of a school."""
    return None if urn is None else facts.current_urns.get(urn, urn)


def attendances_of(alliance: Alliance, facts: Facts) -> list[tuple[int | None, Booking]]:
    """Attendances of its schools, and of events held for it; the school where it is its own."""
    found = []
    for booking in facts.courses.bookings:
        urn = today_of(booking.urn, facts)
        is_member = alliance.holds(urn, booking.event.starts_on)
        if booking.is_attended and (
            is_member or booking.event.partnership_id == alliance.partnership_id
        ):
            found.append((urn if is_member else None, booking))
    return found


def returns_of(alliance: Alliance, facts: Facts) -> list[Return | PercentageReturn]:
    """What it returned, percentages too; a class in which nobody answered is nothing."""
    counted = [one for one in facts.surveys.returns if one.responses_count]
    return [
        one
        for one in (*counted, *facts.surveys.percentages)
        if one.partnership_id == alliance.partnership_id
    ]


def hours_of(attended: Iterable[tuple[int | None, Booking]]) -> Fraction:
    """Hours of delivered CPD, once per event and school."""
    return sum(
        (
            event.hours
            for _, event in {
                (urn, one.event)
                for urn, one in attended
                if urn is not None and one.event.is_cpd and one.event.is_delivered
            }
        ),
        Fraction(0),
    )


def partnership_health(facts: Facts) -> list[Row]:
    """kpi_partnership_health."""
    year_ago = _a_year_before(facts.as_of)
    rows = []
    for one in facts.alliances:
        activities = [activity for _, activity in activities_of(one, facts)]
        attended = attendances_of(one, facts)
        returns = returns_of(one, facts)
        days = [activity.starts_on for activity in activities]
        days += [booking.event.starts_on for _, booking in attended]
        days += [returned.returned_on for returned in returns]
        silent = (facts.as_of - max(days, default=one.starts_on)).days
        recent = [pair for pair in attended if pair[1].event.starts_on > year_ago]
        waves = {returned.wave for returned in returns}
        rows.append(
            {
                "partnership_id": one.partnership_id,
                "partnership": one.name,
                "programme": one.programme,
                "cohort": one.cohort,
                "schools_count": len(one.members),
                "active_schools_count": sum(member.is_active for member in one.members),
                "cpd_hours_12_months": hours_of(recent),
                "activities_12_months": sum(
                    activity.starts_on > year_ago for activity in activities
                ),
                "last_activity_on": max(days, default=None),
                "surveys_returned": len(waves),
                "waves_returned": ", ".join(KPI_WAVES[wave] for wave in KPI_WAVES if wave in waves)
                or None,
                "status_stated": one.status,
                "status_computed": computed_status(silent),
            }
        )
    return rows


def computed_status(silent_days: int) -> str:
    """At risk from 120 days without anything on, inactive from 240."""
    if silent_days >= INACTIVE_FROM:
        return "inactive"
    return "at risk" if silent_days >= AT_RISK_FROM else "active"


def _a_year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return (day - timedelta(days=1) if leap else day).replace(year=day.year - 1)
