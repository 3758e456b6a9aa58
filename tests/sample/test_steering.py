"""What steers the sample's programme: targets, commentaries, benchmarks, the occupation index."""

from datetime import date

import polars as pl
import pytest

from sample.commentaries import commentaries_frame, finished_months
from sample.places import read_hubs
from sample.story import STORY
from sample.streams import stream
from sample.targets import targets_frame
from tests.sample.recount import Recount, folded

AS_OF = STORY.as_of


def all_attained(pct: float) -> pl.DataFrame:
    """Every hub attained so much of its hours in every month."""
    hubs = read_hubs().select("hub_id").unique()
    return hubs.join(finished_months(AS_OF), how="cross").with_columns(
        kpi_code=pl.lit("VOL_HOURS"), attained_pct=pl.lit(pct)
    )


@pytest.mark.parametrize(
    ("pct", "earned", "better"),
    [(89.9, "red", "amber"), (90.0, "amber", "green"), (100.0, "green", "green")],
)
def test_hubs_mostly_rate_themselves_as_they_are_and_never_worse(
    pct: float, earned: str, better: str
) -> None:
    rows = commentaries_frame(AS_OF, all_attained(pct), stream(7, "tests"))
    own = rows.filter(pl.col("kpi_code") == "VOL_HOURS", pl.col("hub_id").is_not_null())
    stated = own["rag"].str.strip_chars().str.to_lowercase()
    assert set(stated) == {earned, better}
    assert (stated == earned).mean() > 0.75


def test_a_tenth_of_the_commentaries_is_missing_and_some_say_nothing() -> None:
    rows = commentaries_frame(AS_OF, all_attained(100.0), stream(7, "tests"))
    national = rows.filter(pl.col("hub_id").is_null(), pl.col("kpi_code") == "NEW_AMB")
    assert 15 < len(national) < len(finished_months(AS_OF)) == 28
    assert (rows["barriers"] == "").any()


def test_new_ambassadors_were_asked_for_anew_within_the_year() -> None:
    targets = targets_frame(STORY, 1.0)
    new = targets.filter(
        pl.col("kpi_code") == "NEW_AMB",
        pl.col("programme_year") == "2020/21",
        pl.col("hub_id").is_null(),
    ).sort("effective_from")
    assert new["effective_from"].to_list() == [date(2020, 7, 1), date(2021, 2, 1)]
    assert new["target_value"][0] > new["target_value"][1]


def test_most_occupations_stand_in_the_index_and_some_do_not(small_recount: Recount) -> None:
    (_, _, path), *_ = small_recount.files("reference", "occupations")
    titles = pl.read_csv(path, infer_schema=False).select(folded("occupation_title"))
    people = small_recount.newest("ambassadors", "ambassador_id").drop_nulls("occupation")
    known = people.select(folded("occupation").is_in(titles.to_series().implode())).to_series()
    assert 0.7 < known.mean() < 0.95


def test_benchmarks_add_up_to_no_more_than_everybody(small_recount: Recount) -> None:
    (_, _, path), *_ = small_recount.files("reference", "benchmarks")
    sums = pl.read_csv(path).group_by("characteristic", "population").agg(pl.col("share_pct").sum())
    assert sums["share_pct"].max() <= 100
    assert {"gender", "ethnicity", "age_band"} <= set(sums["characteristic"])


def test_the_participants_targeted_by_year_are_those_printed() -> None:
    targets = targets_frame(STORY, 1.0)
    people = targets.filter(pl.col("kpi_code") == "CPD_PARTICIPANTS")
    assert people["target_value"].sum() == STORY.aspire.participants_target
    assert people["hub_id"].null_count() == len(people) == 3
