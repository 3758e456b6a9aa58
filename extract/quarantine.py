"""Move bad records, by number, from `raw` to `ops.quarantine` with all their reasons."""

import psycopg
from psycopg import sql

from extract.bad_records import BadRecords
from extract.contract import Contract
from extract.raw_table import raw_table

# `_load_id` first: its index leaves out the pages of other loads.
MOVE = """
with moved as (
    delete from {table} as received
    using bad_record
    where received._load_id = %(load_id)s
        and received._record_number = bad_record.record_number
    returning received.*
),

records as (
    select _record_number as record_number, to_jsonb(moved) - '_load_id' - '_record_number' as raw
    from moved
    union all
    select record_number, raw from bad_record where raw is not null
)

insert into ops.quarantine (load_id, record_number, reasons, raw)
select %(load_id)s, record_number, bad_record.reasons -> 'reasons', records.raw
from records
inner join bad_record using (record_number)
"""


def move_bad_records(
    connection: psycopg.Connection, contract: Contract, load_id: int, bad: BadRecords
) -> int:
    """Move the bad records of the load in progress and return how many were moved."""
    if not bad.count:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table bad_record (record_number bigint, reasons jsonb, raw jsonb) "
            "on commit drop"
        )
        with cursor.copy("copy bad_record from stdin (format csv)") as copy:
            for chunk in bad.rows():
                copy.write(chunk)
        cursor.execute("analyze bad_record")
        move = sql.SQL(MOVE).format(table=raw_table(contract))
        return cursor.execute(move, {"load_id": load_id}).rowcount
