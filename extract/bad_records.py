"""The bad records of one file: counted, tallied, the first twenty kept, all spilled to disk."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Self

import polars as pl

from extract.lines import LINE
from extract.parsing import RECORD_NUMBER

FIRST_REASONS = 20
MOST_IN_MEMORY = 8 << 20
READ_BYTES = 1 << 18


@dataclass(frozen=True)
class Reason:
    """One rule that one record broke; `column` is empty when it is about the whole record.

    `line` is the physical line on which the record begins, None where the file has none.
    """

    record_number: int
    rule: str
    column: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        """Return it as in `record 7, line 8: share: '-1' is less than 0`."""
        place = f", line {self.line:,}" if self.line is not None else ""
        return f"record {self.record_number:,}{place}: {self.message}"


class BadRecords:
    """Collects what is wrong with a file; safe to fill from two threads.

    Memory is bounded however many records are bad: the rows for `ops.quarantine`
    (record number, line, reasons, raw where the database never saw it) go to a temporary file.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.count = 0
        self.malformed_count = 0
        self.tally: Counter[tuple[str, str]] = Counter()
        self._first: list[Reason] = []
        self._rows = tempfile.SpooledTemporaryFile(max_size=MOST_IN_MEMORY)  # noqa: SIM115
        self._lock = Lock()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Forget the spilled rows; counts and first reasons stay."""
        self._rows.close()

    def add(self, frame: pl.DataFrame) -> None:
        """Add records that broke rules.

        Columns RECORD_NUMBER, LINE and `reasons`, a list of structs (rule, column, message).
        """
        if frame.is_empty():
            return
        each = frame.explode("reasons").unnest("reasons")
        counts = each.group_by("rule", "column").len()
        parts = each.select(RECORD_NUMBER, "rule", "column", "message", LINE)
        first = [Reason(*row) for row in parts.head(FIRST_REASONS).iter_rows()]
        rows = frame.select(
            RECORD_NUMBER,
            LINE,
            pl.struct("reasons").struct.json_encode(),
            pl.lit(None, pl.String).alias("raw"),
        )
        self._add(frame.height, first, counts.iter_rows(), rows)

    def add_malformed(self, records: Sequence[tuple[Reason, Mapping[str, Any]]]) -> None:
        """Add records that are none by their form, each with its raw cells."""
        if not records:
            return
        reasons = [reason for reason, _ in records]
        counts = Counter((reason.rule, reason.column) for reason in reasons)
        rows = pl.DataFrame(
            {
                RECORD_NUMBER: [reason.record_number for reason in reasons],
                LINE: [reason.line for reason in reasons],
                "reasons": [_as_json(reason) for reason in reasons],
                "raw": [json.dumps(raw, ensure_ascii=False) for _, raw in records],
            }
        )
        self.malformed_count += len(records)
        first = reasons[:FIRST_REASONS]
        self._add(len(records), first, ((*key, n) for key, n in counts.items()), rows)

    def _add(
        self,
        count: int,
        first: list[Reason],
        counts: Iterator[tuple[Any, ...]],
        rows: pl.DataFrame,
    ) -> None:
        text = rows.write_csv(include_header=False).encode()
        with self._lock:
            self.count += count
            self._first = sorted(self._first + first, key=lambda reason: reason.record_number)
            del self._first[FIRST_REASONS:]
            for rule, column, number in counts:
                self.tally[rule, column] += number
            self._rows.write(text)

    @property
    def first(self) -> tuple[Reason, ...]:
        """The first twenty reasons, by record number."""
        return tuple(self._first)

    def is_too_much(self, records: int) -> bool:
        """Whether strictly more than 5% of the file's records are bad."""
        return self.count * 20 > records

    def rows(self) -> Iterator[bytes]:
        """Yield the rows for the quarantine as CSV: record number, line, reasons as JSON, raw."""
        self._rows.seek(0)
        while chunk := self._rows.read(READ_BYTES):
            yield chunk


def _as_json(reason: Reason) -> str:
    parts = {"rule": reason.rule, "column": reason.column, "message": reason.message}
    return json.dumps({"reasons": [parts]}, ensure_ascii=False)
