from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import errors, sql

from tests.conftest import Server
from tests.sql.conftest import LoginUrl
from warehouse.database import connect
from warehouse.passwords import READERS
from warehouse.settings import Settings

ROLES = ("warehouse_loader", "warehouse_transformer", *READERS)
BUILT = {"staging.stocked", "pii.stocked", "core.stocked", "marts.stocked", "quality.stocked"}
RAW = {"raw.platform_hubs"}
LOADING = {"ops.ledger", "ops.quarantine", "ops.contracts"}
BUILDING = {"ops.staging_watermark", "ops.releases", "ops.test_results"}
EVERYTHING = BUILT | RAW | LOADING | BUILDING | {"ops.pseudonym_key"}

READABLE = {
    "warehouse_loader": RAW | LOADING,
    "warehouse_transformer": RAW | LOADING | BUILDING | BUILT,
    "warehouse_analyst": {"core.stocked", "marts.stocked", "quality.stocked"},
    "warehouse_bi": {"marts.stocked"},
    "warehouse_pii": {"pii.stocked"},
}
INSERTABLE = {
    "warehouse_loader": RAW | LOADING,
    "warehouse_transformer": BUILDING | BUILT,
    **{role: set() for role in READERS},
}
REMOVABLE = {
    "warehouse_loader": RAW | {"ops.quarantine"},
    "warehouse_transformer": BUILDING | BUILT,
    **{role: set() for role in READERS},
}
MAY_CREATE_IN = {
    "warehouse_loader": {"raw"},
    "warehouse_transformer": {"staging", "pii", "core", "marts", "quality"},
    **{role: set() for role in READERS},
}


@contextmanager
def session(role: str, settings: Settings, login_url: LoginUrl) -> Iterator[psycopg.Connection]:
    """Work as a role, as it really does: readers log in, the others are set."""
    if role in READERS:
        with psycopg.connect(login_url(role), autocommit=True) as connection:
            connection.execute("set default_transaction_read_only to off")
            yield connection
    else:
        with connect(settings.warehouse_url, role=role, autocommit=True) as connection:
            yield connection


def permitted(
    connection: psycopg.Connection, statement: str, names: set[str] = EVERYTHING
) -> set[str]:
    """Return the names for which the server lets a statement through."""
    through = set()
    for name in names:
        identifier = sql.Identifier(*name.split("."))
        try:
            with connection.transaction(force_rollback=True):
                connection.execute(sql.SQL(statement).format(identifier))  # type: ignore[arg-type]
        except errors.InsufficientPrivilege:
            continue
        except (errors.IntegrityError, errors.UndefinedObject):
            pass  # let through, and stopped by a rule or default of the table
        through.add(name)
    return through


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_what_it_may_and_nothing_else(
    role: str, stocked: Settings, login_url: LoginUrl
) -> None:
    with session(role, stocked, login_url) as connection:
        assert permitted(connection, "select * from {}") == READABLE[role]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_writes_what_it_may_and_nothing_else(
    role: str, stocked: Settings, login_url: LoginUrl
) -> None:
    with session(role, stocked, login_url) as connection:
        assert permitted(connection, "insert into {} default values") == INSERTABLE[role]
        assert permitted(connection, "delete from {}") == REMOVABLE[role]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_makes_tables_only_where_it_is_at_home(
    role: str, stocked: Settings, login_url: LoginUrl
) -> None:
    schemas = {"raw", "ops", "staging", "pii", "core", "marts", "quality", "public"}
    with session(role, stocked, login_url) as connection:
        made = permitted(connection, "create table {}.mine (number int)", schemas)
    assert made == MAY_CREATE_IN[role]


@pytest.mark.parametrize("role", READERS)
def test_a_reader_makes_not_even_a_temporary_table(role: str, login_url: LoginUrl) -> None:
    with psycopg.connect(login_url(role)) as connection:
        connection.execute("set transaction read write")
        with pytest.raises(errors.InsufficientPrivilege, match="temporary"):
            connection.execute("create temporary table mine (number int)")


@pytest.mark.parametrize("role", READERS)
def test_a_readers_session_is_read_only_to_begin_with(role: str, login_url: LoginUrl) -> None:
    with (
        psycopg.connect(login_url(role)) as connection,
        pytest.raises(errors.ReadOnlySqlTransaction),
    ):
        connection.execute("create table marts.mine (number int)")


def test_bi_reads_the_rows_of_marts(login_url: LoginUrl) -> None:
    with psycopg.connect(login_url("warehouse_bi")) as connection:
        assert connection.execute("select number from marts.stocked").fetchall() == [(1,)]


def test_a_long_statement_of_bi_is_cancelled(server: Server, login_url: LoginUrl) -> None:
    with psycopg.connect(login_url("warehouse_bi")) as connection:
        assert connection.execute("show statement_timeout").fetchone() == ("1min",)
    with server.superuser() as superuser:
        # The role's own limit, made short enough to wait for.
        superuser.execute("alter role warehouse_bi set statement_timeout to '200ms'")
        try:
            with (
                psycopg.connect(login_url("warehouse_bi")) as connection,
                pytest.raises(errors.QueryCanceled, match="statement timeout"),
            ):
                connection.execute("select pg_sleep(20) from marts.stocked")
        finally:
            superuser.execute("alter role warehouse_bi set statement_timeout to '60s'")


@pytest.mark.parametrize("role", READERS)
def test_a_reader_cannot_become_another_role(role: str, login_url: LoginUrl) -> None:
    with psycopg.connect(login_url(role), autocommit=True) as connection:
        for other in (set(ROLES) - {role}) | {"warehouse", "postgres"}:
            with pytest.raises(errors.InsufficientPrivilege, match="permission denied to set role"):
                connection.execute(sql.SQL("set role {}").format(sql.Identifier(other)))


@pytest.mark.parametrize("role", READERS)
def test_a_reader_does_not_get_into_airflows_database(role: str, server: Server) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(server.url(role, "airflow"))


def test_no_role_has_rights_over_the_cluster(settings: Settings) -> None:
    with connect(settings.warehouse_url) as connection:
        rows = connection.execute(
            "select rolname, rolcanlogin, rolsuper or rolcreaterole or rolcreatedb "
            "or rolreplication or rolbypassrls from pg_roles where rolname like 'warehouse\\_%'"
        ).fetchall()
    assert {name: can_log_in for name, can_log_in, _ in rows} == {
        "warehouse_loader": False,
        "warehouse_transformer": False,
        **dict.fromkeys(READERS, True),
    }
    assert not any(powerful for *_, powerful in rows)


def test_the_transformer_reads_a_raw_table_made_later(settings: Settings) -> None:
    with connect(settings.warehouse_url, role="warehouse_loader") as connection:
        connection.execute("create table raw.later as select 'text' as cell")
    with connect(settings.warehouse_url, role="warehouse_transformer") as connection:
        assert connection.execute("select * from raw.later").fetchall() == [("text",)]


def test_the_transformer_makes_and_renames_schemas_and_the_loader_does_not(
    settings: Settings,
) -> None:
    with connect(settings.warehouse_url, role="warehouse_transformer") as connection:
        connection.execute("create schema marts_candidate")
        connection.execute("alter schema marts rename to marts_former")
        connection.execute("alter schema marts_candidate rename to marts")
    with (
        connect(settings.warehouse_url, role="warehouse_loader") as connection,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        connection.execute("create schema mine")


def test_the_loader_does_not_take_back_what_the_ledger_says(settings: Settings) -> None:
    with (
        connect(settings.warehouse_url, role="warehouse_loader") as connection,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        connection.execute("truncate ops.ledger cascade")
