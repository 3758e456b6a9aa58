"""The ledger: what was landed, what it became, and what a file that lies there still is."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal

import psycopg
from psycopg.rows import class_row

from extract.contract import Contract
from extract.header import fold
from extract.landing import LandedFile
from extract.reading import Reading
from extract.readings import reading_of
from extract.report import FileReport

ENTRIES = """
select
    load_id, file_path, file_date, part, sha256, size_bytes, modified_at, contract_version, status,
    rows_read, content_load_id, unknown_columns
from ops.ledger
where family = %s and feed = %s and replays_load_id is null
order by load_id
"""

RECORD = """
insert into ops.ledger (
    load_id, family, feed, file_path, file_date, part, sha256, size_bytes, modified_at,
    contract_version, status, rows_read, rows_loaded, rows_quarantined, content_load_id, columns,
    unknown_columns, replays_load_id, reason, remedy, evidence, warnings, started_at
)
values (
    %(load_id)s, %(family)s, %(feed)s, %(file_path)s, %(file_date)s, %(part)s, %(sha256)s,
    %(size_bytes)s, %(modified_at)s, %(contract_version)s, %(status)s, %(rows_read)s,
    %(rows_loaded)s, %(rows_quarantined)s, %(content_load_id)s, %(columns)s,
    %(unknown_columns)s, %(replays_load_id)s, %(reason)s, %(remedy)s, %(evidence)s,
    %(warnings)s, %(started_at)s
)
"""

# What stood in quarantine of the same bytes under another version has been read again.
SUPERSEDE = """
update ops.quarantine as former
set replayed_by_load_id = %(load_id)s
from ops.ledger as ledger
where
    former.load_id = ledger.load_id
    and former.replayed_by_load_id is null
    and ledger.family = %(family)s
    and ledger.feed = %(feed)s
    and ledger.file_path = %(file_path)s
    and ledger.sha256 = %(sha256)s
    and ledger.load_id <> %(load_id)s
