"""A small dbt project with every layer, and a database that is built from it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import Server, create_database, drop_database
from warehouse import dbt, passwords
from warehouse.database import connect
from warehouse.initialisation import run_file
from warehouse.settings import Settings

TINY = Path(__file__).parent / "tiny_project"
DATABASE = "test_build"


@pytest.fixture
def build_settings(
    settings: Settings, server: Server, template_database: str
) -> Iterator[Settings]:
    """Settings whose database always has one name and one home, so that dbt parses only once."""
    create_database(server, DATABASE, template_database)
    url = server.url(passwords.OWNER, DATABASE)
    with connect(url) as connection:
        run_file(connection, "020_database.sql")  # a copy does not inherit these
    home = server.home / "build"
    home.mkdir(exist_ok=True)
    yield replace(settings, warehouse_url=url, home=home)
    drop_database(server, DATABASE)


@pytest.fixture
def own_home(build_settings: Settings, tmp_path: Path) -> Settings:
    """The same settings with a home of the test's own, for one that changes the project."""
    home = shutil.copytree(build_settings.home, tmp_path / "own_home")
    return replace(build_settings, home=home)


@pytest.fixture
def tiny_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small project, in which a test may change files; builds use it."""
    folder = tmp_path / "dbt_project"
    shutil.copytree(TINY, folder)
    shutil.copy(dbt.PROJECT / "profiles.yml", folder)
    (folder / "macros").mkdir()
    shutil.copy(dbt.PROJECT / "macros" / "generate_schema_name.sql", folder / "macros")
    monkeypatch.setattr(dbt, "PROJECT", folder)
    return folder


@pytest.fixture
def load_hubs(build_settings: Settings) -> Callable[..., int]:
    """Return a function that puts hubs into raw and the load into the ledger; its number."""

    def load(*hubs: tuple[str | None, str | None, str], feed: str = "hubs") -> int:
        with connect(build_settings.warehouse_url) as connection:
            (load_id,) = connection.execute(
                "select nextval(pg_get_serial_sequence('ops.ledger', 'load_id'))"
            ).fetchall()[0]
            connection.execute(
                "insert into ops.ledger (load_id, family, feed, file_path, file_date, sha256, "
                "size_bytes, contract_version, status, rows_read, rows_loaded, "
                "rows_quarantined, content_load_id) values (%(id)s, 'platform', %(feed)s, "
                "'platform/' || %(id)s, '2021-07-31', %(id)s::text, 1, 'v', 'loaded', %(rows)s, "
                "%(rows)s, 0, %(id)s)",
                {"id": load_id, "feed": feed, "rows": len(hubs)},
            )
            with connection.cursor() as cursor:
                cursor.executemany(
                    "insert into raw.platform_hubs (hub_id, hub_name, nation, _load_id, "
                    "_record_number) values (%s, %s, %s, %s, %s)",
                    [(*hub, load_id, number) for number, hub in enumerate(hubs, start=1)],
                )
        return int(load_id)

    return load
