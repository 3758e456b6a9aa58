"""A loader killed at any point leaves a database in which the next run ends right."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.extract.conftest import Bench
from warehouse.settings import PROJECT_ROOT

PRIORITY = "reference.priority_schools"
FOLDER = "reference/priority_schools/priority_schools_"
ROWS = 400_000
PATIENCE_SECONDS = 60

MOVING = """
select count(*) from pg_stat_activity
where datname = current_database() and wait_event_type = 'Lock' and query ~* %s
"""


@contextmanager
def loader(bench: Bench, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own that loads everything; killed, at the latest, in the end."""
    command = command or ("warehouse.cli", "load", PRIORITY, "--json")
    settings = bench.settings
    environment = os.environ | {
        "WAREHOUSE_URL": settings.warehouse_url,
        "LANDING_URL": settings.landing_url,
        "WAREHOUSE_HOME": str(settings.home),
    }
    with subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=PROJECT_ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()
            process.communicate()


def kill_when(bench: Bench, query: str, *values: str) -> None:
    """Start a loader and kill -9 it as soon as the query counts something."""
    with loader(bench) as process:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not bench.query(query, *values)[0]["count"]:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline, "the loader never got there"
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL


def big_file(bench: Bench, bad: int = 0) -> Path:
    rows = "".join(f"{100_000 + number},2020/21\n" for number in range(ROWS))
    return bench.land(FOLDER + "2021-01-01.csv", "urn,programme_year\n" + rows + "x,\n" * bad)


def assert_loaded_once(bench: Bench, bad: int = 0) -> None:
    report = bench.load_one(PRIORITY)
    assert (report.rows_read, report.rows_loaded) == (ROWS + bad, ROWS)
    (row,) = bench.query(
        "select count(*), min(_record_number), max(_record_number), count(distinct urn) as urns, "
        "count(distinct _load_id) as loads from raw.reference_priority_schools"
    )
    assert row == {"count": ROWS, "min": 1, "max": ROWS, "urns": ROWS, "loads": 1}
    assert len(bench.quarantine()) == bad
    assert [entry["status"] for entry in bench.ledger()] == ["loaded"]
    assert bench.load(PRIORITY).files == ()


def test_killed_in_the_middle_of_a_copy_it_loads_once_on_the_next_run(bench: Bench) -> None:
    big_file(bench)
    # As soon as the first of two blocks is with the server.
    trap = ("tests.faults.trap", "psycopg:Copy.write", "return", "1", PRIORITY)
    with loader(bench, *trap) as process:
        assert process.wait() == -signal.SIGKILL
    assert_loaded_once(bench)


@pytest.mark.parametrize(
    ("table", "doing"), [("quarantine", "insert into ops.quarantine"), ("ledger", "insert")]
)
def test_killed_between_copy_and_commit_it_loads_once_on_the_next_run(
    bench: Bench, table: str, doing: str
) -> None:
    big_file(bench, bad=10)
    with psycopg.connect(bench.settings.warehouse_url) as blocker:
        blocker.execute(f"lock table ops.{table} in share mode")
        kill_when(bench, MOVING, doing)
    assert_loaded_once(bench, bad=10)


def test_a_loader_killed_while_it_waits_for_another_does_no_harm(bench: Bench) -> None:
    big_file(bench)
    with psycopg.connect(bench.settings.warehouse_url) as other:
        other.execute("select pg_advisory_lock(hashtextextended(%s, 0))", (f"load {PRIORITY}",))
        kill_when(bench, MOVING, "pg_advisory_lock")
    assert_loaded_once(bench)
