"""Small cells, and the cells beside them from which they could be computed back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from tests.oracle.frames import half_up

SMALL = 10


class Cell(NamedTuple):
    """One category at one place; both by name, `nation` only of hubs."""

    geography_level: str
    geography_code: str
    category: str
    nation: str | None


Counts = Mapping[Cell, Fraction]


def suppressed(counts: Counts) -> set[Cell]:
    """The cells of one characteristic, period and hub basis that must not be shown.

    Within a place its categories add up to its total; across the hubs of a nation a category adds
    up to the nation's. One hidden cell alone could be told from either, so the next smallest is
    hidden too. What is hidden for the one can be alone in the other, hence the repetition.
    """
    hidden = {cell for cell, count in counts.items() if half_up(count) < SMALL}
    while True:
        before = len(hidden)
        hidden |= set(_hidden_beside(counts, hidden, _place, lambda cell: cell.category))
        of_nations = {cell: count for cell, count in counts.items() if cell.nation is not None}
        hidden |= set(_hidden_beside(of_nations, hidden, _nation, lambda cell: cell.geography_code))
        if len(hidden) == before:
            return hidden


def _place(cell: Cell) -> Hashable:
    return cell.geography_level, cell.geography_code


def _nation(cell: Cell) -> Hashable:
    return cell.nation, cell.category


def _hidden_beside(
    counts: Counts,
    hidden: set[Cell],
    group_of: Callable[[Cell], Hashable],
    name_of: Callable[[Cell], str],
) -> Iterable[Cell]:
    """In every group in which one cell is hidden alone, the smallest of the others."""
    groups: dict[Hashable, list[Cell]] = defaultdict(list)
    for cell in counts:
        groups[group_of(cell)].append(cell)
    for cells in groups.values():
        others = [cell for cell in cells if cell not in hidden]
        if len(cells) - len(others) == 1 and others:
            yield min(others, key=lambda cell: (counts[cell], name_of(cell)))
