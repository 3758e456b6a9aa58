from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from warehouse.database import connect
from warehouse.settings import Settings
from warehouse.status import read_status

ADD_FILE = """
insert into ops.ledger (
    load_id, family, feed, file_path, file_date, sha256, size_bytes, contract_version, status,
    rows_read, rows_loaded, rows_quarantined, content_load_id, reason, replays_load_id
) values (
    %(id)s, 'platform', %(feed)s, %(path)s, %(day)s, %(id)s::text, 1, 'v', %(status)s,
    10, 9, 1, %(content)s, %(reason)s, %(replays)s
)
"""
ADD_ROW = """
insert into ops.quarantine (load_id, record_number, reasons, raw)
values (%s, 1, '[{"rule": "minimum", "column": "share"}, {"rule": "fields", "column": ""}]', '{}')
"""


def add(settings: Settings, load_id: int, feed: str, path: str, **changed: object) -> None:
    row = {"id": load_id, "feed": feed, "path": path, "day": "2026-01-01", "status": "loaded"}
    row |= {"content": load_id, "reason": None, "replays": None} | changed
    with connect(settings.warehouse_url, role="warehouse_loader") as connection:
        connection.execute(ADD_FILE, row)


def add_quarantined(settings: Settings, load_id: int) -> None:
    with connect(settings.warehouse_url, role="warehouse_loader") as connection:
        connection.execute(ADD_ROW, (load_id,))


REJECTED = {"status": "rejected", "content": None, "reason": "no header"}


def test_each_feed_is_summed_up(settings: Settings) -> None:
    add(settings, 1, "hubs", "a")
    add(settings, 2, "hubs", "b", day="2026-01-02")
    add(settings, 3, "hubs", "c", day="2026-01-03", **REJECTED)
    add(settings, 4, "hubs", "d", day="2026-01-02", status="duplicate", content=2)
    add(settings, 5, "requests", "e")
    hubs, requests = read_status(settings).feeds
    assert (hubs.family, hubs.feed, hubs.files_count) == ("platform", "hubs", 4)
    assert (hubs.rejected_files_count, hubs.rows_loaded, hubs.rows_quarantined) == (1, 18, 2)
    assert hubs.newest_file_on == date(2026, 1, 2)
    assert (requests.feed, requests.rows_loaded) == ("requests", 9)


def test_a_file_counts_as_rejected_until_an_attempt_loads_it(settings: Settings) -> None:
    add(settings, 1, "hubs", "mended", **REJECTED)
    add(settings, 2, "hubs", "broken", **REJECTED)
    add(settings, 3, "hubs", "mended")
    (rejected,) = read_status(settings).rejected_files
    assert (rejected.file_path, rejected.reason) == ("broken", "no header")


def test_releases_come_newest_first(settings: Settings) -> None:
    with connect(settings.warehouse_url, role="warehouse_transformer") as connection:
        connection.execute("insert into ops.releases (status) values ('former'), ('live')")
    assert [release.status for release in read_status(settings).releases] == ["live", "former"]


def test_a_replay_counts_its_rows_and_no_file(settings: Settings) -> None:
    add(settings, 1, "hubs", "a")
    add(settings, 2, "hubs", "b", **REJECTED)
    add_quarantined(settings, 1)
    add(settings, 3, "hubs", "a", replays=1)
    add_quarantined(settings, 3)
    with connect(settings.warehouse_url, role="warehouse_loader") as connection:
        connection.execute("update ops.quarantine set replayed_by_load_id = 3 where load_id = 1")
    status = read_status(settings)
    (hubs,) = status.feeds
    assert (hubs.files_count, hubs.rejected_files_count) == (2, 1)
    assert (hubs.rows_loaded, hubs.rows_quarantined) == (18, 1)
    (rows,) = status.rejected_rows
    assert (rows.load_id, rows.file_path, rows.rows_count) == (3, "a", 1)
    assert rows.rules == "fields x1, share minimum x1"


def test_a_rejected_file_stays_rejected_when_rows_of_an_earlier_load_are_replayed(
    settings: Settings,
) -> None:
    add(settings, 1, "hubs", "a")
    add(settings, 2, "hubs", "a", **REJECTED)
    add(settings, 3, "hubs", "a", replays=1)
    assert [file.load_id for file in read_status(settings).rejected_files] == [2]


def test_each_feed_that_ever_came_is_late_or_not(settings: Settings) -> None:
    today = datetime.now(ZoneInfo("Europe/London")).date()
    for number, (feed, days) in enumerate([("hubs", 36), ("volunteering", 2)], start=1):
        add(settings, number, feed, feed, day=today - timedelta(days=days))
    add(settings, 3, "volunteering", "later", day=today, **REJECTED)
    hubs, volunteering = read_status(settings).freshness
    assert (hubs.feed, hubs.days_since, hubs.expected_days, hubs.is_late) == ("hubs", 36, 35, True)
    assert (volunteering.days_since, volunteering.is_late) == (2, False)


def test_what_no_load_takes_is_named_while_it_lies_there(settings: Settings) -> None:
    landing = Path(settings.landing_url)
    for name in ("platform/hubs/Hubs.csv", "platform/hobbies/hobbies_2021-01-01.csv"):
        (landing / name).parent.mkdir(parents=True, exist_ok=True)
        (landing / name).write_text("x")
    status = read_status(settings)
    assert [found.path for found in status.left_alone] == [
        "platform/hubs/Hubs.csv",
        "platform/hobbies",
    ]
    assert status.left_alone[0].why.startswith("not named <feed>_<YYYY-MM-DD>")


def test_a_landing_zone_that_cannot_be_read_is_said_and_stops_nothing(settings: Settings) -> None:
    add(settings, 1, "hubs", "a")
    gone = replace(settings, landing_url=settings.landing_url + "/gone")
    status = read_status(gone)
    assert len(status.feeds) == 1
    (unread,) = status.left_alone
    assert unread.path == "the landing zone"
    assert "landing zone cannot be read" in unread.why
