"""Online returns of teachers and school leaders; teachers' first wave was exported three times."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from sample.surveys.answers import (
    school_answers,
    teacher_answers,
    teacher_extras,
    years_in_teaching,
)
from sample.surveys.exports import AMERICAN, BRITISH, LAST_ON, Export
from sample.surveys.questionnaires import FIXED, headings, wordings
from sample.surveys.returns import respondents
from sample.surveys.rows import Enthuse, answers, phases, responses, years
from sample.surveys.story import END, MIDDLE, START

_EARLY_ON, _EARLIER_ON, _NO_WAVE_ON = date(2019, 8, 30), date(2020, 8, 31), date(2021, 6, 30)
_REWORDED_ON = date(2019, 9, 1)
_VERSIONS = _OLD, _, _NEW = ("2016", "2019", "2021")
_REWORDED = ("cpd_access", "further_study")
_AS_AT_FIRST = ".as at first"
_REPEATED = "students_believe"
# Nearly the question's wording, but not quite: the loader asks a person.
_MISHEADED = {"lead_enrichment": "I can confidently lead STEM enrichment opportunity"}
_CHANGED_THEIR_MIND = 0.015


def staff_exports(enthuse: Enthuse) -> list[Export]:
    """Return the exports of the surveys `teacher` and `school`."""
    rows = {wave: _teachers(enthuse, wave) for wave in (START, MIDDLE, END)}
    worded = wordings("teacher", _NEW)
    middle = _export(MIDDLE, LAST_ON, rows[MIDDLE], worded)
    end = _export(END, LAST_ON, rows[END], worded)
    no_wave = _export("summer", _NO_WAVE_ON, rows[MIDDLE].head(40), worded)
    return [
        *_first_wave(enthuse, rows[START]),
        replace(middle, times=BRITISH),
        replace(end, suffix="xlsx", title="ENTHUSE Partnerships: teachers, end of partnership"),
        no_wave,
        _school_export(enthuse),
    ]


def _teachers(enthuse: Enthuse, wave: str) -> pl.DataFrame:
    """Return the responses to a wave of the teachers' survey."""
    rng, story = enthuse.stream(f"teacher {wave}"), enthuse.story
    numbers, represented = story.surveys["teacher"][wave], enthuse.represented["teacher", wave]
    teachers = respondents(wave, numbers, represented, enthuse.partnerships, rng)
    taught = years_in_teaching(story, len(teachers), rng)
    columns = {
        "phase": phases(teachers.phase, rng),
        "years_in_teaching": years(taught),
        **answers(teacher_answers(story, wave, teachers, taught, rng), rng),
        **teacher_extras(story, wave, len(teachers), rng),
    }
    order = ("phase", "years_in_teaching", *wordings("teacher", _NEW))
    in_order = {name: columns[name] for name in order}
    return responses(enthuse, teachers.partnership, teachers.school, teachers.day, in_order, rng)


def _first_wave(enthuse: Enthuse, rows: pl.DataFrame) -> list[Export]:
    """Return three exports, each with all responses so far: what comes later is right."""
    rng = enthuse.stream("first exports")
    old, middle, new = (wordings("teacher", version) for version in _VERSIONS)
    both = {f"{code}{_AS_AT_FIRST}": old[code] for code in _REWORDED}
    early, earlier = _until(rows, _EARLY_ON), _reworded(_until(rows, _EARLIER_ON))
    changed = pl.Series(rng.random(len(earlier)) < _CHANGED_THEIR_MIND)
    mind = pl.when(changed).then(pl.lit("Disagree")).otherwise("student_enthusiasm")
    earlier = earlier.with_columns(mind.alias("student_enthusiasm"))
    exports = [
        _export(START, _EARLY_ON, early, {**old, **_MISHEADED}),
        _export(START, _EARLIER_ON, earlier, {**middle, **both}),
        _export(START, LAST_ON, _in_two_columns(_reworded(rows)), {**new, **both}),
    ]
    return [exports[0], *(replace(export, suffix="xlsx") for export in exports[1:])]


def _until(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    return rows.filter(pl.col("submitted_at").dt.date() < day)


def _reworded(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows in which earlier answers stand under the wording that they were given to."""
    is_old = pl.col("submitted_at").dt.date() < _REWORDED_ON
    return rows.with_columns(
        *(pl.when(is_old).then(code).alias(f"{code}{_AS_AT_FIRST}") for code in _REWORDED),
        *(pl.when(~is_old).then(code).alias(code) for code in _REWORDED),
    )


def _in_two_columns(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows in which every other answer to a question stands in its repeat."""
    is_first = pl.int_range(pl.len()) % 2 == 0
    return rows.with_columns(
        pl.when(is_first).then(_REPEATED).alias(_REPEATED),
        pl.when(~is_first).then(_REPEATED).alias(f"{_REPEATED}.1"),
    )


def _export(wave: str, day: date, rows: pl.DataFrame, worded: Mapping[str, str]) -> Export:
    """Return an export of the teachers' survey with the questions that its wordings have."""
    kept = [c for c in rows.columns if c in FIXED or c.partition(".")[0] in worded]
    return Export("teacher", wave, day, headings(kept, worded), rows.select(kept))


def _school_export(enthuse: Enthuse) -> Export:
    """Return the school leaders' export: its form tool writes American dates."""
    rng, story = enthuse.stream("school"), enthuse.story
    represented = enthuse.represented["school", START]
    leaders = respondents(
        START, story.surveys["school"][START], represented, enthuse.partnerships, rng
    )
    given, worded = school_answers(leaders, rng), wordings("school", _OLD)
    columns = {code: given[code] for code in worded}
    rows = responses(enthuse, leaders.partnership, leaders.school, leaders.day, columns, rng)
    headed = headings(rows.columns, worded)
    return Export("school", START, LAST_ON, headed, rows, times=AMERICAN)
