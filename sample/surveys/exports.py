"""Online returns of a survey as form tools export them: CSV or a workbook, headed by wordings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from sample.planted import planted_in
from sample.planting import BadRow
from sample.surveys.questionnaires import FAMILY
from sample.surveys.workbooks import workbook

# The day of the newest export of everything.
LAST_ON = date(2021, 12, 17)
BRITISH, AMERICAN, ISO = "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Export:
    """One export of a survey and wave; a column of `frame` for each heading.

    `title` stands above the header of a workbook, `hints` right under it, as a second header.
    """

    survey: str
    wave: str
    day: date
    headings: Sequence[str]
    frame: pl.DataFrame
    suffix: str = "csv"
    times: str = ISO
    title: str | None = None
    hints: Sequence[str | None] | None = None

    @property
    def path(self) -> str:
        """Path relative to the landing zone."""
        name = f"online_{self.day.isoformat()}_{self.survey}_{self.wave}.{self.suffix}"
        return f"{FAMILY}/online/{name}"

    def render(self) -> tuple[bytes, int]:
        """Return the file's bytes and its number of data records, planted ones spoilt."""
        planted = planted_in(self.path)
        frame = _spoilt(self.frame, planted.bad_rows) if planted else self.frame
        hints = [self.hints] if self.hints else []
        if self.suffix == "xlsx":
            title = [[self.title]] if self.title else []
            return workbook([*title, self.headings, *hints], frame), len(frame)
        above = pl.DataFrame([self.headings, *hints], orient="row")
        text = above.write_csv(include_header=False)
        text += frame.write_csv(include_header=False, datetime_format=self.times)
        return text.encode(), len(frame)


def _spoilt(frame: pl.DataFrame, bad_rows: Sequence[BadRow]) -> pl.DataFrame:
    """Return the frame with a cell overwritten for each bad row, far from each other."""
    step = len(frame) // (len(bad_rows) + 1)
    for number, bad in enumerate(bad_rows, start=1):
        is_bad = pl.int_range(pl.len()) == number * step
        cell = pl.when(is_bad).then(pl.lit(bad.value)).otherwise(pl.col(str(bad.column)))
        frame = frame.with_columns(cell.alias(str(bad.column)))
    return frame
