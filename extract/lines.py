"""Where records stand in a file as a person opens it: on which physical line, or row of a sheet.

The line of a record is the one on which it begins, the header's being 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LINE = "_line"

Numbers = NDArray[np.int64]
# From the numbers of records (the first is 1) to rows of their sheet.
RowOf = Callable[[Numbers], Numbers]
# From the places of records in a block (the first is 0) to lines of the file.
LinesOf = Callable[[Numbers], Numbers]


@dataclass(frozen=True)
class Block:
    """Whole records as CSV; `lines` has the line of each where reading them has told it."""

    data: bytes
    lines: Numbers | None = None


class LineCounter:
    """Follows a file block by block; of most blocks it only counts the line ends."""

    def __init__(self, first_line: int, row_of: RowOf | None = None) -> None:
        """Begin where the first record does; `row_of` is for files that are no CSV themselves."""
        self._line = first_line
        self._records = 0
        self._row_of = row_of

    def next(self, block: Block, records: int) -> LinesOf:
        """Return what tells the lines of the next block, which holds so many records."""
        first_line, first_record = self._line, self._records + 1
        self._records += records
        if (lines := block.lines) is not None:
            return lambda places: lines[places]
        if (row_of := self._row_of) is not None:
            return lambda places: row_of(first_record + places)
        ends = int(np.count_nonzero(_line_ends(block.data)))
        self._line += ends
        if ends == records - (not block.data.endswith((b"\n", b"\r"))):
            return lambda places: first_line + places
        return lambda places: first_line + _record_starts(block.data)[places]


def _line_ends(data: bytes) -> NDArray[np.bool_]:
    """Return for each byte whether a line ends with it; bytes.count takes ten times as long."""
    text = np.frombuffer(data, np.uint8)
    is_end: NDArray[np.bool_] = text == ord("\n")
    if b"\r" in data:
        is_return = text == ord("\r")
        # Of the two that end a line together the second counts.
        is_return[:-1] &= ~is_end[1:]
        is_end |= is_return
    return is_end


def _record_starts(data: bytes) -> Numbers:
    """Return the line on which each record begins, the first being 0; quotes must match."""
    ends = np.flatnonzero(_line_ends(data))
    quotes = np.flatnonzero(np.frombuffer(data, np.uint8) == ord('"'))
    is_outside = np.searchsorted(quotes, ends) % 2 == 0
    return np.concatenate([[0], np.flatnonzero(is_outside) + 1])
