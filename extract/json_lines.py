"""JSON lines (.ndjson) as CSV: one object a line, the keys of all of them the header.

Numbers stay as they are written, nested values are JSON text, null or an absent key is nothing.
A line that is no such object is a bad record, not a bad file.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import polars as pl

from extract.bad_records import BadRecords, Reason
from extract.contract import DELETED_AT
from extract.header import fold
from extract.lines import LINE
from extract.parsing import RECORD_NUMBER, to_csv
from extract.reading import Reading
from extract.records import BYTE_ORDER_MARK, MOST_RECORD_BYTES, without_nul
from extract.source import MOST_SECOND_HEADERS
from warehouse.errors import FileRejected

LINES_AT_ONCE = 20_000
CELLS_AT_ONCE = 2_000_000
MOST_RAW_CHARACTERS = 65_536
# More unknown keys than this say nothing more.
MOST_UNKNOWN = 100
# A survey's question may be headed in many ways, but not in so many.
MOST_KEYS = 2_000
# Numbers with more digits before or after the point keep their exponent, which no rule lets by.
MOST_DIGITS = 40
RAW_LINE = "_line"
_REPEAT = re.compile(r"\.([0-9]{1,9})\s*$")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class _Object(list[tuple[str, Any]]):
    """The keys and values of an object as they came: a key may stand twice."""


class _LineError(Exception):
    """Why a line is no record, without anything of its content."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass
class JsonLines:
    """Turns a file's lines into frames and keeps which keys they had.

    Blank lines are no records, nor are objects without any value and second headers.
    """

    reading: Reading
    bad: BadRecords
    path: str
    unknown: dict[str, str] = field(default_factory=dict)
    records: int = 0

    def __post_init__(self) -> None:
        """Begin without any key."""
        self._columns: dict[str, str | None] = {}
        self._keys: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._second_headers = self._deleted = self._others = 0
        self.doubtful = 0

    def frames(self, chunks: Iterable[bytes]) -> Iterator[pl.DataFrame]:
        """Yield the records, each behind its number and line.

        Columns are called by their places; one that comes up late is missing from the frames
        before. Raises FileRejected for bytes that are no UTF-8, or one JSON array.
        """
        rows: list[list[Any]] = []
        malformed: list[tuple[Reason, dict[str, Any]]] = []
        for line, content in _each_line(chunks):
            if not self.records and content.lstrip().startswith(b"["):
                raise self._rejected(
                    "The file is a JSON array, not one object a line.", line, "it begins with ["
                )
            is_whole = len(content) <= MOST_RECORD_BYTES
            text = self._decode(content, line) if is_whole else _beginning(content)
            try:
                if (cells := self._cells(text, is_whole=is_whole)) is None:
                    continue
                self.records += 1
                rows.append([self.records, line, *cells])
            except _LineError as error:
                self.records += 1
                reason = Reason(self.records, error.rule, "", f"{error} on line {line:,}", line)
                shown = without_nul(text[:MOST_RAW_CHARACTERS])
                malformed.append((reason, {RAW_LINE: shown}))
            waiting = len(rows) + len(malformed)
            if waiting == LINES_AT_ONCE or waiting * len(self._places) > CELLS_AT_ONCE:
                yield self._frame(rows, malformed)
                rows, malformed = [], []
        yield self._frame(rows, malformed)

    def header(self) -> tuple[bytes, tuple[str, ...]]:
        """Return a header record of all keys, and the names of the frames' columns under it.

        A column that the file must have is there, empty, where no record has its key: each
        record is judged for itself. Raises FileRejected where that leaves no record a chance.
        """
        absent = [f for f in self.reading.contract.header_fields if not f.optional]
        absent = [f for f in absent if f.name not in self._places]
        if self._deleted or self._others:
            needed = {f.name for f in absent if f.required}
            if not self._others:
                needed &= self.reading.contract.tombstone_fields
            self._reject_missing(sorted(needed))
        # A repeat comes after what it repeats, in whatever order records have them.
        found = sorted(self._places, key=lambda column: _repeat(self._keys[column]))
        names = [self._keys[column] for column in found]
        names += [*(f.name for f in absent), *self.unknown.values()]
        cells = pl.DataFrame([names], [str(n) for n in range(len(names))], orient="row")
        places = [str(self._places[column]) for column in found]
        places += [f"absent {n}" for n in range(len(names) - len(found))]
        return BYTE_ORDER_MARK + to_csv(cells), (RECORD_NUMBER, LINE, *places)

    def _frame(
        self, rows: list[list[Any]], malformed: list[tuple[Reason, dict[str, Any]]]
    ) -> pl.DataFrame:
        self.bad.add_malformed(malformed)
        width = len(self._places) + 2
        for row in rows:
            row.extend([None] * (width - len(row)))
        numbers = dict.fromkeys((RECORD_NUMBER, LINE), pl.Int64())
        schema = numbers | dict.fromkeys(map(str, self._places.values()), pl.String())
        return pl.DataFrame(rows, schema, orient="row")

    def _decode(self, content: bytes, line: int) -> str:
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            evidence = f"byte {error.start + 1:,}, 0x{content[error.start]:02X}, does not decode"
            raise self._rejected("The file is not utf-8.", line, evidence) from None

    def _cells(self, text: str, *, is_whole: bool) -> list[Any] | None:
        """Return a record's cells by their places, None where the line is no record."""
        if not is_whole:
            raise _LineError("length", f"more than {MOST_RECORD_BYTES >> 20} MB")
        cells: list[Any] = [None] * len(self._places)
        is_blank = True
        for key, content in _parse(text):
            value = content if isinstance(content, str) else _text(content, key, text)
            is_blank = is_blank and not (value and value.strip())
            column = self._column(key)
            if column is None:
                continue
            place = self._places[column]
            if place == len(cells):
                cells.append(None)
            if cells[place] is not None:
                raise _LineError("json", f"two keys mean {column}")
            cells[place] = value
        if is_blank or self._is_second_header(cells):
            return None
        is_deleted = self._is_deleted(cells)
        self._deleted += is_deleted
        self._others += not is_deleted
        return cells

    def _is_second_header(self, cells: list[Any]) -> bool:
        """Whether a record at the beginning repeats the keys in other words."""
        if self.records or self._second_headers == MOST_SECOND_HEADERS:
            return False
        found = {column: cells[place] or "" for column, place in self._places.items()}
        is_second = self.reading.is_second_header(found)
        self.doubtful += is_second and self.reading.is_doubtful(found)
        self._second_headers = self._second_headers + 1 if is_second else MOST_SECOND_HEADERS
        return is_second

    def _column(self, key: str) -> str | None:
        """Return what a key is kept as: its field, else itself; None for an unknown one."""
        if key in self._columns:
            return self._columns[key]
        column = self.reading.field_of(key) or (key if self.reading.knows(key) else None)
        if column is None:
            if len(self.unknown) < MOST_UNKNOWN:
                self.unknown.setdefault(fold(key), key)
        elif column not in self._places:
            if len(self._places) == MOST_KEYS:
                raise self._too_many_keys()
            self._places[column] = len(self._places)
            self._keys[column] = key
        if len(self._columns) < MOST_UNKNOWN + MOST_KEYS:
            self._columns[key] = column
        return column

    def _is_deleted(self, cells: list[Any]) -> bool:
        place = self._places.get(DELETED_AT) if self.reading.contract.has_tombstones else None
        return place is not None and bool((cells[place] or "").strip())

    def _reject_missing(self, needed: list[str]) -> None:
        if needed:
            raise FileRejected(
                "No record has the required keys.",
                where=self.path,
                evidence=", ".join(needed),
                remedy="Ask the sender for a file with the agreed keys, or change the contract.",
            )

    def _too_many_keys(self) -> FileRejected:
        return FileRejected(
            f"The records have more than {MOST_KEYS:,} different keys.",
            where=self.path,
            remedy="Look at it with care: no export needs as many.",
        )

    def _rejected(self, what: str, line: int, evidence: str) -> FileRejected:
        return FileRejected(
            what,
            where=f"{self.path}, line {line:,}",
            evidence=evidence,
            remedy="Ask the sender for one JSON object a line, in UTF-8, under a new name.",
        )


