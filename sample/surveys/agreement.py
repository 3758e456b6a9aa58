"""From printed percentages to whole numbers of people who answer, and of those who agree."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from sample.allocation import fill_up
from sample.streams import Floats, Ints

AGREE5 = ("Strongly agree", "Agree", "Not sure", "Disagree", "Strongly disagree")
BLANK = len(AGREE5)
# Nearer than half a whole percentage, so that rounding gives what is printed.
_CLOSE_ENOUGH = 0.49
_FEWER = np.arange(51) / 100


@dataclass(frozen=True)
class Agreeing:
    """Per group of people: how many answered a question, and how many of these agree."""

    base: Ints
    agree: Ints


@dataclass(frozen=True)
class Tone:
    """How opinions are spoken, as shares: of those who agree, and of all the others."""

    strongly_agree: float
    not_sure: float
    strongly_disagree: float


def agreeing(
    sizes: Sequence[int],
    printed: Sequence[float | None],
    everyone: float | None,
    blank_pct: float,
) -> Agreeing:
    """Return numbers whose percentages round to the printed ones, with as few blanks as can be.

    `printed` has a percentage for each group, None where the group makes up the rest of
    `everyone`. `blank_pct` do not answer anyway; of the first two groups up to half may not.
    Raises ValueError where no numbers of these groups have such percentages.
    """
    people = np.array(sizes, dtype=np.float64)
    known = np.array([pct is not None for pct in printed])
    wanted = np.array([pct or 0.0 for pct in printed])
    fewer = _fewer(len(people)) if blank_pct else np.zeros((1, len(people)))
    base = np.rint(people * (1 - blank_pct / 100) * (1 - fewer))
    agree = np.where(known, np.rint(base * wanted / 100), 0)
    missed = np.where(known, np.abs(100 * agree / np.maximum(base, 1) - wanted), 0).max(axis=1)
    room = np.where(known, 0, base).sum(axis=1)
    if everyone is None:
        rest = np.rint(room * wanted.max() / 200)
    else:
        total = base.sum(axis=1)
        rest = np.clip(np.rint(total * everyone / 100) - agree.sum(axis=1), 0, room)
        overall = np.abs(100 * (agree.sum(axis=1) + rest) / total - everyone)
        missed = np.maximum(missed, overall)
    if missed.min() > _CLOSE_ENOUGH:
        raise ValueError(f"{list(sizes)} people cannot agree by {list(printed)} and {everyone}%")
    cost = np.where(missed <= _CLOSE_ENOUGH, fewer.sum(axis=1) + missed / 100, np.inf)
    best = int(np.argmin(cost))
    return Agreeing(
        base[best].astype(np.int64), _with_rest(agree[best], base[best], known, rest[best])
    )


def _fewer(groups: int) -> Floats:
    """Return all shares of further blanks: of the first two groups, one a row."""
    grid = np.zeros((len(_FEWER) ** min(groups, 2), groups))
    for column, shares in enumerate(np.meshgrid(*[_FEWER] * min(groups, 2), indexing="ij")):
        grid[:, column] = shares.ravel()
    return grid


def _with_rest(agree: Floats, base: Floats, known: np.ndarray, rest: float) -> Ints:
    """Return who agrees with the rest spread over the groups of which nothing is printed."""
    whole, open_groups = agree.astype(np.int64), np.flatnonzero(~known)
    if len(open_groups):
        limits = base[open_groups]
        share = rest / max(float(limits.sum()), 1)
        whole[open_groups] = fill_up(int(rest), limits * share, limits.astype(np.int64))
    return whole


def opinions(rng: Generator, size: int, base: int, agree: int, tone: Tone, weights: Floats) -> Ints:
    """Return an index into AGREE5, or BLANK, for each of `size` people in any order.

    Who has a small weight agrees strongly less often than others.
    """
    order = rng.permutation(size)
    agreed, others = order[:agree], order[agree:base]
    codes = np.full(size, BLANK, dtype=np.int64)
    by_strength = agreed[np.argsort(rng.exponential(size=agree) / weights[agreed])]
    strongly = round(agree * tone.strongly_agree)
    codes[by_strength[:strongly]], codes[by_strength[strongly:]] = 0, 1
    unsure = round(len(others) * tone.not_sure)
    against = round(len(others) * tone.strongly_disagree)
    codes[others] = 3
    codes[others[:unsure]] = 2
    codes[others[unsure : unsure + against]] = 4
    return codes
