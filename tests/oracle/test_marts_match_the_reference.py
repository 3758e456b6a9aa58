"""The marts of random worlds, against a computation that shares no code with the warehouse."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from extract.load import load_feeds
from tests.oracle.aims import faults_of_aims
from tests.oracle.attack import hidden_without_cause, told_cells
from tests.oracle.comparison import differences, read_marts, report
from tests.oracle.facts import read_facts
from tests.oracle.promise import CPD_MARTS, SURVEY_KEYS
from tests.oracle.reference import compute_marts
from tests.oracle.world_files import write_files
from tests.oracle.worlds import make_world
from warehouse.build import build
from warehouse.settings import Settings

SEEDS = range(1, 1 + int(os.environ.get("ORACLE_SEEDS", "3")))
FIRST_SEED = int(os.environ.get("ORACLE_FIRST_SEED", "1"))


def compare(computed: dict[str, pd.DataFrame], expected: dict[str, pd.DataFrame]) -> str:
    """The differences of all marts; nothing where there are none."""
    return report({name: differences(name, computed[name], expected[name]) for name in expected})


@pytest.mark.parametrize("seed", [FIRST_SEED + number - 1 for number in SEEDS])
def test_every_cell_of_the_marts_of_a_random_world_is_what_the_definitions_say(
    seed: int, world_settings: Settings
) -> None:
    landing = Path(world_settings.landing_url)
    make_world(seed).write(landing)

    load_feeds(world_settings)
    build(world_settings)

    marts = read_marts(world_settings.warehouse_url)
    expected = compute_marts(landing)
    found = compare(marts, expected)
    assert not found, f"seed {seed}\n{found}"
    profile = "kpi_ambassador_profile"
    assert not told_cells(marts[profile], read_facts(landing))
    assert not hidden_without_cause(marts[profile], expected[profile])
    assert not faults_of_aims(world_settings.warehouse_url)


def test_the_as_of_day_can_be_set_back(world_settings: Settings) -> None:
    landing = Path(world_settings.landing_url)
    world = make_world(1000)
    world.write(landing)
    as_of = sorted({one.cut_on for one in world.files})[1]

    load_feeds(world_settings)
    build(world_settings, as_of=as_of)

    expected = compute_marts(landing, as_of)
    assert _last_month(expected) >= as_of.strftime("%Y-%m")
    found = compare(read_marts(world_settings.warehouse_url), expected)
    assert not found, f"as of {as_of}\n{found}"


def test_a_programme_in_which_nothing_has_been_completed_yet_is_told_of_the_as_of_year(
    world_settings: Settings,
) -> None:
    landing = Path(world_settings.landing_url)
    started = ("hubs", "hub_areas", "ambassadors", "gias")
    write_files([one for one in make_world(7).files if one.feed in started], landing)

    load_feeds(world_settings)
    build(world_settings)

    marts, expected = read_marts(world_settings.warehouse_url), compute_marts(landing)
    assert len(expected["kpi_ambassadors"]) > 0
    assert {name for name, rows in marts.items() if not len(rows)} == {
        "kpi_volunteer_hours",
        "kpi_young_people",
        "kpi_reporting_lag",
        "kpi_activity_mix",
        "kpi_satisfaction",
        "kpi_sustained_engagement",
        "kpi_demand",
        "kpi_school_engagement",
        *CPD_MARTS,
        *SURVEY_KEYS,
    }
    found = compare(marts, expected)
    assert not found, found


def _last_month(marts: dict[str, pd.DataFrame]) -> str:
    rows = marts["kpi_ambassadors"]
    return str(rows.loc[rows["period_type"] == "month", "period"].max())


def test_a_difference_is_found_and_shown() -> None:
    """The comparison itself can fail."""
    lines = differences("kpi_young_people", _young_people(3), _young_people(4))
    assert lines == ["month 2020-01 as_was hub H1 KS1: activities_count is 3, reference 4"]


def _young_people(activities_count: int) -> pd.DataFrame:
    row = {
        "period_type": "month",
        "period": "2020-01",
        "hub_basis": "as_was",
        "geography_level": "hub",
        "geography_code": "H1",
        "geography_name": "One",
        "key_stage": "KS1",
        "activities_count": activities_count,
        "young_people_low": 1,
        "young_people_high": 10,
    }
    return pd.DataFrame([row], dtype=object)
