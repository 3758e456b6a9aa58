"""An Excel workbook as CSV: its first sheet with a header row, every cell as text.

Runs in a process of its own (confined.py). Dates become ISO, whole numbers lose their `.0`,
errors such as #N/A stay what they are; rows in which nothing stands are no records.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from extract.confined import Converted, Job
from extract.header import fold
from extract.header_row import HEADER_ROWS, best_header
from extract.package import check_package
from extract.parsing import to_csv
from extract.places import Places, places_of
from extract.records import BYTE_ORDER_MARK
from extract.text_cells import bare_days
from warehouse.errors import FileRejected

ERRORS = {
    "Div0": "#DIV/0!",
    "GettingData": "#GETTING_DATA",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}
UNKNOWN_ERROR = "#ERROR"
# What a time without a day reads as.
NO_DAY = "1899-12-31 "
ROW = "_row"
ROWS_AT_ONCE = 65_536


def convert_workbook(job: Job) -> Converted:
    """Write a workbook's records as CSV; raises FileRejected for what is no workbook."""
    warnings = check_package(Path(job.landed), job.most_unpacked_bytes)
    try:
        sheets = _Sheets(fastexcel.read_excel(job.landed))
    except fastexcel.FastExcelError as error:
        raise FileRejected(
            "The workbook cannot be read.",
            evidence=str(error).splitlines()[0],
            remedy="Ask the sender for it again, saved anew as .xlsx, under a new name.",
        ) from error
    sheet, cells, header = _choose(sheets, job)
    rows = cells.with_row_index(ROW, offset=1).slice(header + 1)
    rows = rows.filter(pl.any_horizontal(pl.exclude(ROW).str.contains(r"\S")))
    answered = _answered(rows, cells.row(header), job)
    if len(answered) < len(rows):
        warnings.append(f"{len(rows) - len(answered):,} rows without an answer left out")
    places = _write(answered, cells.row(header), job)
    others = [name for name in sheets.filled if name != sheet]
    if others:
        warnings.append(f"sheets not read: {', '.join(others)}")
    return Converted(f"sheet {sheet}, row {header + 1:,}", places, tuple(warnings))


class _Sheets:
    """A workbook's visible sheets in which something stands; hidden ones count as not read."""

    def __init__(self, workbook: fastexcel.ExcelReader) -> None:
        self._workbook = workbook
        self.filled: list[str] = []
        self.visible: dict[str, pl.DataFrame] = {}
        for name in workbook.sheet_names:
            self._load(name)

    def _load(self, name: str) -> None:
        # Skipping no rows keeps the empty ones above, so that a row's place is its number.
        sheet = self._workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        batch, errors = sheet.to_arrow_with_errors()
        if not batch.num_rows:
            return
        self.filled.append(name)
        if sheet.visible == "visible":
            cells = pl.DataFrame(batch)
            self.visible[name] = _with_errors(cells, errors.errors if errors else [])


def _with_errors(cells: pl.DataFrame, errors: list[Any]) -> pl.DataFrame:
    """Put the errors, which are read as nothing, back into their cells."""
    by_column: dict[int, tuple[list[int], list[str]]] = {}
    for error in errors:
        row, column = error.position
        kind = re.search(r"Error\((\w+)", error.detail)
        rows, texts = by_column.setdefault(column, ([], []))
        rows.append(row)
        texts.append(ERRORS.get(kind[1], UNKNOWN_ERROR) if kind else UNKNOWN_ERROR)
    for column, (rows, texts) in by_column.items():
        cells.replace_column(column, cells.to_series(column).scatter(rows, texts))
    return cells


def _choose(sheets: _Sheets, job: Job) -> tuple[str, pl.DataFrame, int]:
    """Return name, cells and header row of the first sheet with a whole header, else the first."""
    first: tuple[str, pl.DataFrame, int] | None = None
    for name, cells in sheets.visible.items():
        row, is_whole = best_header(cells.head(HEADER_ROWS).rows(), job.wanted)
        if is_whole:
            return name, cells, row
        first = first or (name, cells, row)
    if first is None:
        raise FileRejected(
            "The workbook holds nothing.",
            evidence=f"{len(sheets.filled)} hidden sheets" if sheets.filled else None,
            remedy="Ask the sender for it again, under a new name.",
        )
    return first


def _answered(rows: pl.DataFrame, names: Sequence[str | None], job: Job) -> pl.DataFrame:
    """Return the rows that say something in a column of answers; all where there is none."""
    answers = [
        pl.col(column).str.contains(r"\S").fill_null(False)
        for column, name in zip(rows.columns[1:], names, strict=True)
        if fold(name or "") in job.answers
    ]
    return rows.filter(pl.any_horizontal(answers)) if answers else rows


def _write(rows: pl.DataFrame, names: Sequence[str | None], job: Job) -> Places:
    """Write header and records; return on which rows the records stand."""
    columns = rows.columns[1:]
    wanted = [
        column
        for column, name in zip(columns, names, strict=True)
        if (name or "").strip() or rows[column].is_not_null().any()
    ]
    texts = rows.select(wanted).with_columns(pl.all().str.strip_prefix(NO_DAY))
    titles = pl.DataFrame([names], dict.fromkeys(columns, pl.String), orient="row").select(wanted)
    with Path(job.csv).open("wb") as file:
        file.write(BYTE_ORDER_MARK)
        file.write(to_csv(titles))
        for part in bare_days(texts, titles.row(0), job.moments).iter_slices(ROWS_AT_ONCE):
            file.write(to_csv(part))
    return places_of(rows[ROW])
