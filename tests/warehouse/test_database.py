import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from tests.conftest import free_port, passable_folder, running_as_root
from warehouse.database import connect, initialise, redacted
from warehouse.errors import ConfigurationError, ServerError
from warehouse.settings import Settings

# Where Debian and Red Hat keep servers that are too old for the warehouse.
OLD_PROGRAMS = sorted(
    [
        *Path("/usr/lib/postgresql").glob("1[0-5]/bin"),
        *Path("/usr").glob("pgsql-1[0-5]/bin"),
    ]
)


def test_a_session_reads_dates_one_way_in_london(settings: Settings) -> None:
    with connect(settings.warehouse_url) as connection:
        row = connection.execute(
            "select current_setting('datestyle'), current_setting('timezone'), "
            "current_setting('application_name')"
        ).fetchone()
        assert row == ("ISO, YMD", "Europe/London", "stem-warehouse")
        with pytest.raises(psycopg.errors.DatetimeFieldOverflow):
            connection.execute("select '03/04/2026'::date, '31/12/2025'::date")


def test_role_and_date_style_survive_a_rollback(settings: Settings) -> None:
    with connect(settings.warehouse_url, role="warehouse_loader") as connection:
        connection.execute("select 1")
        connection.rollback()
        row = connection.execute("select current_user, current_setting('datestyle')").fetchone()
    assert row == ("warehouse_loader", "ISO, YMD")


def test_other_programs_too_see_days_as_london_has_them(settings: Settings) -> None:
    with psycopg.connect(settings.warehouse_url) as connection:
        row = connection.execute("select '2026-06-30T23:30:00Z'::timestamptz::date").fetchone()
    assert str(row) == "(datetime.date(2026, 7, 1),)"


@pytest.mark.parametrize("autocommit", [True, False])
def test_a_connection_commits_by_itself_only_if_asked(settings: Settings, autocommit: bool) -> None:
    with connect(settings.warehouse_url, autocommit=autocommit) as connection:
        assert connection.autocommit is autocommit


def test_a_role_there_is_none_of_is_explained(settings: Settings) -> None:
    with pytest.raises(ServerError, match="cannot work as warehouse_nobody") as caught:
        connect(settings.warehouse_url, role="warehouse_nobody")
    assert "warehouse init" in str(caught.value.remedy)


def test_a_wrong_password_is_explained_without_showing_it(settings: Settings) -> None:
    head, tail = settings.warehouse_url.rsplit("@", 1)
    wrong = head.rsplit(":", 1)[0] + ":terribly-wrong@" + tail
    with pytest.raises(ServerError, match="does not answer") as caught:
        connect(wrong)
    assert "terribly-wrong" not in str(caught.value)
    assert "password authentication failed" in str(caught.value.evidence)


@pytest.mark.parametrize("url", ["postgresql://u:secret@[::1", "postgresql://u:secret@h:x/db?a=b"])
def test_an_address_that_cannot_be_read_is_explained_without_its_password(url: str) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read") as caught:
        connect(url)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_shown_address_has_no_password() -> None:
    url = "postgresql://someone:secret@example.org:5433/db?sslmode=require&password=secret"
    assert redacted(url) == "postgresql://someone@example.org:5433/db"


@pytest.fixture
def old_server_url() -> Iterator[str]:
    """The address of a PostgreSQL older than 16, with a superuser."""
    if not OLD_PROGRAMS:
        pytest.skip("no PostgreSQL older than 16 is installed here")
    user = pwd.getpwnam("nobody").pw_uid if running_as_root() else None
    programs, port = OLD_PROGRAMS[-1], free_port()
    with passable_folder() as folder:
        data = folder / "data"
        data.mkdir(mode=0o700)
        if user is not None:
            shutil.chown(data, user)

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [str(programs / program), "-D", str(data), *arguments],
                user=user,
                cwd="/",
                check=True,
                stdout=subprocess.DEVNULL,
            )

        run("initdb", "-U", "owner", "-A", "trust", "--no-sync")
        options = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        run("pg_ctl", "start", "-w", "-o", options, "-l", str(data / "log"))
        try:
            yield f"postgresql://owner@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate")


def test_a_server_older_than_16_is_refused_before_anything_is_made(
    old_server_url: str, settings: Settings
) -> None:
    with pytest.raises(ServerError, match="too old for the warehouse") as caught:
        initialise(replace(settings, warehouse_url=old_server_url))
    version = OLD_PROGRAMS[-1].parent.name.removeprefix("pgsql-")
    assert f"PostgreSQL {version}." in str(caught.value.evidence)
    assert "PostgreSQL 16 or newer" in str(caught.value.remedy)
    with psycopg.connect(old_server_url) as connection:
        row = connection.execute("select count(*) from pg_roles where rolname like 'warehouse%'")
        assert row.fetchone() == (0,)
