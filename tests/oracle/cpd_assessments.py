"""Marts of how schools see themselves: ratings of subjects, maturity, outcomes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from fractions import Fraction
from typing import Any

from tests.oracle.cpd_facts import Courses
from tests.oracle.frames import Row
from tests.oracle.lists import STEM_SUBJECTS

STEM, ALL_CRITERIA, OVERALL, EVERY_SCHOOL = "STEM", "All criteria", "Overall", "all"

Means = dict[tuple[str, str], Fraction]  # subject and criterion


def mean(values: Collection[Fraction]) -> Fraction:
    """The plain mean of some values."""
    return sum(values, Fraction(0)) / len(values)


def grouped(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    """Rows by key."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def subject_ratings(courses: Courses) -> list[Row]:
    """kpi_subject_ratings: of each school, and of all."""
    rows: list[Row] = []
    of_points = grouped(courses.ratings, lambda one: (one["programme"], one["point"]))
    for (programme, point), of_it in of_points.items():
        schools: dict[int | None, list[Row]] = {
            None: of_it,
            **grouped(of_it, lambda one: one["urn"]),
        }
        for urn, ratings in schools.items():
            for (subject, criterion), value in means_of(ratings).items():
                rows.append(
                    {
                        "programme": programme,
                        "urn": urn,
                        "school": EVERY_SCHOOL if urn is None else courses.establishment(urn).name,
                        "point": point.lower(),
                        "subject": subject,
                        "criterion": criterion,
                        "schools_count": len(
                            {one["urn"] for one in ratings if _is_in(one, subject, criterion)}
                        ),
                        "mean_rating": value,
                    }
                )
    return rows


def means_of(ratings: list[Row]) -> Means:
    """Means of ratings; STEM is the mean of subjects' means, then criteria are averaged."""
    cells = grouped(ratings, lambda one: (one["subject"], one["criterion"]))
    means = {key: mean([Fraction(one["rating"]) for one in of_it]) for key, of_it in cells.items()}
    for criterion in {criterion for _, criterion in cells}:
        of_stem = [means[name, criterion] for name in STEM_SUBJECTS if (name, criterion) in cells]
        if of_stem:
            means[STEM, criterion] = mean(of_stem)
    for subject in {subject for subject, _ in means}:
        of_it = [value for (name, _), value in means.items() if name == subject]
        means[subject, ALL_CRITERIA] = mean(of_it)
    return means


def _is_in(rating: Row, subject: str, criterion: str) -> bool:
    """Whether a rating goes into a mean."""
    subjects = STEM_SUBJECTS if subject == STEM else (subject,)
    return rating["subject"] in subjects and criterion in (rating["criterion"], ALL_CRITERIA)


def stem_maturity(courses: Courses) -> list[Row]:
    """kpi_stem_maturity: schools that were assessed at both points."""
    pairs = grouped(courses.stages, lambda one: (one["programme"], one["aspect"], one["urn"]))
    both: dict[str, dict[str, list[tuple[int, int, int]]]] = defaultdict(lambda: defaultdict(list))
    for (programme, aspect, urn), of_it in pairs.items():
        stages = {one["point"]: one["stage"] for one in of_it}
        if len(stages) == 2:
            both[programme][aspect].append((urn, stages["Start"], stages["End"]))
    rows: list[Row] = []
    for programme, aspects in both.items():
        own = {aspect: _moved(schools) for aspect, schools in aspects.items()}
        together = _moved([school for schools in aspects.values() for school in schools])
        measures = ("mean_start", "mean_end", "mean_change")
        overall = {
            **together,
            **{name: mean([row[name] for row in own.values()]) for name in measures},
        }
        rows += [
            {"programme": programme, "aspect": aspect, **row}
            for aspect, row in {**own, OVERALL: overall}.items()
        ]
    return rows


def _moved(schools: list[tuple[int, int, int]]) -> Row:
    changes = Counter(end - start for _, start, end in schools)
    return {
        "schools_count": len({urn for urn, _, _ in schools}),
        "mean_start": mean([Fraction(start) for _, start, _ in schools]),
        "mean_end": mean([Fraction(end) for _, _, end in schools]),
        "mean_change": mean([Fraction(end - start) for _, start, end in schools]),
        "modal_change": max(changes, key=lambda change: (changes[change], change)),
    }


def programme_outcomes(courses: Courses) -> list[Row]:
    """kpi_programme_outcomes: each audience, each outcome, and all of either."""
    cells: dict[tuple[str, str, str | None], list[Row]] = defaultdict(list)
    for one in courses.outcomes:
        for audience in (one["audience"], "all"):
            for outcome in (one["outcome"], None):
                cells[one["programme"], audience, outcome].append(one)
    rows: list[Row] = []
    for (programme, audience, outcome), of_it in cells.items():
        others = [
            len(theirs)
            for (name, beside, of_outcome), theirs in cells.items()
            if (name, beside) == (programme, audience) and of_outcome is not None
        ]
        rank = 1 + sum(count > len(of_it) for count in others)
        rows.append(
            {
                "programme": programme,
                "audience": audience,
                "outcome": "all" if outcome is None else outcome,
                "outcomes_count": len(of_it),
                "outcome_rank": None if outcome is None else rank,
                "schools_count": len({one["urn"] for one in of_it} - {None}),
            }
        )
    return rows
