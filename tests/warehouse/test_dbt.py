"""dbt in this process: what makes a build new, and what its errors may say."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from warehouse.dbt import Dbt, without_values
from warehouse.errors import ConfigurationError
from warehouse.settings import Settings


@pytest.fixture
def unreachable(tmp_path: Path) -> Settings:
    """Settings of a database that does not exist: reading the project needs none."""
    return Settings(
        warehouse_url="postgresql://someone:a-long-secret@127.0.0.1:1/nowhere",
        landing_url=str(tmp_path),
        outbox_url=str(tmp_path),
        home=tmp_path / "home",
    )


def test_the_fingerprint_changes_with_any_file_of_the_project(
    unreachable: Settings, tiny_project: Path
) -> None:
    before = Dbt(unreachable).fingerprint()
    assert Dbt(unreachable).fingerprint() == before
    (tiny_project / "seeds" / "nations.csv").write_text("nation\nWales\n")
    after = Dbt(unreachable).fingerprint()
    assert after != before


def test_the_fingerprint_changes_with_the_name_of_a_file(
    unreachable: Settings, tiny_project: Path
) -> None:
    before = Dbt(unreachable).fingerprint()
    seed = tiny_project / "seeds" / "nations.csv"
    seed.rename(seed.with_name("countries.csv"))
    assert Dbt(unreachable).fingerprint() != before


@pytest.mark.parametrize("folder", ["target", "logs"])
def test_what_dbt_writes_does_not_count(
    unreachable: Settings, tiny_project: Path, folder: str
) -> None:
    before = Dbt(unreachable).fingerprint()
    (tiny_project / folder).mkdir()
    (tiny_project / folder / "manifest.json").write_text("{}")
    assert Dbt(unreachable).fingerprint() == before


def test_the_real_project_is_parsed_without_a_database(
    unreachable: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_DBT_HOST", "as it was")
    manifest = Dbt(unreachable).manifest()
    assert "model.stem_warehouse.kpi_reach" in manifest.nodes
    assert os.environ["WAREHOUSE_DBT_HOST"] == "as it was"
    assert "DBT_ENV_SECRET_WAREHOUSE_PASSWORD" not in os.environ
    again = Dbt(unreachable).manifest()
    assert again.nodes.keys() == manifest.nodes.keys()


def test_no_file_of_dbt_holds_the_password(unreachable: Settings, tiny_project: Path) -> None:
    Dbt(unreachable).parse()
    written = [path for path in unreachable.home.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if b"a-long-secret" in path.read_bytes()]


def test_an_address_without_a_database_is_said_to_be_one(unreachable: Settings) -> None:
    with pytest.raises(ConfigurationError, match="names no database"):
        Dbt(replace(unreachable, warehouse_url="postgresql://someone@127.0.0.1")).parse()


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        (
            'invalid input syntax for type date: "Ada, born ""1815"""',
            'invalid input syntax for type date: "…"',
        ),
        (
            'duplicate key value violates unique constraint "people_pkey"\n'
            "DETAIL:  Key (email)=(ada@example.org) already exists.",
            'duplicate key value violates unique constraint "people_pkey"',
        ),
        (
            'null value in column "name" violates not-null constraint\n'
            "DETAIL:  Failing row contains (1, null, Ada).\nCONTEXT:  SQL function",
            'null value in column "name" violates not-null constraint',
        ),
        (
            'column "starts_onn" does not exist\nLINE 3:  starts_onn\nHINT:  Perhaps you meant it.',
            'column "starts_onn" does not exist\nHINT:  Perhaps you meant it.',
        ),
    ],
)
def test_the_values_that_a_database_error_quotes_are_left_out(message: str, kept: str) -> None:
    assert without_values(message) == kept
