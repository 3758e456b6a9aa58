"""Faults in loads and then in the MERGE into staging: the end is that of an undisturbed night."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.conftest import TEMPLATE, Server, create_database, settings_in
from tests.faults.conftest import GOOD, PRIORITY, World
from warehouse import postgres
from warehouse.dbt import Dbt
from warehouse.errors import BuildFailed
from warehouse.initialisation import run_file
from warehouse.postgres_process import read_postmaster
from warehouse.settings import PROJECT_ROOT

# One name and one home, so that dbt parses the project once.
DATABASE = "staged_world"
STAGED = "stg_reference__priority_schools"
SELECTION = ("run", "--select", f"+{STAGED}")
BASE = "staging.base_reference__priority_schools"
RUN = f"""
from warehouse.dbt import Dbt
from warehouse.settings import Settings
Dbt(Settings.from_environment()).run(*{SELECTION!r})
"""
# The second row that a MERGE brings does something first.
TRAP = """
create sequence merged;
grant usage on sequence merged to public;
create function spring() returns trigger language plpgsql security definer as $$
begin
    if nextval('merged') = 2 then
        copy (select where false) to program {program};
    end if;
    return new;
end
$$;
create trigger spring before insert on {table} for each row execute function spring()
"""


@pytest.fixture
def staged_world(mortal_server: Server, landing_folder: Path, tmp_path: Path) -> World:
    """A landing zone of a night, and a database under one name, not made yet."""
    settings = settings_in(mortal_server.home / "staged", mortal_server.url(database=DATABASE))
    landing = tmp_path / "landing"
    for name in ("2021-01-01.csv", "2021-01-02.csv"):
        path = landing / f"{PRIORITY}{name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((landing_folder / f"{PRIORITY}{name}").read_bytes())
    return World(mortal_server, replace(settings, landing_url=str(landing)))


def made_anew(world: World, former: str) -> None:
    """Give the world an empty database; the one it had is kept under another name."""
    with world.server.superuser() as connection:
        if connection.execute(
            "select 1 from pg_database where datname = %s", (DATABASE,)
        ).fetchone():
            rename = sql.SQL("alter database {} rename to {}")
            connection.execute(rename.format(sql.Identifier(DATABASE), sql.Identifier(former)))
    create_database(world.server, DATABASE, TEMPLATE)
    with psycopg.connect(world.settings.warehouse_url) as connection:
        run_file(connection, "020_database.sql")  # a copy does not inherit these


def land_second_night(world: World) -> None:
    rows = GOOD.replace("2020/21", "2021/22")
    Path(world.settings.landing_url, f"{PRIORITY}2021-09-01.csv").write_text(rows)


def stage(world: World) -> None:
    Dbt(world.settings).run(*SELECTION)


def merged(world: World) -> list[tuple[object, ...]]:
    """Return the base table's rows; which load brought one differs after a fault."""
    with psycopg.connect(world.settings.warehouse_url) as connection:
        rows = connection.execute(f"select * from {BASE}")
        assert rows.description is not None
        kept = [n for n, column in enumerate(rows.description) if column.name != "_load_id"]
        return sorted(tuple(row[n] for n in kept) for row in rows)


def staged(world: World) -> list[tuple[object, ...]]:
    """Return what the view on it shows, with the days on which rows were absent."""
    query = f"select urn, programme_year, last_seen_on, absent_on from staging.{STAGED}"
    with psycopg.connect(world.settings.warehouse_url) as connection:
        return sorted(connection.execute(query), key=str)


def set_trap(world: World, program: str) -> None:
    with world.superuser() as connection:
        connection.execute(
            sql.SQL(TRAP).format(
                program=sql.Literal(program), table=sql.Identifier(*BASE.split("."))
            )
        )


def clear_trap(world: World) -> None:
    world.execute("drop function spring cascade; drop sequence merged")


def kill_while_merging(world: World) -> None:
    """Kill the process that builds in the middle of its MERGE, which waits for that."""
    folder = world.server.home
    reached, go_on = folder / "reached", folder / "go_on"
    for fifo in (reached, go_on):
        os.mkfifo(fifo)
        fifo.chmod(0o666)
    set_trap(world, f"echo > '{reached}'; cat '{go_on}'")
    environment = os.environ | {
        "WAREHOUSE_URL": world.settings.warehouse_url,
        "WAREHOUSE_HOME": str(world.settings.home),
    }
    with subprocess.Popen([sys.executable, "-c", RUN], cwd=PROJECT_ROOT, env=environment) as build:
        reached.read_text()
        build.kill()
        assert build.wait() == -signal.SIGKILL
    go_on.write_text("")
    clear_trap(world)


def kill_server_while_merging(world: World) -> None:
    postmaster = read_postmaster(postgres.data_folder(world.server.home))
    assert postmaster is not None
    set_trap(world, f"kill -9 {postmaster.pid} $PPID")
    with pytest.raises(BuildFailed):
        stage(world)
    world.restart()
    clear_trap(world)


def test_staging_after_faults_is_that_of_undisturbed_nights(staged_world: World) -> None:
    world = staged_world
    made_anew(world, "none")
    world.load()
    stage(world)
    first_night = merged(world)
    land_second_night(world)
    world.load()
    stage(world)
    expected = merged(world), staged(world)
    assert len(expected[0]) > len(first_night)

    Path(world.settings.landing_url, f"{PRIORITY}2021-09-01.csv").unlink()
    made_anew(world, "undisturbed")
    world.kill_loader("extract.ledger:FeedLedger.record", "return", 2)
    world.load()
    stage(world)
    land_second_night(world)
    world.kill_loader("psycopg:Copy.write", "return")
    world.load()
    for fault in (kill_while_merging, kill_server_while_merging):
        fault(world)
        assert merged(world) == first_night
    stage(world)
    assert (merged(world), staged(world)) == expected
