"""The same files give the same marts, whatever order and batches they arrive in."""

from __future__ import annotations

import random
from pathlib import Path

from extract.load import load_feed, load_feeds
from tests.oracle.comparison import differences, read_marts, report
from tests.oracle.reference import compute_marts
from tests.oracle.world_files import family_of, write_files
from tests.oracle.worlds import make_world
from warehouse.build import build
from warehouse.settings import Settings


def found_in(settings: Settings) -> str:
    """The differences between the marts and the reference; nothing where there are none."""
    computed = read_marts(settings.warehouse_url)
    expected = compute_marts(Path(settings.landing_url))
    return report({name: differences(name, computed[name], expected[name]) for name in expected})


def test_shuffled_batches_with_builds_between_give_the_same_marts(
    world_settings: Settings,
) -> None:
    dealt = list(make_world(11).files)
    random.Random(7).shuffle(dealt)  # noqa: S311
    for number in range(3):
        write_files(dealt[number::3], Path(world_settings.landing_url))
        load_feeds(world_settings)
        build(world_settings)
        found = found_in(world_settings)
        assert not found, f"after batch {number}\n{found}"


def test_files_one_by_one_newest_first_and_a_second_run_give_the_same_marts(
    world_settings: Settings,
) -> None:
    files = sorted(make_world(12).files, key=lambda one: (one.cut_on, one.path), reverse=True)
    for one in files:
        write_files([one], Path(world_settings.landing_url))
        load_feed(world_settings, family_of(one.feed), one.feed)
    load_feeds(world_settings)  # a survey's returns are read once its questions have come
    build(world_settings)
    first_found = found_in(world_settings)
    assert not first_found, first_found

    again = load_feeds(world_settings)
    build(world_settings, force=True)

    assert not [file for feed in again.feeds for file in feed.files]
    found = found_in(world_settings)
    assert not found, found
