"""Candidate to live, live to former, in one swap; and back again."""

from dataclasses import dataclass, replace
from datetime import date

import psycopg

from publish import swap
from warehouse.database import connect
from warehouse.errors import BuildFailed, WarehouseError
from warehouse.releases import ROLE, SCHEMAS, release_lock
from warehouse.settings import Settings


@dataclass(frozen=True)
class ReleaseInfo:
    """The release that readers see from now on.

    `former_id` is the release that `rollback` would bring back, None after a
    rollback. `still_open` are dropped-to-be schemas that a reader has open.
    `message` says it in words, and what is left to do.
    """

    release_id: int
    as_of_on: date | None
    former_id: int | None
    still_open: tuple[str, ...] = ()
    message: str = ""


def release(
    settings: Settings, release_id: int | None = None, patience: float = swap.PATIENCE
) -> ReleaseInfo:
    """Put the tested candidate in the place of the live schemas, at once for all readers.

    The live release becomes the former one; what was former is dropped afterwards.
    `release_id` None means the open build. Raises BuildFailed when the build is not
    open, not tested, or has views that read beyond it.
    """
    with (
        connect(settings.warehouse_url, ROLE, autocommit=True) as connection,
        release_lock(connection),
    ):
        if release_id is not None and _at(connection, "live") == release_id:
            return _info(connection, release_id)  # tried again after its work was done
        release_id, as_of_on = _checked(connection, release_id)
        for schema in SCHEMAS:
            swap.grant_tables(connection, schema, "_candidate")
        swap.exchange_when_quiet(
            connection, lambda: _release(connection, release_id, as_of_on), patience
        )
        return _info(connection, release_id, tuple(swap.drop_retired(connection)))


def rollback(settings: Settings, patience: float = swap.PATIENCE) -> ReleaseInfo:
    """Bring the release before back and withdraw the live one.

    Raises WarehouseError when there is none to bring back. The next build releases
    again only when something new was loaded, or the project has changed.
    """
    with (
        connect(settings.warehouse_url, ROLE, autocommit=True) as connection,
        release_lock(connection),
    ):
        former = _at(connection, "former")
        if former is None or not all(swap.exists(connection, f"{s}_former") for s in SCHEMAS):
            raise _no_way_back(connection)
        swap.exchange_when_quiet(connection, lambda: _roll_back(connection), patience)
        return replace(
            _info(connection, former),
            message=f"Release {former} is live again. To point the outbox back to it: "
            "warehouse publish",
        )


def _info(
    connection: psycopg.Connection, release_id: int, still_open: tuple[str, ...] = ()
) -> ReleaseInfo:
    row = connection.execute(
        "select as_of_on from ops.releases where release_id = %s", (release_id,)
    ).fetchone()
    return ReleaseInfo(release_id, row[0] if row else None, _at(connection, "former"), still_open)


def _release(connection: psycopg.Connection, release_id: int, as_of_on: date | None) -> None:
    """Exchange the schemas and write down what stands where; inside one transaction."""
    if not _is_open(connection, release_id):
        raise _not_open(release_id)
    for schema in SCHEMAS:
        if swap.exists(connection, f"{schema}_former"):
            swap.rename(connection, f"{schema}_former", f"{schema}_retired_{release_id}")
        swap.rename(connection, schema, f"{schema}_former")
        swap.shut_out(connection, schema, "_former")
        swap.rename(connection, f"{schema}_candidate", schema)
        swap.let_in(connection, schema, "")
    _move(connection, "former", "retired")
    _move(connection, "live", "former")
    connection.execute(
        "update ops.releases set status = 'live', as_of_on = %s, released_at = now() "
        "where release_id = %s",
        (as_of_on, release_id),
    )


def _roll_back(connection: psycopg.Connection) -> None:
    for schema in SCHEMAS:
        swap.rename(connection, schema, f"{schema}_withdrawn")
        swap.shut_out(connection, schema, "_withdrawn")
        swap.rename(connection, f"{schema}_former", schema)
        swap.let_in(connection, schema, "")
        swap.rename(connection, f"{schema}_withdrawn", f"{schema}_former")
    _move(connection, "live", "withdrawn")
    _move(connection, "former", "live")


def _checked(connection: psycopg.Connection, release_id: int | None) -> tuple[int, date | None]:
    """Return the build to release and its as-of day, once it may be released."""
    opened = _at(connection, "building")
    if opened is None or release_id not in (None, opened):
        raise _not_open(release_id)
    _check_tests(connection, opened)
    reads = connection.execute((swap.QUERIES / "foreign_reads.sql").read_bytes()).fetchall()
    if reads:
        raise BuildFailed(
            "A view of the candidate reads what is not released together with it.",
            where=f"build {opened}",
            evidence="; ".join(f"{reader} reads {sources}" for reader, sources in reads),
            remedy="Materialise it as a table: readers of a release see nothing but the release.",
        )
    row = connection.execute("select as_of_on from core_candidate.int_calendar__as_of").fetchone()
    return opened, row[0] if row else None


def _check_tests(connection: psycopg.Connection, release_id: int) -> None:
    row = connection.execute(
        "select count(*), count(*) filter (where status not in ('pass', 'warn')) "
        "from ops.test_results where release_id = %s",
        (release_id,),
    ).fetchone()
    tested, failed = row if row else (0, 0)
    if not tested or failed:
        raise BuildFailed(
            f"Build {release_id} cannot be released: "
            + ("tests failed." if failed else "it was not tested."),
            where="ops.test_results",
            evidence=f"{tested} tests, {failed} failed",
            remedy="Run: warehouse build",
        )


def _is_open(connection: psycopg.Connection, release_id: int) -> bool:
    row = connection.execute(
        "select from ops.releases where release_id = %s and status = 'building' for update",
        (release_id,),
    ).fetchone()
    return row is not None


def _at(connection: psycopg.Connection, status: str) -> int | None:
    """Return the release that stands in a place only one can have."""
    row = connection.execute(
        "select release_id from ops.releases where status = %s", (status,)
    ).fetchone()
    return int(row[0]) if row else None


def _move(connection: psycopg.Connection, status: str, new_status: str) -> None:
    connection.execute(
        "update ops.releases set status = %s where status = %s", (new_status, status)
    )


def _not_open(release_id: int | None) -> BuildFailed:
    return BuildFailed(
        f"There is no open build{'' if release_id is None else f' {release_id}'} to release.",
        where="ops.releases",
        remedy="It failed, was released, or a later build took its place. Run: warehouse build",
    )


def _no_way_back(connection: psycopg.Connection) -> WarehouseError:
    row = connection.execute(
        "select release_id from ops.releases where status = 'withdrawn' "
        "order by release_id desc limit 1"
    ).fetchone()
    return WarehouseError(
        "There is no former release to go back to.",
        where="ops.releases",
        evidence=f"live: {_at(connection, 'live')}"
        + (f", last rolled back: {row[0]}" if row else ""),
        remedy="One release before the live one is kept. To release anew: warehouse build --force",
    )
