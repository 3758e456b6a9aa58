"""Whether a suppressed cell can be computed back from all that is shown beside it.

Every place's categories add up to its total, and a category's hubs to their region, their nation
and the country. These are linear equations: a hidden cell is told if they have one answer for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from tests.oracle.places import Places
from tests.oracle.programme import Facts

PRIME = 2_147_483_647  # exact arithmetic that cannot overflow 64 bits

Place = tuple[str, str]  # geography level and code


class Shown(NamedTuple):
    """What readers see of one characteristic, period and hub basis."""

    hidden: frozenset[tuple[Place, str]]  # place and category
    silent: frozenset[Place]  # places of which no share is shown, so that nobody knows the total


def told_cells(profile: pd.DataFrame, facts: Facts) -> list[str]:
    """The suppressed cells of kpi_ambassador_profile that can be computed, one line each."""
    wholes = _wholes(facts)

    @cache
    def told(shown: Shown) -> list[tuple[Place, str]]:
        return computable(shown, wholes)

    lines = []
    keys = ["period_type", "period", "hub_basis", "characteristic"]
    for key, rows in profile.groupby(keys, sort=False):
        answers = rows.groupby(["geography_level", "geography_code"])["category"].nunique()
        lines += [
            f"{key}: {place} {category} is told"
            for place, category in told(_shown(rows))
            if answers[place] > 1  # where all say the same, nothing beside it could hide them
        ]
    return lines


def hidden_without_cause(profile: pd.DataFrame, expected: pd.DataFrame) -> list[str]:
    """Where cells are hidden though the definition hides none of that characteristic there."""
    keys = ["period_type", "period", "hub_basis", "characteristic"]
    causes = set(expected.loc[expected["suppression"] == "c", keys].itertuples(index=False))
    hidden = set(profile.loc[profile["suppression"] == "c", keys].itertuples(index=False))
    return sorted(map(str, hidden - causes))


def computable(shown: Shown, wholes: Mapping[Place, Iterable[Place]]) -> list[tuple[Place, str]]:
    """The hidden cells that follow from the sums; `wholes` are places with the hubs in them."""
    equations: dict[Hashable, list[Hashable]] = defaultdict(list)
    for place, category in shown.hidden:
        equations["place", place].append((place, category))
        if place in wholes:
            equations["whole", place, category].append((place, category))
    for place in shown.silent:
        equations["place", place].append(("total", place))
    for whole, hubs in wholes.items():
        for category in {category for _, category in shown.hidden}:
            inside = [(hub, category) for hub in hubs if (hub, category) in shown.hidden]
            equations["whole", whole, category] += inside
    unknown = sorted({name for names in equations.values() for name in names}, key=str)
    told = _determined([names for names in equations.values() if names], unknown)
    return sorted(cell for cell in told if cell in shown.hidden)


def _determined(equations: list[list[Hashable]], unknown: list[Hashable]) -> list[Hashable]:
    """The unknowns that have one answer: alone in a row once the system is reduced."""
    position = {name: number for number, name in enumerate(unknown)}
    matrix = np.zeros((len(equations), len(unknown)), dtype=np.int64)
    for number, names in enumerate(equations):
        for name in names:
            matrix[number, position[name]] += 1
    rank = 0
    for column in range(len(unknown)):
        pivots = np.flatnonzero(matrix[rank:, column])
        if not len(pivots):
            continue
        matrix[[rank, rank + pivots[0]]] = matrix[[rank + pivots[0], rank]]
        matrix[rank] = matrix[rank] * pow(int(matrix[rank, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(matrix[:, column])
        others = others[others != rank]
        matrix[others] = (matrix[others] - matrix[others, column][:, None] * matrix[rank]) % PRIME
        rank += 1
    alone = matrix[np.count_nonzero(matrix, axis=1) == 1]
    return [unknown[int(np.flatnonzero(row)[0])] for row in alone]


def _shown(rows: pd.DataFrame) -> Shown:
    cells = [
        ((row["geography_level"], row["geography_code"]), row["category"], row["suppression"])
        for row in rows.to_dict("records")
    ]
    places = {place for place, _, _ in cells}
    speaking = {place for place, _, suppression in cells if suppression != "c"}
    hidden = frozenset((place, category) for place, category, sign in cells if sign == "c")
    return Shown(hidden, frozenset(places - speaking))


def _wholes(facts: Facts) -> dict[Place, set[Place]]:
    """Every region, nation and the country, with the hubs in it."""
    places = Places(facts)
    wholes: dict[Place, set[Place]] = defaultdict(set)
    for hub_id in [*facts.hubs, "unknown"]:
        hub = ("hub", hub_id)
        wholes["national", "UK"].add(hub)
        for geography in places.geographies_of(hub_id):
            if geography.level != "hub":
                wholes[geography.level, geography.code].add(hub)
    return wholes
