"""One Airflow for the session, its records in a throwaway SQLite file; DAGs run in this process."""

import os
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import passable_folder
from tests.extract.conftest import Bench
from warehouse import nightly
from warehouse.settings import Settings

# Airflow and what it imports warn of each other; ours are still errors.
NOT_OURS = ("airflow", "starlette", "fastapi", "cadwyn", "sqlalchemy", "pydantic", "dbt", "anyio")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for package in NOT_OURS:
            item.add_marker(pytest.mark.filterwarnings(rf"ignore:::{package}(\..*)?$"))


@pytest.fixture(scope="session")
def session_airflow() -> Iterator[dict[str, Any]]:
    """The DAGs of the project, by id, in an Airflow of the session's own."""
    before = dict(os.environ)
    with passable_folder() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.environ.update(nightly.airflow_environment(folder))
        nightly.make_metadata(folder)
        yield nightly.read_dags()
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def dags(
    session_airflow: dict[str, Any], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """The same, their tasks told this test's database and folders by the environment."""
    for name, value in nightly.environment_of(settings).items():
        monkeypatch.setenv(name, value)
    return session_airflow


@pytest.fixture
def landing(settings: Settings) -> Bench:
    """This test's landing zone, with a folder to put files into."""
    return Bench(settings)
