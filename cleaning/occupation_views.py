"""Job titles in numbers, and how like each other they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from cleaning.job_titles import (
    Job,
    common_vectors,
    letters_of,
    meaning_of,
    parts_of,
    trade_vectors,
)
from cleaning.lexicon import Floats
from cleaning.pieces import Rarity, counted

PARTS_WEIGHT, TRADE_WEIGHT, COMMON_WEIGHT = 0.5, 1.5, 1.0


@dataclass(frozen=True)
class Views:
    """Titles by their words and letters, by the parts they have, by what their words mean."""

    letters: sp.csr_matrix
    parts: sp.csr_matrix
    trade: Floats
    common: Floats

    def __len__(self) -> int:
        return len(self.trade)

    def __getitem__(self, rows: slice) -> "Views":
        return Views(self.letters[rows], self.parts[rows], self.trade[rows], self.common[rows])

    def likeness(self, others: "Views") -> Floats:
        """Return how like each title looks to each of the others, 0 to 1."""
        return np.asarray((self.letters @ others.letters.T).toarray(), np.float32)

    def kernel(self, others: "Views", likeness: Floats | None = None) -> Floats:
        """Return how much each title tells of each of the others."""
        total = self.likeness(others) if likeness is None else likeness.copy()
        total += np.float32(PARTS_WEIGHT) * (self.parts @ others.parts.T).toarray()
        total += _sharp(self.trade @ others.trade.T, TRADE_WEIGHT)
        total += _sharp(self.common @ others.common.T, COMMON_WEIGHT)
        return np.asarray(total, np.float32)


class Viewer:
    """Turns titles into views, with the vocabulary of the titles it was fitted on."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._letters = _Weights(letters_of, jobs)
        self._parts = _Weights(parts_of, jobs)

    def views(self, jobs: Sequence[Job]) -> Views:
        """Return the views of titles."""
        return Views(
            letters=self._letters.of(jobs),
            parts=self._parts.of(jobs),
            trade=meaning_of(jobs, trade_vectors()),
            common=meaning_of(jobs, common_vectors()),
        )


class _Weights:
    """Rarity weights of what titles are made of, each title of length one.

    What no known title has counts in the length, as the rarest does: half understood is half as
    sure, and held-out titles, whose own words are known, are like new ones.
    """

    def __init__(self, pieces: Callable[[Job], list[str]], jobs: Sequence[Job]) -> None:
        self._pieces = pieces
        self._places: dict[str, int] = {}
        self._rarity = Rarity(counted(map(pieces, jobs), self._places, is_growing=True))

    def of(self, jobs: Sequence[Job]) -> sp.csr_matrix:
        """Return the weights of titles, a row each."""
        pieces = [self._pieces(job) for job in jobs]
        unknown = [
            len({piece for piece in of_job if piece not in self._places}) for of_job in pieces
        ]
        return self._rarity.weigh(counted(pieces, self._places), np.array(unknown))


def _sharp(cosines: Floats, weight: float) -> Floats:
    """Return the mean of the cosines' cube and fourth power: only what is close counts."""
    near = cosines + np.float32(1)
    cosines *= cosines * cosines
    near *= cosines
    near *= np.float32(weight / 2)
    return np.asarray(near, np.float32)
