"""Load one file: in one transaction, or reject it whole."""

import logging
import time
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
from psycopg import sql

from extract.bad_records import BadRecords
from extract.contract import Contract
from extract.converted import open_source
from extract.copying import copy_records
from extract.header import Header
from extract.landing import LandedFile, Manifest
from extract.ledger import FeedLedger, Verdict
from extract.quarantine import move_bad_records
from extract.raw_table import LOAD_ID_SETTING, record_numbers
from extract.reading import Reading
from extract.records import IrregularError
from extract.report import FileReport, RuleCount
from extract.source import Source, reject_undecodable
from extract.validation import Validation
from warehouse.errors import FileRejected, SourceUnavailable

log = logging.getLogger(__name__)


class TooManyBadRows(FileRejected):
    """Strictly more than 5% of a file's rows are bad."""

    def __init__(self, path: str, records: int, bad: BadRecords) -> None:
        """Keep the counts and first reasons for the ledger."""
        super().__init__(
            f"{bad.count:,} of {records:,} rows are bad, more than 5%.",
            where=path,
            remedy="Look at the first reasons, correct the export or the contract.",
        )
        self.records = records
        self.bad = bad


class FileLoader:
    """Loads the files of one feed over one connection."""

    def __init__(
        self, connection: psycopg.Connection, contract: Contract, ledger: FeedLedger
    ) -> None:
        """Work for one feed over a connection that no one else uses."""
        self._connection = connection
        self._contract = contract
        self._ledger = ledger

    def load(self, landed: LandedFile) -> FileReport | None:
        """Load a file and return what became of it, None where the ledger knows it already.

        Nothing that a file does raises: a rejected file is in the ledger, one that could not
        be read is not and is tried again by the next run.
        """
        started, started_at = time.monotonic(), datetime.now(UTC)
        try:
            verdict = self._ledger.judge(landed)
            if verdict.kind == "known":
                return None
            report, sha256 = self._outcome(landed, verdict, started_at)
        except SourceUnavailable as error:
            report = FileReport(
                *(landed.path, landed.file_date, "unavailable"),
                reason=_said(error),
                remedy=error.remedy,
            )
        except OSError as error:
            # Landed files are read elsewhere: this is the temporary folder.
            reason = f"The temporary folder cannot be used; {error.strerror or error}"
            report = FileReport(
                *(landed.path, landed.file_date, "unavailable"),
                reason=reason,
                remedy="Make room in the folder for temporary files (TMPDIR); "
                "the next run tries again.",
            )
        else:
            self._ledger.remember(landed, sha256, report)
        report = replace(report, seconds=time.monotonic() - started)
        is_fine = report.status in ("loaded", "duplicate", "unchanged")
        log.log(logging.INFO if is_fine else logging.WARNING, "%s", report)
        return report

    def _outcome(
        self, landed: LandedFile, verdict: Verdict, started_at: datetime
    ) -> tuple[FileReport, str]:
        if verdict.kind in ("duplicate", "unchanged"):
            return self._repeat(landed, verdict, started_at)
        try:
            try:
                return self._attempt(landed, verdict, started_at, is_careful=False)
            except IrregularError as error:
                log.info("%s: reading record by record (%s)", landed.path, error)
                return self._attempt(landed, verdict, started_at, is_careful=True)
        except FileRejected as error:
            return self._reject(landed, verdict, error, started_at)

    def _repeat(
        self, landed: LandedFile, verdict: Verdict, started_at: datetime
    ) -> tuple[FileReport, str]:
        sha256 = verdict.sha256 or landed.sha256()
        try:
            _check_manifest(landed.manifest(), landed.path, verdict.content_rows, sha256)
        except FileRejected as error:
            return self._reject(landed, verdict, error, started_at)
        landed.check_unchanged()
        with self._connection.transaction():
            report = FileReport(
                landed.path,
                landed.file_date,
                "duplicate" if verdict.kind == "duplicate" else "unchanged",
                load_id=self._ledger.next_id(),
                content_load_id=verdict.content_load_id,
                warnings=verdict.warnings,
            )
            self._ledger.record(landed, sha256, report, started_at)
        return report, sha256

    def _attempt(
        self, landed: LandedFile, verdict: Verdict, started_at: datetime, *, is_careful: bool
    ) -> tuple[FileReport, str]:
        """Load the file in one transaction; raises what stops it, after rolling back."""
        manifest = landed.manifest()
        reading = self._ledger.reading_of(landed.part)
        with (
            BadRecords() as bad,
            open_source(landed, reading, bad) as source,
            self._connection.transaction(),
        ):
            header = _header(source, reading, is_careful)
            load_id = self._begin()
            present = frozenset(header.fields)
            validation = Validation(reading.contract, present, bad, more_rules=header.rules)
            copied = copy_records(
                self._connection, source, header, validation, is_careful=is_careful
            )
            records = validation.records + bad.malformed_count
            if copied != validation.records:
                raise _miscounted(landed.path, copied, validation.records, is_careful)
            sha256 = source.finish()
            _check_manifest(manifest, landed.path, records, sha256)
            if bad.is_too_much(records):
                raise TooManyBadRows(landed.path, records, bad)
            moved = move_bad_records(self._connection, self._contract, load_id, bad, records)
            report = FileReport(
                landed.path,
                landed.file_date,
                "loaded",
                load_id=load_id,
                rows_read=records,
                rows_loaded=copied - (moved - bad.malformed_count),
                rows_quarantined=moved,
                rows_bad=bad.count,
                content_load_id=load_id,
                columns=header.fields,
                unknown_columns=header.unknown,
                first_reasons=bad.first,
                rules_broken=rules_broken(bad),
                warnings=(
                    *verdict.warnings,
                    *source.warnings,
                    *validation.warnings,
                    *header.warnings_of(self._ledger.news_of(landed, header.unknown)),
                ),
            )
            if moved != bad.count:
                raise _miscounted(landed.path, moved, bad.count, is_careful)
            landed.check_unchanged()
            self._ledger.record(landed, sha256, report, started_at)
        return report, sha256

    def _begin(self) -> int:
        """Return a new load's id, with which the rows of this transaction mark themselves."""
        load_id = self._ledger.next_id()
        self._connection.execute("select set_config(%s, %s, true)", (LOAD_ID_SETTING, str(load_id)))
        self._connection.execute(
            sql.SQL("alter sequence {} restart").format(record_numbers(self._contract))
        )
        return load_id

    def _reject(
        self, landed: LandedFile, verdict: Verdict, error: FileRejected, started_at: datetime
    ) -> tuple[FileReport, str]:
        sha256 = verdict.sha256 or landed.sha256()
        landed.check_unchanged()
        report = FileReport(
            landed.path,
            landed.file_date,
            "rejected",
            reason=_said(error),
            remedy=error.remedy,
            warnings=verdict.warnings,
        )
        if isinstance(error, TooManyBadRows):
            report = replace(
                report,
                rows_read=error.records,
                rows_bad=error.bad.count,
                first_reasons=error.bad.first,
                rules_broken=rules_broken(error.bad),
            )
        with self._connection.transaction():
            report = replace(report, load_id=self._ledger.next_id())
            self._ledger.record(landed, sha256, report, started_at)
        return report, sha256


