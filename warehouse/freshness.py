"""Whether the feeds still come: the newest file of each against the rhythm it is expected in."""

import csv
import logging
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

from warehouse.database import connect
from warehouse.errors import FeedLate
from warehouse.settings import PROJECT_ROOT, Settings

QUERY = Path(__file__).parent / "queries" / "newest_files.sql"
RHYTHM = PROJECT_ROOT / "dbt_project" / "seeds" / "feeds" / "feed_rhythm.csv"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FeedFreshness:
    """How recent a feed is. `expected_days` None: its files come when there is occasion."""

    family: str
    feed: str
    newest_file_on: date
    days_since: int
    expected_days: int | None
    is_late: bool

    def __str__(self) -> str:
        """Return it as in `platform.hubs: newest file of 2021-08-01, 40 days ago, …`."""
        return (
            f"{self.family}.{self.feed}: newest file of {self.newest_file_on}, "
            f"{self.days_since:,} days ago, expected every {self.expected_days}"
        )


def read_freshness(
    connection: psycopg.Connection, today: date | None = None
) -> tuple[FeedFreshness, ...]:
    """Return how recent each feed is of which a file ever came, by the day in London."""
    day = today or datetime.now(ZoneInfo("Europe/London")).date()
    rhythm = _expected_days()
    found = []
    for family, feed, newest in sorted(connection.execute(QUERY.read_bytes()).fetchall()):
        days, expected = (day - newest).days, rhythm.get((family, feed))
        is_late = expected is not None and days > expected
        found.append(FeedFreshness(family, feed, newest, days, expected, is_late))
    return tuple(found)


def check_freshness(settings: Settings, today: date | None = None) -> tuple[FeedFreshness, ...]:
    """Return how recent the feeds are; raises FeedLate naming those whose next file is overdue."""
    with connect(settings.warehouse_url, role="warehouse_transformer") as connection:
        feeds = read_freshness(connection, today)
    if late := [feed for feed in feeds if feed.is_late]:
        raise FeedLate(
            f"{len(late)} of {len(feeds)} feeds are late.",
            where=", ".join(f"{feed.family}.{feed.feed}" for feed in late),
            evidence="\n".join(map(str, late)),
            remedy="Look in the landing zone for rejected or misnamed files, then ask the sender. "
            f"The rhythm expected is in {RHYTHM.relative_to(PROJECT_ROOT)}.",
        )
    log.info("%d feeds, none of them late", len(feeds))
    return feeds


def _expected_days() -> dict[tuple[str, str], int | None]:
    with RHYTHM.open(encoding="utf-8", newline="") as file:
        return {
            (row["family"], row["feed"]): int(row["expected_days"])
            if row["expected_days"]
            else None
            for row in csv.DictReader(file)
        }
