"""The answers of a survey as polars expressions: what each scale allows, and all as one object."""

import json
from collections.abc import Iterable, Mapping

import polars as pl

from extract.rules import Rule

_ANSWER = "?"
# White space of any kind and any case are no difference.
AGREE5 = r"(?i)^\s*(strongly\s+agree|agree|not\s+sure|disagree|strongly\s+disagree)\s*$"
COUNT = r"^\s*([0-9]{1,18}|[0-9]{1,3}(,[0-9]{3}){1,5})\s*$"
RATING4 = r"^\s*[1-4]\s*$"
# By scale: what an answer must match, and how a message says it.
CHECKED = {
    "agree5": (AGREE5, "Strongly agree, Agree, Not sure, Disagree or Strongly disagree"),
    "count": (COUNT, "a whole number from 0"),
    "rating4": (RATING4, "a whole number from 1 to 4"),
}
FREE = frozenset({"choice", "text"})
# What JSON has no letter for.
_ESCAPES = {chr(code): json.dumps(chr(code))[1:-1] for code in (*range(32), ord('"'), ord("\\"))}


def answer_column(code: str) -> str:
    """Return the column in which rules find a question's answer, null where there is none."""
    return _ANSWER + code


def answer_columns(columns: Iterable[str]) -> list[str]:
    """Return those columns that hold answers."""
    return [column for column in columns if column.startswith(_ANSWER)]


def answer_rules(scales: Mapping[str, str], places: Mapping[str, str]) -> list[Rule]:
    """Return the rules for questions, by code; `places` says where in the header each stands."""
    return [
        _rule(code, *CHECKED[scale], places.get(code, ""))
        for code, scale in scales.items()
        if scale in CHECKED
    ]


def _rule(code: str, form: str, allowed: str, place: str) -> Rule:
    answer = pl.col(answer_column(code))
    is_bad = ~answer.str.contains(form)
    # What a respondent wrote is quoted nowhere: analysts read messages.
    message = pl.lit(f"{code}{f' ({place})' if place else ''}: the answer is not {allowed}")
    return Rule("answer", code, is_bad.fill_null(value=False), message)


def as_object(columns: Iterable[str]) -> pl.Expr:
    """Return the answers in columns as the text of one JSON object, without the blank ones."""
    names, escapes = list(_ESCAPES), list(_ESCAPES.values())
    members = [
        pl.lit(json.dumps(column.removeprefix(_ANSWER), ensure_ascii=False) + ': "')
        + pl.col(column).str.strip_chars().str.replace_many(names, escapes)
        + pl.lit('"')
        for column in columns
    ]
    if not members:
        return pl.lit("{}")
    return pl.lit("{") + pl.concat_str(members, separator=", ", ignore_nulls=True) + pl.lit("}")
