"""Exchanging whole schemas under readers who notice nothing."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import errors, sql

QUERIES = Path(__file__).parent / "queries"
READERS = {
    "core": ("warehouse_analyst",),
    "marts": ("warehouse_analyst", "warehouse_bi"),
    "quality": ("warehouse_analyst",),
}
# The longest that a reader can be held up, the pause after a try that met a reader, and
# how long to go on: dashboards' statements end after 60 s by their role's timeout.
HOLD_MS = 100
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0
PATIENCE = 70.0


def exchange_when_quiet(
    connection: psycopg.Connection, exchange: Callable[[], None], patience: float = PATIENCE
) -> bool:
    """Run `exchange` in one transaction, while no statement has a live relation open.

    Readers wait at most HOLD_MS, a try. When some reader keeps a relation open for
    longer than `patience` seconds, the exchange takes place all the same: only a
    statement that looks up its tables in that very instant (microseconds) could
    then see both releases. Returns whether it was quiet.
    """
    given_up = time.monotonic() + patience
    pause = FIRST_PAUSE
    while True:
        try:
            with connection.transaction():
                _hold_readers(connection)
                exchange()
            return True
        except (errors.QueryCanceled, errors.LockNotAvailable, errors.DeadlockDetected):
            if time.monotonic() + pause > given_up:
                break
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)
    with connection.transaction():
        exchange()
    return False


def let_in(connection: psycopg.Connection, schema: str, kind: str) -> None:
    """Let the readers of `schema` (core, marts, quality) into its `kind`: live or candidate."""
    for role in READERS[schema]:
        _execute(connection, "grant usage on schema {} to {}", schema + kind, role)


def shut_out(connection: psycopg.Connection, schema: str, kind: str) -> None:
    """Take readers' way into a schema; statements under way are not disturbed."""
    for role in READERS[schema]:
        _execute(connection, "revoke usage on schema {} from {}", schema + kind, role)


def grant_tables(connection: psycopg.Connection, schema: str, kind: str) -> None:
    """Grant the readers of `schema` its tables and views; of no use before `let_in`."""
    for role in READERS[schema]:
        _execute(connection, "grant select on all tables in schema {} to {}", schema + kind, role)


def rename(connection: psycopg.Connection, schema: str, name: str) -> None:
    """Rename a schema."""
    _execute(connection, "alter schema {} rename to {}", schema, name)


def exists(connection: psycopg.Connection, schema: str) -> bool:
    """Return whether there is such a schema."""
    row = connection.execute("select to_regnamespace(%s) is not null", (schema,)).fetchone()
    return row is not None and bool(row[0])


def drop_retired(connection: psycopg.Connection) -> list[str]:
    """Drop what was former before; return the schemas that a reader still has open.

    Those are left to the next release.
    """
    kept = []
    for (schema,) in connection.execute((QUERIES / "retired_schemas.sql").read_bytes()).fetchall():
        try:
            with connection.transaction():
                connection.execute("set local lock_timeout = '1s'")
                connection.execute("set local client_min_messages = warning")
                _execute(connection, "drop schema {} cascade", schema)
        except errors.LockNotAvailable:
            kept.append(schema)
    return kept


def _hold_readers(connection: psycopg.Connection) -> None:
    connection.execute(sql.SQL("set local statement_timeout = {}").format(HOLD_MS))
    connection.execute((QUERIES / "lock_live.sql").read_bytes())
    # With readers held, nothing may take long: better give way and try again.
    connection.execute(sql.SQL("set local statement_timeout = {}").format(10 * HOLD_MS))


def _execute(connection: psycopg.Connection, statement: LiteralString, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
