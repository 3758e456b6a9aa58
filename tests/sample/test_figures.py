"""Counted again from its files, the full sample gives what the review prints."""

import csv
from pathlib import Path

import pytest

from sample.story import STORY
from tests.sample.recount import Recount

FIGURES = Path("dbt_project/seeds/kpi/published_figures.csv")


def printed() -> list[dict[str, str]]:
    with FIGURES.open(newline="", encoding="utf-8") as lines:
        return [row for row in csv.DictReader(lines) if row["report"].startswith("STEM Ambassador")]


@pytest.mark.parametrize("figure", printed(), ids=lambda figure: figure["figure_id"])
def test_the_sample_gives_the_printed_figure(
    figure: dict[str, str], full_figures: dict[str, float]
) -> None:
    counted, value = full_figures[figure["figure_id"]], float(figure["published_value"])
    if figure["column"].endswith(">"):
        assert counted > value
    elif figure["column"].endswith(">="):
        assert counted >= value
    else:
        assert abs(counted - value) <= 0.5 * 10 ** -int(figure["decimals"])


def test_counts_are_exactly_those_of_the_story(full_figures: dict[str, float]) -> None:
    assert full_figures["F001"] == STORY.registered_ambassadors
    assert full_figures["F002"] == STORY.active_ambassadors
    assert full_figures["F020"] == STORY.priority.reached
    assert full_figures["F021"] == STORY.priority.ambassadors
    assert full_figures["F027"] == STORY.completed_activities


def test_no_completed_activity_lies_outside_the_calendar_years_of_the_story(
    full_recount: Recount,
) -> None:
    days = full_recount.activities["starts_on"]
    assert (days.min().year, days.max().year) == (2016, 2021)


def test_every_priority_school_lies_in_a_hub(full_recount: Recount) -> None:
    hubs = full_recount.reach_by_hub("2020/21")
    assert "unknown" not in hubs
    assert len(hubs) == 14


def test_hours_rise_to_2019_20_and_then_fall(full_recount: Recount) -> None:
    hours = {
        year: full_recount.in_period(full_recount.hours, year)["hours"].sum()
        for year in STORY.years
    }
    assert hours["2016/17"] < hours["2017/18"] < hours["2018/19"] < hours["2019/20"]
    assert hours["2019/20"] > hours["2020/21"]


def test_targets_were_lowered_in_september_2020(full_recount: Recount) -> None:
    for code, first, last in (
        ("REACH_PRIMARY", 29, 26),
        ("REACH_SECONDARY", 85, 80),
        ("REACH_COLLEGE", 75, 70),
    ):
        assert full_recount.targets(code, "2020/21") == (first, last)
    first, last = full_recount.targets("VOL_HOURS", "2020/21")
    assert last < first


def test_most_activities_in_schools_are_in_secondary_schools(full_recount: Recount) -> None:
    settings = full_recount.activities["setting"].str.strip_chars().str.to_lowercase()
    assert settings.mode()[0] == "secondary school"


def test_some_activities_are_reported_months_late(full_recount: Recount) -> None:
    rows = full_recount.activities
    lag = (rows["reported_at"].str.slice(0, 10).str.to_date() - rows["starts_on"]).dt.total_days()
    assert lag.min() == 0
    late = rows["starts_on"].dt.strftime("%Y-%m").is_in(["2021-01", "2021-02", "2021-03"])
    assert (lag.filter(late) > 30).mean() > 0.3
    assert (lag.filter(~late) > 30).mean() < 0.1


def test_ambassadors_neither_volunteer_before_they_register_nor_after_they_leave(
    full_recount: Recount,
) -> None:
    rows = full_recount.hours.join(full_recount.ambassadors, on="ambassador_id")
    assert (rows["starts_on"] > rows["registered_on"]).all()
    assert (rows["starts_on"] <= rows["withdrawn_on"]).drop_nulls().all()
