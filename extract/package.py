"""Whether a file is a workbook as Excel writes them, before anything else reads it.

A workbook is a ZIP of XML files. Every part is unpacked once, block by block, so that what a
part claims about its size and sum is known to be true.
"""

import errno
import re
import zipfile
import zlib
from pathlib import Path
from typing import IO

from warehouse.errors import FileRejected

BLOCK = 1 << 20
# What encrypted workbooks, and those of Excel 97 (.xls), begin with.
COMPOUND_FILE = bytes.fromhex("D0CF11E0A1B11AE1")
# Sheets pack 10 times and more; a bomb 1,000 times.
MOST_TIMES_LARGER = 200
# Where a document type declaration may stand: after the XML declaration and comments.
PROLOGUE = 4096
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# A formula of a cell that holds no value, unless it is the empty text.
UNCALCULATED = re.compile(
    rb'<c(?![^<>]* t="str")[^<>]*>'
    rb"<f[^<>]*(?:/>|>[^<]*</f>)\s*(?:<v ?/>|<v></v>)?\s*</c>"
)


def check_package(path: Path, most_bytes: int) -> list[str]:
    """Return warnings about a workbook; FileRejected where it is none, or unpacks to too much."""
    with path.open("rb") as file:
        start = file.read(len(COMPOUND_FILE))
        if start == COMPOUND_FILE:
            raise _no_workbook("it is encrypted, or a workbook of Excel 97 (.xls)")
        try:
            return _check_parts(zipfile.ZipFile(file), path.stat().st_size, most_bytes)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise _no_workbook(f"as a ZIP it is damaged or truncated: {error}") from error
        except RuntimeError as error:  # a part with a password
            raise _no_workbook(str(error)) from error
        except OSError as error:
            # What lost its beginning is looked for before the file's first byte.
            if error.errno != errno.EINVAL:
                raise
            raise _no_workbook("as a ZIP it is damaged or truncated: a part is missing") from error


def _check_parts(package: zipfile.ZipFile, packed: int, most_bytes: int) -> list[str]:
    parts = package.infolist()
    claimed = sum(part.file_size for part in parts)
    if claimed > most_bytes or claimed > MOST_TIMES_LARGER * max(packed, BLOCK):
        raise FileRejected(
            "The workbook unpacks to more than any export needs.",
            evidence=f"{packed:,} bytes unpack to {claimed:,}; "
            f"at most {most_bytes:,} and {MOST_TIMES_LARGER} times as many are read",
            remedy="Look at it with care: it may be a bomb. Ask the sender for CSV.",
        )
    if "xl/workbook.xml" not in package.namelist():
        raise _no_workbook("it is a ZIP without xl/workbook.xml")
    without_value = 0
    for part in parts:
        with package.open(part) as stream:
            without_value += _check_part(stream, part.filename)
    if without_value:
        return [f"{without_value:,} formulas hold no value and were read as empty"]
    return []


def _check_part(stream: IO[bytes], name: str) -> int:
    """Read a part to its end; return how many formulas of a sheet hold no value."""
    is_sheet = SHEET.fullmatch(name) is not None
    head = stream.read(PROLOGUE)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise FileRejected(
            "The workbook holds a document type declaration, which no workbook may.",
            where=f"part {name}",
            remedy="Look at it with care: it may be hostile. Ask the sender for CSV.",
        )
    found, text = 0, head
    while block := stream.read(BLOCK):
        if is_sheet and b"<f" in text:
            found += len(UNCALCULATED.findall(text))
        text = _from_last_cell(text) + block if is_sheet else b""
    return found + len(UNCALCULATED.findall(text)) if is_sheet and b"<f" in text else found


def _from_last_cell(text: bytes) -> bytes:
    """Return what may be the beginning of a cell that the next block ends."""
    start = text.rfind(b"<c ", max(len(text) - PROLOGUE, 0))
    return b"" if start < 0 or b"</c>" in text[start:] else text[start:]


def _no_workbook(evidence: str) -> FileRejected:
    return FileRejected(
        "The file is no workbook.",
        evidence=evidence,
        remedy="Ask the sender for it again as .xlsx without a password, under a new name.",
    )
