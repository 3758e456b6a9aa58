from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import errors, sql
from psycopg.types.json import Jsonb

from warehouse.database import connect, initialise
from warehouse.settings import Settings

FILE = {
    "load_id": 1,
    "family": "platform",
    "feed": "hubs",
    "file_path": "platform/hubs/hubs_2026-01-31.csv",
    "file_date": "2026-01-31",
    "sha256": "a" * 64,
    "size_bytes": 10,
    "contract_version": "abc",
    "status": "loaded",
    "rows_read": 3,
    "rows_loaded": 2,
    "rows_quarantined": 1,
    "content_load_id": 1,
}

OF_AN_EARLIER_RELEASE = """
drop view ops.rejected_files;
drop index ops.ledger_content_once_a_contract;
alter table ops.ledger
drop column columns, drop column unknown_columns, drop column replays_load_id cascade;
alter table ops.quarantine drop column line, drop column replayed_by_load_id cascade;
create unique index ledger_content_once on ops.ledger (file_path, sha256)
where status <> 'rejected';
insert into ops.ledger (
    load_id, family, feed, file_path, file_date, sha256, size_bytes, contract_version, status,
    rows_read, rows_loaded, rows_quarantined, content_load_id
)
values (
    1, 'platform', 'hubs', 'platform/hubs/hubs_2026-01-31.csv', '2026-01-31', repeat('a', 64), 10,
    'abc', 'loaded', 3, 2, 1, 1
);
insert into ops.quarantine (load_id, record_number, reasons, raw) values (1, 2, '[{}]', '{}');
"""


@pytest.fixture
def loader(settings: Settings) -> Iterator[psycopg.Connection]:
    with connect(settings.warehouse_url, role="warehouse_loader", autocommit=True) as connection:
        yield connection


def add(connection: psycopg.Connection, table: str = "ledger", **changed: Any) -> None:
    row = (FILE if table == "ledger" else {}) | changed
    statement = sql.SQL("insert into {} ({}) values ({})").format(
        sql.Identifier("ops", table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(map(sql.Placeholder, row)),
    )
    connection.execute(statement, row)


def rejected(**changed: Any) -> dict[str, Any]:
    return {"status": "rejected", "content_load_id": None, "reason": "no header", **changed}


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [
        ("", "1"),
        ("2", "10"),
        ("part2", "part10"),
        ("teacher_9_end", "teacher_10_end"),
        ("1", "02"),
        ("999999999999", "a"),
        ("20260131235959", "20260201000000"),
    ],
)
def test_parts_come_in_the_order_people_count(
    loader: psycopg.Connection, smaller: str, larger: str
) -> None:
    add(loader, load_id=1, part=larger, file_path="larger")
    add(loader, load_id=2, content_load_id=2, part=smaller, file_path="smaller")
    rows = loader.execute('select part from ops.ledger order by part_order collate "C"')
    assert [part for (part,) in rows] == [smaller, larger]


def test_the_same_bytes_of_a_path_load_once(loader: psycopg.Connection) -> None:
    add(loader)
    with pytest.raises(errors.UniqueViolation):
        add(loader, load_id=2, content_load_id=2)


def test_under_another_version_of_its_contract_a_file_loads_again(
    loader: psycopg.Connection,
) -> None:
    add(loader)
    add(loader, load_id=2, content_load_id=2, contract_version="def")


def test_a_ledger_of_an_earlier_release_is_brought_up_to_date(settings: Settings) -> None:
    with psycopg.connect(settings.warehouse_url) as connection:
        connection.execute(OF_AN_EARLIER_RELEASE)
    for _ in range(2):
        initialise(settings)
    with connect(settings.warehouse_url, role="warehouse_loader", autocommit=True) as loader:
        (row,) = loader.execute("select columns, unknown_columns, replays_load_id from ops.ledger")
        assert row == ([], [], None)
        add(loader, load_id=2, content_load_id=2, contract_version="def")
        with pytest.raises(errors.UniqueViolation):
            add(loader, load_id=3, content_load_id=3)
        loader.execute("update ops.quarantine set replayed_by_load_id = 2, line = 3")


def test_rows_of_a_load_may_be_replayed_more_than_once(loader: psycopg.Connection) -> None:
    add(loader)
    add(loader, load_id=2, content_load_id=2, replays_load_id=1)
    add(loader, load_id=3, content_load_id=3, replays_load_id=1)


def test_a_rejected_file_may_be_tried_again(loader: psycopg.Connection) -> None:
    add(loader, **rejected(load_id=1))
    add(loader, **rejected(load_id=2, contract_version="def"))
    add(loader, load_id=3, content_load_id=3)


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "forgotten"},
        {"rows_loaded": 3},
        {"rows_read": None},
        {"content_load_id": None},
        rejected(content_load_id=1),
        rejected(reason=None),
        {"status": "duplicate"},
    ],
    ids=str,
)
def test_a_ledger_row_that_contradicts_itself_is_refused(
    loader: psycopg.Connection, changed: dict[str, Any]
) -> None:
    with pytest.raises(errors.CheckViolation):
        add(loader, **changed)


def test_content_points_at_a_load_that_exists(loader: psycopg.Connection) -> None:
    with pytest.raises(errors.ForeignKeyViolation):
        add(loader, status="unchanged", content_load_id=99)


def test_a_quarantined_record_belongs_to_a_load_by_the_end_of_its_transaction(
    loader: psycopg.Connection,
) -> None:
    record = {"load_id": 1, "record_number": 2, "raw": Jsonb({"hub_id": ""})}
    reasons = Jsonb([{"rule": "required", "column": "hub_id", "message": "no value"}])
    with loader.transaction():
        add(loader, "quarantine", reasons=reasons, **record)
        add(loader)
    with pytest.raises(errors.ForeignKeyViolation):
        add(loader, "quarantine", reasons=reasons, **record | {"load_id": 2})
    with pytest.raises(errors.CheckViolation):
        add(loader, "quarantine", reasons=Jsonb([]), **record | {"record_number": 3})


def test_only_one_release_is_live(settings: Settings) -> None:
    with connect(settings.warehouse_url, role="warehouse_transformer") as connection:
        connection.execute("insert into ops.releases (status) values ('live'), ('retired')")
        with pytest.raises(errors.UniqueViolation):
            connection.execute("insert into ops.releases (status) values ('live')")
