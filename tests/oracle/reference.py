"""The marts of a landing zone, computed without the warehouse, straight from the definitions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from tests.oracle.cpd_marts import cpd_marts
from tests.oracle.cpd_scores import cpd_scores
from tests.oracle.demand import demand
from tests.oracle.engagement import school_engagement
from tests.oracle.facts import read_facts
from tests.oracle.frames import Row, frame
from tests.oracle.funders import funder_report
from tests.oracle.lag import Completeness, last_complete_month, parts_by_place, reporting_lag
from tests.oracle.mix import activity_mix
from tests.oracle.other import other_categories
from tests.oracle.partnerships import partnership_health
from tests.oracle.people import ambassadors, volunteer_hours, young_people
from tests.oracle.periods import periods_of
from tests.oracle.places import Places
from tests.oracle.profile import ambassador_profile
from tests.oracle.programme import Facts
from tests.oracle.promise import columns_of, key_columns
from tests.oracle.provisional import Provisional
from tests.oracle.reach import Reach
from tests.oracle.satisfaction import satisfaction
from tests.oracle.scorecard import Scorecard
from tests.oracle.scores import scores_of
from tests.oracle.survey_marts import survey_marts
from tests.oracle.survey_scores import survey_scores
from tests.oracle.sustained import sustained_engagement
from tests.oracle.targets import Targets

MARKED_WHILE_PROVISIONAL = (
    "kpi_ambassadors",
    "kpi_volunteer_hours",
    "kpi_reach",
    "kpi_young_people",
    "kpi_activity_mix",
    "kpi_satisfaction",
    "kpi_sustained_engagement",
    "kpi_demand",
)


def compute_marts(landing: Path, as_of: date | None = None) -> dict[str, pd.DataFrame]:
    """The marts, by name."""
    rows = mart_rows(read_facts(landing, as_of))
    return {
        name: frame(of_the_mart, [*key_columns(name), *columns_of(name)])
        for name, of_the_mart in rows.items()
    }


def mart_rows(facts: Facts) -> dict[str, list[Row]]:
    """The rows of every mart; the scorecard is made of the others."""
    places = Places(facts)
    periods = periods_of(facts)
    targets = Targets(facts, places)
    parts = parts_by_place(facts, places)
    provisional = Provisional(facts, Completeness(parts, last_complete_month(facts)))
    marts = {
        "kpi_ambassadors": ambassadors(facts, places, periods),
        "kpi_volunteer_hours": volunteer_hours(facts, places, periods, targets, provisional),
        "kpi_reach": Reach(facts, places, targets, provisional).rows(periods),
        "kpi_young_people": young_people(facts, places, periods),
        "kpi_other_categories": other_categories(facts, places, periods),
        "kpi_reporting_lag": reporting_lag(parts, provisional.completeness),
        "kpi_activity_mix": activity_mix(facts, places, periods),
        "kpi_satisfaction": satisfaction(facts, places, periods, targets, provisional),
        "kpi_sustained_engagement": sustained_engagement(facts, places, periods),
        "kpi_demand": demand(facts, places, periods),
        "kpi_ambassador_profile": ambassador_profile(facts, places, periods),
    }
    for name in MARKED_WHILE_PROVISIONAL:
        marts[name] = provisional.marked(marts[name], periods)
    scorecard = Scorecard(facts, periods, targets, provisional)
    scores = {
        **scores_of(marts, parts, periods),
        **cpd_scores(facts.courses, periods),
        **survey_scores(facts, periods),
    }
    return {
        **marts,
        **cpd_marts(facts),
        **survey_marts(facts),
        "kpi_partnership_health": partnership_health(facts),
        "kpi_funder_report": funder_report(facts),
        "kpi_scorecard": scorecard.rows(scores),
        "kpi_school_engagement": school_engagement(facts),
    }
