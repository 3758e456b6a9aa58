"""Airflow under its supervisor: it comes up, answers, and leaves no process behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest

from tests.conftest import Server, free_port
from warehouse import airflow
from warehouse.airflow_client import AirflowClient
from warehouse.airflow_environment import stack_environment
from warehouse.errors import ServerError
from warehouse.nightly import NIGHT

PATIENCE_SECONDS = 240


def until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.1)


def runs(process: psutil.Process) -> bool:
    """Whether a process runs still: one that ended may stay listed until it is reaped."""
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


@pytest.fixture
def home(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home of the session's server; Airflow in it is gone afterwards, whatever happens."""
    monkeypatch.setenv("EMBEDDED_PORT", str(server.port))
    monkeypatch.setenv("AIRFLOW_PORT", str(free_port()))
    yield server.home
    airflow.stop(server.home)


def test_airflow_comes_up_with_all_its_parts_and_dags_and_stops_whole(home: Path):
    stack = airflow.start(home)

    assert airflow.running(home) == stack
    with pytest.raises(ServerError, match="runs already"):
        airflow.start(home)
    until(lambda: "ready" in (stack.logs / "supervisor.log").read_text(), "Airflow")
    with closing(AirflowClient.connect(stack)) as client:
        until(lambda: client.dag_ids() >= set(NIGHT), "the DAGs")
        assert client.is_healthy()
        assert client.import_errors() == []
    assert stack.password_file.stat().st_mode & 0o077 == 0
    # Supervisor, four parts, the triggerer's runner and four workers.
    until(lambda: len(airflow.processes_of(stack.home)) >= 10, "all processes")
    started = airflow.processes_of(stack.home)

    assert airflow.stop(home)

    assert not any(runs(process) for process in started)
    assert airflow.running(home) is None
    assert airflow.processes_of(stack.home) == []
    assert not airflow.stop(home)


def test_parts_end_when_their_supervisor_is_killed(home: Path):
    stack = airflow.start(home)
    until(lambda: len(airflow.processes_of(stack.home)) >= 3, "some parts")
    parts = [p for p in airflow.processes_of(stack.home) if p.pid != stack.pid]

    os.kill(stack.pid, signal.SIGKILL)

    psutil.wait_procs(parts, timeout=PATIENCE_SECONDS)
    assert not any(runs(part) for part in parts)
    assert airflow.running(home) is None


def test_a_part_whose_supervisor_was_killed_before_it_began_ends_at_once():
    part = f"from warehouse.airflow_supervisor import _end_with; _end_with({os.getppid()})"
    done = subprocess.run([sys.executable, "-c", part], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "the supervisor ended before this part began" in done.stderr


def test_airflow_ends_with_the_process_that_started_it(home: Path):
    start = (
        f"from pathlib import Path; from warehouse import airflow; airflow.start(Path('{home}'))"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", start], check=True)

    stack = airflow.running(home)
    assert stack is not None
    until(lambda: not airflow.is_alive(stack), "the supervisor to end")
    assert airflow.processes_of(stack.home) == []


def test_the_supervisor_says_which_port_is_taken(home: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(os.environ["AIRFLOW_PORT"])))
        taken.listen()
        stack = airflow.start(home)
        until(lambda: not airflow.is_alive(stack), "the supervisor to give up")
    assert "is taken: set AIRFLOW_PORT" in str(airflow.failure(stack).evidence)


def test_another_process_of_the_same_number_is_not_taken_for_the_supervisor(tmp_path: Path):
    mine = airflow.Airflow(tmp_path, "http://127.0.0.1:1", os.getpid(), started=1.0)
    assert not airflow.is_alive(mine)


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path):
    first = stack_environment(tmp_path, "postgresql://a:b@127.0.0.1:1/airflow", 8080, {})
    second = stack_environment(tmp_path, "postgresql://a:b@127.0.0.1:1/airflow", 8080, {})
    assert first == second
    assert first["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].startswith("postgresql+psycopg2://a:b@")
    for name in ("keys.json", "passwords.json"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
