"""Kernel ridge regression over three views of texts, solved once with its held-out scores."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.linalg import lapack

from cleaning.features import Views
from cleaning.lexicon import Floats
from cleaning.meanings import Ints, members_of

WORDS_WEIGHT, LETTERS_WEIGHT, MEANING_WEIGHT = 1.0, 1.0, 1.0
RIDGE = 0.6


@dataclass(frozen=True)
class Kernel:
    """How like each other the texts are, two by two: by words, by letters, by meaning."""

    words: Floats
    letters: Floats
    meaning: Floats

    @staticmethod
    def of(views: Views) -> "Kernel":
        """Compare all texts of some views with each other."""
        return Kernel(
            _products(views.words),
            _products(views.letters),
            closeness(views.meaning, views.meaning),
        )

    def likeness(self, last: int) -> Floats:
        """Return how like the last texts look to every text, from 0 to 1."""
        return np.asarray((self.words[-last:] + self.letters[-last:]) / 2, np.float32)

    def solve(self, targets: Floats, last: int) -> "Solution":
        """Return the weights that give the targets, and what the last rows need to be held out."""
        matrix = WORDS_WEIGHT * self.words
        matrix += LETTERS_WEIGHT * self.letters
        matrix += MEANING_WEIGHT * self.meaning
        matrix[np.diag_indices_from(matrix)] += RIDGE
        factor, failed = lapack.spotrf(matrix.T, lower=1, overwrite_a=1)
        weights, unsolved = lapack.spotrs(factor, targets, lower=1)
        corner = np.asfortranarray(factor[-last:, -last:])
        inverse, singular = lapack.spotri(corner, lower=1, overwrite_c=1)
        if failed or unsolved or singular:
            raise ArithmeticError("The kernel of a column's examples is not positive definite.")
        lower = np.tril(inverse)
        return Solution(weights, targets[-last:], lower + np.tril(inverse, -1).T)


@dataclass(frozen=True)
class Solution:
    """Weights of every text; and of the last ones their targets and their inverse's corner."""

    weights: Floats
    targets: Floats
    inverse: Floats

    def unseen(self, groups: Ints) -> Floats:
        """Return the scores of the last texts, each as if its whole group had not been seen."""
        weights = self.weights[-len(groups) :]
        scores = self.targets - weights / np.diagonal(self.inverse)[:, None]
        for rows in members_of(groups):
            if len(rows) > 1:
                block = self.inverse[np.ix_(rows, rows)]
                scores[rows] = self.targets[rows] - np.linalg.solve(block, weights[rows])
        return scores


def closeness(left: Floats, right: Floats) -> Floats:
    """Return how close every two rows point: 1 alike, 0 across or opposite, little between.

    The mean of the cosine's square and cube. As a sum of powers it is a kernel, however many rows
    there are; cutting cosines off at 0 would make none, which fails once rows are many.
    """
    cosines = left @ right.T
    near = cosines + np.float32(1)
    near *= cosines
    near *= cosines
    near *= np.float32(0.5)
    return np.asarray(near, np.float32)


def _products(rows: sp.csr_matrix) -> Floats:
    return np.asarray((rows @ rows.T).toarray(), np.float32)
