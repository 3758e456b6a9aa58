"""kpi_demand: what was asked for, and who came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from statistics import median

from tests.oracle.frames import Row, half_up, percentage, place_columns
from tests.oracle.periods import Period, holding
from tests.oracle.places import BASES, Geography, Places
from tests.oracle.programme import Entry, Facts, Request

STATUSES = {
    "Filled": "filled",
    "Part filled": "part_filled",
    "Unfilled": "unfilled",
    "Cancelled": "cancelled",
    "Open": "open",
}
ANSWERED = ("Filled", "Part filled")

Supply = tuple[Period, str, Geography]
Cell = tuple[Period, str, Geography, str]  # the last is the activity type
Sums = dict[Cell, dict[str, Fraction]]


def demand(facts: Facts, places: Places, periods: list[Period]) -> list[Row]:
    """kpi_demand: requests where and when they were made, Ambassadors where they live.

    Who is active counts beside every type, and beside `all` also where nobody asked.
    """
    sums: Sums = defaultdict(lambda: defaultdict(Fraction))
    days_to_fill: dict[Cell, list[int]] = defaultdict(list)
    provided = _provided(facts)
    for request in facts.requests:
        counts = {
            "requests": 1,
            STATUSES.get(request.status, "unknown"): 1,
            "wanted": request.ambassadors_wanted,
            "provided": len(provided[request.request_id]),
        }
        for cell, share in _cells_of_request(request, places, periods):
            for name, count in counts.items():
                sums[cell][name] += share * count
            if request.status in ANSWERED and request.closed_on is not None:
                days_to_fill[cell].append((request.closed_on - request.requested_on).days)
    active = _active(facts, places, periods)
    for cell in [(*supply, "all") for supply in active]:
        sums[cell]["requests"] += 0
    return [
        _row(cell, counts, days_to_fill.get(cell, []), active[cell[:3]])
        for cell, counts in sums.items()
    ]


def _gave_hours(entry: Entry, facts: Facts) -> bool:
    """Whether somebody known gave any."""
    hours = entry.preparation_hours + entry.delivery_hours
    return hours > 0 and entry.ambassador_id in facts.ambassadors


def _provided(facts: Facts) -> dict[str, set[str]]:
    """By request the Ambassadors with hours on completed activities that name it."""
    provided: dict[str, set[str]] = defaultdict(set)
    for entry in facts.entries:
        if entry.activity.request_id is not None and _gave_hours(entry, facts):
            provided[entry.activity.request_id].add(entry.ambassador_id)
    return provided


def _cells_of_request(
    request: Request, places: Places, periods: list[Period]
) -> Iterator[tuple[Cell, Fraction]]:
    for basis in BASES:
        place = places.of_organisation(request.organisation_id, request.requested_on, basis)
        for geography, share in places.spread(place).items():
            for period in holding(periods, request.requested_on):
                for activity_type in (request.activity_type, "all"):
                    yield (period, basis, geography, activity_type), share


def _active(facts: Facts, places: Places, periods: list[Period]) -> dict[Supply, Fraction]:
    """How many Ambassadors were active, whatever they did, where they live on the last day."""
    ambassador_ids: dict[Period, set[str]] = defaultdict(set)
    for entry in facts.entries:
        if _gave_hours(entry, facts):
            for period in holding(periods, entry.activity.starts_on):
                ambassador_ids[period].add(entry.ambassador_id)
    active: dict[Supply, Fraction] = defaultdict(Fraction)
    for period, of_the_period in ambassador_ids.items():
        for ambassador_id in of_the_period:
            for basis in BASES:
                place = places.of_ambassador(ambassador_id, period, basis)
                for geography, share in places.spread(place).items():
                    active[period, basis, geography] += share
    return active


def _row(cell: Cell, counts: dict[str, Fraction], days_to_fill: list[int], active: Fraction) -> Row:
    period, basis, geography, activity_type = cell
    filled = counts["filled"] + counts["part_filled"]
    decided = filled + counts["unfilled"]
    return {
        **place_columns(period, basis, geography),
        "activity_type": activity_type,
        "requests_count": half_up(counts["requests"]),
        **{f"{name}_count": half_up(counts[name]) for name in STATUSES.values()},
        "fill_rate_pct": percentage(filled, decided),
        "ambassadors_wanted_count": half_up(counts["wanted"]),
        "ambassadors_provided_count": half_up(counts["provided"]),
        "days_to_fill_median": Fraction(median(days_to_fill)) if days_to_fill else None,
        "ambassadors_active_count": half_up(active),
        "requests_per_ambassador": counts["requests"] / active if active else None,
        "exact_filled": filled,
        "exact_decided": decided,
    }
