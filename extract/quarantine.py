"""Move bad records, by number, from `raw` to `ops.quarantine` with all their reasons."""

import psycopg
from psycopg import sql

from extract.bad_records import BadRecords
from extract.contract import Contract
from extract.raw_table import raw_table

# Up to so many numbers go to the server as one array, over which it can search in parallel.
MOST_AT_ONCE = 500_000

# In a load of at most so many records they are found at once, without statistics.
SMALL_LOAD = 20_000

# Finding them costs a scan of the load, which only a plain select does with all cores.
FIND = """
create temporary table bad_place on commit drop as
select received.ctid as place
from {table} as received
where received._load_id = {load_id} and received._record_number = any({numbers})
"""

TAKE_FOUND = """
    delete from {table} as received
    using bad_place
    where received.ctid = bad_place.place
    returning received.*
"""

TAKE = """
    delete from {table} as received
    where received._load_id = {load_id} and received._record_number = any({numbers})
    returning received.*
"""

MOVE = """
with moved as ({take}),

records as (
    select _record_number as record_number, to_jsonb(moved) - '_load_id' - '_record_number' as raw
    from moved
    union all
    select record_number, raw from bad_record where raw is not null
)

insert into ops.quarantine (load_id, record_number, line, reasons, raw)
select {load_id}, record_number, bad_record.line, bad_record.reasons -> 'reasons', records.raw
from records
inner join bad_record using (record_number)
"""


def move_bad_records(
    connection: psycopg.Connection, contract: Contract, load_id: int, bad: BadRecords, records: int
) -> int:
    """Move the bad records of the load in progress and return how many were moved.

    `records` is how many the load has.
    """
    if not bad.count:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table bad_record "
            "(record_number bigint, line bigint, reasons jsonb, raw jsonb) on commit drop"
        )
        with cursor.copy("copy bad_record from stdin (format csv)") as copy:
            for chunk in bad.rows():
                copy.write(chunk)
        names = {"table": raw_table(contract), "load_id": sql.Literal(load_id)}
        if records <= SMALL_LOAD:
            take = sql.SQL(TAKE).format(numbers=_numbers(cursor, bad), **names)
        else:
            cursor.execute("analyze bad_record")
            cursor.execute(sql.SQL(FIND).format(numbers=_numbers(cursor, bad), **names))
            cursor.execute("analyze bad_place")
            take = sql.SQL(TAKE_FOUND).format(**names)
        return cursor.execute(sql.SQL(MOVE).format(take=take, **names)).rowcount


def _numbers(cursor: psycopg.Cursor, bad: BadRecords) -> sql.Composable:
    query = "select record_number from bad_record where raw is null"
    if bad.count > MOST_AT_ONCE:
        return sql.SQL(query)
    numbers = [number for (number,) in cursor.execute(query)]
    # As bigint: over an array of another type the server does not hash.
    return sql.SQL("{}::bigint[]").format(sql.Literal(numbers))
