"""Connections to the warehouse's database, and its initialisation."""

from typing import Any

import psycopg
from psycopg import conninfo

from warehouse.errors import ConfigurationError, ServerError, WarehouseError
from warehouse.settings import Settings

OLDEST_VERSION = 160000
DEFAULTS = {"application_name": "stem-warehouse", "connect_timeout": 15}


def connect(url: str, role: str | None = None, autocommit: bool = False) -> psycopg.Connection:
    """Return a connection that works as `role` and reads dates one way only.

    Raises ConfigurationError for an address that cannot be read, ServerError when
    the server does not let us in. Neither shows the password.
    """
    address = {**DEFAULTS, **_parts(url)}
    try:
        connection = psycopg.connect(autocommit=True, **address)
    except psycopg.OperationalError as error:
        raise ServerError(
            "The database does not answer.",
            where=redacted(url),
            evidence=str(error).strip(),
            remedy="Start the embedded server with `warehouse up`, or check WAREHOUSE_URL.",
        ) from error
    # Outside any transaction: a rollback would take them back.
    connection.execute(
        "select set_config('datestyle', 'ISO, YMD', false), "
        "set_config('timezone', 'Europe/London', false)"
    )
    if role is not None:
        _become(connection, role, url)
    connection.autocommit = autocommit
    return connection


def redacted(url: str) -> str:
    """Return a database's address without its password."""
    parts = _parts(url)
    user = f"{parts['user']}@" if "user" in parts else ""
    port = f":{parts['port']}" if "port" in parts else ""
    return f"postgresql://{user}{parts.get('host', '')}{port}/{parts.get('dbname', '')}"


def check_version(connection: psycopg.Connection) -> None:
    """Raise ServerError unless the server is PostgreSQL 16 or newer."""
    version = connection.info.server_version
    if version < OLDEST_VERSION:
        raise ServerError(
            "The database server is too old for the warehouse.",
            where=f"{connection.info.host}:{connection.info.port}",
            evidence=f"PostgreSQL {version // 10000}.{version % 10000}",
            remedy="Point WAREHOUSE_URL at PostgreSQL 16 or newer.",
        )


def _become(connection: psycopg.Connection, role: str, url: str) -> None:
    remedy = "Run `warehouse init` as the owner of the database."
    try:
        row = connection.execute("select to_regclass('ops.ledger') is not null").fetchone()
        if row != (True,):
            raise ServerError(
                "The database has not been initialised.", redacted(url), remedy=remedy
            )
        connection.execute("select set_config('role', %s, false)", (role,))
    except WarehouseError:
        connection.close()
        raise
    except psycopg.Error as error:
        connection.close()
        raise ServerError(
            f"The user of WAREHOUSE_URL cannot work as {role}.",
            where=redacted(url),
            evidence=str(error).strip(),
            remedy=remedy,
        ) from error


def _parts(url: str) -> dict[str, Any]:
    try:
        return conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        pass
    # Raised here, without its cause: the driver's message repeats the address and its password.
    raise ConfigurationError(
        "WAREHOUSE_URL cannot be read as a database address.",
        where="environment variable WAREHOUSE_URL",
        remedy="Write it as postgresql://user:password@host:port/database, special characters "
        "in the password percent-encoded.",
    )


def initialise(settings: Settings) -> None:
    """Make or extend roles, schemas, ledger and raw tables; see warehouse.initialisation."""
    from warehouse import initialisation  # here: it connects through this module

    initialisation.initialise(settings)
