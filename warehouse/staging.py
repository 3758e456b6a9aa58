"""What a build must bring up to date in staging: all of it after a change of the project, else only
the models of feeds that have news. Views follow what they read, and seeds change with the project.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg

from warehouse.dbt import Dbt

if TYPE_CHECKING:
    from dbt.artifacts.schemas.run import RunResult

ALL = ("path:seeds", "path:models/staging")
MODELS_ALONE = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
# Stands among the watermarks while staging is whole, as the project of this fingerprint makes it.
WHOLE = "project "


def bring_up_to_date(
    connection: psycopg.Connection, dbt: Dbt, loads: dict[str, int], force: bool = False
) -> "list[RunResult]":
    """Take the newest `loads` of each feed (by "family.feed") into staging; return what was run.

    `force` runs all of it. Raises BuildFailed when a model could not be built.
    """
    fingerprint = dbt.fingerprint()
    if force or not _is_whole(connection, dbt, fingerprint):
        connection.execute("delete from ops.staging_watermark where relation ^@ %s", (WHOLE,))
        results = dbt.run("build", "--select", *ALL, *MODELS_ALONE)
        connection.execute(
            "insert into ops.staging_watermark (relation, ledger_id) values (%s, 0)",
            (WHOLE + fingerprint,),
        )
        return results
    due = list(_due(connection, dbt, loads))
    return dbt.run("build", "--select", *due, *MODELS_ALONE) if due else []


def _is_whole(connection: psycopg.Connection, dbt: Dbt, fingerprint: str) -> bool:
    """Whether this very project has made all of staging, and nobody has dropped any of it."""
    known = connection.execute(
        "select from ops.staging_watermark where relation = %s", (WHOLE + fingerprint,)
    ).fetchone()
    if known is None:
        return False
    rows = connection.execute(
        "select relnamespace::regnamespace::text, relname::text from pg_class "
        "where relkind in ('r', 'v')"
    )
    there = set(rows.fetchall())
    return all((node.schema, node.alias) in there for node in _nodes(dbt))


def _due(connection: psycopg.Connection, dbt: Dbt, loads: dict[str, int]) -> Iterator[str]:
    """Return the models whose feed has loads that they have not taken in."""
    rows = connection.execute(
        "select split_part(relation, ' ', 1), ledger_id from ops.staging_watermark"
    )
    taken: dict[str, int] = dict(rows.fetchall())
    for node in _nodes(dbt):
        kind = node.config.materialized
        # A table that is made anew takes with it the views that read it.
        selected = f"{node.name}+,path:models/staging" if kind == "table" else node.name
        if "base" in node.fqn:
            feed = node.name.partition("_")[2].replace("__", ".")
            if loads.get(feed, 0) > taken.get(node.name, 0):
                yield selected
        elif kind not in ("view", "seed"):
            yield selected


def _nodes(dbt: Dbt) -> Iterator[Any]:
    for node in dbt.manifest().nodes.values():
        is_staged = str(node.resource_type) == "model" and node.fqn[1] == "staging"
        if is_staged or str(node.resource_type) == "seed":
            yield node
