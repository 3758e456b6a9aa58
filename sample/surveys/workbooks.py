"""Excel workbooks of one sheet, written whole by column: the same bytes each time."""

import io
import zipfile
from collections.abc import Sequence

import polars as pl

_DAY_ONE = pl.datetime(1899, 12, 30)
_DAY_MS = 86_400_000
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Style 1 shows a day and its time.
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Responses" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_SHEETS}">'
    '<fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LEVEL = 1


def workbook(rows_above: Sequence[Sequence[str | None]], frame: pl.DataFrame) -> bytes:
    """Return a workbook with rows of text, then those of the frame without its column names.

    Times become times as Excel has them, whole numbers numbers, all else text; null is empty.
    """
    above = "".join(_rows(pl.DataFrame([row], orient="row")) for row in rows_above)
    sheet = f'<worksheet xmlns="{_SHEETS}"><sheetData>{above}{_rows(frame)}</sheetData></worksheet>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as package:
        for name, content in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            # A name alone has the first day that a ZIP can tell.
            package.writestr(
                zipfile.ZipInfo(name), _HEAD + content, zipfile.ZIP_DEFLATED, compresslevel=_LEVEL
            )
    return packed.getvalue()


def _rows(frame: pl.DataFrame) -> str:
    cells = pl.concat_str([_cell(frame, name).fill_null("<c/>") for name in frame.columns])
    lines = frame.select("<row>" + cells + "</row>").to_series()
    return "".join(lines)


def _cell(frame: pl.DataFrame, name: str) -> pl.Expr:
    column, dtype = pl.col(name), frame.schema[name]
    if dtype.is_integer():
        return pl.format("<c><v>{}</v></c>", column)
    if dtype.is_temporal():
        days = (column - _DAY_ONE).dt.total_milliseconds() / _DAY_MS
        return pl.format('<c s="1"><v>{}</v></c>', days)
    shown = column.cast(pl.String).str.replace_many(_ESCAPES)
    return pl.format('<c t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>', shown)
