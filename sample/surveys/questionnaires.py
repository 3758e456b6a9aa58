"""What the surveys ask, by version, and how form tools head its columns: nearly as it is worded."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

import polars as pl

from sample.places import SEEDS
from sample.rendering import Delivery, Style

FAMILY = "survey"
_FIRST_ON, _WHOLE_ON = date(2016, 8, 31), date(2021, 8, 31)
_FIRST_VERSION = "2016"
_CURLY = str.maketrans({"'": "\u2019", '"': "\u201d"})
FIXED = {
    "response_id": "Response ID",
    "submitted_at": "Submitted at",
    "partnership": "Partnership",
    "school": "School",
    "school_urn": "School URN",
    "phase": "Phase",
    "years_in_teaching": "Years in teaching",
}
# What stands in for a wording's own text in brackets: the form fills it in.
_FILLED_IN = {"[my STEM subject]": "[science]"}


@cache
def read_questions() -> pl.DataFrame:
    """Return all questions of all versions, under the contract's names."""
    return pl.read_csv(SEEDS / "questions.csv", infer_schema=False)


def question_files() -> list[Delivery]:
    """Return the deliveries of `questions`: the first version, then all of them."""
    rows = read_questions()
    first = rows.filter(pl.col("version") == _FIRST_VERSION)
    style = Style(headers={"question_order": "order"})
    return [
        Delivery(FAMILY, "questions", day, frame, style=style)
        for day, frame in ((_FIRST_ON, first), (_WHOLE_ON, rows))
    ]


def wordings(survey: str, version: str) -> Mapping[str, str]:
    """Return the wording of each question of a survey's version, in the form's order."""
    rows = read_questions().filter(pl.col("survey") == survey, pl.col("version") == version)
    return dict(rows.select("question_code", "wording").iter_rows())


def headings(columns: Iterable[str], worded: Mapping[str, str]) -> list[str]:
    """Return how a form tool heads the columns: wordings drift, a repeat is numbered.

    A column `code.1` without a wording of its own repeats the question `code`.
    """
    return [_heading(column, worded, number) for number, column in enumerate(columns)]


def _heading(column: str, worded: Mapping[str, str], number: int) -> str:
    if column in FIXED:
        return FIXED[column]
    if column in worded:
        return _drifted(worded[column], number)
    code, dot, repeat = column.partition(".")
    return _drifted(worded[code], 0) + dot + repeat


def _drifted(wording: str, number: int) -> str:
    """Return a wording as one of a few hands writes it."""
    for words, filled_in in _FILLED_IN.items():
        wording = wording.replace(words, filled_in)
    forms = (
        wording,
        f"{wording} ",
        wording.translate(_CURLY),
        f"  {wording}",
        f"{wording}:",
        wording.replace(" the ", "  the "),
        f"{wording} [required]",
        wording.replace("-", "\u2013").upper(),
    )
    return forms[number % len(forms)]
