"""One landed file as a stream: its bytes hashed as landed, unpacked, its header taken off."""

import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType
from typing import Self

from extract.header import Header
from extract.landing import LandedFile, Readable, chunks
from extract.lines import RowOf
from extract.reading import Reading
from extract.records import BYTE_ORDER_MARK, RECORD, Record, line_ends
from warehouse.errors import FileRejected, SourceUnavailable

MOST_HEADER_BYTES = 1 << 20
# Form tools write at most two: the choices under a question, and its identifier.
MOST_SECOND_HEADERS = 2
# Real exports pack 5 to 7 times, rows that all repeat each other at most 1,032 times.
MOST_TIMES_LARGER = 200
# A small file may be as repetitive as it likes.
FREELY_UNPACKED_BYTES = 64 << 20


class _Hashing(io.RawIOBase):
    """Passes bytes on and keeps their SHA-256 and count."""

    def __init__(self, inner: Readable) -> None:
        self._inner = inner
        self.digest = hashlib.sha256()
        self.size_bytes = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._inner.read(size)
        self.digest.update(data)
        self.size_bytes += len(data)
        return data


class Source:
    """A landed file being read once, from its header to its last byte.

    `leading` columns stand before those of the header; `is_encoded` says whether its bytes may
    be in another encoding than they should; `warnings` are known once the header is read.
    """

    leading: tuple[str, ...] = ()
    is_encoded = True
    warnings: tuple[str, ...] = ()

    def __init__(self, landed: LandedFile) -> None:
        """Open the file; raises SourceUnavailable."""
        self.landed = landed
        self._file = landed.open()
        self._hashing = _Hashing(self._file)
        self._data: Readable = self._hashing
        if landed.is_compressed:
            self._data = gzip.GzipFile(fileobj=self._hashing, mode="rb")
        self._head = b""
        self._place = "line 1"
        self._unpacked_bytes = 0
        # Tells the rows of records in a sheet; None where their lines are those of the bytes read.
        self.row_of: RowOf | None = None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._file.close()

    def header(self, reading: Reading) -> Header:
        """Read the header and return what its columns are.

        Raises FileRejected for one that will not do, SourceUnavailable.
        """
        header = reading.header(self.read_header(), f"{self.landed.path}, {self._place}")
        return self._without_second_headers(header) if header.may_be_repeated else header

    def _without_second_headers(self, header: Header) -> Header:
        """Pass over the records under the header that repeat it in other words."""
        records = lines = doubtful = 0
        while records < MOST_SECOND_HEADERS and (record := self._next_record()):
            cells = Record(record.rstrip(b"\r\n"), line=1, is_well_formed=True).cells
            texts = [cell.decode(header.encoding, errors="replace") for cell in cells]
            if not header.is_repeated_in(texts):
                self._head = record + self._head
                break
            records, lines = records + 1, lines + line_ends(record)
            doubtful += header.is_doubtful(texts)
        if records and (row_of := self.row_of) is not None:
            self.row_of = lambda numbers: row_of(numbers + records)
        self._warn_of_second_headers(doubtful)
        return replace(header, lines=header.lines + lines)

    def _warn_of_second_headers(self, doubtful: int) -> None:
        if doubtful:
            warning = f"passed over as second headers, though with a time: {doubtful} records"
            self.warnings = (*self.warnings, warning)

    def _next_record(self) -> bytes:
        """Take the next record with its line end; empty where none ends within bounds."""
        more = self._unpacked()
        while True:
            match = RECORD.match(self._head)
            if match and match.end() < len(self._head):
                break
            chunk = next(more, b"") if len(self._head) <= MOST_HEADER_BYTES else b""
            if not chunk:
                break
            self._head += chunk
        if match is None or not match.end():
            return b""
        record, self._head = self._head[: match.end()], self._head[match.end() :]
        return record

    def read_header(self) -> bytes:
        """Return the header record with its line end; empty for an empty file.

        Raises FileRejected where no header ends within MOST_HEADER_BYTES.
        """
        for chunk in self._unpacked():
            self._head += chunk
            match = self._match_header()
            # A lone \r at the very end may be half of a \r\n.
            if match and match.end() < len(self._head):
                break
            if len(self._head) > MOST_HEADER_BYTES:
                raise self._no_header("a quoted name never closes")
        match = self._match_header()
        if match is None:
            raise self._no_header("its quotes do not match")
        header, self._head = self._head[: match.end()], self._head[match.end() :]
        return header

    def _match_header(self) -> re.Match[bytes] | None:
        # A quoted name may follow the byte-order mark.
        start = len(BYTE_ORDER_MARK) if self._head.startswith(BYTE_ORDER_MARK) else 0
        return RECORD.match(self._head, start)

    def data(self) -> Iterator[bytes]:
        """Yield what follows the header, unpacked.

        Raises FileRejected for a damaged or truncated gzip, SourceUnavailable.
        """
        if self._head:
            yield self._head
            self._head = b""
        yield from self._unpacked()

    def finish(self) -> str:
        """Read what is left and return the SHA-256 of the bytes as landed.

        Raises SourceUnavailable when there were more or fewer bytes than listed.
        """
        for _ in chunks(self._hashing, self.landed.path):
            pass
        if self._hashing.size_bytes != self.landed.size_bytes:
            raise SourceUnavailable(
                "The file changed while it was read.",
                where=self.landed.path,
                evidence=f"{self.landed.size_bytes:,} bytes were listed, "
                f"{self._hashing.size_bytes:,} read",
                remedy="Let the sender finish it; the next run tries again.",
            )
        return self._hashing.digest.hexdigest()

    def _unpacked(self) -> Iterator[bytes]:
        try:
            for chunk in chunks(self._data, self.landed.path):
                self._unpacked_bytes += len(chunk)
                if self.landed.is_compressed:
                    self._reject_bomb()
                yield chunk
        except (EOFError, zlib.error) as error:
            raise self._damaged(error) from error
        except SourceUnavailable as error:
            # A bad gzip header is an OSError, as is a lost connection.
            if isinstance(error.__cause__, gzip.BadGzipFile):
                raise self._damaged(error.__cause__) from error
            raise

    def _reject_bomb(self) -> None:
        packed, unpacked = self._hashing.size_bytes, self._unpacked_bytes
        if unpacked > max(FREELY_UNPACKED_BYTES, MOST_TIMES_LARGER * packed):
            raise FileRejected(
                f"The file unpacks to more than {MOST_TIMES_LARGER} times its size.",
                where=self.landed.path,
                evidence=f"{packed:,} bytes gave {unpacked:,}",
                remedy="Look at it with care: it may be a bomb. If it is not, ask for it unpacked.",
            )

    def _damaged(self, error: Exception) -> FileRejected:
        return FileRejected(
            "The gzip file is damaged or truncated.",
            where=self.landed.path,
            evidence=str(error),
            remedy="Ask the sender for the file again, under a new name.",
        )

    def _no_header(self, evidence: str) -> FileRejected:
        return FileRejected(
            "The header cannot be read.",
            where=f"{self.landed.path}, {self._place}",
            evidence=evidence,
            remedy="Ask the sender for the file with a header row as in RFC 4180.",
        )


