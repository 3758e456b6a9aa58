"""The tables of `raw`: made and extended from the contracts, all text."""

from collections.abc import Iterable

import psycopg
from psycopg import sql

from extract.contract import Contract, all_contracts

LOADER = "warehouse_loader"
LOAD_ID_SETTING = "warehouse.load_id"
# Numbers drawn ahead: with none, drawing one costs a quarter of a COPY.
NUMBERS_CACHED = 1000


def raw_table(contract: Contract) -> sql.Identifier:
    """Return the qualified name of a feed's table."""
    return sql.Identifier("raw", contract.table)


def record_numbers(contract: Contract) -> sql.Identifier:
    """Return the qualified name of the sequence that numbers a feed's records."""
    return sql.Identifier("raw", f"{contract.table}_record_number")


def ensure_raw_tables(
    connection: psycopg.Connection, contracts: Iterable[Contract] | None = None
) -> None:
    """Make or extend the tables of all contracts, as warehouse_loader, whoever is connected."""
    become = "select set_config('role', %s, true)"
    with connection.transaction():
        row = connection.execute("select current_setting('role')").fetchone()
        connection.execute(become, (LOADER,))
        for contract in all_contracts().values() if contracts is None else contracts:
            ensure_raw_table(connection, contract)
        # The caller's transaction may go on.
        connection.execute(become, row)


def ensure_raw_table(connection: psycopg.Connection, contract: Contract) -> None:
    """Make a feed's table, or add the columns its contract has gained; none is ever dropped."""
    table = raw_table(contract)
    present = _present_columns(connection, contract)
    if not present:
        _create(connection, contract)
    elif missing := [field.name for field in contract.fields if field.name not in present]:
        added = sql.SQL(", ").join(
            sql.SQL("add column {} text").format(sql.Identifier(name)) for name in missing
        )
        connection.execute(sql.SQL("alter table {} {}").format(table, added))


def _create(connection: psycopg.Connection, contract: Contract) -> None:
    table, numbers = raw_table(contract), record_numbers(contract)
    connection.execute(
        sql.SQL("create sequence {} cache {}").format(numbers, sql.Literal(NUMBERS_CACHED))
    )
    # Ours come first, where the server finds them without walking over the texts.
    columns = [sql.SQL("{} text").format(sql.Identifier(f.name)) for f in contract.fields]
    connection.execute(
        sql.SQL(
            "create table {table} ("
            "_load_id bigint not null default current_setting({setting})::bigint, "
            "_record_number bigint not null default nextval({numbers}), {columns})"
        ).format(
            table=table,
            columns=sql.SQL(", ").join(columns),
            setting=sql.Literal(LOAD_ID_SETTING),
            numbers=sql.Literal(numbers.as_string(connection)),
        )
    )
    connection.execute(
        sql.SQL("alter sequence {} owned by {}").format(
            numbers, sql.Identifier("raw", contract.table, "_record_number")
        )
    )
    # Loads come one after the other: a few pages tell where each one lies.
    connection.execute(
        sql.SQL("create index on {} using brin (_load_id) with (autosummarize = on)").format(table)
    )


def _present_columns(connection: psycopg.Connection, contract: Contract) -> set[str]:
    rows = connection.execute(
        "select attname from pg_attribute "
        "where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped",
        (raw_table(contract).as_string(connection),),
    )
    return {name for (name,) in rows}
