"""One parsed project and database for all these tests, emptied before each of them."""

import csv
import gzip
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from extract.load import load_feeds
from extract.raw_table import ensure_raw_tables
from publish.swap import grant_tables, let_in
from tests.conftest import Server, create_database, drop_database, settings_in
from warehouse.database import connect
from warehouse.dbt import Dbt
from warehouse.initialisation import run_file
from warehouse.settings import Settings

DATABASE = "test_dbt"
EMPTY_STAGING = """
drop schema staging cascade;
drop schema pii cascade;
create schema staging authorization warehouse_transformer;
create schema pii authorization warehouse_transformer;
truncate ops.ledger, ops.quarantine, ops.staging_watermark cascade;
"""

Row = Mapping[str, str]


@dataclass(frozen=True)
class File:
    """A file to land: feed as family/name, file name's tail (`2021-01-01_2.csv`), rows."""

    feed: str
    tail: str
    rows: Sequence[Row] = ()
    text: str | None = None

    def write(self, landing: Path) -> None:
        """Write it where a sender would."""
        folder = landing / self.feed
        folder.mkdir(parents=True, exist_ok=True)
        content = (self.text if self.text is not None else as_csv(self.rows)).encode()
        path = folder / f"{Path(self.feed).name}_{self.tail}"
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


def as_csv(rows: Sequence[Row]) -> str:
    """Return rows as CSV, under the columns of the first."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@dataclass
class Project:
    """The dbt project over a database, and a landing zone to fill."""

    settings: Settings
    dbt: Dbt
    landing: Path = field(init=False)

    def __post_init__(self) -> None:
        self.landing = Path(self.settings.landing_url)

    def land(self, *files: File) -> None:
        """Land files and load what is new."""
        for file in files:
            file.write(self.landing)
        load_feeds(self.settings)

    def run(self, *selection: str) -> None:
        """Build models and seeds, without their tests."""
        untested = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
        self.dbt.run("build", "--select", *selection, *untested)

    def query(self, statement: str) -> list[dict[str, Any]]:
        """Return the rows of a query, as the transformer sees them."""
        with connect(self.settings.warehouse_url, role="warehouse_transformer") as connection:
            return connection.cursor(row_factory=dict_row).execute(statement).fetchall()

    def empty(self, landing: Path) -> None:
        """Forget everything that was loaded and staged; go on with another landing zone."""
        self.landing = landing
        self.settings = Settings(
            self.settings.warehouse_url,
            str(landing),
            self.settings.outbox_url,
            self.settings.home,
            self.settings.pseudonym_key,
        )
        with psycopg.connect(self.settings.warehouse_url) as connection:
            connection.execute(EMPTY_STAGING)
            tables = connection.execute(
                "select format('truncate raw.%I', tablename) from pg_tables "
                "where schemaname = 'raw'"
            ).fetchall()
            for (truncate,) in tables:
                connection.execute(truncate)


def read_as_analyst(project: Project) -> dict[str, list[str]]:
    """Every row of core and quality that the analyst's own role sees, as text."""
    tables = project.query(
        "select table_schema, table_name from information_schema.tables "
        "where table_schema in ('core_candidate', 'quality_candidate')"
    )
    with connect(project.settings.warehouse_url, "warehouse_transformer") as connection:
        for schema in ("core_candidate", "quality_candidate"):
            let_in(connection, schema.removesuffix("_candidate"), "_candidate")
            grant_tables(connection, schema.removesuffix("_candidate"), "_candidate")
    with connect(project.settings.warehouse_url, "warehouse_analyst") as connection:
        return {
            f"{schema}.{name}": [
                text
                for (text,) in connection.execute(
                    sql.SQL("select t::text from {} as t").format(sql.Identifier(schema, name))
                )
            ]
            for schema, name in (table.values() for table in tables)
        }


@pytest.fixture(scope="session")
def parsed_project(
    server: Server, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Project]:
    """A database of its own with the seeds in it, and the project parsed for it once."""
    create_database(server, DATABASE, template_database)
    settings = settings_in(tmp_path_factory.mktemp("dbt"), server.url(database=DATABASE))
    with psycopg.connect(settings.warehouse_url) as connection:
        run_file(connection, "020_database.sql")  # a copy does not inherit these
        ensure_raw_tables(connection)
    yield Project(settings, Dbt(settings))
    drop_database(server, DATABASE)


@pytest.fixture
def project(parsed_project: Project, tmp_path: Path) -> Project:
    """The project over an empty warehouse."""
    landing = tmp_path / "landing"
    landing.mkdir()
    parsed_project.empty(landing)
    return parsed_project
