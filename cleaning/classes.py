"""Texts by the class they belong to, and the nearest of each class."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaning.lexicon import Floats
from cleaning.meanings import Ints


@dataclass(frozen=True)
class Classes:
    """Texts in the order of their classes, so that the nearest of each is one reduction."""

    order: Ints
    starts: Ints
    is_empty: NDArray[np.bool_]

    @staticmethod
    def of(labels: Ints, count: int) -> "Classes":
        """Put texts in the order of their labels, of which there are `count`."""
        order = np.argsort(labels, kind="stable")
        starts = np.searchsorted(labels[order], np.arange(count))
        is_empty = np.bincount(labels, minlength=count) == 0
        return Classes(order, np.minimum(starts, len(labels) - 1), is_empty)

    def nearest(self, sorted_likeness: Floats) -> Floats:
        """Return the greatest likeness in each class; columns stand in `order`."""
        nearest = np.maximum.reduceat(sorted_likeness, self.starts, axis=1)
        nearest[:, self.is_empty] = 0
        return np.asarray(nearest, np.float32)
