"""The marts of a landing zone, computed without the warehouse, straight from the definitions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from tests.oracle.facts import read_facts
from tests.oracle.frames import frame
from tests.oracle.lag import Completeness, last_complete_month, parts_by_place, reporting_lag
from tests.oracle.other import other_categories
from tests.oracle.people import ambassadors, volunteer_hours, young_people
from tests.oracle.periods import periods_of
from tests.oracle.places import Places
from tests.oracle.provisional import Provisional
from tests.oracle.reach import Reach
from tests.oracle.targets import Targets

MEASURES = {
    "kpi_ambassadors": ["registered_count", "new_count", "active_count", "active_pct"],
    "kpi_volunteer_hours": [
        "preparation_hours",
        "delivery_hours",
        "volunteer_hours",
        "target_hours_first",
        "target_hours",
        "attainment_pct",
        "rag",
    ],
    "kpi_reach": [
        "organisations_in_scope_count",
        "organisations_reached_count",
        "ambassadors_count",
        "reach_pct",
        "target_pct_first",
        "target_pct",
        "rag",
    ],
    "kpi_young_people": ["activities_count", "young_people_low", "young_people_high"],
    "kpi_other_categories": [
        "rows_count",
        "reported_other_count",
        "reported_other_pct",
        "unresolved_count",
        "unresolved_pct",
        "resolved_by_decision_count",
        "resolved_by_rule_count",
        "resolved_by_model_count",
        "volunteer_hours",
        "rescued_hours",
        "rescued_hours_pct",
    ],
    "kpi_reporting_lag": [
        "activities_count",
        "reported_within_7_days_pct",
        "reported_within_30_days_pct",
        "reported_within_90_days_pct",
        "lag_days_median",
        "completeness_estimate_pct",
        "is_provisional",
    ],
}

GRAINS = {
    "kpi_other_categories": ["field"],
    "kpi_reach": ["phase", "priority_only"],
    "kpi_young_people": ["key_stage"],
}


def compute_marts(landing: Path, as_of: date | None = None) -> dict[str, pd.DataFrame]:
    """The marts of the Ambassador programme, by name."""
    facts = read_facts(landing, as_of)
    places = Places(facts)
    periods = periods_of(facts)
    targets = Targets(facts, places)
    parts = parts_by_place(facts, places)
    completeness = Completeness(parts, last_complete_month(facts))
    provisional = Provisional(facts, completeness)
    rows = {
        "kpi_ambassadors": ambassadors(facts, places, periods),
        "kpi_volunteer_hours": volunteer_hours(facts, places, periods, targets, provisional),
        "kpi_reach": Reach(facts, places, targets, provisional).rows(periods),
        "kpi_young_people": young_people(facts, places, periods),
        "kpi_other_categories": other_categories(facts, places, periods),
        "kpi_reporting_lag": reporting_lag(parts, completeness),
    }
    return {
        name: frame(of_the_mart, [*GRAINS.get(name, []), *MEASURES[name]])
        for name, of_the_mart in rows.items()
    }
