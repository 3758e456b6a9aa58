"""The rows of ops.releases: what was built from which loads, and where it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from warehouse.database import connect
from warehouse.errors import WarehouseError
from warehouse.settings import Settings

SCHEMAS = ("core", "marts", "quality")
ROLE = "warehouse_transformer"
QUERIES = Path(__file__).parent / "queries"


@dataclass(frozen=True)
class Release:
    """One row of ops.releases.

    `built_from` is the newest ledger row of each feed when the build began, by
    "family.feed"; `as_of_on` of an open build is the override it was asked for.
    """

    release_id: int
    built_from: dict[str, int]
    project_fingerprint: str | None
    as_of_on: date | None
    status: str


@contextmanager
def build_lock(settings: Settings) -> Iterator[psycopg.Connection]:
    """Yield a connection that holds the right to build; the only one of its database.

    The server frees the lock when the process ends, however it ends. Raises
    WarehouseError when another build holds it.
    """
    with connect(settings.warehouse_url, ROLE, autocommit=True) as connection:
        if not _holds(connection, "select pg_try_advisory_lock(hashtext('stem-warehouse build'))"):
            raise WarehouseError(
                "Another build is running.",
                where=f"database {connection.info.dbname}",
                remedy="Let it finish. A build that was killed frees its lock by itself.",
            )
        yield connection


@contextmanager
def release_lock(connection: psycopg.Connection, shared: bool = False) -> Iterator[None]:
    """Hold off releases and rollbacks; `shared` only readers of one whole release do so."""
    kind = "_shared" if shared else ""
    lock, unlock = (
        sql.SQL("select {}(hashtext('stem-warehouse release'))").format(
            sql.Identifier(f"pg_advisory_{action}{kind}")
        )
        for action in ("lock", "unlock")
    )
    connection.execute(lock)
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute(unlock)


def newest_loads(connection: psycopg.Connection) -> dict[str, int]:
    """Return the newest committed ledger row of each feed, by "family.feed".

    One number a feed, not one for all: loads of different feeds commit out of the
    order of their numbers, loads of one feed never do.
    """
    rows = connection.execute(
        "select family || '.' || feed, max(load_id) from ops.ledger group by 1 order by 1"
    )
    return dict(rows.fetchall())


def newest_released(connection: psycopg.Connection) -> Release | None:
    """Return the last release that readers saw, even if it was withdrawn since."""
    return _one(connection, "newest_released.sql")


def open_build(connection: psycopg.Connection) -> Release | None:
    """Return the build that is neither released nor given up."""
    return _one(connection, "open_build.sql")


def begin(
    connection: psycopg.Connection, loads: dict[str, int], fingerprint: str, as_of: date | None
) -> int:
    """Give up whatever an earlier build left open and open a new one; return its number."""
    with connection.transaction():
        connection.execute("update ops.releases set status = 'failed' where status = 'building'")
        empty_candidates(connection, SCHEMAS)
        (release_id,) = connection.execute(
            "insert into ops.releases"
            " (built_from_load_id, built_from, project_fingerprint, as_of_on)"
            " values (%s, %s, %s, %s) returning release_id",
            (max(loads.values(), default=None), Jsonb(loads), fingerprint, as_of),
        ).fetchall()[0]
    return int(release_id)


def give_up(connection: psycopg.Connection, release_id: int) -> None:
    """Mark an open build failed; its candidate stays for a person to look at."""
    connection.execute(
        "update ops.releases set status = 'failed' where release_id = %s and status = 'building'",
        (release_id,),
    )


def empty_candidates(connection: psycopg.Connection, schemas: tuple[str, ...]) -> None:
    """Make the candidate schemas anew, once a killed build's last statement has ended."""
    with connection.transaction():
        connection.execute("set local client_min_messages = warning")
        for schema in schemas:
            candidate = sql.Identifier(f"{schema}_candidate")
            connection.execute(sql.SQL("drop schema if exists {} cascade").format(candidate))
            connection.execute(sql.SQL("create schema {}").format(candidate))


def _one(connection: psycopg.Connection, query: str) -> Release | None:
    with connection.cursor(row_factory=class_row(Release)) as cursor:
        return cursor.execute((QUERIES / query).read_bytes()).fetchone()


def _holds(connection: psycopg.Connection, query: str) -> bool:
    row = connection.execute(query.encode()).fetchone()
    return row is not None and bool(row[0])
