"""What is planted in the surveys' sample so that the warehouse has something to show."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from sample.story import STORY
from sample.surveys.story import END, ENTHUSE, MIDDLE, START, Agreement, Wave
from sample.writer import SampleReport, write_sample
from tests.sample.conftest import SKIPPED
from tests.sample.survey_recount import CLASS, COUNTS, SurveyRecount, letters

FILE_DAY = re.compile(r"_(\d{4}-\d{2}-\d{2})")


@pytest.fixture(scope="module")
def recount(small_folder: Path, small_report: SampleReport) -> SurveyRecount:
    """The small sample's surveys, counted again."""
    return SurveyRecount(small_folder, SKIPPED)


def test_a_class_is_on_paper_while_others_of_its_school_are_online(recount: SurveyRecount) -> None:
    days: dict[tuple[str, str, str], list[date]] = {}
    for cells in recount.online:
        if cells["survey"] == "upper_primary":
            key = (cells["wave"], cells["partnership"], letters(cells["school"]))
            days.setdefault(key, []).append(date.fromisoformat(cells["submitted at"][:10]))
    doubles = 0
    for row in recount.paper.unique(CLASS).iter_rows(named=True):
        key = (row["wave"], row["partnership_id"], letters(row["school_name"]))
        if row["survey"] == "upper_primary" and key in days:
            day = date.fromisoformat(row["returned_on"])
            doubles += min(days[key]) <= day <= max(days[key])
    assert doubles >= 1


def test_classes_on_paper_leave_out_their_schools_number(recount: SurveyRecount) -> None:
    told = recount.paper.group_by(CLASS).agg(pl.col("urn").is_not_null().sum(), pl.len())
    assert (told["urn"] == 0).sum() > 10
    assert (told["urn"] == 1).sum() > 10
    assert (told["urn"] == told["len"]).mean() > 0.7


def test_some_classes_send_nothing_but_percentages(recount: SurveyRecount) -> None:
    rows = recount.rows("survey", "paper_percentages")
    classes = rows.filter(pl.col("strongly_agree") != "140").unique(CLASS)
    told = sum(w.percentage_returns for s in ENTHUSE.surveys.values() for w in s.values())
    assert len(classes) == pytest.approx(told, abs=2)
    assert rows["base"].null_count() > len(rows) / 2
    assert rows["agree"].str.ends_with("%").any()


def test_the_later_export_of_a_survey_and_wave_is_right(recount: SurveyRecount) -> None:
    by_day: dict[str, dict[str, dict[str, str]]] = {}
    for path in recount.paths("survey", "online"):
        if "teacher_start" in path.name:
            day = FILE_DAY.search(path.name)
            assert day
            by_day[day[1]] = {cells["response id"]: cells for cells in recount.responses(path)}
    (_, first), (_, second), (_, last) = sorted(by_day.items())
    assert len(first) < len(second) < len(last)
    assert second.keys() < last.keys()
    changed = [key for key in second if second[key]["student_enthusiasm"].lower() == "disagree"]
    later = [key for key in changed if last[key]["student_enthusiasm"].lower() != "disagree"]
    assert 5 < len(later) < len(changed)
    assert "lead_enrichment" not in next(iter(first.values()))


def test_a_class_that_was_counted_wrongly_is_sent_again(recount: SurveyRecount) -> None:
    rows = recount.rows("survey", "paper_counts").filter(pl.col("school_name") != "")
    twice = rows.group_by(*CLASS, "question_code").agg(pl.len(), pl.col(COUNTS).n_unique())
    again = twice.filter(pl.col("len") > 1)
    assert len(again) > 10
    assert (again["agree"] > 1).any()


def test_teachers_spell_their_phase_in_many_ways(recount: SurveyRecount) -> None:
    spelt = Counter(c["phase"] for c in recount.online if c["survey"] == "teacher")
    assert {"Primary", "primary", "Primary school", "KS3 / KS4", "All-through", ""} <= spelt.keys()
    assert spelt["Primary"] > sum(spelt.values()) / 2


def test_the_newest_question_has_too_few_answers_at_the_end_to_be_shown(
    recount: SurveyRecount,
) -> None:
    given = recount.given("teacher", "climate_teaching", "all", "end")
    assert sum(given.values()) == ENTHUSE.climate_answers[END] < 5


def test_a_few_returns_belong_to_no_known_partnership(recount: SurveyRecount) -> None:
    paper = recount.rows("survey", "paper_counts")
    assert paper["partnership_id"].null_count() > 0
    path = recount.root / "survey/online/online_2021-12-17_upper_primary_middle.csv"
    assert "don't know" in {cells["partnership"] for cells in recount.responses(path)}


def test_nothing_is_returned_after_its_file_was_cut_or_on_a_weekend(
    recount: SurveyRecount,
) -> None:
    days = recount.paper["returned_on"].str.to_date()
    assert days.max() <= date(2021, 12, 17)
    assert days.dt.weekday().is_in([6, 7]).mean() < 0.02


def test_whoever_answers_at_the_end_has_been_in_the_programme_for_long(
    recount: SurveyRecount,
) -> None:
    starts = dict(
        recount.rows("cpd", "partnerships").select("partnership_id", "starts_on").iter_rows()
    )
    last = recount.paper.filter(pl.col("wave") == "end")
    lasted = [
        (date.fromisoformat(row["returned_on"]) - date.fromisoformat(starts[row["partnership_id"]]))
        for row in last.iter_rows(named=True)
    ]
    assert min(lasted).days > 600


def test_partnerships_have_names_of_their_own_a_lead_and_partners(recount: SurveyRecount) -> None:
    assert len(set(recount.partnerships.values())) == len(recount.partnerships)
    members = recount.rows("cpd", "partnership_schools").filter(
        pl.col("partnership_id").is_in(list(recount.partnerships))
    )
    newest = members.group_by("partnership_id", "urn").last()
    roles = newest.with_columns(pl.col("role").str.strip_chars().str.to_lowercase())
    leads = roles.group_by("partnership_id").agg((pl.col("role") == "lead").sum(), pl.len())
    assert (leads["role"] == 1).all()
    assert (leads["len"] > 1).all()


def test_another_story_gives_other_figures(tmp_path: Path) -> None:
    surveys = dict(ENTHUSE.surveys)
    surveys["school"] = {START: Wave(700, 150)}
    surveys["secondary"] = {**surveys["secondary"], MIDDLE: Wave(600, 20, online_pct=10)}
    enthuse = replace(
        ENTHUSE,
        surveys=surveys,
        teachers={**ENTHUSE.teachers, "stem_jobs": (Agreement(44, 33, 66), Agreement(70))},
        pupils={**ENTHUSE.pupils, "stem_trips": {"primary": (41, 66), "secondary": (30, 20)}},
    )
    write_sample(tmp_path, "small", story=replace(STORY, enthuse=enthuse))
    retold = SurveyRecount(tmp_path, SKIPPED)
    assert retold.responses_of("school", "baseline") == (700, 150)
    assert retold.responses_of("secondary", "middle") == (600, 20)
    for survey, subgroup, question, start, end in (
        ("teacher", "all", "stem_jobs", 44, 70),
        ("teacher", "primary", "stem_jobs", 33, None),
        ("primary_pupil", "all", "stem_trips", 41, 66),
        ("secondary", "all", "stem_trips", 30, 20),
    ):
        for column, expected in (("start_agree_pct", start), ("end_agree_pct", end)):
            if expected is not None:
                counted = retold.change(column, survey, question, subgroup)
                assert counted == pytest.approx(expected, abs=0.5)
