"""The ground of a run: a landing zone, and a server as `warehouse up` would start it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from warehouse import passwords, postgres
from warehouse.database import initialise
from warehouse.settings import PROJECT_ROOT, Settings

TABLE = "raw.platform_volunteering"


@dataclass(frozen=True)
class Ground:
    """A running server with an initialised warehouse."""

    settings: Settings
    folder: Path
    port: int

    @property
    def feed_folder(self) -> Path:
        """Where the feed's files land."""
        return Path(self.settings.landing_url) / "platform" / "volunteering"

    def superuser(self) -> psycopg.Connection:
        """Return a connection that may read the server's files."""
        url = passwords.server_url(self.folder, self.port, passwords.SUPERUSER, "warehouse")
        return psycopg.connect(url, autocommit=True)

    def clear(self) -> None:
        """Forget every load, and leave the server nothing to write in the background."""
        with self.superuser() as connection:
            connection.execute(f"truncate {TABLE}, ops.quarantine, ops.ledger")
            connection.execute("checkpoint")

    def in_new_process(self, module: str) -> dict[str, float]:
        """Run a module of this package in a process of its own; return the JSON it prints."""
        environment = os.environ | {
            "WAREHOUSE_URL": self.settings.warehouse_url,
            "LANDING_URL": self.settings.landing_url,
            "WAREHOUSE_HOME": str(self.folder),
        }
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{module}"],
            cwd=PROJECT_ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        measured: dict[str, float] = json.loads(done.stdout)
        return measured


@contextmanager
def prepared_ground() -> Iterator[Ground]:
    """Start a server on a free port under a temporary folder; stop and remove it in the end."""
    folder = Path(tempfile.mkdtemp(prefix="warehouse-bench-"))
    folder.chmod(0o755)  # as root, the server runs as nobody and reads the file itself
    with socket.socket() as probe:
        probe.bind((passwords.HOST, 0))
        port = probe.getsockname()[1]
    try:
        url = postgres.start(folder, port, {"shared_preload_libraries": "pg_stat_statements"})
        settings = Settings(
            url, str(folder / "landing"), str(folder / "outbox"), folder, "benchmark"
        )
        initialise(settings)
        ground = Ground(settings, folder, port)
        ground.feed_folder.mkdir(parents=True)
        yield ground
    finally:
        postgres.stop(folder)
        shutil.rmtree(folder)
