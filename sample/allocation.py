"""Whole numbers that add up: shares of a total, and tables with given margins."""

import numpy as np

from sample.streams import Floats, Ints


def share_out(total: int, weights: Floats) -> Ints:
    """Split a total in proportion to weights, by largest remainder; the parts sum to the total."""
    exact = total * weights / weights.sum()
    parts: Ints = np.floor(exact).astype(np.int64)
    short = total - int(parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:short]] += 1
    return parts


def fill_up(total: int, wanted: Floats, limits: Ints) -> Ints:
    """Round what is wanted to whole numbers within 0 and limits that sum to the total.

    What is missing or too much is spread over the entries that still have room.
    Raises ValueError if the limits cannot hold the total.
    """
    if not 0 <= total <= int(limits.sum()):
        raise ValueError(f"{total} do not fit into {int(limits.sum())}")
    parts = np.clip(np.rint(wanted), 0, limits).astype(np.int64)
    while gap := total - int(parts.sum()):
        room = limits - parts if gap > 0 else parts
        step = np.minimum(share_out(abs(gap), room.astype(np.float64)), room)
        parts += np.sign(gap) * step
    return parts


def fit_table(cells: Ints, row_totals: Ints, column_totals: Ints) -> Ints:
    """Return how many of each cell to take so that rows and columns sum as given.

    `cells` (rows × columns) holds what there is. The odds of a cell are its row's times its
    column's; rows are met exactly, columns as nearly as whole numbers and the cells allow.
    """
    row_odds, column_odds = np.ones(cells.shape[0]), np.ones(cells.shape[1])
    for _ in range(200):
        row_odds *= _correction(cells, row_odds, column_odds, row_totals, axis=1)
        column_odds *= _correction(cells, row_odds, column_odds, column_totals, axis=0)
    wanted = cells * _chance(row_odds, column_odds)
    taken = np.array(
        [fill_up(int(t), w, c) for t, w, c in zip(row_totals, wanted, cells, strict=True)]
    )
    return _mend_columns(taken, cells, wanted, column_totals)


def _chance(row_odds: Floats, column_odds: Floats) -> Floats:
    odds = np.outer(row_odds, column_odds)
    return np.asarray(odds / (1 + odds), dtype=np.float64)


def _correction(
    cells: Ints, row_odds: Floats, column_odds: Floats, totals: Ints, axis: int
) -> Floats:
    chance = _chance(row_odds, column_odds)
    got = (cells * chance).sum(axis=axis)
    room = (cells * (1 - chance)).sum(axis=axis)
    missing = np.maximum(cells.sum(axis=axis) - totals, 1e-9)
    ratio = np.maximum(totals, 1e-9) / np.maximum(got, 1e-9) * room / missing
    return np.asarray(np.clip(ratio, 1e-3, 1e3), dtype=np.float64)


def _mend_columns(taken: Ints, cells: Ints, wanted: Floats, column_totals: Ints) -> Ints:
    """Move single units within rows from columns with too many to columns with too few."""
    for _ in range(cells.size * 10):
        gap = column_totals - taken.sum(axis=0)
        short, over = int(np.argmax(gap)), int(np.argmin(gap))
        if gap[short] <= 0 or gap[over] >= 0:
            break
        can_move = (taken[:, over] > 0) & (taken[:, short] < cells[:, short])
        if not can_move.any():
            break
        gain = (wanted - taken)[:, short] - (wanted - taken)[:, over]
        row = int(np.argmax(np.where(can_move, gain, -np.inf)))
        taken[row, over] -= 1
        taken[row, short] += 1
    return taken
