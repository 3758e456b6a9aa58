"""Files that are no CSV, read from the CSV they are turned into: the same path for every format."""

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO

from extract import confined
from extract.bad_records import BadRecords
from extract.confined import Job
from extract.header import Header, reject_missing
from extract.json_lines import MOST_UNKNOWN, JsonLines
from extract.landing import LandedFile, chunks
from extract.lines import LINE
from extract.parsing import RECORD_NUMBER
from extract.reading import Reading
from extract.source import Source
from warehouse.errors import SourceUnavailable


def open_source(landed: LandedFile, reading: Reading, bad: BadRecords) -> Source:
    """Open a landed file of any format; raises SourceUnavailable."""
    match landed.format:
        case "xlsx" | "parquet":
            return ConvertedSource(landed)
        case "ndjson":
            return JsonLinesSource(landed, reading, bad)
        case _:
            return Source(landed)


class _Aside(Source):
    """A source with a folder for what it is turned into, removed at the end."""

    def __init__(self, landed: LandedFile) -> None:
        super().__init__(landed)
        self._folder = Path(tempfile.mkdtemp(prefix="warehouse-"))
        self._csv: IO[bytes] | None = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close and remove everything."""
        super().__exit__(kind, error, trace)
        if self._csv is not None:
            self._csv.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class ConvertedSource(_Aside):
    """A workbook or Parquet file, copied from the landing zone while it is hashed."""

    is_encoded = False

    def header(self, reading: Reading) -> Header:
        """Turn the file into CSV and return what its columns are.

        Raises FileRejected for what cannot be read or lacks a header, SourceUnavailable.
        """
        landed = self._folder / f"landed.{self.landed.format}"
        with _room_on_disk(self.landed.path), landed.open("wb") as copy:
            for chunk in chunks(self._hashing, self.landed.path):
                copy.write(chunk)
        # Before anything is said of its content: half a file is a damaged workbook.
        self.finish()
        job = Job(
            self.landed.format,
            str(landed),
            str(self._folder / "records.csv"),
            wanted=[sorted(names) for names in reading.wanted],
            moments=sorted(reading.moments),
            answers=sorted(reading.answers),
        )
        converted = confined.convert(job, self.landed.path)
        self.warnings = converted.warnings
        self.row_of = converted.places.row_of
        self._place = converted.header_place
        self._csv = Path(job.csv).open("rb")  # noqa: SIM115
        self._data = self._csv
        return super().header(reading)


class JsonLinesSource(_Aside):
    """A file of JSON lines: its bad lines are told before the first record is loaded."""

    is_encoded = False
    leading = (RECORD_NUMBER, LINE)

    def __init__(self, landed: LandedFile, reading: Reading, bad: BadRecords) -> None:
        """Open the file; raises SourceUnavailable."""
        super().__init__(landed)
        self._bad = bad
        self._lines = JsonLines(reading.contract, bad, landed.path)

    def header(self, reading: Reading) -> Header:
        """Turn the file into CSV and return what its columns are; raises as other sources do."""
        csv = (self._folder / "records.csv").open("w+b")
        self._csv = csv
        with _room_on_disk(self.landed.path):
            self._lines.write(chunks(self._hashing, self.landed.path), csv)
            csv.flush()
        self.finish()
        csv.seek(0)
        self._data = csv
        lines = self._lines
        if lines.records > self._bad.malformed_count:
            required = (f.name for f in reading.contract.header_fields if not f.optional)
            reject_missing(required, lines.seen, self.landed.path)
        unknown = tuple(lines.unknown)
        if len(unknown) == MOST_UNKNOWN:
            self.warnings = (f"the first {MOST_UNKNOWN} unknown keys are listed",)
        return Header(
            columns=tuple(name if name in lines.seen else None for name in lines.fields),
            unknown=() if reading.contract.ignores_other_columns else unknown,
            encoding="utf-8",
            newline=b"\n",
            lines=0,
        )


@contextmanager
def _room_on_disk(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise SourceUnavailable(
            "There is no room to unpack the file.",
            where=path,
            evidence=f"{tempfile.gettempdir()}: {error.strerror}",
            remedy="Make room there, or name another folder in TMPDIR; the next run tries again.",
        ) from error