def _header(source: Source, reading: Reading, is_careful: bool) -> Header:
    header = source.header(reading)
    if is_careful and source.is_encoded:
        reject_undecodable(source.landed, header.encoding)
    return header


def _check_manifest(manifest: Manifest, path: str, records: int | None, sha256: str) -> None:
    if manifest.sha256 is not None and manifest.sha256.lower() != sha256:
        raise _not_as_announced(path, "SHA-256")
    if manifest.rows is not None and manifest.rows != records:
        raise _not_as_announced(path, f"{manifest.rows:,} rows announced, {records or 0:,} found")


def _not_as_announced(path: str, evidence: str) -> FileRejected:
    return FileRejected(
        "The file is not the one its manifest announces.",
        where=path,
        evidence=evidence,
        remedy="Ask the sender for the file again, under a new name.",
    )


def _miscounted(path: str, database: int, parser: int, is_careful: bool) -> Exception:
    evidence = f"the database counted {database:,} records, the validation {parser:,}"
    if not is_careful:
        return IrregularError(evidence)
    return FileRejected(
        "Two readings of the file disagree.",
        where=path,
        evidence=evidence,
        remedy="Report it: no file should get here.",
    )


def rules_broken(bad: BadRecords) -> tuple[RuleCount, ...]:
    """Return how often each rule was broken, the most frequent first."""
    return tuple(RuleCount(rule, column, n) for (rule, column), n in bad.tally.most_common())


def _said(error: FileRejected | SourceUnavailable) -> str:
    """Return an error as one line: the path stands beside it anyway, a place in it does not."""
    place = (error.where or "").partition(", ")[2]
    parts = [error.what.rstrip("."), place, error.evidence]
    return "; ".join(part for part in parts if part)
