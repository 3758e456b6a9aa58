"""The same files give the same marts, whatever order and batches they arrive in."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from extract.load import load_feeds
from tests.oracle.comparison import differences, read_marts, report
from tests.oracle.reference import compute_marts
from tests.oracle.world_files import LandingFile, write_files
from tests.oracle.worlds import make_world
from warehouse.build import build
from warehouse.settings import Settings

Batches = list[list[LandingFile]]


def one_by_one_backwards(files: Sequence[LandingFile]) -> Batches:
    """Every file on its own, the newest first."""
    return [[one] for one in sorted(files, key=lambda one: one.path, reverse=True)]


def three_shuffled_batches(files: Sequence[LandingFile]) -> Batches:
    """Three batches, dealt out at random."""
    dealt = list(files)
    random.Random(7).shuffle(dealt)  # noqa: S311
    return [dealt[number::3] for number in range(3)]


def newest_day_first(files: Sequence[LandingFile]) -> Batches:
    """Each day's files together, the newest day first."""
    days = sorted({one.cut_on for one in files}, reverse=True)
    return [[one for one in files if one.cut_on == day] for day in days]


@pytest.mark.parametrize(
    ("deal", "builds_between"),
    [(one_by_one_backwards, False), (three_shuffled_batches, True), (newest_day_first, True)],
)
def test_the_marts_do_not_depend_on_how_the_files_arrived(
    deal: Callable[[Sequence[LandingFile]], Batches], builds_between: bool, settings: Settings
) -> None:
    landing = Path(settings.landing_url)
    for batch in deal(make_world(11).files):
        write_files(batch, landing)
        load_feeds(settings)
        if builds_between:
            build(settings)
    build(settings)

    computed, expected = read_marts(settings.warehouse_url), compute_marts(landing)
    found = report({name: differences(name, computed[name], expected[name]) for name in expected})
    assert not found, found


def test_a_second_load_and_build_of_the_same_files_change_nothing(settings: Settings) -> None:
    landing = Path(settings.landing_url)
    make_world(12).write(landing)
    load_feeds(settings)
    build(settings)
    before = read_marts(settings.warehouse_url)

    load_feeds(settings)
    build(settings, force=True)

    after = read_marts(settings.warehouse_url)
    for name, frame in before.items():
        assert_same_rows(frame, after[name])


def assert_same_rows(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """The same rows in whatever order."""
    assert sorted(map(str, one.values.tolist())) == sorted(map(str, other.values.tolist()))
