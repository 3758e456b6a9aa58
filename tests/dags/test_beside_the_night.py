"""check_freshness and replay_quarantine, run."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from extract.contract import get_contract, parse_contract
from tests.extract.conftest import Bench, good_row, to_csv
from warehouse import nightly

AREAS = "reference.areas"


def day(days_ago: int) -> str:
    return str((datetime.now(UTC) - timedelta(days=days_ago)).date())


def test_feeds_that_still_come_pass_the_check(dags: dict[str, Any], landing: Bench):
    landing.land_rows("platform.volunteering", day(1), {})
    landing.land_rows(AREAS, day(300), {})
    landing.load("platform.volunteering")
    landing.load(AREAS)
    assert nightly.run_dag(dags["check_freshness"]).state == "success"


def test_a_feed_that_stopped_coming_fails_the_check_by_name(
    dags: dict[str, Any], landing: Bench, capfd: pytest.CaptureFixture[str]
):
    landing.land_rows("platform.volunteering", day(9), {})
    landing.load("platform.volunteering")
    outcome = nightly.run_dag(dags["check_freshness"])
    assert (outcome.state, outcome.failed_tasks) == ("failed", ("look",))
    said = "".join(capfd.readouterr())
    assert "1 of 1 feeds are late" in said
    assert "platform.volunteering: newest file of" in said


def with_a_row_in_quarantine(landing: Bench) -> int:
    """Land areas of which one lacks its region, and return the load's number."""
    contract = get_contract(*AREAS.split("."))
    rows = [good_row(contract, number) for number in range(30)]
    rows.append(good_row(contract, 99, region=""))
    landing.land("reference/areas/areas_2021-01-01.csv", to_csv(rows))
    assert landing.load_one(AREAS).rows_quarantined == 1
    return int(landing.ledger()[0]["load_id"])


def replayed(dag: Any, load_id: int) -> Any:
    return dag.test(run_conf={"load_id": load_id})


def test_a_replay_that_helps_announces_the_family(
    dags: dict[str, Any], landing: Bench, monkeypatch: pytest.MonkeyPatch
):
    load_id = with_a_row_in_quarantine(landing)
    descriptor = dict(get_contract(*AREAS.split(".")).descriptor)
    descriptor["fields"] = [{**field, "constraints": {}} for field in descriptor["fields"]]
    monkeypatch.setattr("extract.replay.get_contract", lambda *_: parse_contract(descriptor))

    run = replayed(dags["replay_quarantine"], load_id)

    assert str(run.state) == "success"
    assert nightly._emitted(run) == ["raw.reference"]
    assert [row["rows_loaded"] for row in landing.ledger()] == [30, 1]


def test_a_replay_that_does_not_help_announces_nothing(dags: dict[str, Any], landing: Bench):
    load_id = with_a_row_in_quarantine(landing)
    run = replayed(dags["replay_quarantine"], load_id)
    assert (str(run.state), nightly._emitted(run)) == ("success", [])


def test_a_load_there_is_none_of_fails(dags: dict[str, Any], landing: Bench):
    for task in dags["replay_quarantine"].tasks:
        task.retries = 0
    assert str(replayed(dags["replay_quarantine"], 99).state) == "failed"
