"""Questions and returns of surveys, and the partnerships they are of, as the files tell them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.oracle.categories import Categories, decisions_in_force, fold
from tests.oracle.landing import live_rows, versions_in_order
from tests.oracle.survey_feeds import ANSWERS
from tests.oracle.survey_online import (
    AGREE,
    WAVES,
    Question,
    Response,
    Survey,
    folded_wording,
    read_online,
)

UNKNOWN = "unknown"

Row = dict[str, Any]
Scales = Mapping[tuple[str, str], str]  # by survey and question code


@dataclass(frozen=True)
class Return:
    """One or many responses that came together: their answers by question, phase and years."""

    survey: str
    wave: str
    partnership_id: str
    urn: int | None
    returned_on: date
    responses_count: int
    answers: Mapping[str, Counter[str]]
    phase: str | None = None
    years_in_teaching: float | None = None
    is_paper: bool = False


@dataclass(frozen=True)
class PercentageReturn:
    """A class whose teacher sent percentages."""

    survey: str
    wave: str
    partnership_id: str
    urn: int | None
    returned_on: date


@dataclass(frozen=True)
class Surveys:
    """Everything the marts of surveys are computed from."""

    scales: Scales = field(default_factory=dict)
    returns: list[Return] = field(default_factory=list)
    percentages: list[PercentageReturn] = field(default_factory=list)


def read_surveys(landing: Path) -> Surveys:
    """All that a landing zone tells of surveys."""
    surveys = _asked(landing)
    partnerships = live_rows(landing, "partnerships")
    categories = Categories(decisions_in_force(versions_in_order(landing, "recode_decisions")))
    scales = {(name, one.code): one.scale for name, of in surveys.items() for one in of.questions}
    known = {row["partnership_id"] for row in partnerships}
    owners = _owners(partnerships)
    responses = spelled_alike(read_online(landing, surveys), scales)
    online = [_online(response, owners, categories) for response in responses]
    return Surveys(
        scales, [*online, *_on_paper(landing, known, scales)], _percentages(landing, known, scales)
    )


def spelled_alike(responses: list[Response], scales: Scales) -> list[Response]:
    """Responses whose choices, where they differ in case and spaces alone, have one spelling.

    The commonest stands for all, whoever of what age was asked the question.
    """
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in responses:
        for code, answer in one.answers.items():
            if scales[one.survey, code] == "choice":
                counts[code, _said(answer)][answer] += 1
    commonest = {
        key: min(spellings, key=lambda text: (-spellings[text], text))
        for key, spellings in counts.items()
    }
    return [
        replace(
            one,
            answers={
                code: commonest.get((code, _said(answer)), answer)
                if scales[one.survey, code] == "choice"
                else answer
                for code, answer in one.answers.items()
            },
        )
        for one in responses
    ]


def _said(answer: str) -> str:
    return " ".join(answer.lower().split())


def _asked(landing: Path) -> dict[str, Survey]:
    """Surveys by name: every wording that a question ever had, its newest scale."""
    wordings: dict[tuple[str, str], set[str]] = defaultdict(set)
    scales, american = {}, set()
    for row in versions_in_order(landing, "questions"):
        key = (row["survey"].lower(), row["question_code"])
        wordings[key].add(folded_wording(row["wording"]))
        scales[key] = (row["scale"] or "").lower()
        if (row["date_format"] or "").startswith("MM"):
            american.add(key[0])
    questions: dict[str, list[Question]] = defaultdict(list)
    for (survey, code), scale in scales.items():
        questions[survey].append(Question(code, frozenset(wordings[survey, code]), scale))
    return {name: Survey(tuple(of_it), name in american) for name, of_it in questions.items()}


def _owners(partnerships: list[Row]) -> dict[str, str]:
    """By folded name the partnership that alone bears it."""
    by_name: dict[str, set[str]] = defaultdict(set)
    for row in partnerships:
        by_name[fold(row["partnership_name"])].add(row["partnership_id"])
    return {name: min(ids) for name, ids in by_name.items() if len(ids) == 1}


def _online(response: Response, owners: Mapping[str, str], categories: Categories) -> Return:
    phase = response.phase and categories.resolve("phase", response.phase).lower()
    return Return(
        response.survey,
        response.wave,
        owners.get(fold(response.partnership_name), UNKNOWN),
        response.urn,
        response.returned_on,
        1,
        {code: Counter([answer]) for code, answer in response.answers.items()},
        phase if phase in ("primary", "secondary") else None,
        response.years_in_teaching,
    )


def _on_paper(landing: Path, known: set[str], scales: Scales) -> list[Return]:
    """Classes: as many responses as the most answered question."""
    returns = []
    for rows in _classes(live_rows(landing, "paper_counts")):
        answers = {}
        for row in rows:
            counts = zip(AGREE, (row[name] or 0 for name in ANSWERS), strict=True)
            code = _code_of(row, scales)
            answers[code] = answers.get(code, Counter()) + Counter(dict(counts))
        totals = [sum(row[name] or 0 for name in ANSWERS) for row in rows]
        returns.append(
            Return(
                **_class(rows, known, scales),
                responses_count=max(totals),
                answers=answers,
                is_paper=True,
            )
        )
    return returns


def _code_of(row: Row, scales: Scales) -> str:
    """The question that a class answered, as the survey spells its code."""
    survey = _survey_of(row, scales)
    codes = {fold(code): code for name, code in scales if name == survey}
    return codes.get(fold(row["question_code"]), UNKNOWN)


def _percentages(landing: Path, known: set[str], scales: Scales) -> list[PercentageReturn]:
    rows = live_rows(landing, "paper_percentages")
    return [PercentageReturn(**_class(of_class, known, scales)) for of_class in _classes(rows)]


def _classes(rows: list[Row]) -> list[list[Row]]:
    columns = ("survey", "wave", "partnership_id", "school_name", "returned_on")
    classes: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        classes[tuple(row[name] for name in columns)].append(row)
    return [of_class for of_class in classes.values() if of_class[0]["wave"].lower() in WAVES]


def _class(rows: list[Row], known: set[str], scales: Scales) -> dict[str, Any]:
    row, urns = rows[0], [row["urn"] for row in rows if row["urn"] is not None]
    return {
        "survey": _survey_of(row, scales),
        "wave": row["wave"].lower(),
        "partnership_id": row["partnership_id"] if row["partnership_id"] in known else UNKNOWN,
        "urn": max(urns, default=None),
        "returned_on": row["returned_on"],
    }


def _survey_of(row: Row, scales: Scales) -> str:
    """The survey whose name it is but for case and spaces, if there is one."""
    name = "_".join(row["survey"].lower().split())
    return name if any(survey == name for survey, _ in scales) else UNKNOWN
