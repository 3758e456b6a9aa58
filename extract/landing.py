"""The landing zone: which files lie there, what their names say, and their bytes.

The zone is one fsspec URL laid out as `<landing>/<family>/<feed>/<feed>_<date>[_<part>].csv[.gz]`;
nothing in it is ever changed by a load.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import IO, Any, Protocol

import fsspec
from fsspec.core import url_to_fs

from warehouse.errors import FileRejected, SourceUnavailable

FORMATS = ("csv", "csv.gz", "xlsx", "ndjson", "parquet")
MANIFEST_SUFFIX = ".manifest.json"
PASSING = (".tmp", ".part", ".filepart", ".crdownload", "~")
READ_BYTES = 1 << 20

_NAME = re.compile(
    r"(?P<feed>.+?)_(?P<day>\d{4}-\d{2}-\d{2})(?:_(?P<part>[^.]+))?\.(?P<format>.+)", re.ASCII
)


class Readable(Protocol):
    """Anything that gives bytes until there are none."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes, none at the end."""


@dataclass(frozen=True)
class Manifest:
    """What the sender says of a file: its data records and the SHA-256 of its bytes."""

    rows: int | None = None
    sha256: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no count and no SHA-256."""
        if self.rows is not None and (not isinstance(self.rows, int) or self.rows < 0):
            raise ValueError(f"rows is {self.rows!r}, not a count")
        if self.sha256 is not None and not re.fullmatch(r"[0-9a-fA-F]{64}", str(self.sha256)):
            raise ValueError("sha256 is not 64 hexadecimal digits")


@dataclass(frozen=True)
class LandedFile:
    """One data file as it lies in the landing zone."""

    path: str
    file_date: date
    part: str
    format: str
    size_bytes: int
    modified_at: datetime | None
    manifest_path: str | None
    address: str
    filesystem: fsspec.AbstractFileSystem

    @property
    def is_compressed(self) -> bool:
        """Whether the bytes as landed are gzip."""
        return self.format.endswith(".gz")

    @property
    def order(self) -> tuple[date, str, str]:
        """Files of a feed load in this order: day, part (2 before 10), name."""
        return self.file_date, re.sub(r"\d+", lambda run: run[0].zfill(12), self.part), self.path

    def open(self) -> IO[bytes]:
        """Open the bytes as landed; raises SourceUnavailable."""
        try:
            return self.filesystem.open(self.address, "rb")  # type: ignore[no-any-return]
        except OSError as error:
            raise unavailable(self.path, error) from error

    def sha256(self) -> str:
        """Return the SHA-256 of the bytes as landed, in hexadecimal."""
        digest = hashlib.sha256()
        with self.open() as landed:
            for chunk in chunks(landed, self.path):
                digest.update(chunk)
        return digest.hexdigest()

    def manifest(self) -> Manifest:
        """Return what the manifest says, nothing where there is none.

        Raises FileRejected when it cannot be read as one.
        """
        if self.manifest_path is None:
            return Manifest()
        try:
            content = json.loads(self.filesystem.cat_file(self.manifest_path))
            return Manifest(content.get("rows"), content.get("sha256"))
        except OSError as error:
            raise unavailable(self.manifest_path, error) from error
        except (ValueError, AttributeError) as error:
            raise FileRejected(
                "The manifest cannot be read.",
                where=self.path + MANIFEST_SUFFIX,
                evidence=str(error),
                remedy='Ask for the file again with a manifest like {"rows": 123, "sha256": "…"}.',
            ) from error


@dataclass(frozen=True)
class FeedFolder:
    """What lies in one feed's folder: its files in load order, and names that say nothing."""

    files: tuple[LandedFile, ...]
    unrecognised: tuple[str, ...]


class LandingZone:
    """The landing zone behind one URL."""

    def __init__(self, url: str) -> None:
        """Find the file system of `url`; raises SourceUnavailable."""
        self.url = url
        try:
            self._filesystem, self._root = url_to_fs(url)
        except (OSError, ValueError, ImportError) as error:
            raise unavailable(url, error) from error

    def check(self) -> None:
        """Raise SourceUnavailable unless the landing zone is there."""
        try:
            self._filesystem.invalidate_cache()
            is_there = self._filesystem.isdir(self._root)
        except OSError as error:
            raise unavailable(self.url, error) from error
        if not is_there:
            raise unavailable(self.url, FileNotFoundError("no such folder"))

    def folders(self) -> list[str]:
        """Return every `family/feed` folder, known or not."""
        return sorted(
            f"{_base(family['name'])}/{_base(feed['name'])}"
            for family in self._list(self._root)
            if family["type"] == "directory"
            for feed in self._list(family["name"])
            if feed["type"] == "directory"
        )

    def feed(self, family: str, feed: str) -> FeedFolder:
        """Return what lies in one feed's folder; an absent folder is an empty one."""
        entries = {
            _base(entry["name"]): entry
            for entry in self._list(f"{self._root}/{family}/{feed}")
            if entry["type"] != "directory"
        }
        files, unrecognised = [], []
        for name, entry in entries.items():
            if name.startswith(".") or name.endswith((*PASSING, MANIFEST_SUFFIX)):
                continue
            if (parsed := parse_name(feed, name)) is None:
                unrecognised.append(f"{family}/{feed}/{name}")
                continue
            day, part, form = parsed
            manifest = _manifest_of(name, form, entries)
            files.append(
                LandedFile(
                    path=f"{family}/{feed}/{name}",
                    file_date=day,
                    part=part,
                    format=form,
                    size_bytes=int(entry["size"]),
                    modified_at=_modified_at(entry),
                    manifest_path=manifest,
                    address=entry["name"],
                    filesystem=self._filesystem,
                )
            )
        files.sort(key=lambda landed: landed.order)
        return FeedFolder(tuple(files), tuple(sorted(unrecognised)))

    def _list(self, folder: str) -> list[dict[str, Any]]:
        try:
            self._filesystem.invalidate_cache()
            return list(self._filesystem.ls(folder, detail=True))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise unavailable(folder, error) from error


def parse_name(feed: str, name: str) -> tuple[date, str, str] | None:
    """Return (day, part, format) of a file name, None where it is not one of this feed's."""
    match = _NAME.fullmatch(name)
    if match is None or match["feed"] != feed or match["format"] not in FORMATS:
        return None
    try:
        return date.fromisoformat(match["day"]), match["part"] or "", match["format"]
    except ValueError:
        return None


def chunks(source: Readable, path: str) -> Iterator[bytes]:
    """Yield a file's bytes in pieces of at most READ_BYTES; raises SourceUnavailable."""
    while True:
        try:
            chunk = source.read(READ_BYTES)
        except OSError as error:
            raise unavailable(path, error) from error
        if not chunk:
            return
        yield chunk


def unavailable(where: str, error: Exception) -> SourceUnavailable:
    """Return the error that says a file or folder of the landing zone cannot be read now."""
    return SourceUnavailable(
        "The landing zone cannot be read.",
        where=where,
        evidence=f"{type(error).__name__}: {error}",
        remedy="Check LANDING_URL and the access rights; the next run tries again.",
    )


def _manifest_of(name: str, form: str, entries: dict[str, dict[str, Any]]) -> str | None:
    for stem in (name, name.removesuffix("." + form)):
        if found := entries.get(stem + MANIFEST_SUFFIX):
            return str(found["name"])
    return None


def _base(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[-1]


def _modified_at(entry: dict[str, Any]) -> datetime | None:
    for key in ("mtime", "LastModified", "last_modified"):
        value = entry.get(key)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, UTC)
    return None
