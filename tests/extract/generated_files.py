"""Files of any feed and format made from its contract, each with what it holds known beforehand.

A `Shape` says how a file looks and which of its records are broken in which way; the cells come
from its seed. `make_file` writes it and tells number, line and cells of every record.
"""

import csv
import datetime as dt
import gzip
import io
import json
import random
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extract.contract import DELETED_AT, Contract, Field

# Everything that RFC 4180, COPY and JSON treat specially, and letters of two and more bytes.
PLAIN = "ab7 "
LETTERS = PLAIN + ",\"\n;\\.'é£“"
UNICODE = LETTERS + "ł中😀\t"
BLANK = ("", " ", "\u00a0")
BOOLEANS = ("Yes", "no", "TRUE", "false", "1", "0")
DATE_FORMS = ("DD/MM/YYYY HH:MM", "m/d/yy h:mm AM/PM", "%d.%m.%Y")
FORM_FAULTS: Mapping[str, tuple[str, ...]] = {
    "csv": ("few", "many", "quote", "unclosed", "nul"),
    "csv.gz": ("few", "many", "quote", "unclosed", "nul"),
    "ndjson": ("cut", "number", "twice", "nul"),
    "xlsx": (),
    "parquet": (),
}
SURVEY = "secondary"
# By code: wording and scale.
QUESTIONS = {
    "likes": ("I like “science” lessons", "agree5"),
    "clubs": ("How many clubs do you go to?", "count"),
    "mark": ("What mark would you give?", "rating4"),
    "why": ("Why, in your own words", "text"),
}
AGREE = ("Strongly agree", " AGREE", "not  sure", "disagree ", "strongly disagree")
BAD_ANSWERS = {"agree5": ("Maybe", "5"), "count": ("-1", "two", "1.5"), "rating4": ("0", "5", "A")}


@dataclass(frozen=True)
class Shape:
    """How a file looks.

    `faults` says what is wrong with which record, by its place from 0: "cell", or a fault of
    form; `gaps` are places of records before which an empty line or row stands. A survey's
    `second_headers` are no records.
    """

    format: str = "csv"
    rows: int = 3
    faults: Mapping[int, str] = field(default_factory=dict)
    gaps: Collection[int] = ()
    newline: str = "\n"
    has_mark: bool = False
    quotes_all: bool = False
    ends_with_newline: bool = True
    extra_columns: int = 0
    rows_above: int = 0
    second_headers: int = 0
    is_plain: bool = False
    seed: int = 0


@dataclass(frozen=True)
class Record:
    """One record as it was written: `cells` as raw should hold them, `broken` what breaks rules.

    `broken` names columns, "" where the form is at fault.
    """

    number: int
    line: int
    cells: Mapping[str, str]
    broken: frozenset[str] = frozenset()


@dataclass(frozen=True)
class GeneratedFile:
    """A file of a feed, its path in the landing zone, and what it holds."""

    path: str
    data: bytes
    records: Sequence[Record]

    @property
    def good(self) -> list[Record]:
        """The records that should load."""
        return [record for record in self.records if not record.broken]

    @property
    def bad(self) -> list[Record]:
        """The records that should be quarantined, if the file loads."""
        return [record for record in self.records if record.broken]

    @property
    def is_rejected(self) -> bool:
        """Whether strictly more than 5% of the records are bad."""
        return len(self.bad) * 20 > len(self.records)


@dataclass(frozen=True)
class _Column:
    """A column of a file: its header, and the field or question it holds, if it is known."""

    header: str
    field: Field | None = None
    question: str = ""


@dataclass
class _Row:
    """One record before it is written: the cells in the order of the columns."""

    cells: list[str]
    fault: str = ""
    broken: frozenset[str] = frozenset()


