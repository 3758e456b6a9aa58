"""Read a file record by record: only for files of which the database or the parser was not sure.

Well-formed records go on as they came, each behind its record number; the others go to the
bad records with the physical line they stand on.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from extract.bad_records import BadRecords, Reason
from extract.header import Header
from extract.lines import Block, RowOf
from extract.records import BLOCK_BYTES, MOST_RECORD_BYTES, Record, each_record, without_nul
from warehouse.errors import FileRejected

SURPLUS = "_surplus"
# White space beyond ASCII is decided by its characters.
MAYBE_BLANK = re.compile(rb'[\s,"\x80-\xff]*+')


def numbered_blocks(
    chunks: Iterable[bytes],
    header: Header,
    bad: BadRecords,
    path: str,
    row_of: RowOf | None = None,
) -> Iterator[Block]:
    """Yield blocks of well-formed records, the record number as their first column.

    Empty lines and records without any value are none; the first record is 1, malformed ones are
    counted too. `path` is for messages. Raises FileRejected for a file that ends inside a quoted
    field.
    """
    good: list[bytes] = []
    lines: list[int] = []
    malformed: list[tuple[Reason, dict[str, Any]]] = []
    unclosed: Reason | None = None
    size = number = 0
    for record in each_record(chunks, header.lines + 1):
        if _is_blank(record):
            continue
        number += 1
        line = record.line if row_of is None else int(row_of(np.array([number]))[0])
        if reason := _why_malformed(record, number, line, len(header.columns)):
            malformed.append((reason, _raw(record, header)))
            if record.is_unclosed:
                unclosed = unclosed or reason
        else:
            unclosed = None
            good.append(b"%d,%b\n" % (number, record.content))
            lines.append(line)
        size += len(record.content)
        if size >= BLOCK_BYTES:
            bad.add_malformed(malformed)
            yield Block(b"".join(good), np.array(lines))
            good, lines, malformed, size = [], [], [], 0
    if unclosed is not None:
        raise _truncated(path, unclosed)
    bad.add_malformed(malformed)
    if good:
        yield Block(b"".join(good), np.array(lines))


def _is_blank(record: Record) -> bool:
    """Whether a record is well-formed and has only white space in its cells."""
    if not record.is_well_formed or not MAYBE_BLANK.fullmatch(record.content):
        return False
    return not any(cell.decode(errors="replace").strip() for cell in record.cells)


def _truncated(path: str, reason: Reason) -> FileRejected:
    return FileRejected(
        "The file ends inside a quoted field: it is truncated.",
        where=f"{path}, record {reason.record_number:,}, line {reason.line:,}",
        evidence="a quote opens there that nothing closes, and no whole record follows",
        remedy="Ask the sender for the file again, under a new name.",
    )


def _why_malformed(record: Record, number: int, line: int, width: int) -> Reason | None:
    at = f"on line {line:,}"
    if record.is_too_long:
        message = f"the record {at} is longer than {MOST_RECORD_BYTES:,} bytes"
        return Reason(number, "length", "", message, line)
    if not record.is_well_formed:
        return Reason(number, "quoting", "", f"quotes do not match {at}", line)
    if b"\0" in record.content:
        return Reason(number, "nul", "", f"the record {at} holds a NUL character", line)
    found = _width(record)
    if found != width:
        kind = "too many" if found > width else "too few"
        message = f"{kind} fields {at}: {found} where the header has {width}"
        return Reason(number, "fields", "", message, line)
    return None


def _width(record: Record) -> int:
    return len(record.cells) if b'"' in record.content else record.content.count(b",") + 1


def _raw(record: Record, header: Header) -> dict[str, Any]:
    """Return the cells under the columns of their positions, what is left over as surplus."""
    # A record that was cut may end within a character.
    errors = "replace" if record.is_too_long else "strict"
    cells = [without_nul(cell.decode(header.encoding, errors)) for cell in record.cells]
    raw: dict[str, Any] = {
        column: cell
        for column, cell in zip(header.columns, cells, strict=False)
        if column is not None
    }
    if surplus := cells[len(header.columns) :]:
        raw[SURPLUS] = surplus
    return raw
