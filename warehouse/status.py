"""How the warehouse stands: what was loaded, what was rejected, what is released."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import psycopg
from psycopg.rows import class_row

from extract.contract import all_contracts
from extract.landing import NOT_AS_AGREED, landing_zone
from warehouse.database import connect
from warehouse.errors import ConfigurationError, SourceUnavailable
from warehouse.freshness import FeedFreshness, read_freshness
from warehouse.settings import Settings

QUERIES = Path(__file__).parent / "queries"
Row = TypeVar("Row")


@dataclass(frozen=True)
class FeedSummary:
    """What the files of one feed became; quarantined are rows that are still open."""

    family: str
    feed: str
    files_count: int
    rejected_files_count: int
    rows_loaded: int
    rows_quarantined: int
    newest_file_on: date | None
    last_handled_at: datetime


@dataclass(frozen=True)
class RejectedFile:
    """A file whose newest attempt was rejected."""

    load_id: int
    file_path: str
    reason: str
    remedy: str | None
    rejected_at: datetime


@dataclass(frozen=True)
class RejectedRows:
    """A load of which rows are in quarantine; `warehouse replay` takes its number."""

    load_id: int
    file_path: str
    rows_count: int
    rules: str


@dataclass(frozen=True)
class LeftAlone:
    """A file or folder in the landing zone that no load touches, and why."""

    path: str
    why: str


@dataclass(frozen=True)
class WaitingTexts:
    """Texts of one field that wait for a steward; `warehouse review` writes them out."""

    field: str
    texts_count: int
    rows_count: int
    hours: Decimal


@dataclass(frozen=True)
class Release:
    """One build of core and marts, and what became of it."""

    release_id: int
    status: str
    as_of_on: date | None
    started_at: datetime
    released_at: datetime | None


@dataclass(frozen=True)
class WarehouseStatus:
    """The ledger by feed, what is rejected now, which feeds still come, what waits for a steward,
    the last ten builds.

    Of loads with rejected rows the fifty newest are named. What is left alone lies in the landing
    zone now; where that cannot be read, it says why.
    """

    feeds: tuple[FeedSummary, ...]
    rejected_rows: tuple[RejectedRows, ...]
    rejected_files: tuple[RejectedFile, ...]
    freshness: tuple[FeedFreshness, ...]
    review_queue: tuple[WaitingTexts, ...]
    releases: tuple[Release, ...]
    left_alone: tuple[LeftAlone, ...] = ()


def read_status(settings: Settings) -> WarehouseStatus:
    """Return how the warehouse stands, all of the database at one moment.

    Raises ServerError when the database does not answer or was never initialised.
    """
    with connect(settings.warehouse_url, role="warehouse_transformer") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        status = WarehouseStatus(
            _rows(connection, FeedSummary, "feed_summary.sql"),
            _rows(connection, RejectedRows, "rejected_rows.sql"),
            _rows(connection, RejectedFile, "rejected_files.sql"),
            read_freshness(connection),
            _review_queue(connection),
            _rows(connection, Release, "releases.sql"),
        )
    try:
        return replace(status, left_alone=_left_alone(settings))
    except (SourceUnavailable, ConfigurationError) as error:
        said = f"{error.what} {error.evidence or ''}".strip()
        return replace(status, left_alone=(LeftAlone("the landing zone", said),))


def _left_alone(settings: Settings) -> tuple[LeftAlone, ...]:
    """Return what no load takes: misnamed files of feeds, and folders without a contract."""
    contracts = all_contracts().values()
    known = {f"{contract.family}/{contract.feed}" for contract in contracts}
    with landing_zone(settings) as landing:
        folders = landing.folders()
        misnamed = [
            name
            for contract in contracts
            if f"{contract.family}/{contract.feed}" in folders
            for name in landing.feed(contract.family, contract.feed).unrecognised
        ]
    return (
        *(LeftAlone(name, NOT_AS_AGREED) for name in misnamed),
        *(
            LeftAlone(folder, "no contract for this folder")
            for folder in folders
            if folder not in known
        ),
    )


def _review_queue(connection: psycopg.Connection) -> tuple[WaitingTexts, ...]:
    """Return what waits since the live release; nothing before there is one."""
    known = connection.execute("select to_regclass('quality.other_review_queue')").fetchone()
    if known is None or known[0] is None:
        return ()
    return _rows(connection, WaitingTexts, "review_queue.sql")


def _rows(connection: psycopg.Connection, kind: type[Row], query: str) -> tuple[Row, ...]:
    with connection.cursor(row_factory=class_row(kind)) as cursor:
        return tuple(cursor.execute((QUERIES / query).read_bytes()).fetchall())
