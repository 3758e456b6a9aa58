"""Candidates made by hand: the same schemas that a build makes, with a number in every row."""

import psycopg
from psycopg import sql

from warehouse.database import connect
from warehouse.releases import begin
from warehouse.settings import Settings
from warehouse.test_results import CandidateTest, keep_results

ROWS = 50


def transformer(settings: Settings) -> psycopg.Connection:
    """Return a connection of the role that builds."""
    return connect(settings.warehouse_url, "warehouse_transformer", autocommit=True)


def make_candidate(settings: Settings, statuses: tuple[str, ...] = ("pass",)) -> int:
    """Open a build whose relations all hold its own number in `release_id`; return that."""
    with transformer(settings) as connection:
        release_id = begin(connection, {"platform.hubs": 1}, "by hand", None)
        connection.execute(
            "create table core_candidate.int_calendar__as_of as "
            "select date '2021-07-31' as as_of_on"
        )
        for table in ("core_candidate.dim_hub", "marts_candidate.kpi_a", "marts_candidate.kpi_b"):
            connection.execute(
                sql.SQL(
                    "create table {} as select {}::bigint as release_id, n "
                    "from generate_series(1, {}) as n"
                ).format(sql.Identifier(*table.split(".")), release_id, ROWS)
            )
        connection.execute(
            "create view quality_candidate.loads as select load_id, feed from ops.ledger"
        )
        results = [
            CandidateTest(f"test_{n}", status, int(status != "pass"), "marts.kpi_a", None)
            for n, status in enumerate(statuses)
        ]
        keep_results(connection, release_id, results)
    return release_id


def live_release(settings: Settings) -> int | None:
    """Return the number in the live marts' rows."""
    return _number(settings, "select min(release_id) from marts.kpi_a")


def former_release(settings: Settings) -> int | None:
    """Return the number in the former marts' rows."""
    return _number(settings, "select min(release_id) from marts_former.kpi_a")


def status_of(settings: Settings, release_id: int) -> str:
    """Return where ops.releases says a release stands."""
    with transformer(settings) as connection:
        rows = connection.execute(
            "select status from ops.releases where release_id = %s", (release_id,)
        ).fetchall()
    return str(rows[0][0])


def _number(settings: Settings, query: str) -> int | None:
    with transformer(settings) as connection:
        row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row and row[0] is not None else None
