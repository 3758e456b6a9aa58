"""How often a world's marts meet the boundaries of their definitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

from tests.oracle.frames import Row, half_up
from tests.oracle.landing import live_rows
from tests.oracle.periods import periods_of
from tests.oracle.places import Places
from tests.oracle.profile import counts_of, hidden_cells
from tests.oracle.programme import Facts
from tests.oracle.suppression import SMALL
from tests.oracle.sustained import is_sustained
from tests.oracle.world_exact import HUB

Marts = Mapping[str, list[Row]]


def count_in_marts(marts: Marts, found: Counter[str]) -> None:
    """Cells at the boundaries."""
    for row in marts["kpi_scorecard"]:
        found["nine tenths of a target"] += row["attainment_pct"] == 90
        found["target revised"] += row["target"] != row["target_first"] is not None
        found[f"narrative {row['narrative_status']}"] += 1
        found[f"stated RAG agrees {row['rag_agrees']}"] += 1
        found[f"trend {row['trend']}"] += 1
        is_given = row["narrative_status"] == "given"
        found["commentary without barriers"] += is_given and row["barriers"] is None
        found["commentary with barriers"] += is_given and row["barriers"] is not None
        found["nothing unresolved"] += row["kpi_code"] == "OTHER_RATE" and row["value"] == 0
        if row["rag"] is not None:
            found[f"{row['kpi_code']} with a RAG"] += 1
        found["RAG withheld of a small base"] += row["base_is_small"] and bool(row["target"])
    for row in marts["kpi_satisfaction"]:
        found[f"{row['responses_count']} responses"] += row["target"] is not None
        found[f"respondent {row['respondent']}"] += 1
    for row in marts["kpi_demand"]:
        found["requests none of which was decided"] += (
            row["requests_count"] > 0 and row["fill_rate_pct"] is None
        )
        found["Ambassadors where nobody asked"] += (
            row["requests_count"] == 0 and row["ambassadors_active_count"] > 0
        )
        for status in ("filled", "part_filled", "unfilled", "cancelled", "open"):
            found[f"request {status}"] += row[f"{status}_count"]
    for row in marts["kpi_sustained_engagement"]:
        for name in ("sustained_count", "returned_count", "lapsed_count"):
            found[name] += row[name] or 0
    for row in marts["kpi_ambassador_profile"]:
        found["difference from a benchmark"] += row["difference_pp"] is not None
        found["suppressed beside a benchmark"] += bool(row["suppression"] and row["benchmark_pct"])
        if row["characteristic"] == "occupation_group":
            found[f"occupation {row['category']}"] += 1
    for row in marts["kpi_other_categories"]:
        found["resolved by decision"] += row["resolved_by_decision_count"]
        found["hours rescued by decision"] += bool(row["rescued_hours"])
    ranks = Counter(
        (
            row["period"],
            row["hub_basis"],
            row["geography_code"],
            row["setting_group"],
            row["activity_rank"],
        )
        for row in marts["kpi_activity_mix"]
        if row["geography_level"] == "hub"
    )
    found["tied rank"] += sum(count > 1 for count in ranks.values())


def count_in_programme(facts: Facts, landing: Path, found: Counter[str]) -> None:
    """Facts on special days and of nobody, hubs that merge and split, cells hidden."""
    for activity in facts.activities:
        day = activity.starts_on
        found["activity on 29 February"] += (day.month, day.day) == (2, 29)
        found["activity on the last day of a year"] += (day.month, day.day) == (8, 31)
        found["activity on the day of a clock change"] += is_clock_change(day)
    names = {activity.activity_id for activity in facts.activities}
    for feed in ("volunteering", "activity_feedback"):
        for row in live_rows(landing, feed):
            found[f"{feed} of an unknown activity"] += row["activity_id"] not in names
    for request in facts.requests:
        unknown = request.organisation_id not in facts.organisations
        found["request of an unknown organisation"] += unknown
    for hub in facts.hubs.values():
        found["merged hub"] += [share for _, share in hub.successors] == [1]
        if hub.last_day is not None:
            end = (hub.last_day.month, hub.last_day.day)
            found["hub closing on the last day of a year"] += end == (8, 31)
        own = {name for name, _ in hub.successors}
        theirs = [facts.hubs[name].successors for name in own if name in facts.hubs]
        found["hub reached along two chains"] += any(
            name in own for of_one in theirs for name, _ in of_one
        )
    found["hub split by area"] += _split_by_area(facts)
    at_exact = [one for one in facts.activities if one.organisation_id == "OX0"]
    found["three activities in one term"] += len(at_exact) == 3 and not is_sustained(at_exact)
    _count_hidden(facts, found)


def _split_by_area(facts: Facts) -> int:
    """Hubs whose areas went to more than one hub."""
    heirs: dict[str, set[str]] = {}
    for areas in facts.areas.values():
        in_time = sorted(areas, key=lambda area: area.first_day)
        for area, heir in pairwise(in_time):
            heirs.setdefault(area.hub_id, set()).add(heir.hub_id)
    return sum(len(of_the_hub) > 1 for of_the_hub in heirs.values())


def _count_hidden(facts: Facts, found: Counter[str]) -> None:
    places = Places(facts)
    everything = periods_of(facts)[-1]
    for by_geography in counts_of(facts, places, everything, "as_was").values():
        for cell, count in hidden_cells(by_geography, places).items():
            found["hidden because it is small"] += half_up(count) < SMALL
            found["hidden beside a small one"] += half_up(count) >= SMALL
            found["hidden in the exact hub"] += cell.geography_code == HUB


def is_clock_change(day: date) -> bool:
    """Whether clocks change in London: the last Sundays of March and October."""
    return day.month in (3, 10) and day.day > 24 and day.weekday() == 6
