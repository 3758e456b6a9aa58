"""Returns as a form tool exports them: a sheet or CSV headed by the wordings of questions."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.oracle.world_files import LandingFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATION = f"{PACKAGE}/relationships"
KIND = "application/vnd.openxmlformats-"
SHEET = f"{KIND}officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="{KIND}package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{RELATION}"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="Responses" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATION}"><Relationship Id="r1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


@dataclass
class OnlineFile(LandingFile):
    """One export of a survey's wave: a header of its own, and records."""

    header: list[str] = field(default_factory=list)
    records: list[list[str]] = field(default_factory=list)
    is_workbook: bool = False

    @property
    def is_gzipped(self) -> bool:
        """Form tools do not pack."""
        return False

    @property
    def path(self) -> str:
        """The place under the landing root."""
        return f"survey/online/{self.name}.{'xlsx' if self.is_workbook else 'csv'}"

    @property
    def content(self) -> bytes:
        """The file's bytes; the same records always give the same bytes."""
        rows = [self.header, *self.records]
        if self.is_workbook:
            return workbook(rows)
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        return text.getvalue().encode("utf-8-sig")


def workbook(rows: list[list[str]]) -> bytes:
    """A workbook of one sheet, all cells text."""
    cells = "".join(
        "<row>"
        + "".join(
            f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
            for cell in row
        )
        + "</row>"
        for row in rows
    )
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        for name, part in {**PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            book.writestr(zipfile.ZipInfo(name), '<?xml version="1.0" encoding="UTF-8"?>' + part)
    return buffer.getvalue()
