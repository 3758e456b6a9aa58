"""The reference is right by hand: courses at the boundaries of their definitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests.oracle.cpd_assessments import STEM, means_of, stem_maturity
from tests.oracle.cpd_facts import (
    Booking,
    CourseForm,
    Courses,
    Event,
    Membership,
    Participant,
    Partnership,
)
from tests.oracle.cpd_feedback import cpd_feedback
from tests.oracle.cpd_feeds import QUESTIONS
from tests.oracle.cpd_programmes import cpd_participants, programme_summary
from tests.oracle.cpd_schools import band, ofsted_movement, school_journey
from tests.oracle.cpd_scores import first_attended
from tests.oracle.programme import Facts

JOINED = date(2018, 1, 10)
EVENT = Event("E1", "A", None, "CPD", "Science", "Online", Fraction(6), JOINED, True)
ANN = Participant("N1", 1, "Teacher", "Science", True, True)
LEEDS = Partnership("T1", "Leeds", "A", "1", Fraction(100))


def courses_with(**changes: object) -> Courses:
    """A programme of one school from which Ann and Bob came to one course."""
    bob = replace(ANN, participant_id="N2", has_number=False)
    came = [Booking(EVENT, ANN, "Attended", None), Booking(EVENT, bob, "Part attended", None)]
    return Courses(
        **{
            "targets": {"A": 880},
            "partnerships": {"T1": LEEDS},
            "memberships": [Membership(LEEDS, 1, JOINED, True)],
            "events": {"E1": EVENT},
            "bookings": came,
            **changes,
        }  # type: ignore[arg-type]
    )


def test_hours_count_once_per_school_and_participant_hours_apart() -> None:
    [whole, cohort] = programme_summary(courses_with())
    assert (whole["cpd_hours"], whole["cpd_units"]) == (6, Fraction(6, 5))
    assert (whole["participants_recruited_count"], whole["unique_participants_count"]) == (1, 2)
    assert (whole["participants_recruited_target"], whole["funding_per_participant_gbp"]) == (
        880,
        100,
    )
    assert (cohort["cohort"], cohort["participants_recruited_target"]) == ("1", None)
    everybody = next(row for row in cpd_participants(courses_with()) if row["breakdown"] == "all")
    assert (everybody["participations_count"], everybody["participant_hours"]) == (2, 6)


def test_the_first_attendance_is_of_cpd_and_of_who_is_recruited() -> None:
    fair = replace(EVENT, event_type="Community", starts_on=JOINED - timedelta(days=9))
    earlier = Booking(fair, ANN, "Attended", None)
    courses = courses_with()
    bookings = [earlier, *courses.bookings]
    assert first_attended(replace(courses, bookings=bookings)) == {"N1": JOINED}


@pytest.mark.parametrize(
    ("days", "before", "since", "change"),
    [
        ((-1, 1), "3", "2", "improved"),
        ((0,), "new", None, "none"),
        ((1,), "new", "3", "first inspection"),
        ((-400, -1, 1, 400), "2", "1", "improved"),
    ],
)
def test_an_inspection_on_the_day_of_joining_is_on_neither_side(
    days: tuple[int, ...], before: str, since: str | None, change: str
) -> None:
    ratings = {1: (3,), 2: (3, 2), 4: (4, 2, 3, 1)}[len(days)]
    inspections = dict(zip((JOINED + timedelta(days=day) for day in days), ratings, strict=True))
    courses = courses_with(full_inspections={1: inspections})
    [journey] = school_journey(courses, _facts(courses))
    assert (journey["rating_before"], journey["rating_since"]) == (before, since)
    assert journey["rating_change"] == change
    assert {row["rating_before"] for row in ofsted_movement(courses, [journey])} == {before, "all"}


def _facts(courses: Courses) -> Facts:
    return Facts(JOINED, {}, {}, {}, {}, {}, {}, [], [], [], courses=courses)


def test_ten_and_twenty_units_are_in_the_middle() -> None:
    assert [band(Fraction(units)) for units in (9, 10, 20, 21)] == [
        "under 10",
        "10 to 20",
        "10 to 20",
        "over 20",
    ]


def test_stem_is_the_mean_of_subjects_however_many_schools_rate_them() -> None:
    science = [_rating("Science", rating) for rating in (1, 1, 1)]
    means = means_of([*science, _rating("Maths", 4), _rating("Non-STEM", 3)])
    assert means[STEM, "Pupil learning"] == Fraction(5, 2)
    assert means["Non-STEM", "All criteria"] == 3


def _rating(subject: str, rating: int) -> dict[str, object]:
    return {"urn": rating, "subject": subject, "criterion": "Pupil learning", "rating": rating}


def test_of_equally_common_changes_the_larger_is_the_mode() -> None:
    stages = [
        {"programme": "A", "aspect": "STEM enrichment", "urn": urn, "point": point, "stage": stage}
        for urn, point, stage in ((1, "Start", 1), (1, "End", 2), (2, "Start", 3), (2, "End", 5))
    ]
    alone = {**stages[0], "urn": 3}
    rows = stem_maturity(Courses(stages=[*stages, alone]))
    assert [(row["schools_count"], row["modal_change"]) for row in rows] == [(2, 2), (2, 2)]


def test_statements_are_ranked_by_whole_percentages_of_their_own_base() -> None:
    strongly, agree = "Agree strongly", "Agree"
    forms = [
        CourseForm(EVENT, _answers(well_organised=one, relevant_useful=other), None)
        for one, other in ((strongly, strongly), (strongly, agree), (agree, "Not stated"))
    ]
    ranks = {
        row["question"]: (row["base_count"], row["question_rank"])
        for row in cpd_feedback(Courses(forms=forms))
        if row["role"] == "all" and row["question_rank"]
    }
    assert ranks == {"well_organised": (3, 1), "relevant_useful": (2, 2)}


def _answers(**said: str) -> dict[str, str]:
    return {**dict.fromkeys(("role", *QUESTIONS), "Not stated"), **said}
