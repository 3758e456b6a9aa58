"""Counted again from its files, the small sample gives what the Aspire to STEM report prints."""

import csv
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from cleaning.comment_text import read_negations, read_patterns, reasons_of
from sample.cpd.comments import NONE, comments_told
from sample.cpd.story import ASPIRE
from sample.cpd.tables import named_schools
from sample.streams import stream
from sample.writer import SampleReport
from tests.sample.aspire_figures import AspireFigures
from tests.sample.aspire_recount import AspireRecount
from tests.sample.conftest import SKIPPED
from tests.sample.recount import Recount, folded

SEEDS = Path("dbt_project/seeds/kpi")


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


PRINTED = [row for row in seed("published_figures") if row["report"].startswith("Aspire")]
SLIPS = {row["figure_id"]: row for row in seed("published_figure_slips")}


@pytest.fixture(scope="module")
def recount(small_folder: Path, small_report: SampleReport) -> AspireRecount:
    """The small sample's courses, counted again."""
    return AspireRecount(small_folder, SKIPPED)


def is_near(counted: float, value: str, decimals: str) -> bool:
    return abs(float(counted) - float(value)) <= 0.5 * 10 ** -int(decimals) + 1e-9


def agrees(counted: object, figure: dict[str, str]) -> bool:
    if figure["decimals"] == "text":
        return str(counted).lower() == figure["published_value"].lower()
    slip = SLIPS.get(figure["figure_id"])
    return is_near(float(str(counted)), figure["published_value"], figure["decimals"]) or (
        slip is not None
        and is_near(float(str(counted)), slip["meant_value"], slip["meant_decimals"])
    )


@pytest.mark.parametrize("figure", PRINTED, ids=lambda figure: figure["figure_id"])
def test_the_sample_gives_the_printed_figure(
    figure: dict[str, str], recount: AspireRecount
) -> None:
    assert agrees(AspireFigures(recount).figure(figure), figure)


def test_all_508_figures_are_those_of_the_report() -> None:
    assert len(PRINTED) == 508
    assert [f["figure_id"] for f in PRINTED if f["figure_id"] in SLIPS] == ["F049"]


def test_the_full_sample_gives_them_too(full_recount: Recount) -> None:
    figures = AspireFigures(AspireRecount(full_recount.root, SKIPPED))
    assert [f["figure_id"] for f in PRINTED if not agrees(figures.figure(f), f)] == []


def test_where_the_report_contradicts_itself_the_sample_is_consistent(
    recount: AspireRecount,
) -> None:
    figures = AspireFigures(recount)
    good = {"question": "overall_satisfaction", "role": "all", "response": "Good"}
    assert figures.cpd_feedback("responses_count", **good) == 410
    assert figures.programme_outcomes("outcomes_count", "Wider communities", "all") == 13
    assert len(recount.rows("outcomes", "outcome_id").drop_nulls("urn")) < 184
    # £356 is cut off, not rounded; 2.46 is the mean of the means, the text's 2.47 is not.
    per_head = figures.programme_summary("funding_per_participant_gbp", "all")
    assert per_head == pytest.approx(356.9, abs=0.05)
    told = figures.subject_ratings("mean_rating", "start", "all", "Non-STEM", "All criteria")
    assert round(told, 2) == 2.46


def test_schools_that_became_academies_have_nothing_to_compare(recount: AspireRecount) -> None:
    links = recount.rows("gias_links", "urn", "linkurn", family="reference", encoding="cp1252")
    successors = links.filter(pl.col("linktype") == "Successor").select("urn", "linkurn")
    gone = recount.schools.join(successors, on="urn")
    assert "Ellesmere Park High School" in gone["school"].to_list()
    assert len(gone) == ASPIRE.became_academies
    assert gone["since"].null_count() == len(gone)
    inspected = gone.join(recount.inspections, left_on="linkurn", right_on="urn")
    assert len(inspected) > 0


def test_some_people_are_registered_under_two_addresses(recount: AspireRecount) -> None:
    people = recount.participants
    twins = people.group_by("first_name", "last_name", "urn").agg(
        pl.len(), pl.col("email").n_unique().alias("addresses")
    )
    twice = twins.filter(pl.col("len") > 1).drop_nulls("urn")
    assert twice["len"].to_list() == [2] * ASPIRE.registered_twice
    assert twice["addresses"].to_list() == [2] * ASPIRE.registered_twice


def test_what_is_not_known_keeps_people_from_being_recruited(recount: AspireRecount) -> None:
    missing = recount.participants.filter(~pl.col("is_recruited"))
    for name in ("teacher_reference_number", "urn", "role", "subject_taught"):
        assert missing[name].null_count() > 20


def test_bookings_are_missed_and_events_called_off(recount: AspireRecount) -> None:
    bookings = recount.rows("bookings", "booking_id").select(folded("status")).to_series()
    assert set(bookings) == {"attended", "partattended", "didnotattend", "cancelled"}
    called_off = recount.events.filter(~pl.col("is_delivered"))
    assert len(called_off) == ASPIRE.cancelled_events
    assert len(recount.attended.join(called_off, on="event_id")) == 0


def test_comments_give_several_reasons_and_some_forms_only_a_dash(recount: AspireRecount) -> None:
    comments = recount.forms["useful_why"].drop_nulls()
    assert (comments == "-").sum() > 5
    assert comments.str.contains(" and | also |;|,").sum() > 300


def test_reasons_are_meant_as_often_as_the_story_says_practical_ideas_most() -> None:
    told = comments_told(ASPIRE, stream(7, "tests"))
    meant = [set(row) - {NONE} for row in told.meant.tolist()]
    counts = Counter(place for places in meant for place in places)

    assert len(told.texts) == ASPIRE.feedback_comments
    assert [counts[place] for place in range(24)] == sorted(counts.values(), reverse=True)
    assert tuple(counts[place] for place in range(24)) == ASPIRE.reason_mentions
    assert 0.2 < told.is_in_own_words.mean() < 0.3


def test_rules_rank_practical_ideas_first_though_they_miss_what_is_said_in_own_words(
    recount: AspireRecount,
) -> None:
    comments = recount.forms["useful_why"].drop_nulls()
    rules, negations = read_patterns(), read_negations()
    found = Counter(
        place for comment in comments for place in reasons_of(comment, rules, negations)
    )

    assert found.most_common(1)[0][0] == 1
    assert sum(found.values()) < 0.85 * sum(ASPIRE.reason_mentions)


def test_no_school_of_the_programme_shares_its_name_with_a_named_one(
    recount: AspireRecount,
) -> None:
    names = recount.schools.filter(pl.col("school").is_in(named_schools()["school"].implode()))
    assert len(names) == 29
