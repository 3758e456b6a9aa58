"""Quarantined rows again, under the contract of today: those that hold now go to raw."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
import psycopg
from psycopg import sql
from psycopg.rows import class_row

from extract.bad_records import BadRecords, Reason
from extract.contract import Contract, get_contract
from extract.header import fold, names_of
from extract.landing import landing_zone
from extract.ledger import FeedLedger
from extract.lines import LINE
from extract.load_file import FileLoader, rules_broken
from extract.parsing import RECORD_NUMBER, to_csv
from extract.quarantine import move_bad_records
from extract.raw_table import LOAD_ID_SETTING, LOADER, ensure_raw_tables, raw_table
from extract.report import RuleCount
from extract.validation import Validation
from warehouse.database import connect
from warehouse.errors import ConfigurationError, FileRejected, ServerError, SourceUnavailable
from warehouse.settings import Settings

ROWS_AT_ONCE = 10_000

FIND = """
select load_id, family, feed, file_path, part, status, columns, content_load_id
from ops.ledger
where load_id = %s
"""

# A reason without a column is about the record's form: no contract can help it.
OPEN = """
select
    count(*) as open,
    count(*) filter (where reasons @> '[{"column": ""}]') as malformed
from ops.quarantine
where load_id = %s and replayed_by_load_id is null
"""

LATER = """
select max(replayed_by_load_id)
from ops.quarantine
where load_id = %s
"""

ROWS = """
select record_number, line, raw
from ops.quarantine
where load_id = %s and replayed_by_load_id is null and not reasons @> '[{"column": ""}]'
order by record_number
"""

RECORD = """
insert into ops.ledger (
    load_id, family, feed, file_path, file_date, part, sha256, size_bytes, modified_at,
    contract_version, status, rows_read, rows_loaded, rows_quarantined, content_load_id, columns,
    replays_load_id, started_at
)
select
    %(load_id)s, family, feed, file_path, file_date, part, sha256, size_bytes, modified_at,
    %(version)s, 'loaded', %(read)s, %(loaded)s, %(quarantined)s, %(load_id)s, columns, load_id,
    transaction_timestamp()
from ops.ledger
where load_id = %(replayed)s
"""

CLOSE = """
update ops.quarantine
set replayed_by_load_id = %(load_id)s
where
    load_id = %(replayed)s
    and replayed_by_load_id is null
    and not reasons @> '[{"column": ""}]'
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReplayReport:
    """What a load's quarantined rows, or its rejected file, became when tried again.

    `rows_beyond_replay` are no records by their form and stay where they were.
    """

    replayed_load_id: int
    family: str
    feed: str
    file: str
    status: str
    load_id: int | None
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    rows_beyond_replay: int = 0
    reason: str | None = None
    remedy: str | None = None
    rules_broken: tuple[RuleCount, ...] = ()
    first_reasons: tuple[Reason, ...] = ()

    def raise_for_rejected(self) -> None:
        """Raise FileRejected where the file was rejected again, SourceUnavailable where unread."""
        if self.status == "rejected":
            raise FileRejected(
                "The file was rejected again.",
                where=self.file,
                evidence=self.reason,
                remedy=self.remedy,
            )
        if self.status == "unavailable":
            raise SourceUnavailable(
                "The file could not be read.",
                where=self.file,
                evidence=self.reason,
                remedy=self.remedy,
            )


@dataclass(frozen=True)
class _Load:
    """The ledger's row of the load that is to be replayed."""

    load_id: int
    family: str
    feed: str
    file_path: str
    part: str
    status: str
    columns: Sequence[str]
    content_load_id: int | None


def replay(settings: Settings, load_id: int) -> ReplayReport:
    """Try a load's quarantined rows, or its rejected file, again under the contract of today.

    Raises ConfigurationError where there is no such load or nothing of it to try, ServerError
    while the feed is being loaded, SourceUnavailable where a rejected file is gone.
    """
    with connect(settings.warehouse_url, role=LOADER, autocommit=True) as connection:
        load = _find(connection, load_id)
        contract = get_contract(load.family, load.feed)
        _take_turn(connection, contract)
        ensure_raw_tables(connection, [contract])
        if load.status == "rejected":
            report = _file_again(connection, settings, contract, load)
        else:
            beyond = _rows_beyond_replay(connection, load)
            report = replace(_rows_again(connection, contract, load), rows_beyond_replay=beyond)
    log.info(
        "%s: load %d replayed as %s, %s: %d read, %d loaded, %d quarantined",
        *(report.file, load_id, report.load_id, report.status),
        *(report.rows_read, report.rows_loaded, report.rows_quarantined),
    )
    return report


def _find(connection: psycopg.Connection, load_id: int) -> _Load:
    with connection.cursor(row_factory=class_row(_Load)) as cursor:
        load = cursor.execute(FIND, (load_id,)).fetchone()
    if load is None:
        raise ConfigurationError(
            f"There is no load {load_id}.",
            where="ops.ledger",
            remedy="`warehouse status` and quality.rejected_rows name loads with open rows.",
        )
    return load


def _take_turn(connection: psycopg.Connection, contract: Contract) -> None:
    """Take the feed's lock, which ends with the connection, or raise at once."""
    query = "select pg_try_advisory_lock(hashtextextended(%s, 0))"
    if connection.execute(query, (f"load {contract.name}",)).fetchone() != (True,):
        raise ServerError(
            "The feed is being loaded.",
            where=contract.name,
            evidence="another session holds its lock",
            remedy="Replay when that load has ended.",
        )


