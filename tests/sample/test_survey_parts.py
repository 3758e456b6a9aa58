"""The parts of which the surveys' sample is made."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import fastexcel
import numpy as np
import polars as pl
import pytest

from sample.story import STORY
from sample.streams import stream
from sample.surveys.agreement import AGREE5, BLANK, Tone, agreeing, opinions
from sample.surveys.exports import AMERICAN, Export
from sample.surveys.questionnaires import headings, read_questions, wordings
from sample.surveys.returns import school_day
from sample.surveys.story import END, ENTHUSE, MIDDLE, START, Agreement, EnthuseStory, Wave
from sample.surveys.targets import survey_targets
from sample.surveys.workbooks import workbook

RNG = stream(11, "tests")


def times(*texts: str | None) -> pl.Series:
    return pl.Series(texts).str.to_datetime(time_unit="ms")


def shares(base: np.ndarray, agree: np.ndarray) -> list[int]:
    return [round(100 * a / b) for a, b in zip(agree, base, strict=True)]


def test_numbers_are_found_that_round_to_the_printed_percentages() -> None:
    found = agreeing([122, 35, 4], [59, 89, None], 65, blank_pct=1.2)
    assert shares(found.base, found.agree)[:2] == [59, 89]
    assert round(100 * found.agree.sum() / found.base.sum()) == 65
    assert (found.agree <= found.base).all()


def test_some_do_not_answer_where_the_percentages_need_it() -> None:
    # Of 74 nobody can make 44%, of 73 somebody can.
    found = agreeing([74], [None], 44, blank_pct=1.2)
    assert (found.base[0], found.agree[0]) == (73, 32)
    with pytest.raises(ValueError, match="cannot agree"):
        agreeing([74], [None], 44, blank_pct=0)


def test_percentages_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot agree"):
        agreeing([100, 100, 4], [20, 30, None], 60, blank_pct=1)


def test_opinions_have_exactly_the_numbers_asked_for() -> None:
    weights = np.where(np.arange(200) < 100, 0.05, 1.0)
    codes = opinions(RNG, 200, 180, 120, Tone(0.25, 0.5, 0.1), weights)
    assert np.bincount(codes, minlength=BLANK + 1).tolist() == [30, 90, 30, 24, 6, 20]
    assert len(AGREE5) == BLANK
    strongly = codes == 0
    assert strongly[100:].sum() > 3 * strongly[:100].sum()


def test_a_workbook_holds_texts_numbers_times_and_nothing() -> None:
    frame = pl.DataFrame(
        {
            "text": ["<a> & \n‘b’", None],
            "number": [7, None],
            "time": times("2021-03-04 15:07:30", None),
        }
    )
    content = workbook([["Title"], ["Text ", "Number", "Time"]], frame)
    sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None, dtypes="string")
    assert sheet.to_polars().rows() == [
        ("Title", None, None),
        ("Text ", "Number", "Time"),
        ("<a> & \n‘b’", "7", "2021-03-04 15:07:30"),
    ]
    assert content == workbook([["Title"], ["Text ", "Number", "Time"]], frame)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_an_export_has_its_hints_under_its_headings_and_its_own_times() -> None:
    frame = pl.DataFrame({"id": ["R1"], "at": times("2021-03-04 15:07:00")})
    export = Export(
        "school", START, date(2021, 5, 1), ["ID", "At"], frame, times=AMERICAN, hints=[None, "hint"]
    )
    assert export.path == "survey/online/online_2021-05-01_school_start.csv"
    assert export.render() == (b"ID,At\n,hint\nR1,03/04/2021 15:07\n", 1)


def test_headings_drift_from_the_wordings_and_repeats_are_numbered() -> None:
    worded = wordings("teacher", "2021")
    headed = headings(["response_id", *worded, "students_believe.1"], worded)
    assert headed[0] == "Response ID"
    assert headed[-1] == f"{worded['students_believe']}.1"
    assert len(set(headed[1:-1]) & set(worded.values())) < len(worded) / 2


def test_the_same_question_is_worded_for_each_age_group() -> None:
    asked = read_questions().filter(pl.col("question_code") == "kind_of_person")
    assert asked["survey"].unique().len() == 3
    assert asked["wording"].unique().len() >= 3


def test_school_days_are_weekdays_and_keep_apart() -> None:
    friday = (date(2021, 10, 1) - date(1970, 1, 1)).days
    days = school_day(np.full(4, friday + 1), np.arange(4))
    assert np.diff(days).tolist() == [1, 1, 1]
    assert days[0] == friday + 3


def test_the_middle_wave_is_on_the_way_to_the_end() -> None:
    between = ENTHUSE.teacher_agreement("practical_confidence", MIDDLE)
    assert between.everyone == pytest.approx(78 + 0.45 * 14)
    assert ENTHUSE.teacher_agreement("stem_jobs", MIDDLE).primary is None
    assert Agreement(10, 20).towards(Agreement(30), 0.5) == Agreement(20)


def test_contradictory_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="phases of 3 of 4 teachers"):
        Wave(4, 2, {"primary": 3})
    with pytest.raises(ValueError, match="2 responses of 3 partnerships"):
        Wave(2, 3)
    with pytest.raises(ValueError, match="of 100 partnerships are represented"):
        EnthuseStory(partnerships=100)


def test_the_surveys_do_not_grow_with_the_sample() -> None:
    assert STORY.scaled(10).enthuse is STORY.enthuse
    assert replace(STORY, enthuse=ENTHUSE).enthuse.surveys["teacher"][END].responses == 161


def test_returns_have_a_target_in_the_years_in_which_partnerships_end() -> None:
    targets = survey_targets(ENTHUSE)
    assert targets["programme_year"].to_list() == list(ENTHUSE.return_targets)
    assert targets["effective_from"].dt.month().unique().to_list() == [7]
    assert targets["hub_id"].null_count() == len(targets)