def questions_file() -> bytes:
    """Return a questions file that teaches the survey that generated returns answer."""
    rows = [(SURVEY, "1", c, w, s, n) for n, (c, (w, s)) in enumerate(QUESTIONS.items())]
    text = io.StringIO()
    header = ("survey", "version", "question_code", "wording", "scale", "order")
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def make_file(
    contract: Contract, shape: Shape, day: str = "2021-03-01", part: str = ""
) -> GeneratedFile:
    """Return a file of a feed in that shape."""
    source = random.Random(shape.seed)  # noqa: S311
    if contract.part_fields:
        part = f"{SURVEY}_{part or 'start'}"
    columns = _columns(contract, shape, source)
    rows = [_row(contract, columns, shape, place, source) for place in range(shape.rows)]
    second = [_second_header(columns)] * (shape.second_headers if contract.part_fields else 0)
    write = {"xlsx": _workbook, "ndjson": _json_lines, "parquet": _parquet}.get(shape.format, _csv)
    encoding = "utf-8" if shape.has_mark else contract.encoding
    header = [column.header for column in columns]
    data, lines = write(header, [*second, *rows], shape, encoding)
    stated = dict(
        zip((f.name for f in contract.part_fields), part.rpartition("_")[::2], strict=False)
    )
    records = [
        Record(number, line, stated | _stored(columns, row), row.broken)
        for number, (line, row) in enumerate(zip(lines[len(second) :], rows, strict=True), start=1)
    ]
    tail = f"{day}_{part}" if part else day
    path = f"{contract.family}/{contract.feed}/{contract.feed}_{tail}.{shape.format}"
    return GeneratedFile(path, data, records)


def _columns(contract: Contract, shape: Shape, source: random.Random) -> list[_Column]:
    """Return the columns of a file in any order: all that must be there, some that may."""
    fields = [f for f in contract.header_fields if not f.optional or source.random() < 0.7]
    columns = [_Column(_spelled(source.choice((f.name, *f.aliases)), source), f) for f in fields]
    if any(f.gathers for f in contract.fields):
        columns += [
            _Column(source.choice((w, f"{w}.1", f" {w} [choose one]")), question=code)
            for code, (w, _) in QUESTIONS.items()
            for _ in range(source.choice((1, 1, 2)))
        ]
    columns += [_Column(f"Remark no {n}") for n in range(shape.extra_columns)]
    source.shuffle(columns)
    if shape.format == "parquet":  # no name may occur twice
        columns = list({column.header: column for column in columns}.values())
    if shape.format == "ndjson":  # and keys have no order that would tell the first answer
        columns = list({column.question or column.header: column for column in columns}.values())
    return columns


def _spelled(name: str, source: random.Random) -> str:
    """Return a name as some sender may write it."""
    spelled = source.choice((name, name.upper(), name.title(), f" {name} "))
    return spelled.replace("_", source.choice("_- "))


def _row(
    contract: Contract,
    columns: Sequence[_Column],
    shape: Shape,
    place: int,
    source: random.Random,
) -> _Row:
    """Return one record: good, a tombstone that is good however bad, or broken as is asked."""
    fault = shape.faults.get(place, "")
    letters = _letters(contract, shape)
    if fault in ("quote", "unclosed"):  # what follows a line end within would be a record
        letters = letters.replace("\n", "").replace("\r", "")
    cells = [_good(column, contract, place, letters, source) for column in columns]
    row = _Row(cells, "" if fault == "cell" else fault)
    names = [column.field.name if column.field else "" for column in columns]
    if fault == "cell":
        _break(row, columns, source)
    elif fault:
        row.broken = frozenset({""})
    elif DELETED_AT in names and source.random() < 0.2:
        row.cells[names.index(DELETED_AT)] = "2021-01-02T10:00:00Z"
        for at, column in enumerate(columns):
            if column.field and column.field.name not in contract.tombstone_fields:
                row.cells[at] = source.choice((*BLANK[:2], "nonsense"))
    return row


def _second_header(columns: Sequence[_Column]) -> _Row:
    names = [column.field.name if column.field else "" for column in columns]
    return _Row(["" if name in ("response_id", "submitted_at") else "Import" for name in names])


def _letters(contract: Contract, shape: Shape) -> str:
    """Return what free text may be made of in a file of that form."""
    if shape.is_plain:
        return PLAIN
    if not shape.format.startswith("csv"):
        return UNICODE
    is_utf8 = contract.encoding == "utf-8" or shape.has_mark
    return (UNICODE if is_utf8 else LETTERS) + "\r"


def _good(
    column: _Column, contract: Contract, place: int, letters: str, source: random.Random
) -> str:
    """Return a cell that breaks no rule."""
    if column.field is None:
        return _answer(column.question, source) if column.question else _text(letters, source)
    one = column.field
    if one.name == DELETED_AT or not (one.required or source.random() < 0.7):
        return source.choice(BLANK[:2])
    cell = _value(one, letters, source)
    if one.name in contract.primary_key and one.pattern is None:
        cell = _key(one, place, letters, source) or cell
    return source.choice((cell, cell, cell, f" {cell}  "))


def _key(one: Field, place: int, letters: str, source: random.Random) -> str:
    """Return part of a key, of plain files the same for every record in that place."""
    if one.type == "string":
        return f"K{place}" if letters == PLAIN else f"K{place} {_text(letters, source)}"
    number = place + (one.minimum is not None and int(one.minimum))
    return {"integer": f"{number}", "date": "2020-01-01"}.get(one.type, "") * (letters == PLAIN)


