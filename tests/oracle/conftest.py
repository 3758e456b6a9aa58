"""A fresh database for every world, always of one name and home, so that dbt parses only once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import psycopg
import pytest

from cleaning import comment_night
from cleaning.comment_model import comment_version
from cleaning.occupation_index import OccupationIndex
from cleaning.training import Lessons
from tests.conftest import Server, create_database, drop_database
from warehouse.initialisation import run_file
from warehouse.settings import Settings

DATABASE = "test_oracle"


class SilentModel:
    """A model that is sure of nothing: how good the real one is, is measured elsewhere."""

    columns: tuple[str, ...] = ()

    def __init__(self, version: str) -> None:
        self.version = version


class SilentCoder:
    """A coder of occupations that is sure of nothing beyond the titles of the index."""

    def predict(self, texts: list[str]) -> pl.DataFrame:
        nothing = dict.fromkeys(("category", "confidence", "unit_code"), pl.lit(None))
        return pl.DataFrame({"text": texts}).with_columns(is_applied=pl.lit(False), **nothing)


@pytest.fixture(autouse=True)
def silent_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference knows lists only, so the warehouse must not know more."""
    monkeypatch.setattr(Lessons, "model", lambda lessons, _: SilentModel(lessons.version))
    monkeypatch.setattr(OccupationIndex, "coder", lambda *_: SilentCoder())
    monkeypatch.setattr(comment_night, "comment_model", lambda _: SilentModel(comment_version()))


@pytest.fixture(scope="session")
def parsed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that keeps the parsed project from world to world."""
    return tmp_path_factory.mktemp("oracle_home")


@pytest.fixture
def world_settings(
    settings: Settings, server: Server, template_database: str, parsed_home: Path
) -> Iterator[Settings]:
    """Settings with an empty landing zone and an initialised database."""
    create_database(server, DATABASE, template_database)
    url = server.url(database=DATABASE)
    with psycopg.connect(url) as connection:
        run_file(connection, "020_database.sql")  # a copy does not inherit these
    yield replace(settings, warehouse_url=url, home=parsed_home)
    drop_database(server, DATABASE)
