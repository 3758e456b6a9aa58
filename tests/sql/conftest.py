"""A database with a table in every built schema, as a build and a release leave them."""

import pytest

from publish.swap import READERS, grant_tables
from tests.conftest import Server
from warehouse.database import connect
from warehouse.settings import Settings

BUILT = ("staging", "pii", "core", "marts", "quality")


@pytest.fixture
def stocked(settings: Settings) -> Settings:
    """Settings whose database holds one row in table `stocked` of every built schema."""
    with connect(settings.warehouse_url, role="warehouse_transformer") as connection:
        for schema in BUILT:
            connection.execute(f"create table {schema}.stocked as select 1 as number")
        for schema in READERS:
            grant_tables(connection, schema, "")
    return settings


@pytest.fixture
def login_url(server: Server, stocked: Settings) -> "LoginUrl":
    """How a login role reaches the test's database."""
    return LoginUrl(server, stocked)


class LoginUrl:
    """Addresses of one database for the login roles of the server."""

    def __init__(self, server: Server, settings: Settings) -> None:
        self.server = server
        self.database = settings.warehouse_url.rsplit("/", 1)[1]

    def __call__(self, role: str) -> str:
        return self.server.url(role, self.database)
