"""The workbook of the review queue: how to fill it in, then a row a text with a drop-down.

Filled in, it is a file of the feed reference.recode_decisions as it stands. Every text is written
as text: nothing that anybody typed can become a formula.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cleaning.review import Question
from warehouse.private_file import private_file
from warehouse.sheets import HEADING, HEADING_FONT, WRAPPED, put_text

# The headers of the feed stand first; its contract ignores the others.
COLUMNS = {
    "field": 20,
    "raw_value": 44,
    "category": 38,
    "decided_by": 18,
    "decided_on": 12,
    "suggested_category": 38,
    "confidence": 12,
    "rows_count": 12,
    "hours": 10,
    "examples": 36,
    "first_seen_on": 14,
}
CATEGORY, DECIDED_BY, DECIDED_ON, CONFIDENCE, HOURS, FIRST_SEEN_ON = 3, 4, 5, 7, 9, 11
FROZEN = "C2"
TO_FILL = PatternFill("solid", fgColor="FFFFF2CC")
DAY = "yyyy-mm-dd"
HOW_TO = (
    "These texts were typed where a form offers a list of categories, and nobody knows yet which "
    "category they mean. Your answer counts for every record that says the same, now and later, "
    "whatever its case, spaces and punctuation.",
    "",
    "1. On the sheet Answers choose a category from the drop-down of the yellow column.",
    "     keep_other: it is truly something else; it counts as Other.",
    "     ignore: it says nothing (see notes, tbc); it counts as Not stated.",
    "     Leave it empty if you are not sure: the text waits, and comes again next time.",
    "2. Write your name in decided_by, and the day in decided_on if it is another.",
    "3. Save the workbook as recode_decisions_YYYY-MM-DD.xlsx, with today's date, and put it into "
    "the folder reference/recode_decisions of the landing zone.",
    "",
    "The next night takes your answers in. A later answer to the same text replaces an earlier "
    "one; both stay on record, with who decided and when.",
    "The texts that weigh most come first: a row weighs as much as an hour of volunteering or of a "
    "course. The suggestion is the computer's; it was not sure enough to follow it.",
    "The examples are record numbers of the system the texts come from. Records of people are "
    "not shown.",
)


def write_workbook(
    path: Path,
    questions: Sequence[Question],
    answers: Mapping[str, Sequence[str]],
    by: str | None,
    today: date,
) -> None:
    """Write the questions to `path`, which appears whole or not at all."""
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = "How to answer"
    _write_guide(guide)
    sheet = book.create_sheet("Answers")
    lists = book.create_sheet("Lists")
    lists.sheet_state = "hidden"
    _write_questions(sheet, questions, by, today)
    _add_drop_downs(sheet, lists, questions, answers)
    # Only its owner may read it until it is sent.
    with private_file(path) as file:
        book.save(file)


def _write_guide(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 110
    put_text(sheet.cell(1, 1), "Texts that wait for a category").font = Font(bold=True, size=16)
    for number, line in enumerate(HOW_TO, start=3):
        put_text(sheet.cell(number, 1), line).alignment = WRAPPED


def _write_questions(
    sheet: Worksheet, questions: Sequence[Question], by: str | None, today: date
) -> None:
    for number, (name, width) in enumerate(COLUMNS.items(), start=1):
        heading = put_text(sheet.cell(1, number), name)
        heading.font, heading.fill = HEADING_FONT, HEADING
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, question in enumerate(questions, start=2):
        _write_question(sheet, row, question, by, today)
    sheet.freeze_panes = FROZEN
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(questions) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write_question(
    sheet: Worksheet, row: int, question: Question, by: str | None, today: date
) -> None:
    values = (
        question.field,
        question.raw_value,
        None,
        by,
        today,
        question.suggested_category,
        question.confidence,
        question.rows_count,
        float(question.hours),
        "\n".join(question.examples or ()),
        question.first_seen_on,
    )
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        if isinstance(value, str):
            put_text(cell, value)
        elif value is not None:
            cell.value = value
        cell.alignment = WRAPPED
    for column in (CATEGORY, DECIDED_BY, DECIDED_ON):
        sheet.cell(row, column).fill = TO_FILL
    sheet.cell(row, CONFIDENCE).number_format = "0%"
    sheet.cell(row, HOURS).number_format = "#,##0"
    for column in (DECIDED_ON, FIRST_SEEN_ON):
        sheet.cell(row, column).number_format = DAY


def _add_drop_downs(
    sheet: Worksheet,
    lists: Worksheet,
    questions: Sequence[Question],
    answers: Mapping[str, Sequence[str]],
) -> None:
    """Give each row the answers of its field; they stand in a column of the hidden sheet."""
    rows_of: dict[str, list[int]] = {}
    for row, question in enumerate(questions, start=2):
        rows_of.setdefault(question.field, []).append(row)
    for column, (field, rows) in enumerate(sorted(rows_of.items()), start=1):
        letter = get_column_letter(column)
        for row, choice in enumerate((field, *answers[field]), start=1):
            put_text(lists.cell(row, column), choice)
        choices = DataValidation(
            type="list",
            formula1=f"Lists!${letter}$2:${letter}${len(answers[field]) + 1}",
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Not in the list",
            error=f"Choose one of the answers for {field}, or leave the cell empty.",
        )
        for row in rows:
            choices.add(sheet.cell(row, CATEGORY))
        sheet.add_data_validation(choices)
