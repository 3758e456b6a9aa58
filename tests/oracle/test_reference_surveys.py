"""The computation of surveys and partnerships itself, by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.oracle.funders import term_of
from tests.oracle.partnerships import computed_status
from tests.oracle.programme import School
from tests.oracle.successors import current_urns
from tests.oracle.survey_facts import Return, Surveys, spelled_alike
from tests.oracle.survey_marts import compared, tables
from tests.oracle.survey_online import Response, folded_wording

ENTHUSE = {"P1": "ENTHUSE", "P2": "ENTHUSE"}


def answers(strongly: int, agree: int, not_sure: int, disagree: int = 0) -> Counter[str]:
    return Counter(
        {"Strongly agree": strongly, "Agree": agree, "Not sure": not_sure, "Disagree": disagree}
    )


def returned(survey: str, wave: str, of: Counter[str], partnership_id: str = "P1") -> Return:
    day, count = date(2021, 2, 1), of.total()
    return Return(survey, wave, partnership_id, None, day, count, {"P1": of})


def test_not_sure_is_in_the_base_of_a_change() -> None:
    found = compared(answers(10, 10, 20), answers(30, 0, 0, 10))
    assert (found["start_base_count"], found["end_base_count"]) == (40, 40)
    assert (found["start_agree_pct"], found["end_agree_pct"], found["change_pp"]) == (50, 75, 25)
    # standard error √(0.25 / 40 + 0.1875 / 40) = 0.104583; z = 0.25 / 0.108253 = 2.309401
    assert found["change_low_pp"] == pytest.approx(4.502206, abs=1e-5)
    assert found["change_high_pp"] == pytest.approx(45.497794, abs=1e-5)
    assert found["p_value"] == pytest.approx(0.020921, abs=1e-6)
    assert found["is_significant"] is True


def test_a_wave_under_five_is_hidden_with_the_change_and_the_other_wave_is_told() -> None:
    found = compared(answers(1, 2, 1), answers(5, 0, 0))
    assert (found["start_agree_pct"], found["end_agree_pct"]) == (None, 100)
    assert (found["change_pp"], found["p_value"], found["suppression"]) == (None, None, "c")


def test_where_nothing_varies_there_is_no_test() -> None:
    found = compared(answers(5, 0, 0), answers(3, 2, 0))
    assert (found["change_pp"], found["p_value"], found["is_significant"]) == (0, None, False)


def test_primary_pupils_are_joined_from_counts_not_from_percentages() -> None:
    lower = returned("lower_primary", "start", answers(9, 0, 0))
    upper = returned("upper_primary", "start", answers(0, 0, 1))
    scales = {(survey, "P1"): "agree5" for survey in ("lower_primary", "upper_primary")}
    rows = tables(Surveys(scales, [lower, upper]), ENTHUSE)["kpi_survey_answers"]
    shown = {
        (row["survey"], row["response"]): (row["answers_count"], row["answer_pct"])
        for row in rows
        if row["response"] in ("Strongly agree", "Not sure")
    }
    assert shown["primary_pupil", "Strongly agree"] == (9, 90)
    assert shown["primary_pupil", "Not sure"] == (1, 10)
    assert shown["upper_primary", "Not sure"] == (None, None)


def test_a_wave_in_which_nobody_answered_is_told() -> None:
    rows = tables(Surveys({}, [returned("teacher", "start", answers(3, 0, 0))]), ENTHUSE)
    found = {row["wave"]: row for row in rows["kpi_survey_response"]}
    assert found["baseline"]["partnerships_represented_pct"] == 50
    assert (found["end"]["responses_count"], found["end"]["response_pct_of_baseline"]) == (0, 0)
    assert found["end"]["paper_share_pct"] is None


def test_headings_are_the_wording_but_for_what_tools_make_of_it() -> None:
    wording = folded_wording("I don't like it")
    assert folded_wording(" i DON’T  like it [tick one].1 ") == wording
    assert folded_wording("I don't like that") != wording


def test_the_commonest_spelling_of_a_choice_stands_for_all() -> None:
    said = ("Physics", "physics", "Physics", "Chemistry")
    given = [
        Response("s", "start", "", "", None, None, None, date(2021, 1, 1), {"Q": one})
        for one in said
    ]
    found = [one.answers["Q"] for one in spelled_alike(given, {("s", "Q"): "choice"})]
    assert found == ["Physics", "Physics", "Physics", "Chemistry"]


@pytest.mark.parametrize(
    ("silent", "status"),
    [(-3, "active"), (119, "active"), (120, "at risk"), (239, "at risk"), (240, "inactive")],
)
def test_states_begin_on_their_days(silent: int, status: str) -> None:
    assert computed_status(silent) == status


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2021, 8, 31), "2020/21 Summer"),
        (date(2021, 9, 1), "2021/22 Autumn"),
        (date(2022, 3, 31), "2021/22 Spring"),
        (date(2022, 4, 1), "2021/22 Summer"),
    ],
)
def test_terms_are_of_programme_years(day: date, term: str) -> None:
    assert term_of(day) == term


def test_a_closed_school_is_the_nearest_open_one_along_its_links() -> None:
    closed, opened = date(2019, 8, 31), date(2019, 9, 1)
    schools = {
        urn: School(urn, "primary", None, None, closed if urn < 3 else None, is_never_open=False)
        for urn in (1, 2, 3, 4)
    }
    links = {1: {2: opened, 9: opened}, 2: {3: opened, 4: date(2020, 1, 1)}, 3: {4: opened}}
    assert current_urns(schools, links, date(2021, 1, 1)) == {1: 4, 2: 4}
