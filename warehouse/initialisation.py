"""Making roles, schemas and ledger in a database: rerunnable, and in many at once."""

from collections.abc import Callable

import psycopg

from warehouse import pseudonym_key
from warehouse.database import check_version, connect, redacted
from warehouse.errors import ServerError
from warehouse.settings import PROJECT_ROOT, Settings

SQL_FOLDER = PROJECT_ROOT / "sql"
# One number for all: initialisations of one database wait for each other.
INITIALISATION_LOCK = 7_301_946
ATTEMPTS = 50
REMEDY = (
    "Use a user that owns the database and either has CREATEROLE (create role NAME login "
    "createrole password '…'; create database warehouse owner NAME) or was granted the "
    "five roles of sql/010_roles.sql by whoever made them."
)


def initialise(settings: Settings) -> None:
    """Bring the database of `settings` to the state that sql/ and the contracts describe.

    All of it or nothing; a second run changes nothing. Raises ServerError when the
    server is too old or the user may not, ConfigurationError for another pseudonym key.
    """

    def steps(connection: psycopg.Connection) -> None:
        for path in sorted(SQL_FOLDER.glob("[0-9]*.sql")):
            run_file(connection, path.name)
        pseudonym_key.register(connection, settings)
        _make_raw_tables(connection)

    with connect(settings.warehouse_url, autocommit=True) as connection:
        check_version(connection)
        _check_ownership(connection, settings.warehouse_url)
        _run(connection, steps, settings.warehouse_url)


def create_roles(url: str) -> None:
    """Make the warehouse's roles in the cluster, and the user of `url` their member."""
    with connect(url, autocommit=True) as connection:
        _run(connection, lambda inside: run_file(inside, "010_roles.sql"), url)


def run_file(connection: psycopg.Connection, name: str) -> None:
    """Run one file of sql/ on a connection."""
    connection.execute((SQL_FOLDER / name).read_bytes())


def _run(
    connection: psycopg.Connection, steps: Callable[[psycopg.Connection], None], url: str
) -> None:
    """Run the steps in one transaction, again whenever another database's were in the way.

    Roles are shared by a cluster. The loser of a conflict fails only once the winner
    has committed, so each further attempt finds more of its work already done.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with connection.transaction():
                connection.execute("select pg_advisory_xact_lock(%s)", (INITIALISATION_LOCK,))
                connection.execute("set local client_min_messages to warning")
                steps(connection)
            return
        except psycopg.errors.InsufficientPrivilege as error:
            raise ServerError(
                "The user of WAREHOUSE_URL may not initialise the database.",
                where=redacted(url),
                evidence=str(error).strip(),
                remedy=REMEDY,
            ) from error
        except psycopg.Error as error:
            if attempt == ATTEMPTS or not _is_conflict(error):
                raise


def _is_conflict(error: psycopg.Error) -> bool:
    """Return whether another session changed the same row of a shared catalog."""
    return (
        isinstance(error, psycopg.errors.DuplicateObject)
        or (
            isinstance(error, psycopg.errors.UniqueViolation)
            and error.diag.schema_name == "pg_catalog"
        )
        or (
            isinstance(error, psycopg.errors.InternalError_)
            and "concurrently updated" in str(error)
        )
    )


def _make_raw_tables(connection: psycopg.Connection) -> None:
    """Make or extend the table of every contract."""
    from extract.raw_table import ensure_raw_tables  # here: extract imports this package

    ensure_raw_tables(connection)


def _check_ownership(connection: psycopg.Connection, url: str) -> None:
    row = connection.execute(
        "select pg_has_role(datdba, 'usage'), pg_get_userbyid(datdba) "
        "from pg_database where datname = current_database()"
    ).fetchone()
    if row is None or not row[0]:
        raise ServerError(
            "The user of WAREHOUSE_URL does not own the database.",
            where=redacted(url),
            evidence=f"it belongs to {row[1] if row else 'nobody'}",
            remedy=REMEDY,
        )
