"""What a survey asks, as its questions files have taught it so far."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import psycopg
from psycopg.rows import class_row

from extract.contract import Contract, get_contract
from extract.date_form import parse_date_form
from extract.raw_table import ensure_raw_tables
from extract.wording import fold_whole
from extract.wordings import Wordings

NOT_ASKED = "none"

# Of each question its newest row, whether or not the newest file still has it.
NEWEST = """
select distinct on (lower(trim(question.survey)), question.version, trim(question.question_code))
    lower(trim(question.survey)) as survey,
    trim(question.question_code) as code,
    question.wording,
    coalesce(lower(trim(question.scale)), '') as scale,
    coalesce(trim(question.date_format), '') as date_format,
    ledger.file_date,
    ledger.part_order,
    ledger.load_id,
    question._record_number as record_number
from raw.survey_questions as question
inner join ops.ledger as ledger on question._load_id = ledger.content_load_id
where ledger.status <> 'rejected'
order by
    lower(trim(question.survey)), question.version, trim(question.question_code),
    ledger.file_date desc, ledger.part_order desc, ledger.load_id desc,
    question._record_number desc
"""


@dataclass(frozen=True)
class Question:
    """One row of a questions file: how a question, or a column of the return, is headed."""

    survey: str
    code: str
    wording: str
    scale: str
    date_format: str = ""
    file_date: object = None
    part_order: str = ""
    load_id: int = 0
    record_number: int = 0

    @property
    def order(self) -> tuple[object, ...]:
        """Newer rows come later."""
        return self.file_date, self.part_order, self.load_id, self.record_number


@dataclass(frozen=True)
class Questionnaire:
    """All questions of one survey, of whatever version, and what its columns are called.

    `fixed` names the columns of a return that are no questions.
    """

    survey: str
    questions: Sequence[Question] = ()
    fixed: frozenset[str] = frozenset()

    @cached_property
    def scales(self) -> Mapping[str, str]:
        """The newest scale of every question's code."""
        newest = sorted(self._asked, key=lambda question: question.order)
        return {question.code: question.scale for question in newest}

    @cached_property
    def wordings(self) -> Wordings:
        """The codes, and fixed columns, that wordings stand for: one each if all is well."""
        return Wordings((question.wording, question.code) for question in self.questions)

    @cached_property
    def not_asked(self) -> frozenset[str]:
        """The fixed columns that this survey does not have."""
        newest = {q.code: q.scale for q in sorted(self.questions, key=lambda q: q.order)}
        return frozenset(c for c, s in newest.items() if s == NOT_ASKED and c in self.fixed)

    @cached_property
    def date_formats(self) -> tuple[str, ...]:
        """The forms of time that the newest file to state any states: one if all is well."""
        stating = sorted((q for q in self.questions if q.date_format), key=lambda q: q.order)
        of_newest = (q.date_format for q in stating if q.load_id == stating[-1].load_id)
        return tuple(sorted({_meant(stated): stated for stated in of_newest}.values()))

    def taught(self, column: str) -> frozenset[str]:
        """Return the folded headers that a fixed column was given."""
        return self.wordings.forms_of(column)

    @cached_property
    def digest(self) -> str:
        """Eight hex digits that change when a file of the survey would be read otherwise."""
        headers = sorted({(fold_whole(q.wording), q.code) for q in self.questions})
        scales = [sorted(self.scales.items()), sorted(self.not_asked)]
        text = json.dumps([headers, scales, self.date_formats], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    @property
    def _asked(self) -> list[Question]:
        return [q for q in self.questions if q.code not in self.fixed and q.scale != NOT_ASKED]


def _meant(stated: str) -> str:
    """Return what two spellings of one form of times share."""
    try:
        return parse_date_form(stated).pattern
    except ValueError:
        return stated


@dataclass(frozen=True)
class Questionnaires:
    """Every survey's questions as they stand in raw."""

    fixed: frozenset[str]
    by_survey: Mapping[str, Sequence[Question]] = field(default_factory=dict)

    def of(self, survey: str) -> Questionnaire:
        """Return a survey's questions; none for one that was never taught."""
        return Questionnaire(survey, self.by_survey.get(survey, ()), self.fixed)


def read_questionnaires(connection: psycopg.Connection, contract: Contract) -> Questionnaires:
    """Return all questions loaded so far, for the returns of a contract."""
    ensure_raw_tables(connection, [get_contract("survey", "questions")])
    with connection.cursor(row_factory=class_row(Question)) as cursor:
        rows = cursor.execute(NEWEST).fetchall()
    by_survey: defaultdict[str, list[Question]] = defaultdict(list)
    for question in rows:
        by_survey[question.survey].append(question)
    return Questionnaires(frozenset(f.name for f in contract.header_fields), by_survey)
