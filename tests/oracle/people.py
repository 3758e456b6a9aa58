"""kpi_ambassadors, kpi_volunteer_hours and kpi_young_people."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from tests.oracle.categories import BAND_ENDS
from tests.oracle.frames import Row, half_up, place_columns
from tests.oracle.periods import Period, holding
from tests.oracle.places import BASES, Geography, Places
from tests.oracle.programme import Ambassador, Facts
from tests.oracle.provisional import Provisional
from tests.oracle.targets import Targets, attainment, rag

Sums = dict[tuple[Period, str, Geography], dict[str, Fraction]]


def _sums() -> Sums:
    return defaultdict(lambda: defaultdict(Fraction))


def ambassadors(facts: Facts, places: Places, periods: list[Period]) -> list[Row]:
    """kpi_ambassadors: registered, new and active ones where they live on the last day."""
    active: dict[Period, set[str]] = defaultdict(set)
    for entry in facts.entries:
        if entry.preparation_hours + entry.delivery_hours > 0:
            for period in holding(periods, entry.activity.starts_on):
                active[period].add(entry.ambassador_id)
    sums = _sums()
    for period in periods:
        for ambassador in facts.ambassadors.values():
            counts = {
                "registered_count": is_registered(ambassador, period),
                "new_count": period.holds(ambassador.registered_on),
                "active_count": ambassador.ambassador_id in active[period],
            }
            if not any(counts.values()):
                continue
            for basis in BASES:
                place = places.of_ambassador(ambassador.ambassador_id, period, basis)
                for geography, share in places.spread(place).items():
                    for name, counts_here in counts.items():
                        sums[period, basis, geography][name] += share * counts_here
    return [
        {
            **place_columns(*key),
            **{name: half_up(value) for name, value in counts.items()},
            **{f"exact_{name}": value for name, value in counts.items()},
            "active_pct": counts["active_count"] / counts["registered_count"] * 100
            if counts["registered_count"]
            else None,
        }
        for key, counts in sums.items()
    ]


def is_registered(ambassador: Ambassador, period: Period) -> bool:
    return ambassador.registered_on <= period.last_day and (
        ambassador.withdrawn_on is None or ambassador.withdrawn_on >= period.first_day
    )


def volunteer_hours(
    facts: Facts, places: Places, periods: list[Period], targets: Targets, provisional: Provisional
) -> list[Row]:
    """kpi_volunteer_hours: hours where their activities were, beside their targets."""
    sums = _sums()
    for entry in facts.entries:
        for basis in BASES:
            place = places.of_activity(entry.activity, basis)
            for geography, share in places.spread(place).items():
                for period in holding(periods, entry.activity.starts_on):
                    hours = sums[period, basis, geography]
                    hours["preparation_hours"] += share * entry.preparation_hours
                    hours["delivery_hours"] += share * entry.delivery_hours
    rows = []
    for (period, basis, geography), hours in sums.items():
        total = hours["preparation_hours"] + hours["delivery_hours"]
        first, in_force = targets.hours("VOL_HOURS", period, basis, geography)
        attained = attainment(total, in_force)
        rows.append(
            {
                **place_columns(period, basis, geography),
                **hours,
                "volunteer_hours": total,
                "target_hours_first": first,
                "target_hours": in_force,
                "attainment_pct": attained,
                "rag": rag(attained, provisional.is_provisional(period, basis, geography)),
            }
        )
    return rows


def young_people(facts: Facts, places: Places, periods: list[Period]) -> list[Row]:
    """kpi_young_people: activities and the ends of their audience bands, by key stage."""
    sums: dict[tuple[Period, str, Geography, str], dict[str, Fraction]] = defaultdict(
        lambda: defaultdict(Fraction)
    )
    for activity in facts.activities:
        low, high = BAND_ENDS.get(activity.audience_band, (0, 0))
        for basis in BASES:
            spread = places.spread(places.of_activity(activity, basis))
            for geography, share in spread.items():
                for period in holding(periods, activity.starts_on):
                    for key_stage in (activity.key_stage, "all"):
                        counts = sums[period, basis, geography, key_stage]
                        counts["activities_count"] += share
                        counts["young_people_low"] += share * low
                        counts["young_people_high"] += share * high
    return [
        {
            **place_columns(period, basis, geography),
            "key_stage": key_stage,
            **{name: half_up(value) for name, value in counts.items()},
        }
        for (period, basis, geography, key_stage), counts in sums.items()
    ]
