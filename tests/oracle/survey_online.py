"""Reads what a form tool exports: responses whose answers stand under the questions' wordings."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

from tests.oracle.cells import LONDON, BadCellError, decimal_between, integer, past_moment
from tests.oracle.landing import part_order

FIXED = ("Response ID", "Submitted at", "Partnership", "School", "School URN")
FOR_TEACHERS = ("Phase", "Years in teaching")
REQUIRED = FIXED[:4]
AGREE = ("Strongly agree", "Agree", "Not sure", "Disagree", "Strongly disagree")
WAVES = ("start", "middle", "end")
QUOTES = str.maketrans("‘’“”", "''\"\"")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """What a survey asks under a code: all its wordings, the newest scale."""

    code: str
    wordings: frozenset[str]
    scale: str


@dataclass(frozen=True)
class Survey:
    """A survey's questions, and how its form tool writes times if it says so."""

    questions: tuple[Question, ...]
    is_american: bool = False


@dataclass(frozen=True)
class Response:
    """One response: who sent it from where, and the answers by question code."""

    survey: str
    wave: str
    partnership_name: str
    school_name: str
    urn: int | None
    phase: str | None
    years_in_teaching: float | None
    returned_on: date
    answers: Mapping[str, str]


def folded_wording(header: str) -> str:
    """A wording without text in brackets, a repeat's suffix, case, spare spaces, curly quotes."""
    bare = re.sub(r"\[[^\]]*\]", " ", header.translate(QUOTES))
    return " ".join(re.sub(r"\.\d+\s*$", "", bare).casefold().split())


def read_online(landing: Path, surveys: Mapping[str, Survey]) -> list[Response]:
    """Every response as the newest file has it."""
    newest: dict[tuple[str, str, str], Response] = {}
    for path in sorted((landing / "survey" / "online").glob("*"), key=_order):
        survey, wave = _named(path)
        if wave in WAVES and survey in surveys:
            newest.update(_read_file(path, survey, wave, surveys[survey]))
    return list(newest.values())


def _named(path: Path) -> tuple[str, str]:
    part = path.name.split(".")[0].split("_", 2)[2].lower()
    survey, _, wave = part.rpartition("_")
    return survey, wave


def _order(path: Path) -> tuple[str, str]:
    return path.name.split("_")[1], part_order(path.name.split("_", 2)[2])


def _read_file(
    path: Path, survey: str, wave: str, asked: Survey
) -> dict[tuple[str, str, str], Response]:
    """The good responses of one file by their key; none where too many are bad."""
    header, *records = _records(path)
    if records and not records[0][_fixed(header)["Response ID"]].strip():
        records = records[1:]  # a second header row
    responses, bad_count = {}, 0
    for record in records:
        try:
            name, response = _response(header, record, asked, (survey, wave))
            responses[survey, wave, name] = response
        except BadCellError:
            bad_count += 1
    return {} if bad_count * 20 > len(records) else responses


def _records(path: Path) -> list[list[str]]:
    if path.suffix != ".xlsx":
        return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    with zipfile.ZipFile(path) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    return [
        ["".join(cell.itertext()) for cell in row.iter(f"{SHEET}c")]
        for row in sheet.iter(f"{SHEET}row")
    ]


def _fixed(header: list[str]) -> dict[str, int]:
    plain = [" ".join(re.sub(r"[\s_-]+", " ", name).casefold().split()) for name in header]
    names = [*FIXED, *FOR_TEACHERS]
    return {name: plain.index(name.casefold()) for name in names if name.casefold() in plain}


def _response(
    header: list[str], record: list[str], asked: Survey, of: tuple[str, str]
) -> tuple[str, Response]:
    fixed = {name: record[place].strip() for name, place in _fixed(header).items()}
    if any(not fixed[name] for name in REQUIRED):
        raise BadCellError("required")
    urn, years = fixed.get("School URN"), fixed.get("Years in teaching")
    response = Response(
        *of,
        fixed["Partnership"],
        fixed["School"],
        integer(urn) if urn else None,
        fixed.get("Phase") or None,
        float(decimal_between("0")(years)) if years else None,
        _submitted_at(fixed["Submitted at"], asked).astimezone(LONDON).date(),
        _answers(header, record, asked),
    )
    return fixed["Response ID"], response


def _submitted_at(cell: str, asked: Survey) -> datetime:
    """ISO, else day, month, year; month first only where the survey's questions say so."""
    if found := re.fullmatch(r"(\d{2})/(\d{2})/(\d{4}) (\d{2}:\d{2})", cell):
        day, month = (found[2], found[1]) if asked.is_american else (found[1], found[2])
        cell = f"{found[3]}-{month}-{day} {found[4]}"
    return past_moment(cell).astimezone(UTC)


def _answers(header: list[str], record: list[str], asked: Survey) -> dict[str, str]:
    """By code the first answer that is not blank, checked by its scale."""
    columns: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(header):
        columns[folded_wording(name)].append(place)
    answers = {}
    for question in asked.questions:
        places = sorted(one for wording in question.wordings for one in columns[wording])
        given = [record[place].strip() for place in places if record[place].strip()]
        if given:
            answers[question.code] = _checked(given[0], question.scale)
    return answers


def _checked(answer: str, scale: str) -> str:
    """The answer as its scale spells it."""
    if scale == "agree5":
        said = {one.casefold(): one for one in AGREE}.get(" ".join(answer.casefold().split()))
        if said is None:
            raise BadCellError(answer)
        return said
    if scale == "rating4" and answer not in ("1", "2", "3", "4"):
        raise BadCellError(answer)
    if scale == "count":
        if not re.fullmatch(r"\d+|\d{1,3}(,\d{3})+", answer):
            raise BadCellError(answer)
        return str(int(answer.replace(",", "")))
    return answer
