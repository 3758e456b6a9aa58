"""Random numbers: one independent stream a subject, so that a change in one leaves the others."""

import zlib

import numpy as np
from numpy.random import Generator, SeedSequence
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def stream(seed: int, subject: str) -> Generator:
    """Return the subject's generator: the same seed and subject give the same numbers."""
    return np.random.default_rng(SeedSequence([seed, zlib.crc32(subject.encode())]))


def choose(rng: Generator, weights: Floats, size: int) -> Ints:
    """Return `size` indexes drawn with probability proportional to `weights`."""
    cumulative = np.cumsum(weights, dtype=np.float64)
    drawn = rng.random(size) * cumulative[-1]
    index = np.searchsorted(cumulative, drawn, side="right")
    return np.asarray(np.minimum(index, len(weights) - 1), dtype=np.int64)


def uniform_days(rng: Generator, first: Ints | int, last: Ints | int, size: int) -> Ints:
    """Return `size` days (since 1970) between first and last, both inclusive."""
    return rng.integers(first, np.maximum(first, last) + 1, size=size, dtype=np.int64)
