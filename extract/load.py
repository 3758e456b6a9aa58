"""Load everything new in the landing zone: feed by feed, one load of a feed at a time."""

import logging
from collections.abc import Sequence

import psycopg

from extract.contract import Contract, all_contracts, get_contract, select_contracts
from extract.landing import LandingZone
from extract.ledger import FeedLedger
from extract.load_file import FileLoader
from extract.raw_table import LOADER, ensure_raw_tables
from extract.report import FeedReport, FileReport, LoadReport
from warehouse.database import connect
from warehouse.errors import ServerError
from warehouse.settings import Settings

LONGEST_WAIT = "30min"

log = logging.getLogger(__name__)


def load_feeds(settings: Settings, selection: Sequence[str] = ()) -> LoadReport:
    """Load what is new of the families or feeds named (`platform`, `platform.hubs`); default all.

    A bad file stops nothing: the report says what became of each. Raises
    ConfigurationError for a feed there is none of, SourceUnavailable, ServerError.
    """
    contracts = select_contracts(selection)
    landing = LandingZone(settings.landing_url)
    landing.check()
    feeds = tuple(_load_contract(settings, landing, contract) for contract in contracts)
    known = {f"{contract.family}/{contract.feed}" for contract in all_contracts().values()}
    unknown = () if selection else tuple(f for f in landing.folders() if f not in known)
    for folder in unknown:
        log.warning("%s: no contract for this folder, left alone", folder)
    return LoadReport(feeds, unknown)


def load_feed(settings: Settings, family: str, feed: str) -> FeedReport:
    """Load what is new of one feed; raises as load_feeds does."""
    landing = LandingZone(settings.landing_url)
    landing.check()
    return _load_contract(settings, landing, get_contract(family, feed))


def _load_contract(settings: Settings, landing: LandingZone, contract: Contract) -> FeedReport:
    with connect(settings.warehouse_url, role=LOADER, autocommit=True) as connection:
        _wait_for_turn(connection, contract)
        ensure_raw_tables(connection, [contract])
        folder = landing.feed(contract.family, contract.feed)
        loader = FileLoader(connection, contract, FeedLedger(connection, contract))
        outcomes = [loader.load(landed) for landed in folder.files]
    for name in folder.unrecognised:
        log.warning("%s: not a name of a file of this feed, left alone", name)
    reports: tuple[FileReport, ...] = tuple(report for report in outcomes if report is not None)
    report = FeedReport(
        contract.family,
        contract.feed,
        reports,
        len(outcomes) - len(reports),
        folder.unrecognised,
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
