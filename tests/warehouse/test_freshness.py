"""A feed is late when its newest file is older than the rhythm it is expected in."""

from datetime import date

import pytest

from extract.contract import all_contracts
from tests.extract.conftest import Bench
from warehouse.errors import FeedLate
from warehouse.freshness import RHYTHM, check_freshness
from warehouse.settings import Settings


def test_every_feed_with_a_contract_has_a_rhythm_and_no_other() -> None:
    lines = RHYTHM.read_text(encoding="utf-8").splitlines()[1:]
    feeds = [".".join(line.split(",")[:2]) for line in lines]
    assert sorted(feeds) == sorted(all_contracts())


def test_the_day_after_the_last_expected_one_is_late(settings: Settings) -> None:
    bench = Bench(settings)
    bench.land_rows("platform.hubs", "2021-01-01", {})
    bench.land_rows("platform.volunteering", "2021-02-04", {})
    bench.load("platform.hubs")
    bench.load("platform.volunteering")
    hubs, volunteering = check_freshness(settings, date(2021, 2, 5))
    assert (hubs.days_since, volunteering.days_since) == (35, 1)
    with pytest.raises(FeedLate) as late:
        check_freshness(settings, date(2021, 2, 6))
    assert late.value.where == "platform.hubs"
    assert "newest file of 2021-01-01, 36 days ago, expected every 35" in str(late.value)


def test_what_comes_when_there_is_occasion_is_never_late(settings: Settings) -> None:
    bench = Bench(settings)
    bench.land_rows("reference.recode_decisions", "2001-01-01", {})
    bench.load("reference.recode_decisions")
    (decisions,) = check_freshness(settings)
    assert (decisions.expected_days, decisions.is_late) == (None, False)


def test_a_rejected_file_is_no_sign_of_life(settings: Settings) -> None:
    bench = Bench(settings)
    bench.land_rows("platform.hubs", "2021-01-01", {})
    bench.land("platform/hubs/hubs_2021-02-05.csv", "nonsense\n")
    bench.load("platform.hubs")
    with pytest.raises(FeedLate):
        check_freshness(settings, date(2021, 2, 6))


def test_a_feed_that_never_came_is_not_expected(settings: Settings) -> None:
    assert check_freshness(settings) == ()
