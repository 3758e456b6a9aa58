"""JSON lines (.ndjson) as CSV: one object a line, its keys the columns.

Numbers stay as they are written, nested values are JSON text, null is nothing. A line that is
no such object is a bad record, not a bad file.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any

import polars as pl

from extract.bad_records import BadRecords, Reason
from extract.contract import Contract
from extract.header import fold
from extract.lines import LINE
from extract.parsing import RECORD_NUMBER, to_csv
from extract.records import BYTE_ORDER_MARK, MOST_RECORD_BYTES
from warehouse.errors import FileRejected

LINES_AT_ONCE = 20_000
MOST_RAW_CHARACTERS = 65_536
# More unknown keys than this say nothing more.
MOST_UNKNOWN = 100
# Numbers with more digits before or after the point keep their exponent, which no rule lets by.
MOST_DIGITS = 40
RAW_LINE = "_line"
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
    """Writes the records of a file's lines as CSV and keeps which fields were seen.

    Each row begins with its record number and line; the fields of the contract follow in its
    order, seen or not. Blank lines are no records.
    """

    contract: Contract
    bad: BadRecords
    path: str
    seen: set[str] = field(default_factory=set)
    unknown: dict[str, None] = field(default_factory=dict)
    records: int = 0

    def __post_init__(self) -> None:
        """Learn the names that the contract knows."""
        self.fields = [field.name for field in self.contract.header_fields]
        self._place = {name: place for place, name in enumerate(self.fields, start=2)}
        self._by_key: dict[str, str | None] = {}
        self._by_fold = {
            fold(name): field.name
            for field in self.contract.header_fields
            for name in (field.name, *field.aliases)
        }

    def write(self, chunks: Iterable[bytes], csv: IO[bytes]) -> None:
        """Write all lines; raises FileRejected for bytes that are no UTF-8, or one JSON array."""
        rows: list[list[Any]] = []
        malformed: list[tuple[Reason, dict[str, Any]]] = []
        for line, content in _each_line(chunks):
            self.records += 1
            if self.records == 1 and content.lstrip().startswith(b"["):
                raise self._rejected(
                    "The file is a JSON array, not one object a line.", line, "it begins with ["
                )
            is_whole = len(content) <= MOST_RECORD_BYTES
            text = self._decode(content, line) if is_whole else _beginning(content)
            try:
                rows.append(self._cells(text, line, is_whole=is_whole))
            except _LineError as error:
                reason = Reason(self.records, error.rule, "", f"{error} on line {line:,}", line)
                shown = text[:MOST_RAW_CHARACTERS].replace("\0", "\u2400")
                malformed.append((reason, {RAW_LINE: shown}))
            if len(rows) + len(malformed) == LINES_AT_ONCE:
                self._flush(rows, malformed, csv)
                rows, malformed = [], []
        self._flush(rows, malformed, csv)

    def _flush(
        self,
        rows: list[list[Any]],
        malformed: list[tuple[Reason, dict[str, Any]]],
        csv: IO[bytes],
    ) -> None:
        self.bad.add_malformed(malformed)
        numbers = dict.fromkeys((RECORD_NUMBER, LINE), pl.Int64())
        schema = numbers | dict.fromkeys(self.fields, pl.String())
        csv.write(to_csv(pl.DataFrame(rows, schema, orient="row")))

    def _decode(self, content: bytes, line: int) -> str:
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            evidence = f"byte {error.start + 1:,}, 0x{content[error.start]:02X}, does not decode"
            raise self._rejected("The file is not utf-8.", line, evidence) from None

    def _cells(self, text: str, line: int, *, is_whole: bool) -> list[Any]:
        if not is_whole:
            raise _LineError("length", f"more than {MOST_RECORD_BYTES >> 20} MB")
        row: list[Any] = [None] * (len(self.fields) + 2)
        row[:2] = self.records, line
        for key, value in _parse(text):
            name = self._name(key)
            if name is None:
                continue
            place = self._place[name]
            if row[place] is not None:
                raise _LineError("json", f"two keys mean {name}")
            row[place] = value if isinstance(value, str) else _text(value, key, text)
        return row

    def _name(self, key: str) -> str | None:
        """Return the field a key means, None for an unknown one."""
        if key in self._by_key:
            return self._by_key[key]
        name = self._by_fold.get(fold(key))
        if name is not None:
            self.seen.add(name)
        elif len(self.unknown) < MOST_UNKNOWN:
            self.unknown[key] = None
        if len(self._by_key) < MOST_UNKNOWN + len(self._by_fold):
            self._by_key[key] = name
        return name

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
