"""The marts of courses, by name."""

from __future__ import annotations

from tests.oracle.cpd_assessments import programme_outcomes, stem_maturity, subject_ratings
from tests.oracle.cpd_feedback import cpd_feedback, cpd_feedback_reasons
from tests.oracle.cpd_programmes import cpd_events, cpd_participants, programme_summary
from tests.oracle.cpd_schools import ofsted_movement, outcome_dosage, school_journey
from tests.oracle.frames import Row
from tests.oracle.programme import Facts


def cpd_marts(facts: Facts) -> dict[str, list[Row]]:
    """The rows of every mart of courses."""
    courses = facts.courses
    journeys = school_journey(courses, facts)
    return {
        "kpi_programme_summary": programme_summary(courses),
        "kpi_cpd_participants": cpd_participants(courses),
        "kpi_cpd_events": cpd_events(courses),
        "kpi_school_journey": journeys,
        "kpi_ofsted_movement": ofsted_movement(courses, journeys),
        "kpi_cpd_feedback": cpd_feedback(courses),
        "kpi_cpd_feedback_reasons": cpd_feedback_reasons(courses),
        "kpi_subject_ratings": subject_ratings(courses),
        "kpi_stem_maturity": stem_maturity(courses),
        "kpi_programme_outcomes": programme_outcomes(courses),
        "kpi_outcome_dosage": outcome_dosage(courses),
    }
