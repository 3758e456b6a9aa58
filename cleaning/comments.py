"""`python -m cleaning.comments`: how well comments on why CPD was useful are coded.

The warehouse itself codes them in SQL (`brg_feedback_reason`) by the same seeds and model. The
figures are of the comments in `data/labelled_comments.csv`, labelled by hand: the rules were
improved on those of part `development`, and were finished before those of part `held_out` were
tried; the model learns from the same part.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from cleaning.comment_model import FIELD, TAUGHT, read_reasons, train_on
from cleaning.figures import Share
from cleaning.seeds import SEEDS, read_rows

if TYPE_CHECKING:
    from cleaning.model import Model

LABELLED = Path(__file__).parent / "data" / "labelled_comments.csv"
RULES = SEEDS.parent / "cpd" / "feedback_reason_rules.csv"
NEGATIONS = SEEDS.parent / "cpd" / "feedback_negations.csv"
HELD_OUT = "held_out"
PARTS = (TAUGHT, HELD_OUT)
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


def read_negations() -> re.Pattern[str]:
    """Return the pattern of what a comment says was not there, or not good."""
    return re.compile("|".join(row["pattern"] for row in read_rows(NEGATIONS)))


def as_ruled(comment: str) -> str:
    """Return a comment as the rules read it: lower case, single spaces, a keyboard's signs."""
    return re.sub(r"\s+", " ", comment.lower()).translate(KEYBOARD)


def affirmed(comment: str, negations: re.Pattern[str]) -> str:
    """Return a comment as the rules read it, without what it says was not there."""
    return negations.sub(" . ", as_ruled(comment))


def reasons_of(
    comment: str, patterns: Sequence[tuple[int, str]], negations: re.Pattern[str]
) -> frozenset[int]:
    """Return the places of all reasons that a comment gives, and not those that it misses."""
    text = affirmed(comment, negations)
    return frozenset(place for place, pattern in patterns if re.search(pattern, text))


def figures(
    rows: Sequence[Labelled],
    patterns: Sequence[tuple[int, str]],
    model: "Model | None" = None,
) -> ReasonFigures:
    """Return precision and coverage over the reasons of all comments, by rules and the model."""
    negations = read_negations()
    added = sure_of(rows, model, negations) if model else [frozenset[int]()] * len(rows)
    given = [
        reasons_of(row.comment, patterns, negations) | more
        for row, more in zip(rows, added, strict=True)
    ]
    right = sum(len(found & row.reasons) for found, row in zip(given, rows, strict=True))
    return ReasonFigures(
        Share(right, sum(map(len, given))), Share(right, sum(len(row.reasons) for row in rows))
    )


def sure_of(
    rows: Sequence[Labelled], model: "Model", negations: re.Pattern[str]
) -> list[frozenset[int]]:
    """Return of each comment the place of the reason that the model is sure of, if it is of any.

    Of a comment that says what was not there the model says nothing.
    """
    places = {reason: place for place, reason in enumerate(read_reasons(), start=1)}
    answers = model.predict(FIELD, [as_ruled(row.comment) for row in rows])
    return [
        frozenset([places[category]])
        if is_applied and not negations.search(as_ruled(row.comment))
        else frozenset()
        for row, (category, is_applied) in zip(
            rows, answers.select("category", "is_applied").iter_rows(), strict=True
        )
    ]


def main() -> None:
    """Print the figures of both parts, and of the model on comments that it has not seen."""
    table = Table("part", "comments", "precision", "coverage", title="Reasons in comments")
    rows, patterns = read_labelled(), read_patterns()
    own = {part: [row for row in rows if row.part == part] for part in PARTS}
    told = [(part, own[part], figures(own[part], patterns)) for part in PARTS]
    with_model = figures(own[HELD_OUT], patterns, train_on(rows))
    for name, of_it, found in (*told, (f"{HELD_OUT}, with the model", own[HELD_OUT], with_model)):
        table.add_row(name, str(len(of_it)), str(found.precision), str(found.coverage))
    Console().print(table)


if __name__ == "__main__":
    main()
