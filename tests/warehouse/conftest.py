"""A home of its own for tests that start, stop and kill a server."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import passable_folder
from warehouse import postgres
from warehouse.errors import ServerError


@pytest.fixture
def home() -> Iterator[Path]:
    """A home of its own for a server, which is stopped afterwards."""
    with passable_folder() as folder:
        try:
            yield folder
        finally:
            with contextlib.suppress(ServerError):
                postgres.stop(folder)
