"""The embedded PostgreSQL server: started, recovered, stopped and asked after.

It listens on 127.0.0.1 only, asks for passwords (SCRAM) and, as root, runs as `nobody`.
"""

import fcntl
import shlex
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from warehouse import passwords, postgres_cluster
from warehouse.errors import ServerError
from warehouse.postgres_process import clear_after_crash, read_postmaster
from warehouse.postgres_programs import equipped_account, run, server_account
from warehouse.postgres_users import provision
from warehouse.secret_file import create_folder

START_SECONDS = 300
STOP_SECONDS = 60


@dataclass(frozen=True)
class ServerStatus:
    """What the embedded server under one home is doing.

    `state` is absent (never made), stopped, starting (recovering) or running.
    """

    state: str
    data: Path
    port: int | None = None
    pid: int | None = None


def data_folder(home: Path) -> Path:
    """Return the data folder of the server under `home`."""
    return home / "postgres" / "data"


def log_file(home: Path) -> Path:
    """Return the file that the server under `home` writes its messages to."""
    return home / "postgres" / "server.log"


def status(home: Path) -> ServerStatus:
    """Return what the server is doing; it is asked itself, for its files outlive a crash."""
    data = data_folder(home)
    if not _is_there(data):
        return ServerStatus("absent", data)
    server_account(data)  # raises unless we may read its files
    postmaster = read_postmaster(data)
    if postmaster is None:
        return ServerStatus("stopped", data)
    port = str(postmaster.port)
    answer = run("pg_isready", "--host", passwords.HOST, "--port", port, "--timeout", "3")
    state = "running" if answer.returncode == 0 else "starting"
    return ServerStatus(state, data, postmaster.port, postmaster.pid)


def start(home: Path, port: int, options: Mapping[str, str] | None = None) -> str:
    """Start the server, making or recovering it as needed; return its owner's address.

    Waits until it accepts connections. `options` are further settings of PostgreSQL.
    Raises ServerError for a taken port, a folder the server cannot use, or a data
    folder that is not whole.
    """
    with _locked(home):
        found = status(home)
        if found.pid is None:
            _launch(home, port, options or {})
        elif found.port != port:
            raise ServerError(
                f"The embedded server runs already, on port {found.port}.",
                where=str(found.data),
                evidence=f"process {found.pid}; asked for port {port}",
                remedy=f"Set EMBEDDED_PORT={found.port}, or run `warehouse down` first.",
            )
        _wait_until_running(home)
        provision(home, port)
    return passwords.server_url(home, port, passwords.OWNER)


def stop(home: Path) -> bool:
    """Stop the server and wait until it has; return False if it did not run."""
    data = data_folder(home)
    if status(home).state == "absent":
        return False
    with _locked(home):
        if read_postmaster(data) is None:
            return False
        outcome = run(
            "pg_ctl", "stop", "--pgdata", str(data), "--mode", "fast", "--wait",
            "--timeout", str(STOP_SECONDS),
            account=equipped_account(data),
        )  # fmt: skip
        if outcome.returncode != 0:
            raise ServerError(
                "The embedded server did not stop.",
                where=str(data),
                evidence=outcome.stdout.strip(),
                remedy="Run `warehouse down` again; a long checkpoint may have been under way.",
            )
        return True


def _launch(home: Path, port: int, options: Mapping[str, str]) -> None:
    data = data_folder(home)
    account = equipped_account(data)
    password = passwords.read_passwords(home)[passwords.SUPERUSER]
    postgres_cluster.make_if_absent(data, password, account)
    postgres_cluster.check_whole(data)
    clear_after_crash(data)
    postgres_cluster.check_port_is_free(port)
    chosen = {
        "port": str(port),
        "listen_addresses": passwords.HOST,
        "dynamic_shared_memory_type": postgres_cluster.parallel_memory(),
        **options,
    }
    arguments = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in chosen.items())
    with log_file(home).open("ab") as log:
        written_before = log.tell()
        outcome = run(
            "pg_ctl", "start", "--pgdata", str(data), "--wait",
            "--timeout", str(START_SECONDS), "--options", arguments,
            account=account, output=log,
        )  # fmt: skip
    if outcome.returncode != 0:
        raise ServerError(
            "The embedded server did not start.",
            where=str(data),
            evidence=_last_lines(log_file(home), written_before),
            remedy=f"Read {log_file(home)}, remove the cause and run `warehouse up` again.",
        )


def _wait_until_running(home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while (found := status(home)).state == "starting" and time.monotonic() < deadline:
        time.sleep(0.1)
    if found.state != "running":
        raise ServerError(
            "The embedded server does not accept connections.",
            where=str(found.data),
            evidence=f"it is {found.state} after {START_SECONDS} seconds",
            remedy=f"Read {log_file(home)}; if it is recovering, run `warehouse up` again.",
        )


def _last_lines(log: Path, start_byte: int, count: int = 8) -> str:
    with log.open("rb") as file:
        file.seek(start_byte)
        lines = file.read().decode("utf-8", errors="replace").splitlines()
    return "\n".join(lines[-count:])


def _is_there(data: Path) -> bool:
    try:
        return data.is_dir()
    except PermissionError as error:
        raise _unusable_home(data, error) from error


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server of a home."""
    path = home / "postgres" / "lock"
    try:
        create_folder(path.parent)
        lock = path.open("w")
    except OSError as error:
        raise _unusable_home(path, error) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _unusable_home(path: Path, error: OSError) -> ServerError:
    return ServerError(
        "The folder of the embedded server cannot be used.",
        where=str(path),
        evidence=error.strerror,
        remedy="Run as the user that owns it, or set WAREHOUSE_HOME to a folder you may write.",
    )
