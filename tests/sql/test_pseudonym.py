import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from psycopg import errors

from tests.conftest import TEST_KEY
from tests.sql.conftest import LoginUrl
from warehouse.database import connect, initialise
from warehouse.errors import ConfigurationError
from warehouse.passwords import READERS
from warehouse.pseudonym_key import key_file
from warehouse.settings import Settings

TRANSFORMER = "warehouse_transformer"


def expected(key: str, identifier: str) -> str:
    return hmac.new(key.encode(), identifier.encode(), hashlib.sha256).hexdigest()


def pseudonym(connection: psycopg.Connection, identifier: str) -> str:
    row = connection.execute("select ops.pseudonym(%s)", (identifier,)).fetchone()
    assert row is not None
    return str(row[0])


@pytest.fixture
def transformer(settings: Settings) -> Iterator[psycopg.Connection]:
    with connect(settings.warehouse_url, role=TRANSFORMER, autocommit=True) as connection:
        yield connection


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
@hypothesis_settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_pseudonym_is_hmac_sha_256_of_any_text(
    transformer: psycopg.Connection, identifier: str
) -> None:
    assert pseudonym(transformer, identifier) == expected(TEST_KEY, identifier)


@pytest.mark.parametrize(
    "key", ["k", "k" * 63, "k" * 64, "k" * 65, "k" * 200, "ключ", "0b" * 20], ids=len
)
def test_keys_of_any_length_give_hmac_sha_256(empty_settings: Settings, key: str) -> None:
    initialise(replace(empty_settings, pseudonym_key=key))
    with connect(empty_settings.warehouse_url, role=TRANSFORMER) as connection:
        assert pseudonym(connection, "A-1") == expected(key, "A-1")


def test_no_identifier_has_no_pseudonym(transformer: psycopg.Connection) -> None:
    assert transformer.execute("select ops.pseudonym(null)").fetchone() == (None,)


def test_nobody_but_the_owner_reads_the_key(stocked: Settings, login_url: LoginUrl) -> None:
    sessions = [
        connect(stocked.warehouse_url, role="warehouse_loader"),
        connect(stocked.warehouse_url, role=TRANSFORMER),
        *(psycopg.connect(login_url(role)) for role in READERS),
    ]
    for connection in sessions:
        with connection, pytest.raises(errors.InsufficientPrivilege):
            connection.execute("select * from ops.pseudonym_key")


def test_only_the_transformer_computes_pseudonyms(stocked: Settings, login_url: LoginUrl) -> None:
    sessions = [
        connect(stocked.warehouse_url, role="warehouse_loader"),
        *(psycopg.connect(login_url(role)) for role in READERS),
    ]
    for connection in sessions:
        with connection, pytest.raises(errors.InsufficientPrivilege):
            connection.execute("select ops.pseudonym('A-1')")


def test_a_table_of_the_same_name_on_the_search_path_is_not_believed(
    settings: Settings,
) -> None:
    with connect(settings.warehouse_url, role=TRANSFORMER, autocommit=True) as connection:
        connection.execute(
            "create temporary table pseudonym_key as "
            "select ''::bytea as inner_pad, ''::bytea as outer_pad"
        )
        connection.execute("set search_path to pg_temp, ops")
        assert pseudonym(connection, "A-1") == expected(TEST_KEY, "A-1")


def test_without_a_key_nothing_is_computed(settings: Settings) -> None:
    with connect(settings.warehouse_url, autocommit=True) as connection:
        connection.execute("delete from ops.pseudonym_key")
        with pytest.raises(errors.RaiseException, match="no pseudonym key"):
            pseudonym(connection, "A-1")


def test_many_pseudonyms_are_computed_by_parallel_workers(settings: Settings) -> None:
    with connect(settings.warehouse_url, role=TRANSFORMER) as connection:
        connection.execute(
            "create table staging.people as "
            "select 'A-' || number as id from generate_series(1, 20000) as number"
        )
        connection.execute("analyze staging.people")
        connection.execute("set local parallel_setup_cost to 0")
        connection.execute("set local min_parallel_table_scan_size to 0")
        plan = "explain (analyze, costs off) select max(ops.pseudonym(id)) from staging.people"
        lines = [row[0] for row in connection.execute(plan)]
    assert any("Workers Launched" in line for line in lines)


def test_an_unset_key_is_generated_once_for_its_owner_only(empty_settings: Settings) -> None:
    settings = replace(empty_settings, pseudonym_key=None)
    initialise(settings)
    file = key_file(settings.home)
    assert file.stat().st_mode & 0o777 == 0o600
    key = file.read_text().strip()
    assert len(key) == 64
    initialise(settings)
    assert file.read_text().strip() == key
    with connect(settings.warehouse_url, role=TRANSFORMER) as connection:
        assert pseudonym(connection, "A-1") == expected(key, "A-1")


def test_another_key_is_refused_and_neither_is_shown(settings: Settings) -> None:
    other = replace(settings, pseudonym_key="another key altogether")
    with pytest.raises(
        ConfigurationError, match="not the one this database was made with"
    ) as caught:
        initialise(other)
    assert caught.value.where == "environment variable PSEUDONYM_KEY"
    for key in (TEST_KEY, "another key altogether"):
        assert key not in str(caught.value)
    with connect(settings.warehouse_url, role=TRANSFORMER) as connection:
        assert pseudonym(connection, "A-1") == expected(TEST_KEY, "A-1")


def test_another_generated_key_is_refused_by_its_file(settings: Settings, tmp_path: Path) -> None:
    home = tmp_path / "other home"
    home.mkdir()
    key_file(home).write_text("a key of another warehouse")
    with pytest.raises(ConfigurationError) as caught:
        initialise(replace(settings, pseudonym_key=None, home=home))
    assert caught.value.where == str(key_file(home))


def test_a_home_without_a_key_leaves_the_databases_key_alone(settings: Settings) -> None:
    initialise(replace(settings, pseudonym_key=None))
    assert not key_file(settings.home).exists()
    with connect(settings.warehouse_url, role=TRANSFORMER) as connection:
        assert pseudonym(connection, "A-1") == expected(TEST_KEY, "A-1")
