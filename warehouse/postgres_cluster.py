"""The data folder of the embedded server: made whole or not at all, checked before use."""

import errno
import os
import shutil
import socket
import tempfile
from pathlib import Path

from warehouse import passwords
from warehouse.errors import ServerError
from warehouse.postgres_programs import Account, run

MAJOR_VERSION = "18"
ASIDE_PREFIX = "data.making-"
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - the system's, not a file of ours
ROOMY_BYTES = 1 << 30
# For two cores and a few gigabytes. Nothing here weakens what a commit promises.
CONFIGURATION = {
    "shared_buffers": "512MB",
    "effective_cache_size": "2GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "max_connections": "100",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "2",
    "parallel_tuple_cost": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    # No replicas here: tables made and filled in one transaction need no log of their rows.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "wal_compression": "on",
    "min_wal_size": "512MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "password_encryption": "scram-sha-256",
    "unix_socket_directories": "",
    "timezone": "Europe/London",
    "datestyle": "ISO, YMD",
    # Clients report their own errors; a log of them could quote personal data.
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_line_prefix": "%m [%p] ",
}


def make_if_absent(data: Path, superuser_password: str, account: Account) -> None:
    """Make the data folder, unless it is there: aside, then renamed into place.

    A run that was killed leaves only a folder aside, which the next one removes.
    """
    for leftover in data.parent.glob(ASIDE_PREFIX + "*"):
        shutil.rmtree(leftover)
    if data.is_dir() and any(data.iterdir()):
        return
    aside = Path(tempfile.mkdtemp(prefix=ASIDE_PREFIX, dir=data.parent))
    made = aside / "data"
    made.mkdir(mode=0o700)
    secret = aside / "password"
    secret.touch(mode=0o600)
    secret.write_text(superuser_password, encoding="utf-8")
    for path in (aside, made, secret):
        os.chown(path, account.uid, account.gid)
    _initdb(made, secret, account)
    made.rename(data)
    shutil.rmtree(aside)


def check_whole(data: Path) -> None:
    """Raise ServerError unless `data` is a data folder of our version, made to its end."""
    version = data / "PG_VERSION"
    found = version.read_text(encoding="utf-8").strip() if version.exists() else None
    missing = [name for name in ("PG_VERSION", "global/pg_control") if not (data / name).exists()]
    if missing:
        raise ServerError(
            "The data folder of the embedded server is not whole.",
            where=str(data),
            evidence=f"it lacks {' and '.join(missing)}, but is not empty",
            remedy="Restore it from a backup; or, if nothing in it is needed, move it away "
            "and run `warehouse up` again, which makes a new one.",
        )
    if found != MAJOR_VERSION:
        raise ServerError(
            "The data folder was made by another version of PostgreSQL.",
            where=str(data),
            evidence=f"made by {found}, the programs are {MAJOR_VERSION}",
            remedy="Move the folder away and load the landing zone anew, or upgrade it "
            "with pg_upgrade.",
        )


def check_port_is_free(port: int) -> None:
    """Raise ServerError when another program listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((passwords.HOST, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            raise ServerError(
                f"Port {port} is taken by another program."
                if taken
                else f"Port {port} cannot be used.",
                where=f"{passwords.HOST}:{port}",
                evidence=error.strerror,
                remedy="Set EMBEDDED_PORT to a free port, or stop the other program.",
            ) from error


def parallel_memory(folder: Path = SHARED_MEMORY) -> str:
    """Return where parallel queries are to share memory: posix, or mmap where that is scarce.

    Containers are often given 64 MB of /dev/shm, which a parallel join exceeds.
    """
    try:
        room = os.statvfs(folder)
    except FileNotFoundError:
        return "mmap"
    return "posix" if room.f_bavail * room.f_frsize >= ROOMY_BYTES else "mmap"


def _initdb(data: Path, secret: Path, account: Account) -> None:
    settings = [part for item in CONFIGURATION.items() for part in ("--set", "=".join(item))]
    outcome = run(
        "initdb", "--pgdata", str(data), "--username", passwords.SUPERUSER,
        "--pwfile", str(secret), "--auth", "scram-sha-256", "--encoding", "UTF8",
        "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C",
        "--text-search-config", "english", *settings,
        account=account,
    )  # fmt: skip
    if outcome.returncode != 0:
        raise ServerError(
            "The data folder of the embedded server could not be made.",
            where=str(data.parent.parent),
            evidence="\n".join(outcome.stdout.splitlines()[-5:]),
            remedy="Check free space and permissions, then run `warehouse up` again.",
        )
