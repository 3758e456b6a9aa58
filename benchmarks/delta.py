"""A small delta taken into millions of staged rows: the database's own time for it."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.exports import write_delta
from benchmarks.ground import Ground
from extract.load import load_feed
from warehouse.build import stage

MOST_SECONDS = 1.0
SPENT = """
select coalesce(sum(total_exec_time), 0) / 1000
from pg_stat_statements
where query ilike %s
"""


@dataclass(frozen=True)
class DeltaFigures:
    """Database seconds of taking a delta into staging, and of the first fill."""

    staged_rows: int
    delta_rows: int
    fill_seconds: float
    merge_seconds: float
    step_seconds: float


def measure_delta(ground: Ground, export: Path, rows: int) -> DeltaFigures:
    """Stage the export, then a delta of `rows` rows.

    `merge_seconds` is everything the server did for this feed's models, `step_seconds`
    all it did in the step, catalog queries and other feeds' models included.
    """
    with ground.superuser() as connection:
        connection.execute("create extension if not exists pg_stat_statements")
    ground.clear()
    (ground.feed_folder / "volunteering_2021-09-01.csv").hardlink_to(export)
    fill, _ = _stage_measured(ground)
    with ground.superuser() as connection:
        # As autovacuum does soon after.
        connection.execute("vacuum analyze")
    write_delta(ground.feed_folder / "volunteering_2021-12-02.csv", export, rows)
    merge, step = _stage_measured(ground)
    with ground.superuser() as connection:
        query = "select count(*) from staging.base_platform__volunteering"
        staged = connection.execute(query).fetchall()[0][0]
    return DeltaFigures(staged, rows, fill, merge, step)


def _stage_measured(ground: Ground) -> tuple[float, float]:
    load_feed(ground.settings, "platform", "volunteering").raise_for_rejected()
    with ground.superuser() as connection:
        connection.execute("select pg_stat_statements_reset()")
        stage(ground.settings)
        feed, step = (
            connection.execute(SPENT, (pattern,)).fetchall()[0][0]
            for pattern in ("%platform__volunteering%", "%")
        )
    return float(feed), float(step)
