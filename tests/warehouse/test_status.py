from datetime import date

from warehouse.database import connect
from warehouse.settings import Settings
from warehouse.status import read_status

ADD_FILE = """
insert into ops.ledger (
    load_id, family, feed, file_path, file_date, sha256, size_bytes, contract_version, status,
    rows_read, rows_loaded, rows_quarantined, content_load_id, reason
) values (
    %(id)s, 'platform', %(feed)s, %(path)s, %(day)s, %(id)s::text, 1, 'v', %(status)s,
    10, 9, 1, %(content)s, %(reason)s
)
"""


def add(settings: Settings, load_id: int, feed: str, path: str, **changed: object) -> None:
    row = {"id": load_id, "feed": feed, "path": path, "day": "2026-01-01", "status": "loaded"}
    row |= {"content": load_id, "reason": None} | changed
    with connect(settings.warehouse_url, role="warehouse_loader") as connection:
        connection.execute(ADD_FILE, row)


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
