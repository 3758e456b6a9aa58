"""The small parts that make counts come out exactly."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from sample.activities import EDUCATIONAL, NON_SCHOOL, UNSETTLED
from sample.allocation import fill_up, fit_table, share_out
from sample.audience import band_counts
from sample.categories import CategoryMess, as_typed
from sample.hours import hour_totals, spread_hours
from sample.places import hub_areas_frame, hubs_frame, read_places
from sample.priority import compose
from sample.story import STORY
from sample.streams import stream
from sample.versions import Deliveries, history, with_tombstones
from sample.years import day_number

RNG = stream(7, "tests")
DELIVERIES = Deliveries((date(2021, 8, 31), date(2021, 9, 30), date(2021, 10, 31)))


def test_shares_sum_to_the_total() -> None:
    assert share_out(10, np.array([1.0, 1.0, 1.0])).sum() == 10
    assert share_out(7, np.array([5.0, 2.0])).tolist() == [5, 2]


def test_what_does_not_fit_goes_where_there_is_room() -> None:
    assert fill_up(10, np.array([9.0, 1.0, 0.0]), np.array([5, 5, 0])).tolist() == [5, 5, 0]
    with pytest.raises(ValueError, match="11 do not fit into 10"):
        fill_up(11, np.array([9.0, 1.0]), np.array([5, 5]))


def test_a_table_meets_both_margins_within_its_cells() -> None:
    cells = np.array([[100, 50], [80, 120], [60, 90]])
    rows, columns = np.array([75, 90, 60]), np.array([85, 140])
    taken = fit_table(cells, rows, columns)
    assert taken.sum(axis=1).tolist() == rows.tolist()
    assert taken.sum(axis=0).tolist() == columns.tolist()
    assert ((taken >= 0) & (taken <= cells)).all()


def test_the_list_has_the_printed_shares() -> None:
    made = compose(STORY.priority)
    assert made.reached.sum() == 1319
    assert 100 * made.reached.sum() / made.in_scope.sum() == pytest.approx(54, abs=0.05)
    assert 100 * made.reached[0] / made.in_scope[0] == pytest.approx(30, abs=0.1)
    assert 100 * made.reached[1] / made.in_scope[1] == pytest.approx(73, abs=0.1)


def test_bands_sum_to_the_young_people_and_keep_each_form_to_its_own() -> None:
    counts = band_counts(STORY, np.array([111_000, 67_000]))
    assert counts.sum(axis=1).tolist() == pytest.approx([111_000, 67_000])
    ends = np.array([[b.low, b.high] for b in STORY.audience_bands])
    assert counts.sum(axis=0) @ ends == pytest.approx([15_200_000, 25_700_000], rel=1e-5)
    late_only = [b.early_pct == 0 for b in STORY.audience_bands]
    assert counts[0][late_only].sum() == 0


def test_hours_have_the_printed_shares() -> None:
    totals = hour_totals(STORY)
    years = list(STORY.years)
    assert totals.sum() == pytest.approx(sum(y.volunteer_hours for y in STORY.years.values()))
    assert totals[:, EDUCATIONAL].sum() / totals.sum() == pytest.approx(0.86)
    assert totals[years.index("2019/20"), NON_SCHOOL] == pytest.approx(0.71 * 48_000)
    assert (totals > 0).all()


def test_entries_sum_to_the_hours_of_their_group_in_half_hours() -> None:
    year, group = np.zeros(300, dtype=np.int64), np.arange(300) % 3
    preparation, delivery = spread_hours(np.array([[400.0, 350.5, 300.0]]), year, group, RNG)
    hours = preparation + delivery
    for index, total in ((EDUCATIONAL, 400), (NON_SCHOOL, 350.5), (UNSETTLED, 300)):
        assert hours[group == index].sum() == total
    assert hours.min() >= 0.5
    assert ((hours * 2) % 1 == 0).all()


def test_a_group_without_entries_leaves_its_hours_to_education() -> None:
    year, group = np.zeros(10, dtype=np.int64), np.zeros(10, dtype=np.int64)
    preparation, delivery = spread_hours(np.array([[30.0, 5.0, 1.0]]), year, group, RNG)
    assert (preparation + delivery).sum() == 36


def test_a_place_belongs_to_the_hub_of_the_day() -> None:
    places = read_places()
    hastings = np.array([places.codes.index("845")])
    held = {
        day: places.hub_ids[int(places.hub_at_end_of(hastings, day_number(day))[0])]
        for day in (date(2017, 8, 31), date(2017, 9, 1), date(2019, 8, 31), date(2019, 9, 1))
    }
    assert list(held.values()) == ["HUB-ESX", "HUB-SEC", "HUB-SEC", "HUB-SUS"]


def test_seventeen_hubs_are_open_at_the_end_and_scotland_was_three() -> None:
    now = hubs_frame(date(2021, 12, 31))
    assert now.filter(pl.col("valid_to").is_null())["hub_id"].n_unique() == 17
    before = hubs_frame(date(2021, 3, 1)).filter(pl.col("valid_to").is_null())
    assert before.filter(pl.col("nation") == "Scotland")["hub_id"].n_unique() == 3
    after = now.filter(pl.col("successor_hub_id") == "HUB-SCO")
    assert after["valid_to"].unique().to_list() == [date(2021, 3, 31)]


def test_the_shares_of_a_split_hub_sum_to_one() -> None:
    split = hubs_frame(date(2021, 12, 31)).filter(pl.col("successor_hub_id").is_not_null())
    shares = split.group_by("hub_id").agg(pl.col("share").sum(), pl.len())
    assert shares["share"].to_list() == pytest.approx([1.0] * len(shares))
    assert shares["len"].max() == 2


def test_no_local_authority_has_two_hubs_on_a_day() -> None:
    areas = hub_areas_frame(date(2021, 12, 31)).sort("local_authority_code", "valid_from")
    follows = areas.with_columns(
        next_from=pl.col("valid_from").shift(-1).over("local_authority_code")
    ).filter(pl.col("next_from").is_not_null())
    assert len(follows) > 20
    assert (follows["valid_to"] < follows["next_from"]).all()


def test_own_words_stand_beside_other_or_in_the_column_itself() -> None:
    categories = ("Hands on practicals", "Other")
    codes = np.zeros(400, dtype=np.int64)
    column, other = as_typed(RNG, "activity_type", categories, codes, CategoryMess(typed=1))
    beside = column == "Other"
    assert 0 < beside.sum() < 400
    assert other.filter(beside).null_count() == 0
    assert other.filter(~beside).null_count() == (~beside).sum()
    blank, _ = as_typed(RNG, "activity_type", categories, codes, CategoryMess(blank=1))
    assert blank.null_count() == 400


def moments(*times: str) -> pl.Series:
    return pl.Series(times).str.to_datetime(time_unit="ms")


def rows(*days: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "key": [f"K{day}" for day in days],
            "value": ["right"] * len(days),
            "created_at": moments(*(f"2021-08-{day:02} 12:00:00" for day in days)),
        }
    )


def test_a_corrected_row_is_sent_wrong_first_and_right_later() -> None:
    mistakes = {"value": pl.lit("wrong")}
    sent = history(rows(1, 2), DELIVERIES, np.array([True, False]), mistakes, RNG)
    first, *later = DELIVERIES.split(sent)
    assert dict(first.select("key", "value").iter_rows()) == {"K1": "wrong", "K2": "right"}
    assert pl.concat(later).select("key", "value").rows() == [("K1", "right")]


def test_a_removed_row_ends_with_its_tombstone() -> None:
    mistakes = {"value": pl.lit("wrong")}
    sent = history(rows(1, 2), DELIVERIES, np.array([True, True]), mistakes, RNG)
    removed = with_tombstones(sent, rows(1), "key", DELIVERIES, RNG)
    last = removed.sort("updated_at").group_by("key").last().sort("key")
    assert last["deleted_at"].is_null().to_list() == [False, True]
    tombstone = removed.filter(pl.col("deleted_at").is_not_null())
    assert tombstone["value"].to_list() == [None]
    assert tombstone["updated_at"].to_list() == tombstone["deleted_at"].to_list()


def test_each_version_goes_into_the_first_file_cut_after_it() -> None:
    times = moments("2021-08-31 21:00:00", "2021-09-01 08:00:00", "2021-10-31 09:00:00")
    parts = DELIVERIES.split(pl.DataFrame({"updated_at": times}))
    assert [part["updated_at"].to_list() for part in parts] == [[time] for time in times]
