"""What people say of a world's courses, how schools rate themselves, what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.oracle.cpd_feedback import COMMENTS, NO_COMMENT
from tests.oracle.lists import AGREE_QUESTIONS, AGREEMENT
from tests.oracle.world_places import iso

if TYPE_CHECKING:
    from tests.oracle.world_cpd import _Courses

AGREED = (*AGREEMENT, "agree strongly", "AGREE STRONGLY", "Agree strongly", "", "zzy")
SATISFIED = ("Poor", "Fair", "good", "Very good", "Excellent", "", "zzx")
QUALITY = ("Poor", "Satisfactory", "Good", "Very Good", "very good", "", "zzq")
RESOURCES = ("Very useful", "Quite useful", "Not used", "not at all useful", "", "")
ROLES = ("Teacher", "TEACHER", "Senior leader (Head Teacher)", "Other", "", "zzr")
POINTS = ("Start", "start", "End", "END", "")
SUBJECTS = ("Science", "D&T", "d & t", "Maths", "maths", "Computer Science", "Non-STEM", "", "zzs")
CRITERIA = ("Quality of teaching", "Pupil learning", "pupil  learning", "STEM careers education")
ASPECTS = ("STEM enrichment", "stem enrichment", "Quality of STEM teaching", "zzp", "")
AUDIENCES = ("Leaders", "Teachers", "teachers", "Students", "", "zza")
OUTCOMES = ("More practicals", "more practicals", "Confidence", "all", "", "Other")


def send_feedback(courses: _Courses) -> None:
    """Feedback forms, of which some are taken back."""
    rng = courses.rng
    for number in range(1, rng.randint(20, 90)):
        role = rng.choice(ROLES)
        for _ in range(rng.choice((1, 1, 1, 2))):
            row = {
                "feedback_id": f"F{number}",
                "event_id": f"E{rng.randint(1, courses.events + 2)}",
                "role": role,
                "role_other": rng.choice(("", "technician")) if role == "Other" else "",
                "overall_satisfaction": rng.choice(SATISFIED),
                "overall_quality": rng.choice(QUALITY),
                **{name: rng.choice(AGREED) for name in AGREE_QUESTIONS},
                "online_resources": rng.choice(RESOURCES),
                "useful_why": rng.choice((*COMMENTS, *NO_COMMENT)),
                "submitted_at": courses.days.moment(courses.days.any()),
            }
            courses.put("event_feedback", row)
        if rng.random() < 0.06:
            gone = courses.days.moment(courses.days.any())
            courses.put("event_feedback", {"feedback_id": f"F{number}", "deleted_at": gone})


def send_assessments(courses: _Courses) -> None:
    """Ratings, stages and outcomes, their lists spelled one way and another."""
    rng = courses.rng
    for number in rng.sample(range(400), rng.randint(40, 160)):
        few = courses.urns[:4] if rng.random() < 0.7 else courses.urns
        at = {"programme_id": courses.programme(), "urn": rng.choice(few)}
        day = iso(courses.days.first + timedelta(days=number))
        rating = {
            **at,
            "point": rng.choice(POINTS),
            "subject": rng.choice(SUBJECTS),
            "criterion": rng.choice(CRITERIA),
            "rating": rng.choice("1234"),
            "rated_on": day,
        }
        courses.put("subject_ratings", rating)
        stage = {
            **at,
            "point": rng.choice(POINTS),
            "aspect": rng.choice(ASPECTS),
            "stage": rng.choice("12345"),
            "assessed_on": day,
        }
        courses.put("maturity", stage)
    for number in range(1, rng.randint(10, 60)):
        row = {
            "outcome_id": f"U{number}",
            "programme_id": courses.programme(),
            "urn": rng.choice([*courses.urns, ""]),
            "partnership_id": "",
            "audience": rng.choice(AUDIENCES),
            "outcome": rng.choice(OUTCOMES),
            "domain": rng.choice(("Cognitive", "", "zz")),
            "recorded_on": iso(courses.days.any()),
        }
        courses.put("outcomes", row)