def _value(one: Field, letters: str, source: random.Random) -> str:
    day = dt.date(1900, 1, 2) + dt.timedelta(days=source.randrange(44_000))
    lowest, highest = one.minimum or 0, one.maximum if one.maximum is not None else 2_000_000
    match one.type:
        case "integer":
            number = source.randint(int(lowest), int(highest))
            return source.choice((f"{number}", f"{number:,}", f"+{number}"))
        case "number":
            number = source.randint(int(lowest), int(highest) - 1)
            return source.choice((f"{number}.5", f"{number + 1}", f"{number}.25"))
        case "boolean":
            return source.choice(BOOLEANS)
        case "date":
            return day.strftime(source.choice(one.formats))
        case "datetime":
            clock = source.choice(("10:00", "23:59:59", "00:00:00.5"))
            offset = source.choice(("", "Z", "+01:00", "-0530"))
            forms = [f"{day}T{clock}{offset}", f"{day} {clock}"]
            forms += [f"{day.strftime(form)} 10:30" for form in one.formats]
            return source.choice(forms)
    if one.date_form:
        return source.choice(DATE_FORMS)
    if one.pattern is None:
        return "t" + _text(letters, source)
    return "2021-03" if re.search(one.pattern, "2021-03") else "2020/21"


def _text(letters: str, source: random.Random) -> str:
    return "".join(source.choices(letters, k=source.choice((0, 1, 3, 8))))


def _answer(code: str, source: random.Random) -> str:
    good = {
        "agree5": AGREE,
        "count": ("0", "12", "1,024"),
        "rating4": ("1", " 4"),
        "text": ('He said "why?" \\', "é, and\tb", "plain"),
    }
    return source.choice((*good[QUESTIONS[code][1]], "", " "))


def _break(row: _Row, columns: Sequence[_Column], source: random.Random) -> None:
    """Break one rule of one cell, or of two of them."""
    places = [at for at, column in enumerate(columns) if _bad_cells(column)]
    # A row of a sheet in which nothing stands would be no record.
    most = 2 if len(columns) > 3 and len(places) > 1 else 1
    for at in source.sample(places, source.randint(1, most)):
        column = columns[at]
        row.cells[at] = source.choice(_bad_cells(column))
        if column.question:
            for other, same in enumerate(columns):
                if same.question == column.question and other != at:
                    row.cells[other] = ""
        row.broken |= {column.field.name if column.field else column.question}


def _bad_cells(column: _Column) -> list[str]:
    """Return cells that break a rule of the column's; none is blank where a row may be."""
    if column.field is None:
        return list(BAD_ANSWERS.get(QUESTIONS.get(column.question, ("", ""))[1], ()))
    one = column.field
    bad = {
        "integer": ["x", "1.5", "12,34", "Infinity", "0x1F"],
        "number": ["x", "NaN", "Infinity", "1,5", "1e3"],
        "boolean": ["maybe"],
        "date": ["2020-02-31", "31.12.2020", "1899-12-31", "12/31/2020", "2020-1-1"],
        "datetime": ["2020-02-31T10:00:00", "1899-12-31 10:00", "2020-01-01T25:00", "yesterday"],
    }.get(one.type, [])
    bad += ["nonsense"] if one.pattern or one.date_form else []
    bad += ["2999-01-01" + ("T10:00" if one.type == "datetime" else "")] * one.not_in_future
    bad += [f"{one.minimum - 1:.0f}"] if one.minimum is not None else []
    bad += [f"{one.exclusive_minimum:.0f}"] if one.exclusive_minimum is not None else []
    bad += [f"{one.maximum + 1:.0f}"] if one.maximum is not None else []
    # A response without identifier right under the header would be a second header.
    return bad + (list(BLANK) if one.required and one.name != "response_id" else [])


def _stored(columns: Sequence[_Column], row: _Row) -> dict[str, str]:
    """Return a record as raw should hold it, blank answers left out."""
    cells: dict[str, str] = {}
    answers: dict[str, str] = {}
    for column, cell in zip(columns, row.cells, strict=True):
        if column.field is not None:
            cells[column.field.name] = cell
        elif column.question and cell.strip():
            answers.setdefault(column.question, cell.strip())
    if any(column.question for column in columns):
        cells["answers"] = json.dumps(answers, ensure_ascii=False)
    return cells


