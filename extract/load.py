"""Load everything new in the landing zone: feed by feed, one load of a feed at a time."""

import logging
from collections.abc import Sequence
from datetime import datetime

import psycopg

from extract.contract import Contract, all_contracts, get_contract, select_contracts
from extract.landing import FeedFolder, LandingZone, landing_zone
from extract.ledger import FeedLedger
from extract.load_file import FileLoader
from extract.raw_table import LOADER, ensure_raw_tables
from extract.report import FeedReport, FileReport, LoadReport
from warehouse.database import connect
from warehouse.errors import ServerError, SourceUnavailable
from warehouse.settings import Settings

LONGEST_WAIT = "30min"
REJECTED_SINCE = """
select file_path, file_date, load_id, reason
from ops.ledger
where family = %s and feed = %s and status = 'rejected' and finished_at >= %s
order by load_id
"""

log = logging.getLogger(__name__)


def load_feeds(settings: Settings, selection: Sequence[str] = ()) -> LoadReport:
    """Load what is new of the families or feeds named (`platform`, `platform.hubs`); default all.

    A bad file or a folder that cannot be listed stops nothing: the report says what became of
    each. Raises ConfigurationError for a feed there is none of or a landing zone that is set
    wrongly, SourceUnavailable where there is none, ServerError.
    """
    contracts = select_contracts(selection)
    with landing_zone(settings) as landing:
        feeds = tuple(_load_contract(settings, landing, contract) for contract in contracts)
        known = {f"{contract.family}/{contract.feed}" for contract in all_contracts().values()}
        unknown = () if selection else tuple(f for f in landing.folders() if f not in known)
    for folder in unknown:
        log.warning("%s: no contract for this folder, left alone", folder)
    return LoadReport(feeds, unknown)


def load_feed(
    settings: Settings, family: str, feed: str, since: datetime | None = None
) -> FeedReport:
    """Load what is new of one feed; raises as load_feeds does.

    The report also names what was rejected `since` then: a second try after a file that could
    not be read must not forget the one that was rejected by the first.
    """
    with landing_zone(settings) as landing:
        return _load_contract(settings, landing, get_contract(family, feed), since)


def _load_contract(
    settings: Settings, landing: LandingZone, contract: Contract, since: datetime | None = None
) -> FeedReport:
    try:
        with connect(settings.warehouse_url, role=LOADER, autocommit=True) as connection:
            _wait_for_turn(connection, contract)
            rejected_earlier = _rejected_since(connection, contract, since)
            ensure_raw_tables(connection, [contract])
            folder, unlisted = _listed(landing, contract)
            loader = FileLoader(connection, contract, FeedLedger(connection, contract))
            outcomes = [loader.load(landed) for landed in folder.files]
    except psycopg.Error as error:
        raise _stopped(contract, error) from None
    for name in folder.unrecognised:
        log.warning("%s: not a name of a file of this feed, left alone", name)
    reports: tuple[FileReport, ...] = tuple(report for report in outcomes if report is not None)
    report = FeedReport(
        contract.family,
        contract.feed,
        reports,
        len(outcomes) - len(reports),
        folder.unrecognised,
        rejected_earlier,
        unlisted,
    )
    log.info(
        "%s: %d new files, %d known, %s rows loaded, %s quarantined",
        contract.name,
        len(reports),
        report.known_files,
        f"{report.rows_loaded:,}",
        f"{report.rows_quarantined:,}",
    )
    return report


def _listed(landing: LandingZone, contract: Contract) -> tuple[FeedFolder, str | None]:
    """Return what lies there, or nothing and why it cannot be listed."""
    try:
        return landing.feed(contract.family, contract.feed), None
    except SourceUnavailable as error:
        reason = f"{error.what} {error.evidence}"
        log.warning("%s: not listed: %s", contract.name, reason)
        return FeedFolder((), ()), reason


def _rejected_since(
    connection: psycopg.Connection, contract: Contract, since: datetime | None
) -> tuple[FileReport, ...]:
    if since is None:
        return ()
    rows = connection.execute(REJECTED_SINCE, (contract.family, contract.feed, since))
    return tuple(
        FileReport(path, day, "rejected", load_id=load_id, reason=reason)
        for path, day, load_id, reason in rows
    )


def _stopped(contract: Contract, error: psycopg.Error) -> ServerError:
    # A server's message may quote a row further down, the connection's own has no such part.
    own = str(error).partition("\n")[0] if isinstance(error, psycopg.OperationalError) else ""
    return ServerError(
        "The database stopped a load.",
        where=contract.name,
        evidence=error.diag.message_primary or own or type(error).__name__,
        remedy="Look at the server's log; the next run loads what is left.",
    )


def _wait_for_turn(connection: psycopg.Connection, contract: Contract) -> None:
    """Take the feed's lock, which ends with the connection, after any load that runs elsewhere."""
    connection.execute("select set_config('lock_timeout', %s, false)", (LONGEST_WAIT,))
    try:
        connection.execute(
            "select pg_advisory_lock(hashtextextended(%s, 0))", (f"load {contract.name}",)
        )
    except psycopg.errors.LockNotAvailable as error:
        raise ServerError(
            "Another load of the feed does not end.",
            where=contract.name,
            evidence=f"waited {LONGEST_WAIT} for it",
            remedy="Look for it in pg_stat_activity; end it, and run again.",
        ) from error
