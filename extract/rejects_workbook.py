"""The workbook of rejects: a first sheet in plain words, the rejected files, a sheet a feed.

Every text is written as text: nothing that a sender wrote can become a formula.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from extract.rejects import FeedRejects, RejectedFile, RejectedRow, Rejects
from warehouse.private_file import private_file
from warehouse.sheets import HEADING, HEADING_FONT, TOP, WRAPPED, put_text

MOST_ROWS = 100_000
MEASURED_ROWS = 200
NARROWEST, WIDEST = 9, 44
PLACE_COLUMNS = ("file", "record", "line", "what is wrong")
PLACE_WIDTHS = (32, 9, 9, 56)
FROZEN_COLUMNS = 3
FILE_COLUMNS = ("file", "dated", "rejected at", "why nothing of it was taken in", "first mistakes")
FILE_WIDTHS = (48, 12, 18, 60, 90)
WARNING = "THIS WORKBOOK HOLDS PERSONAL DATA"
NOT_SHOWN = "the cells are not shown: it cannot be told which of them are personal data"

WRONG = PatternFill("solid", fgColor="FFF4B6AE")
Cells = list[Cell]
# A sheet that is written row by row; its type lacks half of its attributes.
Sheet = Any


def write_workbook(path: Path, sender: str, feeds: Sequence[FeedRejects], rejects: Rejects) -> None:
    """Write the rejects of some feeds to `path`, which appears whole or not at all."""
    book = Workbook(write_only=True)
    files = [(feed, file) for feed in feeds for file in rejects.files(feed)]
    _write_contents(book, sender, feeds, rejects.with_personal_data)
    if files:
        _write_files(book, [file for _, file in files])
    for feed in feeds:
        if feed.rejected_rows_count:
            _write_rows(book, _sheet_name(feed, feeds), feed, rejects.rows(feed))
    # Only its owner may read it until it is sent.
    with private_file(path) as file:
        book.save(file)


def _write_contents(
    book: Workbook, sender: str, feeds: Sequence[FeedRejects], with_personal_data: bool
) -> None:
    sheet = _sheet(book, "Contents", (46, 16, 16, 22, 60))
    sheet.append([_text(sheet, f"What could not be taken in: {sender}", Font(bold=True, size=16))])
    day = datetime.now(ZoneInfo("Europe/London")).strftime("%d %B %Y, %H:%M")
    for line in ("", *_explanation(feeds, day, with_personal_data), ""):
        sheet.append([_text(sheet, line, Font(bold=line.startswith(WARNING)))])
    header = ("feed", "rejected files", "rejected rows", "files with such rows", "sheet")
    sheet.append(_heading(sheet, header))
    for feed in feeds:
        counts = (
            feed.rejected_files_count,
            feed.rejected_rows_count,
            feed.files_with_rejected_rows_count,
        )
        sheet.append(
            [
                _text(sheet, f"{feed.family} / {feed.feed}"),
                *(_number(sheet, count) for count in counts),
                _text(sheet, _where(feed, feeds)),
            ]
        )


def _explanation(feeds: Sequence[FeedRejects], day: str, with_personal_data: bool) -> Iterator[str]:
    """Yield the first sheet's sentences."""
    files = sum(feed.rejected_files_count for feed in feeds)
    rows = sum(feed.rejected_rows_count for feed in feeds)
    yield f"As of {day}. Files rejected whole: {files:,}. Rows rejected of other files: {rows:,}."
    personal = sorted({column for feed in feeds for column in feed.personal})
    if personal and with_personal_data:
        yield f"{WARNING} ({', '.join(personal)}): send it protected."
    elif personal:
        yield f"Columns of personal data are left out: {', '.join(personal)}."
    if free := sorted({column for feed in feeds for column in feed.free_text}):
        yield f"Texts that people typed are as they came and may name someone: {', '.join(free)}."
    if files:
        yield (
            "Rejected files: nothing of them was taken in. Please send each again, corrected, "
            "under a new name; a file that has been sent is never changed."
        )
    if rows:
        yield (
            "Rejected rows: the other rows of their files were taken in. The cells in red are "
            "those that are wrong. Please send these rows, corrected, with your next file."
        )
        yield (
            "Record counts the data rows of a file, the first being 1; line is where it begins "
            "in the file, the header being line 1 (in a workbook: the row of the sheet)."
        )
        yield "A row that you have corrected in a later file already needs nothing more."


