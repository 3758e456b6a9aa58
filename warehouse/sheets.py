"""What the workbooks for people have in common: their look, and cells that are only ever text."""

from typing import TypeVar

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill

Written = TypeVar("Written", bound=Cell | MergedCell)
# Excel holds 32,767.
MOST_CHARACTERS = 32_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
HEADING = PatternFill("solid", fgColor="FF1F3864")
HEADING_FONT = Font(bold=True, color="FFFFFFFF")
TOP = Alignment(vertical="top")
WRAPPED = Alignment(vertical="top", wrap_text=True)


def put_text(cell: Written, text: str) -> Written:
    """Write a text into a cell as text, whatever it begins with, and return the cell.

    What XML cannot hold is replaced; what is too long for a cell is cut."""
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS] + " … (cut)"
    cell.value = text
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        # As if it had been typed behind an apostrophe: it stays text when it is edited, too.
        cell.quotePrefix = True
    return cell