def reject_undecodable(landed: LandedFile, encoding: str) -> None:
    """Read the whole file and raise FileRejected at the first byte that does not decode.

    The message names the line (the header is line 1), the byte within it (from 1) and its value.
    """
    line, line_start, offset, carry = 1, 0, 0, b""
    with Source(landed) as source:
        for chunk in source.data():
            text = carry + chunk
            # Whole lines only: no character is ever cut, and lines are counted as we go.
            cut = max(text.rfind(b"\n"), text.rfind(b"\r", 0, -1)) + 1 or _safe_cut(text)
            _check_decodes(text[:cut], encoding, landed.path, line, offset - line_start)
            ends = line_ends(text[:cut])
            if ends:
                line += ends
                line_start = offset + cut
            offset += cut
            carry = text[cut:]
    _check_decodes(carry, encoding, landed.path, line, offset - line_start)


def _safe_cut(text: bytes) -> int:
    """Return a place near the end of one long line that is between UTF-8 characters."""
    if len(text) < MOST_HEADER_BYTES:
        return 0
    cut = len(text) - 1
    while cut and text[cut] & 0xC0 == 0x80:
        cut -= 1
    return cut


def _check_decodes(data: bytes, encoding: str, path: str, line: int, column: int) -> None:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
        line += line_ends(before)
        byte = error.start - start + 1 + (0 if start else column)
        raise FileRejected(
            f"The file is not {encoding}.",
            where=f"{path}, line {line:,}, byte {byte:,}",
            evidence=f"byte 0x{data[error.start]:02X} does not decode",
            remedy=f"Ask the sender for the file in {encoding}, under a new name.",
        ) from None