def _where(feed: FeedRejects, feeds: Sequence[FeedRejects]) -> str:
    sheets = []
    if feed.rejected_files_count:
        sheets.append("Rejected files")
    if feed.rejected_rows_count:
        more = feed.rejected_rows_count > MOST_ROWS
        name = _sheet_name(feed, feeds)
        sheets.append(f"{name} (the first {MOST_ROWS:,} rows)" if more else name)
    return ", ".join(sheets)


def _sheet_name(feed: FeedRejects, feeds: Sequence[FeedRejects]) -> str:
    """Return the feed's name, with its family's where there are several; at most 31 characters."""
    is_only_family = len({other.family for other in feeds}) == 1
    return (feed.feed if is_only_family else f"{feed.family}.{feed.feed}")[:31]


def _write_files(book: Workbook, files: Sequence[RejectedFile]) -> None:
    sheet = _sheet(book, "Rejected files", FILE_WIDTHS)
    sheet.append(_heading(sheet, FILE_COLUMNS))
    for file in files:
        first = (file.evidence or {}).get("first_reasons", ())
        mistakes = "\n".join(_mistake(reason) for reason in first)
        rejected_at = file.rejected_at.strftime("%Y-%m-%d %H:%M")
        texts = (file.file_path, str(file.file_date), rejected_at, file.reason, mistakes)
        sheet.append([_text(sheet, text, alignment=WRAPPED) for text in texts])
    _finish(sheet, len(FILE_COLUMNS), len(files))


def _mistake(reason: dict[str, Any]) -> str:
    line = reason.get("line")
    place = f"record {reason['record_number']:,}" + (f", line {line:,}" if line else "")
    return f"{place}: {reason['message']}"


def _write_rows(book: Workbook, name: str, feed: FeedRejects, rows: Iterator[RejectedRow]) -> None:
    measured = list(islice(rows, MEASURED_ROWS))
    widths = [_width(column, place, measured) for place, column in enumerate(feed.columns)]
    sheet = _sheet(book, name, (*PLACE_WIDTHS, *widths), frozen_columns=FROZEN_COLUMNS)
    header = (*PLACE_COLUMNS, *feed.columns)
    sheet.append(_heading(sheet, header))
    count = 0
    for row in islice(chain(measured, rows), MOST_ROWS):
        sheet.append(_row(sheet, feed, row))
        count += 1
    _finish(sheet, len(header), count)


def _row(sheet: Sheet, feed: FeedRejects, row: RejectedRow) -> Cells:
    reasons = "\n".join(row.reasons if row.cells is not None else (*row.reasons, NOT_SHOWN))
    cells = [
        _text(sheet, row.file_path.rpartition("/")[2], alignment=TOP),
        _number(sheet, row.record_number),
        _number(sheet, row.line),
        _text(sheet, reasons, alignment=WRAPPED),
    ]
    for column, value in zip(feed.columns, row.cells or (), strict=False):
        cell = _text(sheet, value, alignment=TOP)
        if column in row.wrong_columns:
            cell.fill = WRONG
        cells.append(cell)
    # Beyond the header's last column: cells for which it has no name.
    for value in row.surplus:
        cell = _text(sheet, value, alignment=TOP)
        cell.fill = WRONG
        cells.append(cell)
    return cells


def _width(column: str, place: int, rows: Iterable[RejectedRow]) -> int:
    values = (row.cells[place] for row in rows if row.cells is not None)
    longest = max((len(value or "") for value in values), default=0)
    return min(max(NARROWEST, len(column) + 4, longest + 2), WIDEST)


def _sheet(book: Workbook, name: str, widths: Sequence[int], frozen_columns: int = 0) -> Sheet:
    """Return a new sheet; what precedes its rows in the file must be set before the first."""
    sheet = book.create_sheet(name)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    if name != "Contents":
        sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet


def _finish(sheet: Sheet, columns: int, rows: int) -> None:
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{rows + 1}"


def _heading(sheet: Sheet, names: Sequence[str]) -> Cells:
    cells = [_text(sheet, name, HEADING_FONT) for name in names]
    for cell in cells:
        cell.fill = HEADING
    return cells


def _number(sheet: Sheet, value: int | None) -> Cell:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = "#,##0"
    cell.alignment = TOP
    return cell


def _text(
    sheet: Sheet,
    value: str | None,
    font: Font | None = None,
    alignment: Alignment | None = None,
) -> Cell:
    """Return a cell that is only ever text."""
    cell = WriteOnlyCell(sheet, "")
    put_text(cell, value or "")
    if font is not None:
        cell.font = font
    if alignment is not None:
        cell.alignment = alignment
    return cell