def _each_line(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of every line that is not blank.

    Of a line longer than MOST_RECORD_BYTES only so much, and a byte more, is kept.
    """
    number, held, is_skipping = 1, b"", False
    for text in _from_text(chunks):
        pieces = (held + text).splitlines(keepends=True)
        # A lone \r at the end may be half of a \r\n.
        held = pieces.pop() if pieces and not pieces[-1].endswith(b"\n") else b""
        for piece in pieces:
            if not is_skipping and piece.strip():
                yield number, piece.rstrip(b"\r\n")
            number += 1
            is_skipping = False
        if len(held) > MOST_RECORD_BYTES:
            if not is_skipping:
                yield number, held[: MOST_RECORD_BYTES + 1]
            held, is_skipping = held[-1:], True
    if not is_skipping and held.strip():
        yield number, held.rstrip(b"\r")


def _repeat(key: str) -> int:
    found = _REPEAT.search(key)
    return int(found[1]) if found else 0


def _from_text(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the bytes after a byte-order mark."""
    start = b""
    source = iter(chunks)
    for chunk in source:
        start += chunk
        if len(start) >= len(BYTE_ORDER_MARK):
            break
    yield start.removeprefix(BYTE_ORDER_MARK)
    yield from source


def _beginning(content: bytes) -> str:
    return content[:MOST_RAW_CHARACTERS].decode(errors="replace")


def _parse(text: str) -> _Object:
    try:
        value = json.loads(
            text,
            object_pairs_hook=_Object,
            parse_int=str,
            parse_float=_plain_decimal,
            parse_constant=str,
        )
    except RecursionError:
        raise _LineError("json", "values nested too deeply") from None
    except ValueError:
        raise _LineError("json", "no JSON object") from None
    if not isinstance(value, _Object):
        raise _LineError("json", "no JSON object")
    if "\\u0000" in text and any("\0" in str(part) for pair in value for part in pair):
        raise _LineError("nul", "a NUL character")
    if _SURROGATE.search(text) and not _is_unicode(value):
        raise _LineError("json", "half of a surrogate pair")
    return value


def _is_unicode(value: _Object) -> bool:
    try:
        "".join(str(part) for pair in value for part in pair).encode()
    except UnicodeEncodeError:
        return False
    return True


def _plain_decimal(number: str) -> str:
    """Return a JSON number without exponent and without a fraction of nothing."""
    if number.endswith(".0"):
        return number[:-2]
    if "e" not in number.lower():
        return number
    value = Decimal(number)
    is_plain = abs(value.adjusted()) <= MOST_DIGITS
    return f"{value.normalize():f}" if is_plain else number


def _text(value: Any, key: str, line: str) -> str | None:
    """Return a value that is no text and no number as text; nested ones as JSON."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    # Read again, as numbers inside must not become texts.
    return json.dumps(json.loads(line)[key], ensure_ascii=False)