"""

KEEP_CONTRACT = """
insert into ops.contracts (family, feed, version, descriptor)
values (%s, %s, %s, %s)
on conflict do nothing
"""


@dataclass(frozen=True)
class Entry:
    """One row of the ledger, as far as later files are judged by it."""

    load_id: int | None
    file_path: str
    file_date: date
    part: str
    sha256: str
    size_bytes: int
    modified_at: datetime | None
    contract_version: str
    status: str
    rows_read: int
    content_load_id: int | None
    unknown_columns: Sequence[str] = ()


@dataclass(frozen=True)
class Verdict:
    """What a file in the landing zone is before it is read.

    `kind` is known (nothing to do), duplicate, unchanged or new; `content_load_id` is the load
    with the same bytes, `content_rows` the records it read; `sha256` is given where it had to be
    computed.
    """

    kind: Literal["known", "duplicate", "unchanged", "new"]
    content_load_id: int | None = None
    content_rows: int | None = None
    sha256: str | None = None
    warnings: tuple[str, ...] = ()


class FeedLedger:
    """One feed's part of the ledger, read once and kept up while the feed loads."""

    def __init__(
        self,
        connection: psycopg.Connection,
        contract: Contract,
    ) -> None:
        """Read the feed's rows and keep the contract's version."""
        self._connection = connection
        self._contract = contract
        self.reading_of = reading_of(connection, contract)
        with connection.cursor(row_factory=class_row(Entry)) as cursor:
            rows = cursor.execute(ENTRIES, (contract.family, contract.feed))
            self._keep(rows.fetchall())
        self._is_read_by_part = any(field.from_part for field in contract.fields)
        connection.execute(
            KEEP_CONTRACT,
            (
                contract.family,
                contract.feed,
                contract.version,
                json.dumps(contract.descriptor, ensure_ascii=False),
            ),
        )

    def judge(self, landed: LandedFile) -> Verdict:
        """Return what a file is; its bytes are hashed only if they may be known ones.

        Bytes of another size are other bytes, and a file of the same name, size and time of
        change as before is the same file. One that was loaded is new again once its contract
        knows a column that had been kept out of it, or what it is read with has changed.
        """
        reading = self.reading_of(landed.part)
        same_path = self._of_path[landed.path]
        for entry in reversed(self._standing(same_path)):
            if self._is_untouched(entry, landed) and self._settles(entry, reading):
                return Verdict("known")
        if landed.size_bytes not in self._sizes:
            return Verdict("new", warnings=_changed(same_path, None))
        sha256 = landed.sha256()
        standing = self._standing(self._entries)
        same_bytes = [entry for entry in standing if self._is_same(entry, landed, sha256)]
        path_settled = (entry for entry in same_bytes if entry.file_path == landed.path)
        if any(self._settles(entry, reading) for entry in path_settled):
            return Verdict("known")
        warnings = _changed(same_path, sha256)
        contents = [
            entry
            for entry in same_bytes
            if entry.content_load_id is not None and self._settles(entry, reading)
        ]
        if not contents:
            return Verdict("new", sha256=sha256, warnings=warnings)
        content = self._content(contents[-1])
        is_same_day = any(
            entry.file_date == landed.file_date
            for entry in contents
            if entry.content_load_id == content.load_id
        )
        return Verdict(
            "duplicate" if is_same_day else "unchanged",
            content.load_id,
            content.rows_read,
            sha256,
            warnings,
        )

    def news_of(self, landed: LandedFile, unknown: Sequence[str]) -> tuple[str, ...]:
        """Return the unknown columns that no file has had yet under today's version."""
        if not unknown:
            return ()
        version = self.version_of(landed.part)
        seen = {
            fold(column)
            for entry in self._entries
            if entry.contract_version == version
            for column in entry.unknown_columns
        }
        return tuple(column for column in unknown if fold(column) not in seen)

    def record(
        self, landed: LandedFile, sha256: str, report: FileReport, started_at: datetime
    ) -> None:
        """Write a file's outcome; the caller's transaction decides whether it stands."""
        values = {
            "load_id": report.load_id,
            "family": self._contract.family,
            "feed": self._contract.feed,
            "file_path": landed.path,
            "file_date": landed.file_date,
            "part": landed.part,
            "sha256": sha256,
            "size_bytes": landed.size_bytes,
            "modified_at": landed.modified_at,
            "contract_version": self.version_of(landed.part),
            "status": report.status,
            "rows_read": report.rows_read,
            "rows_loaded": report.rows_loaded,
            "rows_quarantined": report.rows_quarantined,
            "content_load_id": report.content_load_id,
            "columns": list(report.columns),
            "unknown_columns": list(report.unknown_columns),
            "replays_load_id": None,
            "reason": report.reason,
            "remedy": report.remedy,
            "evidence": _evidence(report),
            "warnings": json.dumps(report.warnings, ensure_ascii=False),
            "started_at": started_at,
        }
        self._connection.execute(RECORD, values)
        takes_its_place = report.status == "loaded" or self._contract.reads_with
        if takes_its_place and (landed.path, sha256) in self._newest:
            self._connection.execute(SUPERSEDE, values)

    def remember(self, landed: LandedFile, sha256: str, report: FileReport) -> None:
        """Judge the following files by this outcome too, once it is committed."""
        entry = Entry(
            report.load_id,
            landed.path,
            landed.file_date,
            landed.part,
            sha256,
            landed.size_bytes,
            landed.modified_at,
            self.version_of(landed.part),
            report.status,
            report.rows_read,
            report.content_load_id,
            report.unknown_columns,
        )
        self._add(entry)

    def forget_rejections(self, path: str) -> None:
        """Judge a file as if it had never been rejected, so that it is tried again."""
        self._keep(
            [
                entry
                for entry in self._entries
                if entry.file_path != path or entry.status != "rejected"
            ]
        )

    def version_of(self, part: str) -> str:
        """Return the version under which a file of that part is read today."""
        return self.reading_of(part).version

    def next_id(self) -> int:
        """Return the id of the load that begins."""
        query = "select nextval(pg_get_serial_sequence('ops.ledger', 'load_id'))"
        return int(self._connection.execute(query).fetchall()[0][0])

    def _keep(self, entries: Iterable[Entry]) -> None:
        """Index what is known: a night asks for thousands of files that are."""
        self._entries: list[Entry] = []
        self._loads: dict[int | None, Entry] = {}
        self._of_path: defaultdict[str, list[Entry]] = defaultdict(list)
        self._newest: dict[tuple[str, str], Entry] = {}
        self._sizes: set[int] = set()
        for entry in entries:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._loads[entry.load_id] = entry
        self._of_path[entry.file_path].append(entry)
        self._newest[entry.file_path, entry.sha256] = entry
        self._sizes.add(entry.size_bytes)

    def _standing(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Return those entries whose place no later reading of the same file has taken.

        Where a file is read with another feed, it may be read the same way again later.
        """
        if not self._contract.reads_with:
            return entries
        return [e for e in entries if self._newest[e.file_path, e.sha256] is e]

    def _is_untouched(self, entry: Entry, landed: LandedFile) -> bool:
        return (
            landed.modified_at is not None
            and entry.modified_at == landed.modified_at
            and entry.size_bytes == landed.size_bytes
        )

    def _is_same(self, entry: Entry, landed: LandedFile, sha256: str) -> bool:
        """Whether an entry is of the same bytes, read to the same rows."""
        return (
            entry.sha256 == sha256
            and entry.file_path.endswith(f".{landed.format}")
            and (not self._is_read_by_part or entry.part == landed.part)
        )

    def _settles(self, entry: Entry, reading: Reading) -> bool:
        """Whether nothing is left to do for these bytes under this name."""
        if entry.status == "rejected":
            return entry.contract_version == reading.version
        content = self._content(entry)
        if _taught(content.contract_version) != _taught(reading.version):
            return False
        return content.contract_version == reading.version or not any(
            reading.knows(column) for column in content.unknown_columns
        )

    def _content(self, entry: Entry) -> Entry:
        """Return the load that holds an entry's rows."""
        return self._loads[entry.content_load_id]


def _taught(version: str) -> str:
    """Return what a version says of the feed that a file is read with."""
    return version.partition("+")[2]


def _changed(same_path: Sequence[Entry], sha256: str | None) -> tuple[str, ...]:
    others = [entry for entry in same_path if entry.sha256 != sha256]
    if not others:
        return ()
    return (f"its bytes are not those of load {others[-1].load_id} under the same name",)


def _evidence(report: FileReport) -> str | None:
    if report.status != "rejected" or not report.first_reasons:
        return None
    evidence = {
        "bad_rows": report.rows_bad,
        "first_reasons": [asdict(reason) for reason in report.first_reasons],
    }
    return json.dumps(evidence, ensure_ascii=False)
