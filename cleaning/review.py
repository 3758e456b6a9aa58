"""The questions that wait for a steward, as a workbook; its answers come back as a feed."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import class_row

from cleaning.examples import OTHER
from warehouse.database import connect
from warehouse.errors import ConfigurationError, WarehouseError
from warehouse.settings import Settings

QUERIES = Path(__file__).parent / "queries"
KEEP_OTHER, IGNORE = "keep_other", "ignore"
# More than anyone answers in a sitting; what weighs most comes first, the rest next time.
MOST_QUESTIONS = 2_000

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Question:
    """A text that stands in no list: `hours` depend on it, `examples` are records, not people."""

    field: str
    raw_value: str
    rows_count: int
    hours: Decimal
    suggested_category: str | None
    confidence: float | None
    examples: Sequence[str] | None
    first_seen_on: date


@dataclass(frozen=True)
class ReviewReport:
    """The workbook that was written, None where nothing waits; `left_out_count` were too many."""

    workbook: str | None
    questions_count: int
    rows_count: int
    hours: Decimal
    left_out_count: int


def write_review(settings: Settings, out: Path, by: str | None = None) -> ReviewReport:
    """Write the review queue of the live release into the workbook `out`.

    `by` is written beside each text as who decides. Raises ConfigurationError where `out` is no
    .xlsx or exists, WarehouseError before the first release.
    """
    from cleaning.review_workbook import write_workbook

    if out.exists():
        raise ConfigurationError(
            "There is a file of that name already: it may hold answers.",
            where=str(out),
            remedy="Give --out another name, or remove it.",
        )
    if out.suffix.lower() != ".xlsx":
        raise ConfigurationError(
            "The queue is written as a workbook.",
            where=str(out),
            remedy="Give --out a name that ends in .xlsx.",
        )
    with connect(settings.warehouse_url, role="warehouse_transformer") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        questions, answers = _questions(connection), _answers(connection)
    shown = [_choosable(question, answers) for question in questions[:MOST_QUESTIONS]]
    if shown:
        today = datetime.now(ZoneInfo("Europe/London")).date()
        write_workbook(out, shown, answers, by, today)
    log.info("%s: %d questions of %d", out, len(shown), len(questions))
    return ReviewReport(
        workbook=str(out) if shown else None,
        questions_count=len(shown),
        rows_count=sum(question.rows_count for question in shown),
        hours=sum((question.hours for question in shown), Decimal(0)),
        left_out_count=len(questions) - len(shown),
    )


def _choosable(question: Question, answers: Mapping[str, Sequence[str]]) -> Question:
    """Suggest what the drop-down offers: keep_other for Other, nothing where there is no such."""
    if question.suggested_category != OTHER:
        return question
    has_other = KEEP_OTHER in answers[question.field]
    return replace(question, suggested_category=KEEP_OTHER if has_other else None)


def _questions(connection: psycopg.Connection) -> list[Question]:
    with connection.cursor(row_factory=class_row(Question)) as cursor:
        try:
            return cursor.execute((QUERIES / "questions.sql").read_bytes()).fetchall()
        except psycopg.errors.UndefinedTable as error:
            raise WarehouseError(
                "There is no review queue yet.",
                where="quality.other_review_queue",
                remedy="It comes with the first release: warehouse load, then warehouse build",
            ) from error


def _answers(connection: psycopg.Connection) -> Mapping[str, Sequence[str]]:
    """Return what can be answered of each field: its categories, then the two ways out."""
    answers: dict[str, list[str]] = {}
    rows = connection.execute(
        "select taxonomy, category from staging.int_category__listed where is_category "
        "order by taxonomy, position"
    )
    has_other = set()
    for field, category in rows:
        answers.setdefault(field, [])
        if category == OTHER:
            has_other.add(field)
        else:
            answers[field].append(category)
    for field, choices in answers.items():
        choices.extend((KEEP_OTHER, IGNORE) if field in has_other else (IGNORE,))
    return answers
