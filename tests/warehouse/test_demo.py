"""`make demo` and `make up` at small scale, then `warehouse down`."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import free_port, passable_folder
from warehouse import airflow, postgres


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """A home of its own, with free ports; nothing runs in it afterwards."""
    with passable_folder() as home:
        yield {
            "PATH": os.environ["PATH"],
            "WAREHOUSE_HOME": str(home),
            "EMBEDDED_PORT": str(free_port()),
            "AIRFLOW_PORT": str(free_port()),
        }
        airflow.stop(home)
        postgres.stop(home)


def run(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def demo(environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    return run(environment, "warehouse.demo", "--scale", "small", *options)


def test_the_demo_releases_kpis_and_running_it_again_changes_nothing(environment: dict[str, str]):
    first = demo(environment, "--keep")

    assert first.returncode == 0, first.stderr
    for told in (
        "Rejected is what was planted, and nothing else.",
        "Release 1 is live",
        "published figures agree",
        "postgresql://warehouse_bi@127.0.0.1",
        "password in ",
    ):
        assert told in first.stdout
    for step in ("sample: ", "build_warehouse.release: success", "publish_release.export: success"):
        assert step in first.stderr
    home = Path(environment["WAREHOUSE_HOME"])
    assert airflow.running(home) is not None
    assert list((home / "outbox").rglob("datapackage.json"))

    second = demo(environment)

    assert second.returncode == 0, second.stderr
    assert "Airflow runs already" in second.stderr
    assert "Nothing was new: " in second.stdout
    assert "release 1 is still live" in second.stdout
    assert airflow.running(home) is not None

    down = run(environment, "warehouse.cli", "down")

    assert down.returncode == 0, down.stderr
    assert airflow.processes_of(airflow.airflow_home(home)) == []
    assert postgres.status(home).state == "stopped"


@pytest.mark.parametrize("name", ["WAREHOUSE_URL", "LANDING_URL"])
def test_the_demo_keeps_away_from_a_real_warehouse(environment: dict[str, str], name: str):
    outcome = demo({**environment, name: "postgresql://production/warehouse"})
    assert outcome.returncode == 1
    assert name in outcome.stderr
    assert not (Path(environment["WAREHOUSE_HOME"]) / "postgres").exists()
