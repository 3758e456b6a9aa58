"""`python -m cleaning.comments`: how well the rules code comments on why CPD was useful.

The warehouse itself codes them in SQL (`brg_feedback_reason`) by the same seeds. The figures are
of the comments in `data/labelled_comments.csv`, labelled by hand: the rules were improved on
those of part `development`, and were finished before those of part `held_out` were tried.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from cleaning.figures import Share
from cleaning.seeds import SEEDS, read_rows

LABELLED = Path(__file__).parent / "data" / "labelled_comments.csv"
RULES = SEEDS.parent / "cpd" / "feedback_reason_rules.csv"
PARTS = ("development", "held_out")
KEYBOARD = str.maketrans("’‘–—", "''--")


@dataclass(frozen=True)
class Labelled:
    """A comment and the places in the published list of the reasons that a person saw in it."""

    part: str
    comment: str
    reasons: frozenset[int]


@dataclass(frozen=True)
class ReasonFigures:
    """Of the reasons given, how many are right; of the reasons there are, how many are given."""

    precision: Share
    coverage: Share


def read_labelled() -> list[Labelled]:
    """Return the comments labelled by hand."""
    return [
        Labelled(row["part"], row["comment"], frozenset(map(int, row["reasons"].split())))
        for row in read_rows(LABELLED)
    ]


def read_patterns() -> list[tuple[int, str]]:
    """Return each rule's place of its reason and its pattern."""
    return [(int(row["position"]), row["pattern"]) for row in read_rows(RULES)]


def as_ruled(comment: str) -> str:
    """Return a comment as the rules read it: lower case, single spaces, a keyboard's signs."""
    return re.sub(r"\s+", " ", comment.lower()).translate(KEYBOARD)


def reasons_of(comment: str, patterns: Sequence[tuple[int, str]]) -> frozenset[int]:
    """Return the places of all reasons that a comment gives."""
    text = as_ruled(comment)
    return frozenset(place for place, pattern in patterns if re.search(pattern, text))


def figures(rows: Sequence[Labelled], patterns: Sequence[tuple[int, str]]) -> ReasonFigures:
    """Return precision and coverage over the reasons of all comments."""
    given = [reasons_of(row.comment, patterns) for row in rows]
    right = sum(len(found & row.reasons) for found, row in zip(given, rows, strict=True))
    return ReasonFigures(
        Share(right, sum(map(len, given))), Share(right, sum(len(row.reasons) for row in rows))
    )


def main() -> None:
    """Print the figures of both parts."""
    table = Table("part", "comments", "precision", "coverage", title="Reasons in comments")
    rows, patterns = read_labelled(), read_patterns()
    for part in PARTS:
        own = [row for row in rows if row.part == part]
        found = figures(own, patterns)
        table.add_row(part, str(len(own)), str(found.precision), str(found.coverage))
    Console().print(table)


if __name__ == "__main__":
    main()
