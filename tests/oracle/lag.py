"""How late activities are reported, and what that says about the newest months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
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


def reporting_lag(facts: Facts, places: Places) -> list[Row]:
    """kpi_reporting_lag."""
    rows = []
    last_complete = last_complete_month(facts)
    for where, parts in parts_by_place(facts, places).items():
        links = _links(parts, last_complete)
        months: dict[int, Parts] = defaultdict(list)
        for activity, share in parts:
            months[month_number(activity.starts_on)].append((activity, share))
        for number, of_the_month in months.items():
            estimate = _estimate(links, last_complete - number)
            rows.append(_row(where, month(number), of_the_month, estimate))
    return rows


def _row(where: Where, period: Period, parts: Parts, estimate: Fraction) -> Row:
    total = sum(share for _, share in parts)
    lags = [(activity.reported_on - activity.starts_on).days for activity, _ in parts]
    within = {
        days: sum(share for (_, share), lag in zip(parts, lags, strict=True) if lag <= days)
        for days in (7, 30, 90)
    }
    return {
        **place_columns(period, where.basis, where.geography),
        "activities_count": half_up(total),
        **{
            f"reported_within_{days}_days_pct": part / total * 100 if total else None
            for days, part in within.items()
        },
        "lag_days_median": Fraction(median(lags)),
        "completeness_estimate_pct": estimate,
        "is_provisional": estimate < COMPLETE_FROM,
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


def _estimate(links: dict[int, Fraction], age: int) -> Fraction:
    product = Fraction(1)
    for link_age, link in links.items():
        if link_age >= max(age, 0):
            product *= link
    return 100 / product


def provisional_months(rows: Iterable[Row]) -> set[tuple[str, str, str, str]]:
    """(month, basis, level, code) of the provisional rows."""
    return {
        (row["period"], row["hub_basis"], row["geography_level"], row["geography_code"])
        for row in rows
        if row["is_provisional"]
    }
