"""A build that is killed without warning, at whatever point, is made good by the next one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from extract.load import load_feeds
from sample.writer import write_sample
from tests.conftest import Server, create_database, drop_database, settings_in
from warehouse import passwords
from warehouse.build import build
from warehouse.database import connect
from warehouse.initialisation import run_file
from warehouse.settings import PROJECT_ROOT, Settings

# One name and one home, so that dbt parses the project once.
DATABASE = "test_killed"
LOADED = "test_killed_loaded"

# Where the build is killed: as soon as this query, on the build's own database, says so.
POINTS = {
    "staging is half taken in": "select count(*) >= 3 from ops.staging_watermark",
    "marts are half built": "select to_regclass('marts_candidate.kpi_young_people') is not null",
}


@pytest.fixture(scope="module")
def loaded(server: Server, template_database: str) -> Iterator[Settings]:
    """Settings of a database into which the small sample has been loaded, not built."""
    create_database(server, LOADED, template_database)
    settings = settings_in(server.home / "killed", server.url(passwords.OWNER, LOADED))
    _set_up(settings)
    write_sample(Path(settings.landing_url), "small")
    load_feeds(settings)
    yield settings
    drop_database(server, LOADED)


@contextmanager
def copy_of(server: Server, loaded: Settings) -> Iterator[Settings]:
    create_database(server, DATABASE, LOADED)
    settings = replace(loaded, warehouse_url=server.url(passwords.OWNER, DATABASE))
    _set_up(settings)
    yield settings
    drop_database(server, DATABASE)


def test_a_killed_build_changes_nothing_and_the_next_ends_as_if_nothing_had_happened(
    server: Server, loaded: Settings
) -> None:
    with copy_of(server, loaded) as undisturbed:
        build(undisturbed)
        expected = contents(undisturbed)
    assert {"core.fct_activity", "marts.kpi_reach", "staging.base_platform__activities"} <= set(
        expected
    )
    with copy_of(server, loaded) as settings:
        for query in POINTS.values():
            kill_when(settings, query)
            assert not relations(settings, ("core", "marts"))
        assert statuses(settings) == ["failed", "building"]

        report = build(settings)

        assert report.is_released
        assert statuses(settings) == ["failed", "failed", "live"]
        assert differences(expected, contents(settings)) == []


def kill_when(settings: Settings, query: str) -> None:
    """Start a build in a process of its own and kill it as soon as `query` is true."""
    environment = {
        **os.environ,
        "WAREHOUSE_URL": settings.warehouse_url,
        "WAREHOUSE_HOME": str(settings.home),
        "LANDING_URL": settings.landing_url,
        "OUTBOX_URL": settings.outbox_url,
        "PSEUDONYM_KEY": settings.pseudonym_key or "",
    }
    said = settings.home / "killed_build.txt"
    with said.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "warehouse.cli", "build"],
            env=environment,
            cwd=PROJECT_ROOT,
            stdout=output,
            stderr=output,
        )
    try:
        with connect(settings.warehouse_url, autocommit=True) as connection:
            while not is_true(connection, query):
                if process.poll() is not None:
                    pytest.fail(f"the build ended before it was killed:\n{said.read_text()}")
                time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def is_true(connection: psycopg.Connection, query: str) -> bool:
    row = connection.execute(query.encode()).fetchone()
    return row is not None and bool(row[0])


def relations(settings: Settings, schemas: tuple[str, ...]) -> list[tuple[str, str]]:
    with connect(settings.warehouse_url) as connection:
        return connection.execute(
            "select schemaname, tablename from pg_tables where schemaname = any(%s) order by 1, 2",
            (list(schemas),),
        ).fetchall()


def contents(settings: Settings) -> dict[str, tuple[int, str]]:
    """Return the rows and a hash of them, whatever their order, of every built table.

    Intermediate ones apart: they number rows for themselves, as they come.
    """
    found = {}
    with connect(settings.warehouse_url) as connection:
        for schema, name in relations(settings, ("core", "marts", "staging", "pii")):
            if name.startswith("int_"):
                continue
            query = sql.SQL(
                "select count(*), md5(string_agg(row_text, '' order by row_text)) "
                'from (select t::text collate "C" as row_text from {} as t) as rows'
            ).format(sql.Identifier(schema, name))
            (row,) = connection.execute(query).fetchall()
            found[f"{schema}.{name}"] = row
    return found


def differences(
    expected: dict[str, tuple[int, str]], found: dict[str, tuple[int, str]]
) -> list[str]:
    return [
        f"{name}: {expected.get(name)} undisturbed, {found.get(name)} after the kills"
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name) != found.get(name)
    ]


def statuses(settings: Settings) -> list[str]:
    with connect(settings.warehouse_url) as connection:
        rows = connection.execute("select status from ops.releases order by release_id").fetchall()
    return [row[0] for row in rows]


def _set_up(settings: Settings) -> None:
    with connect(settings.warehouse_url) as connection:
        run_file(connection, "020_database.sql")  # a copy does not inherit these
