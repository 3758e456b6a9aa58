"""Kernel ridge regression on many texts, in the memory of half a square."""

from collections.abc import Callable

import numpy as np
from scipy.linalg import blas, lapack

from cleaning.kernel import Solution
from cleaning.lexicon import Floats

ROWS_AT_ONCE = 250
# Rows and columns, by first and last: the kernel between these titles.
Block = Callable[[slice, slice], Floats]


def solve(block: Block, targets: Floats, last: int, ridge: float) -> Solution:
    """Return the weights that give the targets, and what the last rows need to be held out.

    The kernel is symmetric: of its four quarters the one on the upper right is never made.
    """
    count = len(targets)
    middle = min(count // 2, count - last)
    first = _square(block, slice(0, middle), ridge)
    across = _oblong(block, slice(middle, count), slice(0, middle))
    second = _square(block, slice(middle, count), ridge)
    first, failed = lapack.spotrf(first, lower=1, overwrite_a=1)
    across = blas.strsm(1, first, across, side=1, lower=1, trans_a=1, overwrite_b=1)
    second = blas.ssyrk(-1, across, beta=1, c=second, lower=1, overwrite_c=1)
    second, failed_too = lapack.spotrf(second, lower=1, overwrite_a=1)
    if failed or failed_too:
        raise ArithmeticError("The kernel of the titles is not positive definite.")
    upper = blas.strsm(1, first, targets[:middle], lower=1)
    lower = blas.strsm(1, second, targets[middle:] - across @ upper, lower=1)
    lower = blas.strsm(1, second, lower, lower=1, trans_a=1)
    upper = blas.strsm(1, first, upper - across.T @ lower, lower=1, trans_a=1)
    weights = np.vstack([upper, lower]).astype(np.float32)
    corner = np.array(second[-last:, -last:], order="F")
    # What follows needs the memory of these.
    del first, across, second
    corner, singular = lapack.spotri(corner, lower=1, overwrite_c=1)
    if singular:
        raise ArithmeticError("The kernel of the titles has no inverse.")
    inverse = np.tril(corner)
    inverse += np.tril(corner, -1).T
    return Solution(weights, targets[-last:], inverse)


def _oblong(block: Block, rows: slice, columns: slice) -> Floats:
    """Return a block made a few rows at a time, so that what it is made of stays small."""
    made = np.empty((rows.stop - rows.start, columns.stop - columns.start), np.float32, order="F")
    for start in range(rows.start, rows.stop, ROWS_AT_ONCE):
        some = slice(start, min(start + ROWS_AT_ONCE, rows.stop))
        made[start - rows.start : some.stop - rows.start] = block(some, columns)
    return made


def _square(block: Block, rows: slice, ridge: float) -> Floats:
    """Return the lower half of a square, the ridge on its diagonal; what is above is nothing."""
    size = rows.stop - rows.start
    made = np.zeros((size, size), np.float32, order="F")
    for start in range(rows.start, rows.stop, ROWS_AT_ONCE):
        some = slice(start, min(start + ROWS_AT_ONCE, rows.stop))
        at = slice(some.start - rows.start, some.stop - rows.start)
        made[at, : at.stop] = block(some, slice(rows.start, some.stop))
    made[np.diag_indices(size)] += ridge
    return made