def _rows_beyond_replay(connection: psycopg.Connection, load: _Load) -> int:
    """Return how many open rows no contract can help; raises where there are no others."""
    ((still_open, malformed),) = connection.execute(OPEN, (load.load_id,)).fetchall()
    if still_open > malformed:
        return int(malformed)
    ((later,),) = connection.execute(LATER, (load.load_id,)).fetchall()
    form = f"{malformed:,} open rows are no records by their form, which no contract can help"
    if later is not None:
        found = f"its rows were tried again in load {later}" + (f"; {form}" if malformed else "")
        remedy = f"What is still wrong with them stands under load {later}: replay that one."
    elif malformed:
        found, remedy = form, "Ask the sender for a corrected file under a new name."
    elif load.content_load_id not in (load.load_id, None):
        found = f"it is of the same bytes as load {load.content_load_id}"
        remedy = f"Replay load {load.content_load_id}."
    else:
        found = "none of its rows is in quarantine"
        remedy = "`warehouse status` and quality.rejected_rows name loads with open rows."
    raise _nothing_to_replay(load, found, remedy)


def _nothing_to_replay(load: _Load, evidence: str, remedy: str) -> ConfigurationError:
    return ConfigurationError(
        f"Load {load.load_id} has nothing to replay.", load.file_path, evidence, remedy
    )


def _file_again(
    connection: psycopg.Connection, settings: Settings, contract: Contract, load: _Load
) -> ReplayReport:
    """Read a rejected file again from the landing zone, whatever the contract's version."""
    with landing_zone(settings) as landing:
        files = landing.feed(contract.family, contract.feed).files
        landed = next((file for file in files if file.path == load.file_path), None)
        if landed is None:
            raise SourceUnavailable(
                "The rejected file is not in the landing zone any more.",
                where=load.file_path,
                remedy="Put it back, or ask the sender for a new one.",
            )
        ledger = FeedLedger(connection, contract)
        ledger.forget_rejections(load.file_path)
        file = FileLoader(connection, contract, ledger).load(landed)
    if file is None:
        raise _nothing_to_replay(
            load, "the file has been loaded since", "Nothing: quality.loads has its newer load."
        )
    return ReplayReport(
        *(load.load_id, load.family, load.feed, load.file_path, file.status, file.load_id),
        *(file.rows_read, file.rows_loaded, file.rows_quarantined),
        reason=file.reason,
        remedy=file.remedy,
        rules_broken=file.rules_broken,
        first_reasons=file.first_reasons,
    )


def _rows_again(connection: psycopg.Connection, contract: Contract, load: _Load) -> ReplayReport:
    ledger = FeedLedger(connection, contract)
    fields = [field.name for field in contract.fields]
    with connection.transaction(), BadRecords() as bad:
        load_id = ledger.next_id()
        connection.execute("select set_config(%s, %s, true)", (LOAD_ID_SETTING, str(load_id)))
        reading = ledger.reading_of(load.part)
        present = _present(reading.contract, load)
        validation = Validation(reading.contract, present, bad, more_rules=reading.rules)
        for stored in _frames(connection, load, contract):
            frame = reading.reopened(stored)
            validation.check(frame)
            _copy(connection, contract, frame.select(RECORD_NUMBER, *fields))
        validation.finish()
        moved = move_bad_records(connection, contract, load_id, bad, validation.records)
        report = ReplayReport(
            *(load.load_id, load.family, load.feed, load.file_path, "loaded", load_id),
            *(validation.records, validation.records - moved, moved),
            rules_broken=rules_broken(bad),
            first_reasons=bad.first,
        )
        values = {
            "load_id": load_id,
            "replayed": load.load_id,
            "version": ledger.version_of(load.part),
            "read": report.rows_read,
            "loaded": report.rows_loaded,
            "quarantined": report.rows_quarantined,
        }
        connection.execute(RECORD, values)
        connection.execute(CLOSE, values)
    return report


def _present(contract: Contract, load: _Load) -> frozenset[str]:
    """Return the fields to judge: what the file had, and what today's contract insists on."""
    fields = names_of(contract.fields)
    had = {fields.get(fold(column)) for column in load.columns}
    return frozenset(
        field.name
        for field in contract.fields
        if field.name in had or not field.optional or not load.columns
    )


def _frames(
    connection: psycopg.Connection, load: _Load, contract: Contract
) -> Iterator[pl.DataFrame]:
    """Yield the records to try under today's fields, ROWS_AT_ONCE at most."""
    fields = names_of(contract.fields)
    schema: dict[str, Any] = {RECORD_NUMBER: pl.Int64, LINE: pl.Int64}
    schema |= {field.name: pl.String for field in contract.fields}
    with connection.cursor(name="replayable") as cursor:
        cursor.execute(ROWS, (load.load_id,))
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            records = [
                {RECORD_NUMBER: number, LINE: line} | _cells(raw, fields)
                for number, line, raw in rows
            ]
            yield pl.DataFrame(records, schema=schema)


def _cells(raw: Mapping[str, str | None], fields: Mapping[str, str]) -> dict[str, str | None]:
    """Return a record's cells under today's fields; of two for one field, one with a value."""
    cells: dict[str, str | None] = {}
    for column, cell in raw.items():
        name = fields.get(fold(column))
        if name is not None and cells.get(name) is None:
            cells[name] = cell
    return cells


def _copy(connection: psycopg.Connection, contract: Contract, frame: pl.DataFrame) -> None:
    command = sql.SQL("copy {} ({}) from stdin (format csv, encoding 'UTF8')").format(
        raw_table(contract), sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    )
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        copy.write(to_csv(frame))
