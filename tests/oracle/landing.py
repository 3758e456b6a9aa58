"""From the landing zone's files to the rows that hold, by the rules of the interface document."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.oracle.cells import BadCellError
from tests.oracle.columns import Column, Feed
from tests.oracle.feeds import FEEDS

Row = dict[str, Any]


@dataclass(frozen=True)
class Version:
    """One good row of one file, with its place in time."""

    values: Row
    file_date: date
    part: str
    record: int

    @property
    def order(self) -> tuple[Any, ...]:
        """Later is newer; feeds without `updated_at` go by file date, part and line."""
        updated_at = self.values.get("updated_at") or datetime.min.replace(tzinfo=UTC)
        return (updated_at, self.file_date, part_order(self.part), self.record)


@dataclass
class FileRead:
    """What one file gave: its good rows and the keys of its bad ones; or its rejection."""

    file_date: date
    rejected: bool = False
    versions: list[Version] = field(default_factory=list)
    quarantined_keys: set[tuple[Any, ...]] = field(default_factory=set)


def part_order(part: str) -> str:
    """Parts compare as text, but 10 comes after 2."""
    return re.sub(r"\d+", lambda digits: digits[0].rjust(12, "0"), part)


def read_feed(landing: Path, name: str) -> list[FileRead]:
    """All files of one feed in the landing zone, each distinct content of a date once."""
    feed = FEEDS[name]
    reads: list[FileRead] = []
    seen: set[tuple[date, str]] = set()
    for path in sorted((landing / feed.family / feed.name).glob("*.csv*")):
        found = re.fullmatch(
            rf"{feed.name}_(\d{{4}}-\d{{2}}-\d{{2}})(?:_(.+?))?\.csv(\.gz)?", path.name
        )
        if found is None:
            continue
        file_date, part = date.fromisoformat(found[1]), found[2] or ""
        content = path.read_bytes()
        fingerprint = (file_date, hashlib.sha256(content).hexdigest())
        if fingerprint not in seen:
            seen.add(fingerprint)
            reads.append(_read_file(feed, file_date, part, content, bool(found[3])))
    return reads


def _read_file(feed: Feed, file_date: date, part: str, content: bytes, gzipped: bool) -> FileRead:
    rejection = FileRead(file_date, rejected=True)
    try:
        text = (gzip.decompress(content) if gzipped else content).decode(feed.encoding)
    except (UnicodeDecodeError, EOFError, OSError, zlib.error):
        return rejection
    records = list(csv.reader(io.StringIO(text, newline="")))
    header = _map_header(feed, records[0])
    if header is None:
        return rejection
    read = FileRead(file_date)
    bad_count = 0
    for number, cells in enumerate(records[1:], start=1):
        row = dict(zip(header, cells, strict=False))
        try:
            if len(cells) != len(header):
                raise BadCellError("field count")
            read.versions.append(Version(_parse_row(feed, row), file_date, part, number))
        except BadCellError:
            bad_count += 1
            read.quarantined_keys.add(_raw_key(feed, row))
    if bad_count * 20 > len(records) - 1:
        return rejection
    return read


def _fold_header(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name.strip()).casefold()


def _map_header(feed: Feed, names: Sequence[str]) -> list[str] | None:
    """Column names in the file's order, unknown ones as they stand; None if one is missing."""
    known = {_fold_header(column.header or name): name for name, column in feed.columns.items()}
    mapped = [known.get(_fold_header(name), f"?{name}") for name in names]
    missing = {name for name, column in feed.columns.items() if not column.optional} - set(mapped)
    return None if missing or len(set(mapped)) < len(mapped) else mapped


def _cell(column: Column, cell: str) -> str | None:
    stripped = cell.strip()
    return None if stripped == "" or stripped in column.nulls else stripped


