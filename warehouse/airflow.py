"""Airflow on this machine: started under a supervisor, found again, stopped whole."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from warehouse.addresses import airflow_url
from warehouse.airflow_environment import ADMIN, PASSWORDS_FILE, stack_environment
from warehouse.errors import ServerError
from warehouse.settings import airflow_port, embedded_port

# Kept so that this process reaps the supervisors it started.
_started: dict[int, subprocess.Popen[bytes]] = {}

START_SECONDS = 300
STOP_SECONDS = 45


@dataclass(frozen=True)
class Airflow:
    """A supervisor with its Airflow: `pages` is the address for a person and for REST.

    `started` is the supervisor's start in seconds since the epoch: with `pid` it
    names one process for good.
    """

    home: Path
    pages: str
    pid: int
    started: float

    @property
    def user(self) -> str:
        """The user that may do everything."""
        return ADMIN

    @property
    def password_file(self) -> Path:
        """The JSON file that holds that user's password."""
        return self.home / PASSWORDS_FILE

    @property
    def logs(self) -> Path:
        """The folder of what Airflow's parts and tasks wrote."""
        return self.home / "logs"


def airflow_home(home: Path) -> Path:
    """Return Airflow's own folder below the warehouse's `home`."""
    return home / "airflow"


def start(home: Path, with_parent: bool = True) -> Airflow:
    """Start Airflow, its metadata in the embedded server; returns before it is ready.

    With `with_parent` it stops when this process ends, however that ends.
    Raises ServerError when it runs already, or its port is taken.
    """
    port = airflow_port()
    folder = airflow_home(home)
    if (found := running(home)) is not None:
        raise ServerError(
            "Airflow runs already.",
            where=found.pages,
            evidence=f"supervisor {found.pid}",
            remedy="Use it, or stop it with `make down`.",
        )
    environment = stack_environment(folder, airflow_url(home, embedded_port()), port, os.environ)
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    arguments = [str(folder), str(port), *([str(os.getpid())] if with_parent else [])]
    with (folder / "logs" / "supervisor.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "warehouse.airflow_supervisor", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _started[process.pid] = process
    started = psutil.Process(process.pid).create_time()
    airflow = Airflow(folder, f"http://127.0.0.1:{port}", process.pid, started)
    record = {**asdict(airflow), "home": str(folder)}
    _record(home).write_text(json.dumps(record))
    return airflow


def running(home: Path) -> Airflow | None:
    """Return the Airflow whose supervisor is alive, None if there is none."""
    try:
        record = json.loads(_record(home).read_text())
    except FileNotFoundError:
        return None
    airflow = Airflow(**{**record, "home": Path(record["home"])})
    return airflow if is_alive(airflow) else None


def is_alive(airflow: Airflow) -> bool:
    """Return whether the supervisor runs, and is no other process of the same number."""
    try:
        process = psutil.Process(airflow.pid)
        return process.create_time() == airflow.started and process.status() != "zombie"
    except psutil.NoSuchProcess:
        return False


def stop(home: Path) -> bool:
    """Stop Airflow and everything it started; return False if nothing of it ran.

    Also ends what a killed supervisor left behind: every process that was told
    this home as its AIRFLOW_HOME.
    """
    airflow = running(home)
    if airflow is not None:
        _terminate(airflow.pid)
    left = processes_of(airflow_home(home))
    for process in left:
        process.kill()
    psutil.wait_procs(left, timeout=STOP_SECONDS)
    _record(home).unlink(missing_ok=True)
    return airflow is not None or bool(left)


def _terminate(pid: int) -> None:
    with suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
        process = psutil.Process(pid)
        process.terminate()
        process.wait(STOP_SECONDS)
    if pid in _started:
        _started.pop(pid).poll()


def processes_of(folder: Path) -> list[psutil.Process]:
    """Return the processes of the Airflow whose home is `folder`, this one apart."""
    found = []
    for process in psutil.process_iter():
        try:
            is_ours = process.environ().get("AIRFLOW_HOME") == str(folder)
        except (psutil.AccessDenied, psutil.NoSuchProcess):
            continue
        if is_ours and process.pid != os.getpid() and process.status() != "zombie":
            found.append(process)
    return found


def failure(airflow: Airflow) -> ServerError:
    """Return why Airflow is not there any more, as its supervisor told."""
    log = airflow.logs / "supervisor.log"
    lines = log.read_text(errors="replace").splitlines()
    return ServerError(
        "Airflow did not stay up.",
        where=str(log),
        evidence="\n".join(lines[-8:]),
        remedy="Read the logs beside that file; `make down` removes what is left.",
    )


def _record(home: Path) -> Path:
    return airflow_home(home) / "supervisor.json"
