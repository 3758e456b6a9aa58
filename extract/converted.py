"""Files that are no CSV, read from the CSV they are turned into: the same path for every format."""

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO

import polars as pl

from extract import confined
from extract.bad_records import BadRecords
from extract.confined import Job
from extract.header import Header
from extract.json_lines import MOST_UNKNOWN, JsonLines
from extract.landing import LandedFile, chunks
from extract.lines import LINE
from extract.parsing import RECORD_NUMBER, to_csv
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
        self._lines = JsonLines(reading, bad, landed.path)
        self._blocks: list[Path] = []
        self._columns: tuple[str, ...] = ()

    def header(self, reading: Reading) -> Header:
        """Read the whole file and return what its keys are; raises as other sources do."""
        with _room_on_disk(self.landed.path):
            for frame in self._lines.frames(chunks(self._hashing, self.landed.path)):
                self._blocks.append(self._folder / f"{len(self._blocks)}.arrow")
                frame.write_ipc(self._blocks[-1])
        self.finish()
        content, self._columns = self._lines.header()
        if len(self._lines.unknown) == MOST_UNKNOWN:
            self.warnings = (f"the first {MOST_UNKNOWN} unknown keys are listed",)
        self._warn_of_second_headers(self._lines.doubtful)
        return replace(reading.header(content, f"{self.landed.path}, its keys"), lines=0)

    def data(self) -> Iterator[bytes]:
        """Yield the records as CSV under the header of all keys."""
        for block in self._blocks:
            frame = pl.read_ipc(block)
            absent = set(self._columns).difference(frame.columns)
            nothing = [pl.lit(None, pl.String).alias(column) for column in absent]
            yield to_csv(frame.with_columns(nothing).select(self._columns))


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
