"""Find the header among the first rows of a sheet, under titles and notes."""

from collections.abc import Collection, Sequence

from extract.header import fold
from extract.wording import fold_wording

# Titles, notes and a logo's rows stand above a header, not a page of text.
HEADER_ROWS = 50


def best_header(
    rows: Sequence[Sequence[str | None]], wanted: Sequence[Collection[str]]
) -> tuple[int, bool]:
    """Return the place of the row that names most wanted columns, and whether it names all.

    `wanted` holds, for each column, the folded headers it can go by. Of equal rows the first
    wins; where none names any, the first in which something stands.
    """
    scores = [_score(row, wanted) for row in rows]
    best = max(scores, default=(0, False))
    return scores.index(best), best[0] == len(wanted)


def header_forms(cell: str) -> frozenset[str]:
    """Return the folded headers that a cell can go by: as a name and as a wording."""
    wording = fold_wording(cell)
    return frozenset({fold(cell), wording, fold(wording)})


def _score(row: Sequence[str | None], wanted: Sequence[Collection[str]]) -> tuple[int, bool]:
    names = {form for cell in row if cell for form in header_forms(cell)}
    return sum(not names.isdisjoint(group) for group in wanted), bool(names - {""})
