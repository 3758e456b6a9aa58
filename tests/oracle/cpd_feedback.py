"""Marts of what people say of courses: kpi_cpd_feedback, kpi_cpd_feedback_reasons."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from cleaning.seeds import SEEDS, read_rows
from tests.oracle.cpd_facts import CourseForm, Courses
from tests.oracle.cpd_feeds import QUESTIONS
from tests.oracle.frames import Row, half_up, percentage
from tests.oracle.lists import AGREE_QUESTIONS, LISTS

MOST = "Agree strongly"

# what a person reads in them: places in the published list
COMMENTS: dict[str, tuple[int, ...]] = {
    "Explaining any misconceptions": (15,),
    "Components of CPD that make it effective, 5 stars!": (22,),
    "Cross curricular ideas - Science/History/Geography/. Good to listen to other people and "
    "share ideas": (4, 13),
    "All of it as a\nnon-Physicist NQT!": (18,),
    "Experiential learning and collaboration with others to model a good lesson": (4, 16),
    "BEING ABLE TO TAKE PART IN THE INVESTIGATIONS – FIRST-HAND EXPERIENCE": (16,),
    "Not enough hands on, but the vocabulary was useful": (10,),
    "There was nothing on assessment.": (),
    "42": (),
}
NO_COMMENT = ("", "  ", "-", "…", "?!")


def cpd_feedback(courses: Courses) -> list[Row]:
    """kpi_cpd_feedback."""
    forms: dict[tuple[str, str], list[CourseForm]] = defaultdict(list)
    for form in courses.forms:
        for role in (form.answers["role"], "all"):
            forms[form.programme, role].append(form)
    rows: list[Row] = []
    for (programme, role), of_it in forms.items():
        counts = {name: _answers(of_it, name) for name in ("role", *QUESTIONS)}
        ranks = _ranks(counts)
        for question, answers in counts.items():
            base = sum(answers.values())
            listed = LISTS[question] if base else ()
            rows += [
                {
                    "programme": programme,
                    "question": question,
                    "role": role,
                    "response": response,
                    "responses_count": answers[response],
                    "base_count": base,
                    "response_pct": percentage(answers[response], base),
                    "question_rank": ranks.get(question),
                }
                for response in {*listed, *answers}
            ]
    return rows


def _answers(forms: list[CourseForm], question: str) -> Counter[str]:
    """Each question has its own base: the forms that answer it."""
    said = (one.answers[question] for one in forms)
    return Counter(answer for answer in said if answer != "Not stated")


def _ranks(counts: Mapping[str, Counter[str]]) -> dict[str, int]:
    """Of the agree questions by the whole percentage that agrees strongly; ties share a rank."""
    whole = {}
    for question in AGREE_QUESTIONS:
        strongly = percentage(counts[question][MOST], sum(counts[question].values()))
        if strongly is not None:
            whole[question] = half_up(strongly)
    return {
        name: 1 + sum(other > value for other in whole.values()) for name, value in whole.items()
    }


def cpd_feedback_reasons(courses: Courses) -> list[Row]:
    """kpi_cpd_feedback_reasons, of comments that are known by heart."""
    published = {int(row["position"]): row["reason"] for row in _published_list()}
    comments: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for form in courses.forms:
        if form.comment is not None and re.search("[A-Za-z0-9]", form.comment):
            comments[form.programme].append(COMMENTS[form.comment])
    rows: list[Row] = []
    for programme, coded in comments.items():
        counts = Counter(place for places in coded for place in places)
        rows += [
            {
                "programme": programme,
                "reason": reason,
                "comments_count": counts[place],
                "base_count": len(coded),
                "reason_rank": 1 + sum(other > counts[place] for other in counts.values()),
            }
            for place, reason in published.items()
        ]
    return rows


def _published_list() -> list[dict[str, str]]:
    return read_rows(SEEDS.parent / "cpd" / "feedback_reasons.csv")
