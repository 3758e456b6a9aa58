import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from tests.conftest import (
    FAST_AND_LOOSE,
    Server,
    create_database,
    free_port,
    passable_folder,
    settings_in,
)
from warehouse import initialisation, passwords, postgres
from warehouse.database import connect, initialise
from warehouse.errors import ServerError
from warehouse.postgres_programs import PROGRAMS
from warehouse.settings import Settings

INNER_ROLES = ("warehouse_loader", "warehouse_transformer")
SHARED = """
select 'role', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, null
from pg_roles where rolname like 'warehouse%'
union all
select 'member', roleid::regrole::text, admin_option, inherit_option, set_option, null, null,
    member::regrole::text
from pg_auth_members where roleid::regrole::text like 'warehouse%'
union all
select 'setting', coalesce(setrole::regrole::text, ''), null, null, null, null, null,
    setconfig::text
from pg_db_role_setting
where setdatabase in (0, (select oid from pg_database where datname = current_database()))
union all
select 'database', datname, null, null, null, null, null, datacl::text
from pg_database where datname = current_database()
order by 1, 2, 8
"""


def catalog(url: str) -> tuple[str, list[tuple[object, ...]]]:
    """Return all that a database consists of: its own objects, then roles and settings."""
    dump = subprocess.run(
        [str(PROGRAMS / "pg_dump"), "--schema-only", "--restrict-key=same", url],
        check=True,
        capture_output=True,
        text=True,
    )
    with psycopg.connect(url) as connection:
        return dump.stdout, connection.execute(SHARED).fetchall()


def test_a_second_run_changes_nothing(empty_settings: Settings) -> None:
    initialise(empty_settings)
    before = catalog(empty_settings.warehouse_url)
    initialise(empty_settings)
    assert catalog(empty_settings.warehouse_url) == before
    assert "CREATE TABLE ops.ledger" in before[0]
    assert any(row[0] == "setting" and "statement_timeout=60s" in str(row) for row in before[1])


def test_what_was_recorded_survives_a_second_run(settings: Settings) -> None:
    with connect(settings.warehouse_url, role="warehouse_transformer") as connection:
        connection.execute("insert into ops.staging_watermark values ('staging.base', 7)")
    initialise(settings)
    with connect(settings.warehouse_url) as connection:
        rows = connection.execute("select * from ops.staging_watermark").fetchall()
    assert rows == [("staging.base", 7)]


def test_a_choice_of_the_operator_survives_a_second_run(server: Server, settings: Settings) -> None:
    with server.superuser() as superuser:
        superuser.execute("alter role warehouse_bi set statement_timeout to '5min'")
        try:
            initialise(settings)
            with psycopg.connect(server.url("warehouse_bi", settings_database(settings))) as bi:
                assert bi.execute("show statement_timeout").fetchone() == ("5min",)
        finally:
            superuser.execute("alter role warehouse_bi set statement_timeout to '60s'")


def settings_database(settings: Settings) -> str:
    return settings.warehouse_url.rsplit("/", 1)[1]


@pytest.fixture
def bare_server() -> Iterator[Server]:
    """A server of its own in which nobody has made the warehouse's roles yet."""
    with passable_folder() as home:
        server = Server(home, free_port())
        try:
            postgres.start(home, server.port, FAST_AND_LOOSE)
            with server.superuser() as connection:
                for role in passwords.READERS + INNER_ROLES:
                    connection.execute(sql.SQL("drop role {}").format(sql.Identifier(role)))
            yield server
        finally:
            postgres.stop(home)


def test_many_databases_of_one_cluster_are_initialised_at_once(
    bare_server: Server, tmp_path: Path
) -> None:
    names = [f"warehouse_{number}" for number in range(6)]
    for name in names:
        create_database(bare_server, name)
    each_twice = [settings_in(tmp_path, bare_server.url(database=name)) for name in names * 2]
    with ThreadPoolExecutor(max_workers=len(each_twice)) as pool:
        list(pool.map(initialise, each_twice))
    assert len({catalog(bare_server.url(database=name))[0] for name in names}) == 1


@pytest.fixture
def stranger(server: Server) -> Iterator[str]:
    """The address of an empty database whose owner has no rights but over it."""
    name = f"stranger_{uuid4().hex[:8]}"
    identifier = sql.Identifier(name)
    with server.superuser() as connection:
        connection.execute(sql.SQL("create role {} login password 'known'").format(identifier))
        connection.execute(sql.SQL("create database {} owner {}").format(identifier, identifier))
        yield f"postgresql://{name}:known@{passwords.HOST}:{server.port}/{name}"
        connection.execute(sql.SQL("drop database {} with (force)").format(identifier))
        connection.execute(sql.SQL("drop role {}").format(identifier))


def test_an_owner_who_may_not_use_the_roles_is_told_what_is_missing(
    settings: Settings, stranger: str
) -> None:
    with pytest.raises(ServerError, match="may not initialise") as caught:
        initialise(replace(settings, warehouse_url=stranger))
    assert "CREATEROLE" in str(caught.value.remedy)
    assert "known" not in str(caught.value)
    with psycopg.connect(stranger) as connection:
        assert connection.execute("select to_regnamespace('ops')").fetchone() == (None,)


def test_an_owner_who_was_granted_the_roles_needs_no_more(
    server: Server, settings: Settings, stranger: str
) -> None:
    owner = sql.Identifier(stranger.rsplit("/", 1)[1])
    with server.superuser() as connection:
        for role in passwords.READERS + INNER_ROLES:
            connection.execute(sql.SQL("grant {} to {}").format(sql.Identifier(role), owner))
    initialise(replace(settings, warehouse_url=stranger))
    with connect(stranger, role="warehouse_loader") as connection:
        assert connection.execute("select count(*) from ops.ledger").fetchone() == (0,)


def test_a_user_who_does_not_own_the_database_is_refused(
    server: Server, settings: Settings, stranger: str
) -> None:
    foreign = stranger.rsplit("/", 1)[0] + "/" + settings.warehouse_url.rsplit("/", 1)[1]
    with server.superuser() as connection:
        database = sql.Identifier(settings.warehouse_url.rsplit("/", 1)[1])
        connection.execute(sql.SQL("grant connect on database {} to public").format(database))
    with pytest.raises(ServerError, match="does not own the database") as caught:
        initialise(replace(settings, warehouse_url=foreign))
    assert caught.value.evidence == "it belongs to warehouse"


def test_a_failure_half_way_leaves_nothing_behind(
    empty_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for path in initialisation.SQL_FOLDER.glob("*.sql"):
        shutil.copy(path, tmp_path)
    (tmp_path / "980_broken.sql").write_text("select * from ops.no_such_table")
    monkeypatch.setattr(initialisation, "SQL_FOLDER", tmp_path)
    with pytest.raises(psycopg.errors.UndefinedTable):
        initialise(empty_settings)
    with psycopg.connect(empty_settings.warehouse_url) as connection:
        assert connection.execute("select to_regnamespace('ops')").fetchone() == (None,)


def test_an_uninitialised_database_is_named_as_such(empty_settings: Settings) -> None:
    with pytest.raises(ServerError, match="has not been initialised") as caught:
        connect(empty_settings.warehouse_url, role="warehouse_loader")
    assert "warehouse init" in str(caught.value.remedy)
