"""Counted again from its files, the small sample gives what the ENTHUSE evaluation prints."""

import csv
from pathlib import Path

import polars as pl
import pytest

from sample.surveys.story import ENTHUSE, MIDDLE, PUPILS
from sample.writer import SampleReport
from tests.sample.conftest import SKIPPED
from tests.sample.recount import Recount
from tests.sample.survey_recount import AGREE5, SurveyRecount

FIGURES = Path("dbt_project/seeds/kpi")


def seed(name: str) -> list[dict[str, str]]:
    with (FIGURES / f"{name}.csv").open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


PRINTED = [row for row in seed("published_figures") if row["report"].startswith("ENTHUSE")]
MEANT = {row["figure_id"]: row["meant_value"] for row in seed("published_figure_slips")}


@pytest.fixture(scope="module")
def recount(small_folder: Path, small_report: SampleReport) -> SurveyRecount:
    """The small sample's surveys, counted again."""
    return SurveyRecount(small_folder, SKIPPED)


def agrees(counted: float | bool, figure: dict[str, str]) -> bool:
    if figure["decimals"] == "text":
        return str(counted).lower() == figure["published_value"]
    # What the report slipped in is taken as it was meant.
    printed = float(MEANT.get(figure["figure_id"], figure["published_value"]))
    return abs(counted - printed) <= 0.5 * 10 ** -int(figure["decimals"])


@pytest.mark.parametrize("figure", PRINTED, ids=lambda figure: figure["figure_id"])
def test_the_sample_gives_the_printed_figure(
    figure: dict[str, str], recount: SurveyRecount
) -> None:
    assert agrees(recount.figure(figure), figure)


def test_all_139_figures_are_those_of_the_evaluation() -> None:
    assert len(PRINTED) == 139
    assert [f["figure_id"] for f in PRINTED if f["figure_id"] in MEANT] == ["F555"]


def test_the_full_sample_gives_them_too(full_recount: Recount) -> None:
    recount = SurveyRecount(full_recount.root, SKIPPED)
    wrong = [f["figure_id"] for f in PRINTED if not agrees(recount.figure(f), f)]
    assert wrong == []


def test_counts_are_exactly_those_of_the_story(recount: SurveyRecount) -> None:
    for survey, waves in ENTHUSE.surveys.items():
        for wave, told in waves.items():
            name = {"start": "baseline"}.get(wave, wave)
            assert recount.responses_of(survey, name) == (told.responses, told.partnerships)


def test_pupils_answer_partly_online_and_partly_on_paper(recount: SurveyRecount) -> None:
    by_wave = recount.returns.group_by("survey", "wave").agg(
        paper_pct=100 * pl.col("people").filter("is_paper").sum() / pl.col("people").sum()
    )
    of_pupils = by_wave.filter(pl.col("survey").is_in(PUPILS))
    assert len(of_pupils) == 9
    assert of_pupils["paper_pct"].is_between(25, 90).all()
    of_others = by_wave.filter(~pl.col("survey").is_in(PUPILS))
    assert (of_others["paper_pct"] == 0).all()


def test_the_middle_wave_lies_between_the_others(recount: SurveyRecount) -> None:
    shares = [
        100 * agree / base
        for agree, base in (
            recount.agreed("primary_pupil", "real_life_stories", "all", wave)
            for wave in ("start", MIDDLE, "end")
        )
    ]
    assert shares == sorted(shares)


def test_early_career_teachers_are_less_sure_of_their_knowledge(recount: SurveyRecount) -> None:
    strongly: dict[bool, list[bool]] = {True: [], False: []}
    for cells in recount.online:
        if (cells["survey"], cells["wave"]) == ("teacher", "start"):
            years, answer = cells["years in teaching"], cells["subject_knowledge"].lower()
            if years and answer:
                strongly[float(years) <= 5].append(answer == AGREE5[0])
    early, later = (100 * sum(said) / len(said) for said in strongly.values())
    assert early == pytest.approx(15, abs=3)
    assert later == pytest.approx(27, abs=3)
