"""The live marts as files: CSV for people, Parquet for programs, a descriptor for both."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg

from publish.catalog import read_tables
from publish.datapackage import NAME, Edition, descriptor
from publish.files import write_csv, write_parquet
from publish.outbox import Outbox
from warehouse.database import connect
from warehouse.errors import WarehouseError
from warehouse.releases import ROLE, release_lock
from warehouse.settings import Settings

READER = "warehouse_bi"


@dataclass(frozen=True)
class PublishReport:
    """What is in the outbox now; counts are 0 when it was there already."""

    release_id: int
    as_of_on: date | None
    address: str
    is_new: bool
    tables_count: int = 0
    rows_count: int = 0
    bytes_count: int = 0
    seconds: float = 0.0
    message: str = ""


def publish_marts(settings: Settings) -> PublishReport:
    """Write every table of the live marts to the outbox, and make it the latest release.

    Read as the role of BI tools, from one release from first file to last. A
    release that is there already is not written again. Raises WarehouseError when
    nothing was released yet, SourceUnavailable when the outbox cannot be written.
    """
    started = time.monotonic()
    outbox = Outbox(settings.outbox_url, settings.outbox_options)
    with _one_release(settings) as edition:
        address = outbox.address(edition)
        if outbox.holds(edition):
            moved = outbox.point_to(edition)
            return PublishReport(
                edition.release_id,
                edition.as_of_on,
                address,
                is_new=False,
                message=f"Release {edition.release_id} was published already"
                + ("; it is the latest again." if moved else "."),
            )
        with (
            outbox.new_release(edition) as folder,
            connect(settings.warehouse_url, READER) as connection,
        ):
            connection.read_only = True
            tables, rows, size = _write(connection, edition, folder)
        outbox.point_to(edition)
    return PublishReport(
        edition.release_id,
        edition.as_of_on,
        address,
        is_new=True,
        tables_count=tables,
        rows_count=rows,
        bytes_count=size,
        seconds=time.monotonic() - started,
        message=f"Release {edition.release_id} published: {tables} marts, {rows} rows.",
    )


def _write(connection: psycopg.Connection, edition: Edition, folder: Path) -> tuple[int, int, int]:
    """Write all files of a release; return the number of tables, of rows and of bytes."""
    written = [
        (table, write_csv(connection, table, folder), write_parquet(connection, table, folder))
        for table in read_tables(connection, "marts")
    ]
    (folder / NAME).write_bytes(descriptor(edition, written))
    return (
        len(written),
        sum(csv.rows_count for _, csv, _ in written),
        sum(csv.bytes_count + parquet.bytes_count for _, csv, parquet in written),
    )


@contextmanager
def _one_release(settings: Settings) -> Iterator[Edition]:
    """Yield the live release and hold off swaps, and other publications, meanwhile."""
    with connect(settings.warehouse_url, ROLE, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(hashtext('stem-warehouse publish'))")
        with release_lock(connection, shared=True):
            row = connection.execute(
                "select release_id, as_of_on, released_at from ops.releases where status = 'live'"
            ).fetchone()
            if row is None:
                raise WarehouseError(
                    "There is no release to publish.",
                    where="ops.releases",
                    remedy="Run: warehouse build",
                )
            yield Edition(*row)
