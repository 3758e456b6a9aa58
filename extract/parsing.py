"""Blocks of CSV as frames of text, by a parser that is not the database's."""

from dataclasses import dataclass

import polars as pl
import pyarrow as pa
from pyarrow import csv

from extract.records import IrregularError, has_stray_quotes

RECORD_NUMBER = "_record_number"


@dataclass(frozen=True)
class BlockParser:
    """Parses blocks whose columns are `columns`; None is a column that is not wanted."""

    columns: tuple[str | None, ...]
    encoding: str

    def parse(self, block: bytes) -> pl.DataFrame:
        """Return the wanted columns as text, null where nothing stands.

        Raises IrregularError unless every record is certain: as many fields as columns, quotes
        only where RFC 4180 has them, every byte decodable and no NUL, something in it.
        """
        if has_stray_quotes(block):
            raise IrregularError("a quote stands where none should")
        if b"\0" in block:
            # Not every column goes to the database, which would refuse it.
            raise IrregularError("a NUL character")
        try:
            text = self._utf8(block)
            table = csv.read_csv(pa.BufferReader(text), *self._options(len(text)))
        except (UnicodeDecodeError, pa.ArrowInvalid) as error:
            raise IrregularError("records or bytes are not as they should be") from error
        frame = pl.DataFrame(table)
        if _has_blank(frame):
            # A record without any value is none, and the parser makes one of an empty line too.
            raise IrregularError("a record is blank")
        return frame

    def _utf8(self, block: bytes) -> bytes:
        if self.encoding != "utf-8":
            return block.decode(self.encoding).encode()
        if None in self.columns:
            # The parser checks only the columns it returns.
            block.decode()
        return block

    def _options(self, size: int) -> tuple[csv.ReadOptions, csv.ParseOptions, csv.ConvertOptions]:
        names = [column or f"_unknown_{place}" for place, column in enumerate(self.columns)]
        wanted = [column for column in self.columns if column is not None]
        return (
            csv.ReadOptions(column_names=names, use_threads=False, block_size=size + 1),
            csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            csv.ConvertOptions(
                column_types=dict.fromkeys(wanted, pa.large_utf8()),
                include_columns=wanted,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )


def _has_blank(frame: pl.DataFrame) -> bool:
    """Whether only white space stands in some record; the first column mostly tells."""
    rows = frame
    for name in frame.columns:
        # Printable ASCII first: no white space of any kind.
        is_sure = (pl.col(name) >= "!") & (pl.col(name) < "\x7f")
        rows = rows.filter(~is_sure.fill_null(value=False))
        if rows.is_empty():
            return False
    has_value = pl.any_horizontal(pl.all().str.contains(r"\S").fill_null(value=False))
    return not rows.select(has_value.all()).item()


def to_csv(frame: pl.DataFrame) -> bytes:
    """Return a frame of text as CSV without header: null is nothing, empty text is quoted."""
    return frame.write_csv(include_header=False).encode()
