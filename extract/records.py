"""Where a CSV record ends, by RFC 4180: blocks of whole records, and record by record.

`whole_blocks` is the fast way: it only looks for a line end outside quotes. `each_record` is the
slow way for files the database refuses: it tells well-formed records from those whose quotes do
not match, and after one of these goes on at the next line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

BLOCK_BYTES = 4 << 20
# No record of an export comes near; memory is bounded by a few of them.
MOST_RECORD_BYTES = 8 << 20
# What is kept of a longer one, for a person to see what it is.
KEPT_BYTES = 64 << 10
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_FIELD = rb'(?:"(?:[^"]++|"")*+"|[^",\r\n]*+)'
FIELD = re.compile(rb'(?:^|,)(?:"((?:[^"]++|"")*+)"|([^",\r\n]*+))')
RECORD = re.compile(_FIELD + rb"(?:," + _FIELD + rb")*+(?:\r\n|\n|\r|\Z)")
LINE_END = re.compile(rb"\r\n|\n|\r")
# The same where quotes do not match: a field is quoted if a comma or the end follows.
LIKELY_FIELD = re.compile(rb'(?:^|,)(?:"((?:[^"]++|"")*+)"(?=,|\Z)|([^,]*+))')
# A record of which a field opens with a quote that nothing closes.
UNCLOSED = re.compile(rb"(?:" + _FIELD + rb',)*+"(?:[^"]++|"")*+\Z')
QUOTED_FIELD = re.compile(rb'"(?<![^,\r\n]")(?:[^"]++|"")*+"(?![^,\r\n])')


class IrregularError(Exception):
    """A fast reading is not sure of the file: it must be read record by record."""


def without_nul(text: str) -> str:
    """Return a text with the picture of NUL where a NUL stands: the database holds none."""
    return text.replace("\0", "\u2400")


@dataclass(frozen=True)
class Record:
    """One record: its bytes without line end, its first physical line (from 1), its form.

    Of one longer than MOST_RECORD_BYTES, only KEPT_BYTES are kept. A record `is_unclosed` where
    a quote opens in it that nothing closes before the end of the file.
    """

    content: bytes
    line: int
    is_well_formed: bool
    is_too_long: bool = False
    is_unclosed: bool = False

    @property
    def cells(self) -> list[bytes]:
        """The cells, unquoted; of a malformed record as far as quotes and commas tell."""
        field = FIELD if self.is_well_formed else LIKELY_FIELD
        return [
            quoted.replace(b'""', b'"') if quoted else bare
            for quoted, bare in field.findall(self.content)
        ]


def has_stray_quotes(block: bytes) -> bool:
    """Whether a quote stands anywhere but around a field or doubled inside one."""
    return b'"' in block and b'"' in QUOTED_FIELD.sub(b"", block)


def whole_blocks(chunks: Iterable[bytes], newline: bytes) -> Iterator[bytes]:
    r"""Yield the bytes in blocks of whole records; `newline` is \n or \r.

    Raises IrregularError when no record ends within MOST_RECORD_BYTES.
    """
    waiting: list[bytes] = []
    size = 0
    for chunk in chunks:
        waiting.append(chunk)
        size += len(chunk)
        if size < BLOCK_BYTES:
            continue
        block = b"".join(waiting)
        if cut := _last_record_end(block, newline):
            yield block[:cut]
        elif size > BLOCK_BYTES + MOST_RECORD_BYTES:
            raise IrregularError("a quoted field does not close")
        waiting = [block[cut:]]
        size -= cut
    if rest := b"".join(waiting):
        yield rest


def _last_record_end(block: bytes, newline: bytes) -> int:
    """Return the place after the last line end that is outside quotes, 0 if none."""
    if b'"' not in block:
        return block.rfind(newline) + 1
    quotes = np.flatnonzero(np.frombuffer(block, np.uint8) == ord('"'))
    end = len(block)
    while cut := block.rfind(newline, 0, end) + 1:
        before = int(np.searchsorted(quotes, cut))
        if before % 2 == 0:
            return cut
        # Inside quotes: try again before the quote that opened them.
        end = int(quotes[before - 1])
    return 0


def each_record(chunks: Iterable[bytes], first_line: int) -> Iterator[Record]:
    """Yield every record; empty lines are none. `first_line` numbers the first one."""
    buffer, position, line = b"", 0, first_line
    source = iter(chunks)
    is_last = False
    while not is_last or position < len(buffer):
        match = RECORD.match(buffer, position)
        is_cut_off = match is None or match.end() == len(buffer)
        if is_cut_off and not is_last and len(buffer) - position <= MOST_RECORD_BYTES:
            more = next(source, None)
            is_last = more is None
            buffer, position = buffer[position:] + (more or b""), 0
            continue
        end = match.end() if match else _line_end(buffer, position)
        if end == len(buffer) and not is_last and buffer[-1:] not in (b"\n", b"\r"):
            kept = buffer[position : position + KEPT_BYTES]
            yield Record(kept, line, is_well_formed=False, is_too_long=True)
            line += line_ends(buffer[position:]) + 1
            buffer, position = _after_line_end(source), 0
            continue
        record = buffer[position:end]
        if content := _without_line_end(record):
            is_unclosed = match is None and is_last and bool(UNCLOSED.match(buffer, position))
            yield Record(content, line, match is not None, is_unclosed=is_unclosed)
        line += line_ends(record)
        position = end


def _line_end(buffer: bytes, position: int) -> int:
    match = LINE_END.search(buffer, position)
    return match.end() if match else len(buffer)


def _after_line_end(source: Iterator[bytes]) -> bytes:
    """Read on to the end of the line and return what was read beyond it."""
    for chunk in source:
        # Hundreds of times as fast as searching for either.
        if b"\n" not in chunk and b"\r" not in chunk:
            continue
        end = _line_end(chunk, 0)
        is_halved = end == len(chunk) and chunk.endswith(b"\r")
        return next(source, b"").removeprefix(b"\n") if is_halved else chunk[end:]
    return b""


def line_ends(data: bytes) -> int:
    r"""Count line ends: \n, \r\n or a lone \r."""
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def _without_line_end(content: bytes) -> bytes:
    return content.removesuffix(b"\n").removesuffix(b"\r")
