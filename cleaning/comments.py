"""`python -m cleaning.comments`: how well comments on why CPD was useful are coded.

The warehouse itself codes them in SQL (`brg_feedback_reason`) by the same seeds and model. The
figures are of the comments in `data/labelled_comments.csv`, labelled by hand: rules are improved on
those of part `development`, from which the model learns as well, and judged by those of part
`held_out`, and of `held_out_before`, by which an earlier round of rules was.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from cleaning.comment_model import train_on
from cleaning.comment_text import (
    FIELD,
    HELD_OUT,
    HELD_OUT_BEFORE,
    TAUGHT,
    Labelled,
    as_ruled,
    is_complaint,
    read_labelled,
    read_negations,
    read_patterns,
    read_reasons,
    reasons_of,
)
from cleaning.figures import Figures, Share

if TYPE_CHECKING:
    from cleaning.model import Model

Given = Sequence[frozenset[int]]


def figures(name: str, rows: Sequence[Labelled], given: Given) -> Figures:
    """Return how good the reasons are that are given to labelled comments.

    Precision: of the reasons given, how many are right. Coverage: of the reasons there are, how
    many are given. Forced: of the comments without a reason, how many are given any.
    """
    right = sum(len(found & row.reasons) for found, row in zip(given, rows, strict=True))
    plain = [found for found, row in zip(given, rows, strict=True) if not row.reasons]
    return Figures(
        name,
        Share(right, sum(map(len, given))),
        Share(right, sum(len(row.reasons) for row in rows)),
        Share(sum(map(bool, plain)), len(plain)),
    )


def by_rules(rows: Sequence[Labelled]) -> list[frozenset[int]]:
    """Return the places of the reasons that rules find in each comment."""
    patterns, negations = read_patterns(), read_negations()
    return [reasons_of(row.comment, patterns, negations) for row in rows]


def by_rules_and_model(rows: Sequence[Labelled], model: "Model") -> list[frozenset[int]]:
    """Return the same; where they find none the reason that the model is sure of, if any."""
    return [
        frozenset([place]) if place is not None and is_sure and not found else found
        for found, (place, is_sure) in zip(by_rules(rows), heard(rows, model), strict=True)
    ]


def suggested(rows: Sequence[Labelled], model: "Model") -> list[frozenset[int]]:
    """Return what the model suggests to a steward where no rule finds a reason."""
    return [
        frozenset([place] if place is not None and not found else [])
        for found, (place, _) in zip(by_rules(rows), heard(rows, model), strict=True)
    ]


def heard(rows: Sequence[Labelled], model: "Model") -> list[tuple[int | None, bool]]:
    """Return of each comment the place of the reason likeliest to the model, and if it is sure.

    None where it takes none for likeliest. Of a comment that says what was not there the model
    says nothing.
    """
    places = {reason: place for place, reason in read_reasons().items()}
    negations = read_negations()
    answers = model.predict(FIELD, [as_ruled(row.comment) for row in rows])
    return [
        (None, False)
        if is_complaint(row.comment, negations)
        else (places.get(category), is_applied)
        for row, (category, is_applied) in zip(
            rows, answers.select("category", "is_applied").iter_rows(), strict=True
        )
    ]


def main() -> None:
    """Print the figures of both parts, and of the model on comments that it has not seen."""
    rows = read_labelled()
    model = train_on(rows)
    seen, unseen, before = (
        [row for row in rows if row.part == part] for part in (TAUGHT, HELD_OUT, HELD_OUT_BEFORE)
    )
    both = [*unseen, *before]
    table = Table("comments", "precision", "coverage", "forced", title="Reasons in comments")
    for found in (
        figures(f"{len(seen)}, rules made on them", seen, by_rules(seen)),
        figures(f"{len(unseen)} held out, by rules", unseen, by_rules(unseen)),
        figures(f"{len(before)} held out before, by rules", before, by_rules(before)),
        figures(f"these {len(both)}, by rules", both, by_rules(both)),
        figures("the same, by rules and model", both, by_rules_and_model(both, model)),
        figures("what the model suggests besides", both, suggested(both, model)),
    ):
        table.add_row(*found.cells)
    Console().print(table)


if __name__ == "__main__":
    main()
