"""The columns of the marts that are compared, as the definitions promise them.

How KPIs are called and which aim they serve is worded by a seed: no definition tells.
"""

from __future__ import annotations

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
    "kpi_activity_mix": [
        "activities_count",
        "share_pct",
        "activity_rank",
        "volunteer_hours",
        "hours_share_pct",
        "reported_as_other_count",
    ],
    "kpi_satisfaction": ["responses_count", "mean_score", "rated_4_or_5_pct", "target", "rag"],
    "kpi_sustained_engagement": [
        "organisations_reached_count",
        "one_off_count",
        "repeat_count",
        "sustained_count",
        "sustained_pct",
        "returned_count",
        "lapsed_count",
        "activities_per_organisation",
    ],
    "kpi_demand": [
        "requests_count",
        "filled_count",
        "part_filled_count",
        "unfilled_count",
        "cancelled_count",
        "open_count",
        "fill_rate_pct",
        "ambassadors_wanted_count",
        "ambassadors_provided_count",
        "days_to_fill_median",
        "ambassadors_active_count",
        "requests_per_ambassador",
    ],
    "kpi_ambassador_profile": [
        "ambassadors_count",
        "share_pct",
        "benchmark_pct",
        "difference_pp",
        "suppression",
    ],
    "kpi_scorecard": [
        "value",
        "numerator",
        "denominator",
        "target_first",
        "target",
        "attainment_pct",
        "rag",
        "rag_stated",
        "rag_agrees",
        "previous_value",
        "year_ago_value",
        "trend",
        "barriers",
        "enablers",
        "risk",
        "narrative_status",
        "is_provisional",
        "base_is_small",
    ],
    "kpi_school_engagement": ["activities_count", "ambassadors_count"],
    "kpi_programme_summary": [
        "schools_recruited_count",
        "schools_primary_count",
        "schools_secondary_count",
        "schools_all_through_count",
        "schools_active_count",
        "partnerships_count",
        "participants_recruited_count",
        "participants_recruited_target",
        "unique_participants_count",
        "participations_count",
        "cpd_events_count",
        "community_events_count",
        "schools_with_cpd_count",
        "cpd_hours",
        "cpd_units",
        "funding_gbp",
        "funding_per_participant_gbp",
    ],
    "kpi_cpd_participants": [
        "participants_recruited_count",
        "unique_participants_count",
        "participations_count",
        "participant_hours",
        "share_pct",
    ],
    "kpi_cpd_events": ["events_count", "participations_count", "event_hours", "share_pct"],
    "kpi_school_journey": [
        "school",
        "phase",
        "cohort",
        "partnership",
        "pupils_count",
        "cpd_units",
        "cpd_hours",
        "activities_count",
        "rating_before",
        "rating_since",
        "rating_change",
        "days_to_inspection",
        "outcomes_count",
    ],
    "kpi_ofsted_movement": [
        "schools_count",
        "inspected_since_count",
        "improved_count",
        "same_count",
        "declined_count",
        "first_inspection_count",
    ],
    "kpi_cpd_feedback": ["responses_count", "base_count", "response_pct", "question_rank"],
    "kpi_cpd_feedback_reasons": ["comments_count", "base_count", "reason_rank"],
    "kpi_subject_ratings": ["schools_count", "mean_rating"],
    "kpi_stem_maturity": [
        "schools_count",
        "mean_start",
        "mean_end",
        "mean_change",
        "modal_change",
    ],
    "kpi_programme_outcomes": ["outcomes_count", "outcome_rank", "schools_count"],
    "kpi_outcome_dosage": ["schools_count", "outcomes_count", "outcomes_per_school"],
}


GRAINS = {
    "kpi_activity_mix": ["setting_group", "activity_type"],
    "kpi_ambassador_profile": ["characteristic", "category", "benchmark_population"],
    "kpi_demand": ["activity_type"],
    "kpi_other_categories": ["field"],
    "kpi_reach": ["phase", "priority_only"],
    "kpi_satisfaction": ["respondent", "criterion"],
    "kpi_scorecard": ["kpi_code"],
    "kpi_sustained_engagement": ["phase", "priority_only"],
    "kpi_young_people": ["key_stage"],
}

PLACE_KEY = ["period_type", "period", "hub_basis", "geography_level", "geography_code"]
OTHER_KEYS = {
    "kpi_school_engagement": ["urn", "programme_year"],
    "kpi_programme_summary": ["programme", "cohort"],
    "kpi_cpd_participants": ["programme", "breakdown", "category"],
    "kpi_cpd_events": ["programme", "breakdown", "category"],
    "kpi_school_journey": ["programme", "urn"],
    "kpi_ofsted_movement": ["programme", "rating_before"],
    "kpi_cpd_feedback": ["programme", "question", "role", "response"],
    "kpi_cpd_feedback_reasons": ["programme", "reason"],
    "kpi_subject_ratings": ["programme", "urn", "school", "point", "subject", "criterion"],
    "kpi_stem_maturity": ["programme", "aspect"],
    "kpi_programme_outcomes": ["programme", "audience", "outcome"],
    "kpi_outcome_dosage": ["programme", "breakdown", "category"],
}
CPD_MARTS = tuple(OTHER_KEYS)[1:]


def key_columns(mart: str) -> list[str]:
    """The columns that tell the rows of a mart apart."""
    return OTHER_KEYS.get(mart) or [*PLACE_KEY, *GRAINS.get(mart, [])]


def columns_of(mart: str) -> list[str]:
    """The columns whose cells are compared."""
    return [*([] if mart in OTHER_KEYS else ["geography_name"]), *MEASURES[mart]]
