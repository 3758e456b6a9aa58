"""What texts are made of, counted and weighed: rare pieces weigh more, each text has length one."""

from collections.abc import Iterable, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Ints = NDArray[np.int64]
LENGTHS = (3, 4, 5)


def counted(
    texts: Iterable[Iterable[str]], places: dict[str, int], is_growing: bool = False
) -> sp.csr_matrix:
    """Return how often each text, a row, has each piece, which stands at its place.

    Pieces without a place do not count; with `is_growing` they get one.
    """
    found: list[int] = []
    ends = [0]
    for text in texts:
        if is_growing:
            found.extend([places.setdefault(piece, len(places)) for piece in text])
        else:
            found.extend([places[piece] for piece in text if piece in places])
        ends.append(len(found))
    counts = sp.csr_matrix(
        (np.ones(len(found), np.float32), np.array(found, np.int32), np.array(ends, np.int32)),
        shape=(len(ends) - 1, len(places)),
    )
    counts.sum_duplicates()
    return counts


class Rarity:
    """How much each piece weighs: the more texts have it, the less."""

    def __init__(self, counts: sp.csr_matrix) -> None:
        uses = np.bincount(counts.indices, minlength=counts.shape[1])
        self._weights = (np.log((1 + counts.shape[0]) / (1 + uses)) + 1).astype(np.float32)

    def weigh(self, counts: sp.csr_matrix, unknown: Ints | None = None) -> sp.csr_matrix:
        """Return rows of unit length; what is said again counts for less than the first time.

        So many `unknown` pieces of each text count in its length like the rarest known one.
        """
        weights = counts.copy()
        weights.data = (1 + np.log(counts.data)) * self._weights[counts.indices]
        squares = np.asarray(weights.multiply(weights).sum(axis=1)).ravel()
        if unknown is not None:
            squares += unknown * self._weights.max() ** 2
        lengths = np.sqrt(np.where(squares > 0, squares, 1))
        weights.data /= np.repeat(lengths, np.diff(weights.indptr)).astype(np.float32)
        return weights


class WordRuns:
    """Words and their neighbours, as they stand in lists; fitted on texts."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._places: dict[str, int] = {}
        self._rarity = Rarity(counted(texts, self._places, is_growing=True))

    def weights(self, texts: Iterable[Iterable[str]]) -> sp.csr_matrix:
        """Return the weights of every text's pieces."""
        return self._rarity.weigh(counted(texts, self._places))


class LetterRuns:
    """Runs of letters inside words. Each distinct word is taken apart once, however often used."""

    def __init__(self, counts: sp.csr_matrix, words: Sequence[str]) -> None:
        self._places: dict[str, int] = {}
        runs = counted(map(_runs_of, words), self._places, is_growing=True)
        self._rarity = Rarity(counts @ runs)

    def weights(self, counts: sp.csr_matrix, words: Sequence[str]) -> sp.csr_matrix:
        """Return the weights of texts whose `counts` of the distinct `words` are given."""
        return self._rarity.weigh(counts @ counted(map(_runs_of, words), self._places))


def _runs_of(word: str) -> list[str]:
    edged = f" {word} "
    # Of a word shorter than a run, the whole word is its last.
    return [
        edged[at : at + length]
        for length in LENGTHS
        if length <= max(len(edged), LENGTHS[0])
        for at in range(max(len(edged) - length, 0) + 1)
    ]
