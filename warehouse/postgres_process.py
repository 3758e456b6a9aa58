"""The processes of the embedded server: the one that runs, and what a crash left over."""

from dataclasses import dataclass
from pathlib import Path

import psutil

from warehouse.errors import ServerError

ORPHAN_SECONDS = 20


@dataclass(frozen=True)
class Postmaster:
    """A live server process and the port it was told to listen on."""

    pid: int
    port: int


def read_postmaster(data: Path) -> Postmaster | None:
    """Return the server that runs over `data`, None when there is none.

    After a crash postmaster.pid stays behind and its number may belong to anyone:
    only a live process that works in this very folder counts.
    """
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 4 or not (lines[0].isdigit() and lines[3].isdigit()):
        return None
    pid = int(lines[0])
    return Postmaster(pid, int(lines[3])) if pid in _server_pids(data) else None


def clear_after_crash(data: Path) -> None:
    """End processes that outlived their server, and remove its stale postmaster.pid.

    A backend that is deep in a query does not notice that the server was killed, and
    holds the shared memory that a new one needs. Call only when no server runs.
    """
    orphans = [psutil.Process(pid) for pid in _server_pids(data)]
    for orphan in orphans:
        orphan.kill()
    _, alive = psutil.wait_procs(orphans, timeout=ORPHAN_SECONDS)
    if alive:
        raise ServerError(
            "Processes of a crashed server do not end.",
            where=str(data),
            evidence=f"processes {', '.join(str(orphan.pid) for orphan in alive)}",
            remedy="End them by hand, then run `warehouse up` again.",
        )
    (data / "postmaster.pid").unlink(missing_ok=True)


def _server_pids(data: Path) -> set[int]:
    """Return the live processes of PostgreSQL that work in `data`."""
    return {
        process.pid
        for process in psutil.process_iter(["name", "cwd", "status"])
        if process.info["name"] == "postgres"
        and process.info["status"] != psutil.STATUS_ZOMBIE
        and process.info["cwd"] == str(data.resolve())
    }
