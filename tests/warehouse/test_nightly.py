"""`warehouse nightly`: the DAGs in one process, without a scheduler."""

import json
import os
import subprocess
import sys

import pytest

from warehouse.errors import BuildFailed
from warehouse.nightly import DagOutcome, NightReport, environment_of
from warehouse.settings import Settings


def nightly(settings: Settings) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "warehouse.cli", "nightly", "--json"],
        env={"PATH": os.environ["PATH"], **environment_of(settings)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_night_with_an_empty_landing_zone_builds_and_publishes_nothing(settings: Settings):
    outcome = nightly(settings)
    assert outcome.returncode == 0, outcome.stderr
    report = json.loads(outcome.stdout)
    assert [(dag["dag"], dag["state"]) for dag in report["dags"]] == [
        ("load_platform", "success"),
        ("load_cpd", "success"),
        ("load_surveys", "success"),
        ("load_reference", "success"),
        ("build_warehouse", "not due"),
        ("publish_release", "not due"),
    ]


def test_a_failed_night_names_the_dags_and_tasks():
    report = NightReport(
        (
            DagOutcome("load_platform", "failed", 1.0, ("load_hubs",)),
            DagOutcome("load_reference", "success", 1.0),
        )
    )
    with pytest.raises(BuildFailed, match="1 of the night's DAGs failed") as caught:
        report.raise_for_failed()
    assert caught.value.evidence == "load_platform.load_hubs"


def test_a_night_in_which_nothing_was_due_is_no_failure():
    NightReport((DagOutcome("build_warehouse", "not due"),)).raise_for_failed()