def _csv(
    header: Sequence[str], rows: Sequence[_Row], shape: Shape, encoding: str
) -> tuple[bytes, list[int]]:
    newline = shape.newline
    text, lines = _csv_line(header, shape.quotes_all) + newline, []
    records = [_csv_record(row, shape.quotes_all) for row in rows]
    for place, record in enumerate(records):
        if place in shape.gaps:
            text += newline
        if rows[place].fault == "unclosed" and _is_never_closed(rows, records, place):
            record = '"' + record.replace('"', "")
        lines.append(1 + len(re.findall("\r\n|\r|\n", text)))
        text += record + newline
    if not shape.ends_with_newline:
        text = text.removesuffix(newline)
    data = text.encode(encoding)
    if shape.has_mark:
        data = b"\xef\xbb\xbf" + data
    return gzip.compress(data, mtime=0) if shape.format == "csv.gz" else data, lines


def _is_never_closed(rows: Sequence[_Row], records: Sequence[str], place: int) -> bool:
    """Whether no quote follows a record, but a good record: else the file would be truncated."""
    has_good = any(not row.fault for row in rows[place + 1 :])
    return has_good and '"' not in "".join(records[place + 1 :])


def _csv_record(row: _Row, quotes_all: bool) -> str:
    cells = list(row.cells)
    match row.fault:
        case "few":
            cells.pop()
        case "many":
            cells += ["one", "more"]
        case "nul":
            cells[0] += "\0"
        case "quote" | "unclosed":
            return _csv_line(cells, quotes_all) + ',"stray" quote'
    return _csv_line(cells, quotes_all)


def _csv_line(cells: Sequence[str], quotes_all: bool) -> str:
    return ",".join(
        '"' + cell.replace('"', '""') + '"' if quotes_all or set(cell) & set('",\r\n') else cell
        for cell in cells
    )


def _workbook(
    header: Sequence[str], rows: Sequence[_Row], shape: Shape, encoding: str
) -> tuple[bytes, list[int]]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for number in range(shape.rows_above):
        sheet.append([f"Title {number}"])
    at = shape.rows_above + 1
    _fill(sheet, at, header)
    lines = []
    for place, row in enumerate(rows):
        at += 2 if place in shape.gaps else 1
        _fill(sheet, at, row.cells)
        lines.append(at)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue(), lines


def _fill(sheet: Worksheet, row: int, cells: Sequence[str]) -> None:
    for column, cell in enumerate(cells, start=1):
        if cell:
            is_number = re.fullmatch("[1-9][0-9]{0,8}", cell)
            sheet.cell(row, column, int(cell) if is_number else cell)


def _json_lines(
    header: Sequence[str], rows: Sequence[_Row], shape: Shape, encoding: str
) -> tuple[bytes, list[int]]:
    text, lines, line = "", [], 1
    for place, row in enumerate(rows):
        if place in shape.gaps:
            text, line = text + shape.newline, line + 1
        lines.append(line)
        text, line = text + _json_line(header, row) + shape.newline, line + 1
    if not shape.ends_with_newline:
        text = text.removesuffix(shape.newline)
    return (b"\xef\xbb\xbf" if shape.has_mark else b"") + text.encode(), lines


def _json_line(header: Sequence[str], row: _Row) -> str:
    values: dict[str, Any] = {
        name: int(cell) if re.fullmatch("[1-9][0-9]{0,8}", cell) else cell or None
        for name, cell in zip(header, row.cells, strict=True)
    }
    text = json.dumps(values, ensure_ascii=bool(row.cells[0]))
    match row.fault:
        case "cut":
            return text[:-1]
        case "number":
            return "3"
        case "twice":
            return text[:-1] + "".join(f", {json.dumps(name)}: 1" for name in header) + "}"
        case "nul":
            return text[:-1] + ', "more": "\\u0000"}'
    return text


def _parquet(
    header: Sequence[str], rows: Sequence[_Row], shape: Shape, encoding: str
) -> tuple[bytes, list[int]]:
    columns = {
        name: pl.Series([row.cells[at] or None for row in rows], dtype=pl.String)
        for at, name in enumerate(header)
    }
    data = io.BytesIO()
    pl.DataFrame(columns).write_parquet(data)
    return data.getvalue(), [*range(1, len(rows) + 1)]


def comparable(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Cells without blank ones, which a workbook does not keep, and answers as an object."""
    found = {
        name: cell
        for name, cell in cells.items()
        if not name.startswith("_") and (cell or "").strip()
    }
    return found | ({"answers": json.loads(found["answers"])} if "answers" in found else {})
