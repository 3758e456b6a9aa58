"""How late activities are reported, and what that says about the newest months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from tests.oracle.frames import Row, half_up, place_columns
from tests.oracle.periods import Period, month, month_number
from tests.oracle.places import BASES, Geography, Places
from tests.oracle.programme import Activity, Facts

WINDOW_MONTHS = 24
COMPLETE_FROM = 95

Parts = list[tuple[Activity, Fraction]]


class Where(NamedTuple):
    """One place under one basis."""

    basis: str
    geography: Geography


def last_complete_month(facts: Facts) -> int:
    """The newest month that the as-of day is past."""
    return month_number(facts.as_of) - 1


def parts_by_place(facts: Facts, places: Places) -> dict[Where, Parts]:
    """The completed activities of every place, with the part of each that lies there."""
    parts: dict[Where, Parts] = defaultdict(list)
    for basis in BASES:
        for activity in facts.activities:
            spread = places.spread(places.of_activity(activity, basis))
            for geography, share in spread.items():
                parts[Where(basis, geography)].append((activity, share))
    return parts


class Completeness:
    """Estimates, place by place, how much of a month has been reported by the as-of day."""

    def __init__(self, parts: dict[Where, Parts], last_complete: int) -> None:
        self._last_complete = last_complete
        self._links = {where: _links(of_it, last_complete) for where, of_it in parts.items()}

    def estimate_pct(self, where: Where, number: int) -> Fraction:
        """The estimate of a month, which does not ask whether anything happened in it."""
        product = Fraction(1)
        for age, link in self._links.get(where, {}).items():
            if age >= max(self._last_complete - number, 0):
                product *= link
        return 100 / product

    def is_provisional(self, where: Where, number: int) -> bool:
        """Whether less than the threshold has been reported."""
        return self.estimate_pct(where, number) < COMPLETE_FROM


def reporting_lag(parts: dict[Where, Parts], completeness: Completeness) -> list[Row]:
    """kpi_reporting_lag: the months in which a place has activities."""
    rows = []
    for where, of_the_place in parts.items():
        months: dict[int, Parts] = defaultdict(list)
        for activity, share in of_the_place:
            months[month_number(activity.starts_on)].append((activity, share))
        for number, of_the_month in months.items():
            rows.append(_row(where, number, of_the_month, completeness))
    return rows


def reported_within(
    parts: dict[Where, Parts], periods: list[Period], days: int
) -> Iterator[tuple[Period, Where, Fraction, Fraction]]:
    """By period and place how much was reported within so many days, and how much there is."""
    for where, of_the_place in parts.items():
        for period in periods:
            inside = [one for one in of_the_place if period.holds(one[0].starts_on)]
            soon = (
                share for one, share in inside if (one.reported_on - one.starts_on).days <= days
            )
            if inside:
                total = sum((share for _, share in inside), Fraction(0))
                yield period, where, sum(soon, Fraction(0)), total


def _row(where: Where, number: int, parts: Parts, completeness: Completeness) -> Row:
    total = sum(share for _, share in parts)
    lags = [(activity.reported_on - activity.starts_on).days for activity, _ in parts]
    within = {
        days: sum(share for (_, share), lag in zip(parts, lags, strict=True) if lag <= days)
        for days in (7, 30, 90)
    }
    return {
        **place_columns(month(number), where.basis, where.geography),
        "activities_count": half_up(total),
        **{
            f"reported_within_{days}_days_pct": part / total * 100 if total else None
            for days, part in within.items()
        },
        "lag_days_median": Fraction(median(lags)),
        "completeness_estimate_pct": completeness.estimate_pct(where, number),
        "is_provisional": completeness.is_provisional(where, number),
    }


def _links(parts: Iterable[tuple[Activity, Fraction]], last_complete: int) -> dict[int, Fraction]:
    """link(j): what months had by age j+1 over what they had by age j."""
    aged = [
        (
            month_number(activity.starts_on),
            max(0, month_number(activity.reported_on) - month_number(activity.starts_on)),
            share,
        )
        for activity, share in parts
    ]
    links = {}
    for age in range(WINDOW_MONTHS):
        reached = [
            (reported_at_age, share)
            for number, reported_at_age, share in aged
            if last_complete - WINDOW_MONTHS < number and number + age + 1 <= last_complete
        ]
        before = sum((share for at_age, share in reached if at_age <= age), Fraction(0))
        after = sum((share for at_age, share in reached if at_age <= age + 1), Fraction(0))
        links[age] = after / before if before else Fraction(1)
    return links
