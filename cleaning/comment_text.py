"""Comments on why CPD was useful, and the reasons that rules find in them.

Imports nothing heavy: a night asks for all of this before it knows whether a comment waits.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaning.seeds import SEEDS, read_rows

FOLDER = SEEDS.parent / "cpd"
REASONS = FOLDER / "feedback_reasons.csv"
RULES = FOLDER / "feedback_reason_rules.csv"
NEGATIONS = FOLDER / "feedback_negations.csv"
LABELLED = Path(__file__).parent / "data" / "labelled_comments.csv"
# The column of the form, and what the model's answers stand under; `comment_field` in dbt.
FIELD = "useful_why"
TAUGHT = "development"
# By the second an earlier round of rules was judged.
HELD_OUT, HELD_OUT_BEFORE = "held_out", "held_out_before"
KEYBOARD = str.maketrans("’‘–—", "''--")


@dataclass(frozen=True)
class Labelled:
    """A comment and the places in the published list of the reasons that a person saw in it."""

    part: str
    comment: str
    reasons: frozenset[int]


def read_reasons() -> dict[int, str]:
    """Return the published list of reasons by their places in it."""
    return {int(row["position"]): row["reason"] for row in read_rows(REASONS)}


def read_labelled() -> list[Labelled]:
    """Return the comments labelled by hand."""
    return [
        Labelled(row["part"], row["comment"], frozenset(map(int, row["reasons"].split())))
        for row in read_rows(LABELLED)
    ]


def read_patterns() -> list[tuple[int, str]]:
    """Return each rule's place of its reason and its pattern."""
    return [(int(row["position"]), row["pattern"]) for row in read_rows(RULES)]


def read_negations() -> re.Pattern[str]:
    """Return the pattern of what a comment says was not there, or not good."""
    return re.compile("|".join(sorted(row["pattern"] for row in read_rows(NEGATIONS))))


def as_ruled(comment: str) -> str:
    """Return a comment as the rules read it: lower case, single spaces, a keyboard's signs."""
    return re.sub(r"\s+", " ", comment.lower()).translate(KEYBOARD)


def affirmed(comment: str, negations: re.Pattern[str]) -> str:
    """Return a comment as the rules read it, without what it says was not there."""
    return negations.sub(" . ", as_ruled(comment))


def is_complaint(comment: str, negations: re.Pattern[str]) -> bool:
    """Return whether a comment says what was not there, or not good; on such no model is heard."""
    return negations.search(as_ruled(comment)) is not None


def reasons_of(
    comment: str, patterns: Sequence[tuple[int, str]], negations: re.Pattern[str]
) -> frozenset[int]:
    """Return the places of all reasons that a comment gives, and not those that it misses."""
    text = affirmed(comment, negations)
    return frozenset(place for place, pattern in patterns if re.search(pattern, text))
