"""A server to kill, a landing zone to load from it, and what an undisturbed load leaves."""

import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from extract.load import load_feeds
from extract.report import LoadReport
from tests.conftest import (
    TEMPLATE,
    Server,
    create_database,
    free_port,
    passable_folder,
    settings_in,
)
from warehouse import passwords, postgres
from warehouse.database import initialise
from warehouse.initialisation import run_file
from warehouse.postgres_process import read_postmaster
from warehouse.settings import PROJECT_ROOT, Settings

FEEDS = ("reference.priority_schools", "platform.hub_areas")
PRIORITY = "reference/priority_schools/priority_schools_"
AREAS = "platform/hub_areas/hub_areas_"
GOOD = "urn,programme_year\n" + "".join(f"{100_000 + n},2020/21\n" for n in range(40))
HUB_AREAS = "local_authority_code,hub_id,valid_from,valid_to\n301,H1,2020-01-01,\n"
# Every outcome: loaded, quarantined, read record by record, rejected, known bytes again.
FILES = {
    f"{PRIORITY}2021-01-01.csv": GOOD,
    f"{PRIORITY}2021-01-02.csv": GOOD + "none,2020/21\n200002,2020/21\n",
    f"{PRIORITY}2021-01-03.csv": GOOD + "200003,2020/21,more\n",
    f"{PRIORITY}2021-01-04.csv": "urn,nonsense\n1,2\n",
    f"{PRIORITY}2021-01-05.csv": GOOD,
    f"{PRIORITY}2021-01-06.csv.gz": GOOD + "200006,2020/21\n",
    f"{PRIORITY}2021-01-07.ndjson": '{"urn": 200007, "programme_year": "2020/21"}\n',
    f"{AREAS}2021-01-01.csv": HUB_AREAS,
}

# What stands in the tables, by the files it came from: numbers of loads differ after a fault.
LOADS = "select load_id, file_path from ops.ledger"
CONTENTS = {
    "ops.ledger": """
        select ledger.family, ledger.feed, ledger.file_path, ledger.file_date, ledger.part,
            ledger.sha256, ledger.size_bytes, ledger.contract_version, ledger.status,
            ledger.rows_read, ledger.rows_loaded, ledger.rows_quarantined, ledger.reason,
            ledger.evidence, ledger.warnings, content.file_path as content
        from ops.ledger left join ops.ledger as content on content.load_id = ledger.content_load_id
    """,
    "ops.quarantine": """
        select file_path, record_number, reasons, raw
        from ops.quarantine join ops.ledger using (load_id)
    """,
    "raw.reference_priority_schools": """
        select file_path, _record_number, urn, programme_year
        from raw.reference_priority_schools left join ops.ledger on load_id = _load_id
        where _load_id > 0
    """,
    "raw.platform_hub_areas": """
        select file_path, _record_number, local_authority_code, hub_id, valid_from, valid_to
        from raw.platform_hub_areas left join ops.ledger on load_id = _load_id
    """,
}


@dataclass
class World:
    """One fresh database on a server that may be killed, and the landing zone."""

    server: Server
    settings: Settings

    def load(self, **other: Any) -> LoadReport:
        """Load everything, with other settings if given."""
        return load_feeds(replace(self.settings, **other), FEEDS)

    def contents(self) -> dict[str, list[str]]:
        """Return every table's rows, sorted."""
        with psycopg.connect(self.settings.warehouse_url) as connection:
            return {
                table: sorted(json.dumps(row, default=str) for row in connection.execute(query))
                for table, query in CONTENTS.items()
            }

    def execute(self, statements: str) -> None:
        """Run statements as the superuser."""
        with self.superuser() as connection:
            connection.execute(statements)

    def superuser(self) -> psycopg.Connection:
        """Return a superuser's connection to this world's database."""
        name = self.settings.warehouse_url.rpartition("/")[2]
        url = self.server.url(passwords.SUPERUSER, name)
        return psycopg.connect(url, autocommit=True)

    def backend(self) -> int:
        """Return the process of the loader's connection."""
        query = (
            "select pid from pg_stat_activity "
            "where application_name = 'stem-warehouse' and datname = current_database()"
        )
        with self.superuser() as connection:
            ((pid,),) = connection.execute(query).fetchall()
        return int(pid)

    def limit_files_of_backend(self, most_bytes: int) -> None:
        """Let no file that the loader's backend writes grow further, as on a full disk."""
        limit = f"prlimit --pid {self.backend()} --fsize={most_bytes}"
        with self.superuser() as connection:
            # Run by the server: another user's process is not ours to limit.
            # No row is written: the command reads none, and may have ended before.
            query = sql.SQL("copy (select where false) to program {}")
            connection.execute(query.format(sql.Literal(limit)))

    def kill_server(self) -> None:
        """Kill the server with SIGKILL, as a power cut would end it."""
        postmaster = read_postmaster(postgres.data_folder(self.server.home))
        assert postmaster is not None
        os.kill(postmaster.pid, signal.SIGKILL)

    def restart(self) -> None:
        """Start the server if it does not run, and wait until it accepts connections."""
        start(self.server)

    def kill_loader(self, place: str, event: str, nth: int = 1) -> None:
        """Load in another process that is killed with SIGKILL at a place in our code."""
        environment = os.environ | {
            "WAREHOUSE_URL": self.settings.warehouse_url,
            "LANDING_URL": self.settings.landing_url,
            "WAREHOUSE_HOME": str(self.settings.home),
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.trap", place, event, str(nth), *FEEDS],
            cwd=PROJECT_ROOT,
            env=environment,
            capture_output=True,
            check=False,
        )
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def start(server: Server) -> None:
    # What is committed survives a kill, not a power cut: quick enough for tests.
    postgres.start(server.home, server.port, {"fsync": "off", "full_page_writes": "off"})


@pytest.fixture(scope="module")
def mortal_server() -> Iterator[Server]:
    """A server of this module's own."""
    with passable_folder() as home:
        server = Server(home, free_port())
        try:
            start(server)
            create_database(server, TEMPLATE)
            initialise(settings_in(home / "template", server.url(database=TEMPLATE)))
            yield server
        finally:
            postgres.stop(home)


@pytest.fixture(scope="module")
def landing_folder() -> Iterator[Path]:
    """The files, which no load changes."""
    with passable_folder() as folder:
        for name, text in FILES.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = text.encode()
            path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
        yield folder


@contextmanager
def fresh_world(server: Server, landing: Path) -> Iterator[World]:
    """A database in which nothing has been loaded."""
    name = f"world_{uuid4().hex[:8]}"
    create_database(server, name, TEMPLATE)
    url = server.url(database=name)
    with psycopg.connect(url) as connection:
        run_file(connection, "020_database.sql")  # a copy does not inherit these
    settings = replace(settings_in(server.home / name, url), landing_url=str(landing))
    yield World(server, settings)


@pytest.fixture
def world(mortal_server: Server, landing_folder: Path) -> Iterator[World]:
    with fresh_world(mortal_server, landing_folder) as fresh:
        yield fresh


@pytest.fixture(scope="module")
def undisturbed(mortal_server: Server, landing_folder: Path) -> dict[str, list[str]]:
    """What a load without any fault leaves."""
    with fresh_world(mortal_server, landing_folder) as world:
        world.load()
        return world.contents()
