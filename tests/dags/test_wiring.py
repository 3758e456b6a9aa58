"""DAG files: small, named as their DAGs, and idle while they are read."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from warehouse.errors import (
    BuildFailed,
    ConfigurationError,
    FeedLate,
    FileRejected,
    ServerError,
    SourceUnavailable,
)
from warehouse.nightly import NIGHT
from warehouse.settings import PROJECT_ROOT

BESIDE_THE_NIGHT = {"check_freshness", "replay_quarantine"}
READ_ALL_DAGS = """
import sys
import dags.check_freshness, dags.replay_quarantine
import dags.load_platform, dags.load_cpd, dags.load_surveys, dags.load_reference
import dags.build_warehouse, dags.publish_release
logic = {"psycopg", "polars", "dbt", "extract.load", "publish.export"}
print("imported:", *sorted(logic & set(sys.modules)))
"""


def test_a_dag_file_is_named_as_its_dag_and_function(session_airflow: dict[str, Any]):
    for dag_id, dag in session_airflow.items():
        assert Path(dag.fileloc).name == f"{dag_id}.py"
        assert f"def {dag_id}(" in Path(dag.fileloc).read_text()
    assert set(session_airflow) == set(NIGHT) | BESIDE_THE_NIGHT


def test_a_dag_file_has_at_most_fifty_lines(session_airflow: dict[str, Any]):
    for dag in session_airflow.values():
        assert len(Path(dag.fileloc).read_text().splitlines()) <= 50, dag.fileloc


def test_every_dag_explains_itself_runs_once_at_a_time_and_makes_up_no_lost_nights(
    session_airflow: dict[str, Any],
):
    for dag in session_airflow.values():
        assert dag.doc_md
        assert dag.max_active_runs == 1
        assert dag.catchup is False


def test_reading_the_dags_opens_no_database_and_imports_no_logic(tmp_path: Path):
    nowhere = {
        "AIRFLOW_HOME": str(tmp_path),
        "WAREHOUSE_URL": "not a database",
        "PYTHONPATH": str(PROJECT_ROOT),
    }
    outcome = subprocess.run(
        [sys.executable, "-c", READ_ALL_DAGS],
        env=nowhere,
        capture_output=True,
        text=True,
        check=True,
    )
    assert outcome.stdout.splitlines()[-1] == "imported:"


@pytest.mark.parametrize(
    ("error", "action"),
    [
        (FileRejected("x"), "fail"),
        (ConfigurationError("x"), "fail"),
        (FeedLate("x"), "fail"),
        (BuildFailed("x"), "fail"),
        (SourceUnavailable("x"), "default"),
        (ServerError("x"), "default"),
        (ConnectionResetError("x"), "default"),
    ],
)
def test_only_what_a_retry_can_help_is_tried_again(
    session_airflow: dict[str, Any], error: Exception, action: str
):
    from dags.retries import RETRY_UNLESS_A_PERSON_MUST_LOOK  # here: Airflow has its home by now

    policy: Any = RETRY_UNLESS_A_PERSON_MUST_LOOK["retry_policy"]
    assert policy.evaluate(error, 1, 3).action.value == action
    assert RETRY_UNLESS_A_PERSON_MUST_LOOK["retries"] == 3
