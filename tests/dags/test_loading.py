"""load_platform and load_reference, run."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.extract.conftest import Bench
from warehouse import nightly
from warehouse.settings import Settings


def ledger(settings: Settings) -> dict[str, str]:
    with psycopg.connect(settings.warehouse_url) as connection:
        rows = connection.execute("select feed, status from ops.ledger order by load_id")
        return dict(rows.fetchall())


def states(dag: Any) -> dict[str, str]:
    return {ti.task_id: str(ti.state) for ti in dag.test().get_task_instances()}


def test_new_files_are_loaded_and_announced(dags: dict[str, Any], landing: Bench):
    landing.land_rows("reference.areas", "2021-09-01", {})
    outcome = nightly.run_dag(dags["load_reference"])
    assert outcome.state == "success"
    assert outcome.emitted == ("raw.reference",)
    assert ledger(landing.settings) == {"areas": "loaded"}


def test_without_new_files_nothing_is_announced(dags: dict[str, Any], landing: Bench):
    outcome = nightly.run_dag(dags["load_reference"])
    assert (outcome.state, outcome.emitted) == ("success", ())


def test_what_was_loaded_stays_announced_until_it_is_released(dags: dict[str, Any], landing: Bench):
    landing.land_rows("reference.areas", "2021-09-01", {})
    nightly.run_dag(dags["load_reference"])
    assert nightly.run_dag(dags["load_reference"]).emitted == ("raw.reference",)
    with psycopg.connect(landing.settings.warehouse_url) as connection:
        connection.execute(
            "insert into ops.releases (status, released_at, built_from) "
            "select 'live', now(), jsonb_build_object('reference.areas', max(load_id)) "
            "from ops.ledger"
        )
    assert nightly.run_dag(dags["load_reference"]).emitted == ()


def test_a_rejected_file_alone_announces_nothing(dags: dict[str, Any], landing: Bench):
    landing.land("reference/areas/areas_2021-09-01.csv", "no,such,columns\n1,2,3\n")
    outcome = nightly.run_dag(dags["load_reference"])
    assert outcome.state == "failed"
    assert outcome.emitted == ()


def test_a_failing_feed_hinders_no_other_and_fails_the_run_at_once(
    dags: dict[str, Any], landing: Bench
):
    landing.land("platform/hubs/hubs_2021-07-31.csv", "no,such,columns\n1,2,3\n")
    landing.land_rows("platform.hub_areas", "2021-07-31", {})
    landing.land_rows("platform.volunteering", "2021-07-31", {})
    dag = dags["load_platform"]
    found = states(dag)
    assert found["load_hubs"] == "failed"
    assert found["report_failed_feeds"] == "failed"
    others = {
        state for task, state in found.items() if task not in ("load_hubs", "report_failed_feeds")
    }
    assert others == {"success"}
    assert ledger(landing.settings) == {
        "hubs": "rejected",
        "hub_areas": "loaded",
        "volunteering": "loaded",
    }


def test_a_second_try_still_says_what_the_first_rejected(
    dags: dict[str, Any], landing: Bench, monkeypatch: pytest.MonkeyPatch
):
    landing.land("reference/areas/areas_2021-09-01.csv", "no,such,columns\n1,2,3\n")
    landing.land_rows("reference.areas", "2021-09-02", {})
    path = Path(landing.settings.landing_url, "reference/areas/areas_2021-09-02.csv")
    whole = path.rename(path.with_suffix(".tmp"))
    path.symlink_to(path.with_suffix(".gone"))
    dag = dags["load_reference"]
    task = dag.task_dict["load_areas"]
    # The file is whole when the task is tried again.
    monkeypatch.setattr(task, "retries", 1)
    monkeypatch.setattr(task, "retry_delay", timedelta(0))
    monkeypatch.setattr(task, "on_retry_callback", [lambda _: whole.rename(path)])
    assert states(dag)["load_areas"] == "failed"
    statuses = landing.query("select file_date::text, status from ops.ledger order by load_id")
    assert [row["status"] for row in statuses] == ["rejected", "loaded"]


@pytest.mark.parametrize(
    ("connection", "expected"),
    [
        (
            {
                "conn_type": "aws",
                "login": "id",
                "password": "a secret",
                "extra": {"endpoint_url": "http://s3.example.org", "region_name": "eu-west-2"},
            },
            {
                "key": "id",
                "secret": "a secret",
                "endpoint_url": "http://s3.example.org",
                "client_kwargs": {"region_name": "eu-west-2"},
            },
        ),
        (
            {
                "conn_type": "sftp",
                "host": "files.example.org",
                "port": 2222,
                "login": "warehouse",
                "password": "a secret",
                "extra": {"key_file": "/run/key", "host_key": "AAAA", "no_host_key_check": "true"},
            },
            {
                "host": "files.example.org",
                "port": 2222,
                "username": "warehouse",
                "password": "a secret",
                "key_filename": "/run/key",
                "host_key": "ssh-rsa AAAA",
                "check_host_key": False,
            },
        ),
        ({"conn_type": "generic", "extra": {"token": "a secret"}}, {"token": "a secret"}),
    ],
)
def test_a_connection_holds_the_credentials_of_the_landing_zone(
    dags: dict[str, Any],
    connection: dict[str, Any],
    expected: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
):
    from warehouse.airflow_settings import settings_in_task

    monkeypatch.setenv("AIRFLOW_CONN_LANDING", json.dumps(connection))
    settings = settings_in_task()
    assert settings.landing_options == expected
    assert "a secret" not in repr(settings)


def test_connection_and_variables_win_over_the_environment(
    dags: dict[str, Any], landing: Bench, monkeypatch: pytest.MonkeyPatch
):
    landing.land_rows("reference.areas", "2021-09-01", {})
    url = landing.settings.warehouse_url
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", url.replace("postgresql://", "postgres://"))
    monkeypatch.setenv("AIRFLOW_VAR_LANDING_URL", landing.settings.landing_url)
    monkeypatch.setenv("WAREHOUSE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    monkeypatch.setenv("LANDING_URL", "/nowhere")
    assert nightly.run_dag(dags["load_reference"]).state == "success"
    assert ledger(landing.settings) == {"areas": "loaded"}
