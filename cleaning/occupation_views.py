"""Job titles in numbers, and how like each other they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from sklearn.decomposition import TruncatedSVD

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
# What a network is shown: so many directions of the pieces, and in what proportion to meaning.
DIRECTIONS, PIECES_SCALE, MEANING_SCALE = 200, 12, 4


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

    @property
    def pieces(self) -> sp.csr_matrix:
        """Letters and parts side by side."""
        return sp.hstack([self.letters, self.parts], format="csr")

    def kernel(self, others: "Views") -> Floats:
        """Return how much each title tells of each of the others."""
        total = np.asarray((self.letters @ others.letters.T).toarray(), np.float32)
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
        told = [job.words for job in jobs]
        return Views(
            letters=self._letters.of(jobs),
            parts=self._parts.of(jobs),
            trade=meaning_of(told, trade_vectors()),
            common=meaning_of(told, common_vectors()),
        )


class Condenser:
    """Titles as a network is shown them: the strongest directions of their pieces, and what the
    noun and what narrows it mean, each by itself."""

    def __init__(self, known: Views) -> None:
        pieces = known.pieces
        count = min(DIRECTIONS, *(size - 1 for size in pieces.shape))
        self._directions = TruncatedSVD(count, n_iter=2, random_state=0).fit(pieces)

    def rows(self, jobs: Sequence[Job], views: Views) -> Floats:
        """Return the figures of titles, a row each."""
        meanings = [
            MEANING_SCALE * meaning_of(words, vectors)
            for vectors in (trade_vectors(), common_vectors())
            for words in ([[job.noun] for job in jobs], [job.narrowing for job in jobs])
        ]
        directions = PIECES_SCALE * self._directions.transform(views.pieces)
        return np.hstack([directions, *meanings]).astype(np.float32)


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
