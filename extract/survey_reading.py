"""Read a survey's returns: columns headed by the wordings of its questions, gathered into one.

Each row gets survey and wave from the file's name, and its answers as one JSON object; while it
is validated, every answer stands in a column of its own.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import polars as pl
import psycopg

from extract.answers import (
    CHECKED,
    FREE,
    answer_column,
    answer_columns,
    answer_rules,
    as_object,
)
from extract.contract import Contract, Field
from extract.date_form import UNDERSTOOD, DateForm, parse_date_form
from extract.header import Header, fold, header_cells, reject_ambiguous, reject_missing
from extract.questionnaire import Questionnaire, read_questionnaires
from extract.reading import Reading, ReadingOf
from extract.records import BYTE_ORDER_MARK, line_ends
from extract.rules import DATETIME, Rule, rules_of
from extract.survey_header import (
    LIKE_A_TIME,
    RESPONSE_ID,
    SUBMITTED_AT,
    SurveyHeader,
    resemblance,
)
from extract.validation import today_in_london
from extract.wording import fold_whole, without_brackets
from extract.wordings import NONE, Codes
from warehouse.errors import FileRejected

# Comparing wordings one by one takes time: beyond so many, strangers are only named.
MOST_COMPARED = 100
MOST_NAMED = 200


def survey_reading_of(connection: psycopg.Connection, contract: Contract) -> ReadingOf:
    """Return how files of each part are read, by the questions that stand in raw now."""
    questionnaires = read_questionnaires(connection, contract)
    readings: dict[str, SurveyReading] = {}

    def reading_of(part: str) -> SurveyReading:
        if part not in readings:
            survey = part.rpartition("_")[0].strip().lower()
            readings[part] = SurveyReading(contract, part, questionnaires.of(survey))
        return readings[part]

    return reading_of


class SurveyReading(Reading):
    """How the files of one survey and wave are read."""

    def __init__(self, contract: Contract, part: str, questionnaire: Questionnaire) -> None:
        """Read by a contract, the part of the file's name and what the survey asks."""
        version = f"{contract.version}+{questionnaire.digest}"
        fields = tuple(_narrowed(f, questionnaire) for f in contract.fields)
        super().__init__(replace(contract, fields=fields, version=version))
        self._part = part
        self._moment = contract.by_name[SUBMITTED_AT]
        self._asks = questionnaire
        self._makes_ids = RESPONSE_ID in questionnaire.not_asked
        (self._gathering,) = [f.name for f in contract.fields if f.gathers]
        *survey, wave = part.lower().split("_")
        self._stated = dict(
            zip(
                (f.name for f in contract.part_fields),
                ("_".join(survey).strip(), wave.strip()),
                strict=True,
            )
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What should be said of the questions themselves."""
        unknown = [
            f"{code} ({scale or 'blank'})"
            for code, scale in self._asks.scales.items()
            if scale not in {*CHECKED, *FREE}
        ]
        if not unknown:
            return ()
        return (f"answers not checked, as their scale is not known: {', '.join(unknown)}",)

    def knows(self, header: str) -> bool:
        """Whether a header names a column that is read, or that this survey does not ask."""
        return _only(self._surely(header) or self._loosely(header)) is not None

    def field_of(self, header: str) -> str | None:
        """Return the field that a header surely names, None where it names none that is read."""
        sure = _only(self._surely(header))
        return sure if sure in self._asks.fixed - self._asks.not_asked else None

    def is_second_header(self, record: Mapping[str, str]) -> bool:
        """Whether a record at the beginning is a second header: without identifier."""
        return not self._makes_ids and not record.get(RESPONSE_ID, "").strip()

    def is_doubtful(self, record: Mapping[str, str]) -> bool:
        """Whether a second header may be a response: with what looks like a time."""
        return bool(LIKE_A_TIME.match(record.get(SUBMITTED_AT, "")))

    @property
    def wanted(self) -> list[frozenset[str]]:
        """For each column that a file must have, the folded headers it can go by."""
        return [
            self._headers_of([f]) | self._asks.taught(f.name)
            for f in self.contract.header_fields
            if not f.optional
        ]

    @property
    def moments(self) -> frozenset[str]:
        """The folded headers of the time of submission."""
        taught = {fold(wording) for wording in self._asks.taught(SUBMITTED_AT)}
        return self._headers_of([self.contract.by_name[SUBMITTED_AT]]) | taught

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules beside the contract's, for records that are completed."""
        return self._rules(dict.fromkeys(self._asks.scales, ""))

    def header(self, content: bytes, where: str) -> Header:
        """Return what a header record means.

        Raises FileRejected where the file's name says no wave, the survey was never taught, a
        column that is no question occurs twice, or one that the survey must have is missing.
        """
        self._reject_unnamed(where)
        self._reject_untaught(where)
        has_mark = content.startswith(BYTE_ORDER_MARK)
        encoding = "utf-8" if has_mark else self.contract.encoding
        cells = header_cells(content, encoding, where)
        meanings = self._meanings(cells)
        read = self._asks.fixed - self._asks.not_asked
        fixed = [m if m in read else None for m in meanings]
        reject_ambiguous(cells, fixed, where)
        required = (f.name for f in self.contract.header_fields if not f.optional)
        reject_missing(required, fixed, where)
        strangers = [
            c.strip() or "(no name)" for c, m in zip(cells, meanings, strict=True) if not m
        ]
        columns = [self._column(meaning, n) for n, meaning in enumerate(meanings, start=1)]
        places = _places(meanings, self._asks.scales)
        return SurveyHeader(
            columns=tuple(columns),
            unknown=tuple(strangers[:MOST_NAMED]),
            encoding=encoding,
            newline=b"\r" if content.endswith(b"\r") else b"\n",
            lines=line_ends(content),
            present=self._present(columns),
            answers={c: [_cell(c, n) for n in numbers] for c, numbers in places.items()},
            own_rules=self._rules({c: _spelled(numbers) for c, numbers in places.items()}),
            complete=self.completed,
            more_warnings=self.warnings,
            notes=self._notes(strangers[:MOST_COMPARED]),
        )

    def completed(self, records: pl.DataFrame, given: Counter[str]) -> pl.DataFrame:
        """Return records with answers gathered, times as ISO, survey, wave and identifiers."""
        rows = records.with_columns(
            as_object(answer_columns(records.columns)).alias(self._gathering),
            *(pl.lit(value).alias(name) for name, value in self._stated.items()),
        )
        if (form := self._date_form) and SUBMITTED_AT in rows.columns:
            rows = rows.with_columns(pl.coalesce(form.iso(SUBMITTED_AT), SUBMITTED_AT))
        if self._makes_ids and RESPONSE_ID not in rows.columns:
            rows = rows.with_columns(_identifiers(rows, given))
        return rows

    def reopened(self, records: pl.DataFrame) -> pl.DataFrame:
        """Return records of the raw table with an answer a question, completed again."""
        objects = [json.loads(text or "{}") for text in records[self._gathering]]
        codes = {code: None for found in objects for code in found} | dict.fromkeys(
            self._asks.scales
        )
        answers = [
            pl.Series(answer_column(code), [found.get(code) for found in objects], pl.String)
            for code in codes
        ]
        return self.completed(records.with_columns(answers), Counter())

    def _meanings(self, headers: Sequence[str]) -> list[str | None]:
        """Return the fields or the questions' codes that headers mean, None for strangers."""
        surely = [self._surely(header) for header in headers]
        taken = NONE.union(*surely) & self._asks.fixed
        return [
            _only(sure or _but(taken, self._loosely(header)))
            for header, sure in zip(headers, surely, strict=True)
        ]

    def _surely(self, header: str) -> Codes:
        """Return the field, else the codes, that a header names with all that it says."""
        field_name = self._fields.get(fold(header))
        return frozenset({field_name}) if field_name else self._asks.wordings.wholly(header)

    def _loosely(self, header: str) -> Codes:
        """Return the field, else the codes, that a header names but for [brackets] and such."""
        field_name = self._fields.get(fold(fold_whole(without_brackets(header))))
        return frozenset({field_name}) if field_name else self._asks.wordings.loosely(header)

    def _column(self, meaning: str | None, number: int) -> str | None:
        """Return the name under which a cell of the file is read, None where it is not."""
        if meaning in self._asks.scales:
            return _cell(str(meaning), number)
        return meaning if meaning in self._asks.fixed - self._asks.not_asked else None

    def _present(self, columns: Sequence[str | None]) -> tuple[str, ...]:
        found = {*columns, *self._stated, self._gathering}
        if self._makes_ids:
            found.add(RESPONSE_ID)
        return tuple(f.name for f in self.contract.fields if f.name in found)

    def _rules(self, places: Mapping[str, str]) -> tuple[Rule, ...]:
        scales = {code: self._asks.scales[code] for code in places}
        return (*answer_rules(scales, places), *self._moment_rules)

    @cached_property
    def _moment_rules(self) -> list[Rule]:
        """The rules of times that are stated in the survey's own form, for those made ISO."""
        if self._date_form is None:
            return []
        value = pl.col(SUBMITTED_AT)
        is_bad = value.str.contains(r"\S") & ~value.str.contains(DATETIME)
        text = f"{SUBMITTED_AT}: '{{}}' is not {self._date_form.stated}"
        own = Rule("type", SUBMITTED_AT, is_bad.fill_null(value=False), pl.format(text, value))
        iso = replace(self._moment, formats=())
        alone = replace(self.contract, fields=(iso,), primary_key=(SUBMITTED_AT,))
        others = rules_of(alone, frozenset({SUBMITTED_AT}), today_in_london())
        return [own, *(rule for rule in others if rule.name not in ("type", "required"))]

    @cached_property
    def _date_form(self) -> DateForm | None:
        stated = self._asks.date_formats
        return parse_date_form(stated[0]) if stated else None

    def _notes(self, strangers: Sequence[str]) -> dict[str, str]:
        """Return what unknown headers resemble; nothing is ever guessed from it."""
        wordings = self._asks.wordings
        return {name: note for name in strangers if (note := resemblance(name, wordings))}

    def _reject_unnamed(self, where: str) -> None:
        for name, stated in self._stated.items():
            expected = self.contract.by_name[name].expects
            if expected and stated not in expected:
                raise FileRejected(
                    f"The file's name does not say the {name}.",
                    where=where.partition(", ")[0],
                    evidence=f"it ends in '{stated}', which is none of {', '.join(expected)}",
                    remedy="Land it again under a name that says survey and wave, such as "
                    "online_2021-03-01_secondary_start.xlsx.",
                )

    def _reject_untaught(self, where: str) -> None:
        asks = self._asks
        if not asks.scales:
            raise FileRejected(
                f"Nothing is known of what the survey '{asks.survey}' asks.",
                where=where.partition(", ")[0],
                evidence=f"no questions of it were loaded; the file's name says '{self._part}'",
                remedy="Name the file online_<date>_<survey>_<wave>, and land a questions file for "
                "the survey: the next run tries this one again.",
            )
        try:
            if len(asks.date_formats) > 1:
                raise ValueError("one questions file states several")
            _ = self._date_form
        except ValueError as error:
            raise FileRejected(
                f"The form of times of the survey '{asks.survey}' is not known.",
                where=where.partition(", ")[0],
                evidence=f"date_format {', '.join(asks.date_formats)}: {error}",
                remedy=f"Land a questions file that states one form, such as {UNDERSTOOD}.",
            ) from error


def _narrowed(field: Field, asks: Questionnaire) -> Field:
    """Return a field as one survey has it."""
    if field.name in asks.not_asked:
        field = replace(field, required=False, optional=True)
    if field.name == SUBMITTED_AT and asks.date_formats:
        # Its rules are made here: no other form than the survey's own is right.
        field = replace(field, type="string", formats=(), not_in_future=False)
    return field


def _places(meanings: Sequence[str | None], codes: Collection[str]) -> dict[str, list[int]]:
    """Return in which columns, from 1, each question's answer may stand."""
    places: dict[str, list[int]] = {}
    for number, meaning in enumerate(meanings, start=1):
        if meaning in codes:
            places.setdefault(str(meaning), []).append(number)
    return places


def _only(codes: Codes) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None


def _but(taken: Codes, codes: Codes) -> Codes:
    """Return codes unless one of them is taken: a header that is nearly a column is not it."""
    return codes if codes.isdisjoint(taken) else NONE


def _cell(code: str, number: int) -> str:
    return f"{code} in column {number}"


def _spelled(numbers: Sequence[int]) -> str:
    kind = "column" if len(numbers) == 1 else "columns"
    return f"{kind} {' and '.join(map(str, numbers))}"


def _identifiers(rows: pl.DataFrame, given: Counter[str]) -> pl.Series:
    """Return identifiers for responses that came without: the time, and which one of that time.

    They stay the same when the file, or a later one with more responses, is read again.
    """
    times = rows[SUBMITTED_AT].fill_null("") if SUBMITTED_AT in rows.columns else [""] * rows.height
    made = []
    for moment in times:
        given[moment] += 1
        made.append(f"{moment} #{given[moment]}".strip())
    return pl.Series(RESPONSE_ID, made, pl.String)
