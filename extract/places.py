"""Which rows of a sheet hold the records that were taken from it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from extract.lines import Numbers


@dataclass(frozen=True)
class Places:
    """Runs of records that follow each other without a gap.

    `records` holds the number of each run's first record, ascending from 1, `rows` the row on
    which it stands.
    """

    records: Sequence[int]
    rows: Sequence[int]

    def row_of(self, numbers: Numbers) -> Numbers:
        """Return the rows on which records stand, by their numbers."""
        starts = np.asarray(self.records, np.int64)
        runs = np.searchsorted(starts, numbers, side="right") - 1
        rows: Numbers = np.asarray(self.rows, np.int64)[runs] + numbers - starts[runs]
        return rows


def places_of(rows: pl.Series) -> Places:
    """Return the places of records that stand on these rows."""
    jumps = rows.cast(pl.Int64).diff().fill_null(0) != 1
    frame = pl.DataFrame({"line": rows}).with_row_index("record", offset=1).filter(jumps)
    return Places(frame["record"].to_list(), frame["line"].to_list())