def _parse_row(feed: Feed, row: dict[str, str]) -> Row:
    names = list(feed.columns)
    if "deleted_at" in feed.columns and _cell(
        feed.columns["deleted_at"], row.get("deleted_at", "")
    ):
        names = [one for one in (*feed.key, "updated_at", "deleted_at") if one in feed.columns]
    parsed: Row = dict.fromkeys(feed.columns)
    for name in names:
        column = feed.columns[name]
        cell = _cell(column, row.get(name, ""))
        if cell is None and column.required:
            raise BadCellError(name)
        parsed[name] = None if cell is None else column.parse(cell)
    return parsed


def _raw_key(feed: Feed, row: dict[str, str]) -> tuple[Any, ...]:
    """A bad row's key as far as it can be told; it protects that key from being closed."""
    key: list[Any] = []
    for name in feed.key:
        column = feed.columns[name]
        cell = _cell(column, row.get(name, ""))
        try:
            key.append(None if cell is None else column.parse(cell))
        except BadCellError:
            key.append(("unreadable", cell))
    return tuple(key)


def key_of(feed: Feed, row: Row) -> tuple[Any, ...]:
    """The row's primary key."""
    return tuple(row[name] for name in feed.key)


def newest_versions(feed: Feed, versions: Iterable[Version]) -> dict[tuple[Any, ...], Version]:
    """The newest version of every key, tombstones among them."""
    newest: dict[tuple[Any, ...], Version] = {}
    for version in versions:
        key = key_of(feed, version.values)
        if key not in newest or version.order > newest[key].order:
            newest[key] = version
    return newest


def live_rows(landing: Path, name: str) -> list[Row]:
    """Delta feeds: the newest version of each key unless that is a tombstone."""
    feed = FEEDS[name]
    versions = [version for read in read_feed(landing, name) for version in read.versions]
    newest = newest_versions(feed, versions)
    return [one.values for one in newest.values() if not one.values.get("deleted_at")]


def versions_in_order(landing: Path, name: str) -> list[Row]:
    """Every good row of a feed that ever came, from old to new."""
    versions = [version for read in read_feed(landing, name) for version in read.versions]
    return [one.values for one in sorted(versions, key=lambda version: version.order)]


def snapshot_rows(landing: Path, name: str) -> list[Row]:
    """Snapshot feeds: the newest version of each key, with the day of its absence `_closed_on`."""
    feed = FEEDS[name]
    reads = read_feed(landing, name)
    versions = [version for read in reads for version in read.versions]
    if feed.replace_by is not None:
        versions = _newest_of_each(feed.replace_by, versions)
    rows = []
    for key, version in newest_versions(feed, versions).items():
        rows.append({**version.values, "_closed_on": _closed_on(feed, reads, key, version)})
    return rows


def _newest_of_each(column: str, versions: list[Version]) -> list[Version]:
    newest: dict[Any, date] = {}
    for version in versions:
        value = version.values[column]
        newest[value] = max(newest.get(value, date.min), version.file_date)
    return [one for one in versions if one.file_date == newest[one.values[column]]]


def _closed_on(
    feed: Feed, reads: Sequence[FileRead], key: tuple[Any, ...], last_seen: Version
) -> date | None:
    """The first complete later snapshot in which the key is neither present nor quarantined."""
    files: dict[date, list[FileRead]] = defaultdict(list)
    for read in reads:
        files[read.file_date].append(read)
    for file_date in sorted(files):
        if file_date <= last_seen.file_date or any(one.rejected for one in files[file_date]):
            continue
        if any(key in one.quarantined_keys for one in files[file_date]):
            continue
        if any(_is_of_the_list(feed, one, last_seen.values) for one in files[file_date]):
            return file_date
    return None


def _is_of_the_list(feed: Feed, read: FileRead, row: Row) -> bool:
    """Whether the file has rows of the list that the row stands in."""
    if feed.snapshot_by is None:
        return bool(read.versions)
    return any(one.values[feed.snapshot_by] == row[feed.snapshot_by] for one in read.versions)


def newest_file_date(landing: Path, family: str) -> date:
    """The as-of day: the date of the family's newest file that was not rejected."""
    names = [name for name, feed in FEEDS.items() if feed.family == family]
    return max(
        read.file_date for name in names for read in read_feed(landing, name) if not read.rejected
    )
