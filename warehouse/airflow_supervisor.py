"""The process that starts Airflow's parts, watches them, and leaves none behind.

`airflow standalone` orphans its children on SIGTERM and schedules before its API
answers. Here Airflow is imported once and each part is a fork of that, which saves
its five seconds of imports four times.
"""

import ctypes
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

import httpx
import psutil

from warehouse.airflow import processes_of

log = logging.getLogger("supervisor")

# What is killed at work starts where the ledger says: nothing is lost by impatience.
PATIENCE_SECONDS = 5
API_SECONDS = 180
POLL_SECONDS = 0.25
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

PARTS = {
    "api-server": ["api-server"],
    "dag-processor": ["dag-processor"],
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}


class PartEndedError(Exception):
    """A part of Airflow ended by itself, or never answered."""


class Supervisor:
    """Airflow's parts as children of this process.

    `home` is AIRFLOW_HOME, below which their output goes to logs/; `parent` the
    process without which they should not run, None if they outlive it.
    """

    def __init__(self, home: Path, pages: str, parent: int | None) -> None:
        """Start nothing yet."""
        self.home = home
        self.pages = pages
        self.logs = home / "logs"
        self.parent = parent
        self.children: dict[int, str] = {}
        self.is_told_to_stop = False
        self.http = httpx.Client(base_url=pages, timeout=5, trust_env=False)

    def run(self) -> int:
        """Run Airflow until told to stop; return the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        try:
            self._start()
            while not self._should_stop():
                self._raise_if_ended()
                time.sleep(0.5)
        except PartEndedError as error:
            if not self.is_told_to_stop:
                log.error("%s", error)
                return 1
        finally:
            self._stop()
        return 0

    def _start(self) -> None:
        self._fork("db-migrate", ["db", "migrate"])
        self._wait_until(lambda: not self.children, "the migration of its database")
        self._fork("api-server", PARTS["api-server"])
        self._fork("dag-processor", PARTS["dag-processor"])
        # Tasks talk to the API: started before it answers, they would fail.
        self._wait_until(lambda: self._health() is not None, "Airflow's API")
        self._fork("scheduler", PARTS["scheduler"])
        self._fork("triggerer", PARTS["triggerer"])
        self._wait_until(self._is_healthy, "scheduler and triggerer")
        log.info("Airflow is ready at %s", self.pages)

    def _fork(self, name: str, arguments: list[str]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        supervisor = os.getpid()
        pid = os.fork()
        if pid:
            self.children[pid] = name
            log.info("started %s, process %s", name, pid)
            return
        _become_part(name, arguments, self.logs / f"{name}.log", supervisor)

    def _wait_until(self, is_so: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + API_SECONDS
        while not is_so():
            if self._should_stop():
                raise PartEndedError(f"stopped while waiting for {what}")
            self._raise_if_ended()
            if time.monotonic() > deadline:
                raise PartEndedError(f"{what} did not answer within {API_SECONDS} seconds")
            time.sleep(POLL_SECONDS)

    def _raise_if_ended(self) -> None:
        for pid, code in _reap():
            name = self.children.pop(pid, None)
            if name is None:  # the child of a part that ended before it
                continue
            if name == "db-migrate" and code == 0:
                continue
            raise PartEndedError(
                f"{name} ended with {code}: {_last_line(self.logs / f'{name}.log')}"
            )

    def _health(self) -> dict[str, str | None] | None:
        try:
            answer = self.http.get("/api/v2/monitor/health")
        except httpx.TransportError:
            return None
        return {part: state["status"] for part, state in answer.json().items()}

    def _is_healthy(self) -> bool:
        return set((self._health() or {"api": None}).values()) == {"healthy"}

    def _should_stop(self) -> bool:
        is_orphan = self.parent is not None and os.getppid() != self.parent
        return self.is_told_to_stop or is_orphan

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        log.info("told to stop by %s", signal.Signals(number).name)
        self.is_told_to_stop = True

    def _stop(self) -> None:
        """End every part and whatever it started: politely, then for certain."""
        parts = [psutil.Process(pid) for pid in self.children if psutil.pid_exists(pid)]
        everything = [*parts, *(c for part in parts for c in part.children(recursive=True))]
        for part in parts:
            part.terminate()
        psutil.wait_procs(everything, timeout=PATIENCE_SECONDS)
        obstinate = processes_of(self.home)
        for process in obstinate:
            process.kill()
        psutil.wait_procs(obstinate, timeout=PATIENCE_SECONDS)
        _reap()
        log.info("stopped %s parts, %s processes by force", len(parts), len(obstinate))


def _become_part(name: str, arguments: list[str], log_file: Path, parent: int) -> None:
    """Turn this fork into one command of Airflow; never returns."""
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.setsid()
        _end_with(parent)
        output = os.open(log_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(output, sys.stdout.fileno())
        os.dup2(output, sys.stderr.fileno())
        if name == "scheduler":
            _import_for_tasks()
        from airflow.__main__ import main

        sys.argv = ["airflow", *arguments]
        main()  # type: ignore[no-untyped-call]
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        logging.exception("%s failed", name)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end_with(parent: int) -> None:
    """Have the kernel end this process when the supervisor is killed (Linux only)."""
    _set_for_process(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit("the supervisor ended before this part began")


def _adopt_orphans() -> None:
    """Become the parent of what dying parts leave (Linux only).

    The first process of a container seldom reaps, and a dead worker would stay listed.
    """
    _set_for_process(PR_SET_CHILD_SUBREAPER, 1)


def _set_for_process(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value)


def _reap() -> list[tuple[int, int]]:
    """Return the children that have ended since, with their exit codes."""
    ended = []
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            ended.append((found[0], os.waitstatus_to_exitcode(found[1])))
    return ended


def _import_for_tasks() -> None:
    """Import what tasks import: they are forks of the scheduler. Nothing that has threads."""
    import dbt.cli.main  # noqa: F401


def _import_airflow() -> None:
    import airflow.cli.cli_parser  # noqa: F401
    from airflow.models import import_all_models

    import_all_models()  # type: ignore[no-untyped-call]


def _last_line(path: Path) -> str:
    lines = path.read_text(errors="replace").splitlines()
    return lines[-1] if lines else "(no output)"


def _raise_if_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PartEndedError(
                f"port {port} is taken: set AIRFLOW_PORT to a free one ({error.strerror})"
            ) from error


def _log_to_stdout() -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False  # Airflow takes the root logger over when it is imported


def main() -> int:
    """Run the supervisor: arguments are AIRFLOW_HOME, the port, perhaps the parent's pid."""
    _log_to_stdout()
    home, port, *parent = sys.argv[1:]
    try:
        _raise_if_taken(int(port))
    except PartEndedError as error:
        log.error("%s", error)
        return 1
    _adopt_orphans()
    _import_airflow()
    pages = f"http://127.0.0.1:{port}"
    return Supervisor(Path(home), pages, int(parent[0]) if parent else None).run()


if __name__ == "__main__":
    sys.exit(main())
