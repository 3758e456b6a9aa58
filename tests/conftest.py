"""A real PostgreSQL for every test: one server a session, one fresh database a test."""

import contextlib
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from warehouse import passwords, postgres
from warehouse.database import initialise
from warehouse.errors import ServerError
from warehouse.initialisation import run_file
from warehouse.settings import Settings

TEST_KEY = "a pseudonym key for tests"
# A test's database need not survive a power cut.
FAST_AND_LOOSE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
TEMPLATE = "warehouse_template"
# Begun first, so that no core is left with them at the end.
LONGEST_FILES = [
    Path(__file__).parent / name
    for name in (
        "warehouse/test_demo.py",
        "oracle/test_marts_match_the_reference.py",
        "warehouse/test_nightly.py",
        "warehouse/test_build.py",
        "cleaning/test_occupations_in_the_night.py",
        "dbt/test_categories.py",
        "oracle/test_order_and_batches_change_nothing.py",
        "faults/test_faults.py",
        "cleaning/test_review.py",
        "fuzz/test_fuzz.py",
        "dbt/test_staging_by_need.py",
        "dags/test_whole_night.py",
        "dbt/test_project.py",
    )
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first."""
    if gone := [str(path) for path in LONGEST_FILES if not path.is_file()]:
        raise pytest.UsageError(f"LONGEST_FILES names files that are gone: {gone}")
    rank = {path: place for place, path in enumerate(LONGEST_FILES)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))


@dataclass(frozen=True)
class Server:
    """The running server of the test session."""

    home: Path
    port: int

    def url(self, user: str = passwords.OWNER, database: str = "warehouse") -> str:
        """Return the address of a database for one of the server's users."""
        return passwords.server_url(self.home, self.port, user, database)

    def superuser(self) -> psycopg.Connection:
        """Return a connection that may make and drop databases."""
        return psycopg.connect(self.url(passwords.SUPERUSER, "postgres"), autocommit=True)


def free_port() -> int:
    """Return a port on which nothing listens at the moment."""
    with socket.socket() as probe:
        probe.bind((passwords.HOST, 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def passable_folder() -> Iterator[Path]:
    """A temporary folder that every user may enter: as root, the server runs as nobody."""
    folder = Path(tempfile.mkdtemp(prefix="warehouse tests "))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """An embedded server on a free port, stopped at the end of the session."""
    with passable_folder() as home:
        running = Server(home, free_port())
        try:
            postgres.start(running.home, running.port, FAST_AND_LOOSE)
            yield running
        finally:
            postgres.stop(running.home)


@pytest.fixture
def home() -> Iterator[Path]:
    """A home of its own for a server that a test starts or kills; stopped afterwards."""
    with passable_folder() as folder:
        try:
            yield folder
        finally:
            with contextlib.suppress(ServerError):
                postgres.stop(folder)


@pytest.fixture(scope="session")
def template_database(server: Server) -> str:
    """The name of a database that is initialised once and copied for each test."""
    create_database(server, TEMPLATE)
    initialise(settings_in(server.home / "template", server.url(database=TEMPLATE)))
    return TEMPLATE


@pytest.fixture
def database_url(server: Server, template_database: str) -> Iterator[str]:
    """The address of a fresh, initialised database, as its owner; dropped afterwards."""
    name = f"test_{uuid4().hex[:12]}"
    create_database(server, name, template_database)
    url = server.url(database=name)
    with psycopg.connect(url) as connection:
        run_file(connection, "020_database.sql")  # a copy does not inherit these
    yield url
    drop_database(server, name)


@pytest.fixture
def empty_database_url(server: Server) -> Iterator[str]:
    """The address of a database in which nothing has been made yet; dropped afterwards."""
    name = f"test_{uuid4().hex[:12]}"
    create_database(server, name)
    yield server.url(database=name)
    drop_database(server, name)


@pytest.fixture(scope="session")
def trained_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of trained models; the session's nights share it, as nights do."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def settings(database_url: str, tmp_path: Path, trained_models: Path) -> Settings:
    """Settings with a fresh database and empty landing and outbox; home has trained models."""
    settings = settings_in(tmp_path, database_url)
    (settings.home / "model").symlink_to(trained_models)
    return settings


@pytest.fixture
def empty_settings(settings: Settings, empty_database_url: str) -> Settings:
    """The same with a database in which nothing has been made yet."""
    return replace(settings, warehouse_url=empty_database_url)


def settings_in(folder: Path, url: str) -> Settings:
    """Return settings whose folders all lie in `folder`."""
    for name in ("landing", "outbox", "home"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return Settings(
        warehouse_url=url,
        landing_url=str(folder / "landing"),
        outbox_url=str(folder / "outbox"),
        home=folder / "home",
        pseudonym_key=TEST_KEY,
    )


def create_database(server: Server, name: str, template: str = "template1") -> None:
    """Make a database that belongs to the warehouse's owner."""
    with server.superuser() as connection:
        connection.execute(
            sql.SQL("create database {} owner {} template {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(passwords.OWNER), sql.Identifier(template)
            )
        )


def drop_database(server: Server, name: str) -> None:
    """Drop a database, whoever is still connected."""
    with server.superuser() as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def running_as_root() -> bool:
    """Return whether the tests may run programs as other users."""
    return os.geteuid() == 0
