"""The landing zone: which files lie there, what their names say, and their bytes.

The zone is one fsspec URL laid out as `<landing>/<family>/<feed>/<feed>_<date>[_<part>].<format>`;
nothing in it is ever changed by a load.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from extract.remote import Entry, Reader, Remote
from warehouse.errors import FileRejected, SourceUnavailable
from warehouse.settings import Settings

FORMATS = ("csv", "csv.gz", "xlsx", "ndjson", "parquet")
NOT_AS_AGREED = f"not named <feed>_<YYYY-MM-DD>[_<part>].<{'|'.join(FORMATS)}>"
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
    entry: Entry
    manifest_entry: Entry | None
    remote: Remote

    @property
    def size_bytes(self) -> int:
        """The bytes listed."""
        return self.entry.size_bytes

    @property
    def modified_at(self) -> datetime | None:
        """When the file was changed last, where the file system tells."""
        return self.entry.modified_at

    @property
    def is_compressed(self) -> bool:
        """Whether the bytes as landed are gzip."""
        return self.format.endswith(".gz")

    @property
    def order(self) -> tuple[date, str, str]:
        """Files of a feed load in this order: day, part (2 before 10), name."""
        return self.file_date, re.sub(r"\d+", lambda run: run[0].zfill(12), self.part), self.path

    def open(self) -> Reader:
        """Open the bytes as landed; raises SourceUnavailable."""
        return self.remote.open(self.entry.address, self.path)

    def check_unchanged(self) -> None:
        """Raise SourceUnavailable unless file and manifest are still what was listed.

        Called when all is read and before an outcome stands: whoever is still writing a file
        gets neither half of it loaded nor the file rejected.
        """
        folder, _, name = self.entry.address.rpartition("/")
        manifests = _manifest_names(name, self.format)
        now = self.remote.look(folder, (name, *manifests))
        listed = self.manifest_entry
        manifest = next((now[name] for name in manifests if name in now), None)
        if not self.entry.is_same(now.get(name)):
            raise self._unsettled("it is not there any more" if name not in now else "file")
        if manifest != listed and not (listed and listed.is_same(manifest)):
            raise self._unsettled("manifest")

    def _unsettled(self, what: str) -> SourceUnavailable:
        return SourceUnavailable(
            "The file changed while it was read.",
            where=self.path,
            evidence=what if " " in what else f"the {what} is not what was listed before",
            remedy="Let the sender finish it; the next run tries again.",
        )

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
        if self.manifest_entry is None:
            return Manifest()
        data = self.remote.read_whole(self.manifest_entry.address)
        try:
            content = json.loads(data)
            return Manifest(content.get("rows"), content.get("sha256"))
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
    """The landing zone behind one URL; `options` are fsspec's, credentials among them."""

    def __init__(self, url: str, options: Mapping[str, Any] | None = None) -> None:
        """Connect; raises SourceUnavailable, ConfigurationError."""
        self.url = url
        self._remote = Remote(url, options or {})
        self._root = self._remote.root.rstrip("/")

    def close(self) -> None:
        """End the connection."""
        self._remote.close()

    def check(self) -> None:
        """Raise SourceUnavailable unless the landing zone is there."""
        if not self._remote.is_folder(self._root or "/"):
            raise SourceUnavailable(
                "The landing zone cannot be read.",
                where=self.url,
                evidence="no such folder",
                remedy="Check LANDING_URL and the access rights; the next run tries again.",
            )

    def folders(self) -> list[str]:
        """Return every `family/feed` folder, known or not."""
        return sorted(
            f"{family.name}/{feed.name}"
            for family in self._remote.list(self._root)
            if family.is_folder
            for feed in self._remote.list(family.address)
            if feed.is_folder
        )

    def feed(self, family: str, feed: str) -> FeedFolder:
        """Return what lies in one feed's folder; an absent folder is an empty one.

        That it is absent, the list of the folder above must say: raises SourceUnavailable where
        a listing fails.
        """
        folder = self._root
        for name in (family, feed):
            above = self._remote.list(folder or "/")
            if not any(entry.is_folder and entry.name == name for entry in above):
                return FeedFolder((), ())
            folder = f"{folder}/{name}"
        entries = {entry.name: entry for entry in self._remote.list(folder) if not entry.is_folder}
        files, unrecognised = [], []
        for name, entry in entries.items():
            if name.startswith(".") or name.endswith((*PASSING, MANIFEST_SUFFIX)):
                continue
            if (parsed := parse_name(feed, name)) is None:
                unrecognised.append(f"{family}/{feed}/{_printable(name)}")
                continue
            day, part, form = parsed
            manifests = (m for m in _manifest_names(name, form) if m in entries)
            files.append(
                LandedFile(
                    path=f"{family}/{feed}/{name}",
                    file_date=day,
                    part=part,
                    format=form,
                    entry=entry,
                    manifest_entry=entries.get(next(manifests, "")),
                    remote=self._remote,
                )
            )
        files.sort(key=lambda landed: landed.order)
        return FeedFolder(tuple(files), tuple(sorted(unrecognised)))


@contextmanager
def landing_zone(settings: Settings) -> Iterator[LandingZone]:
    """Open the landing zone of the settings; raises SourceUnavailable, ConfigurationError."""
    with closing(LandingZone(settings.landing_url, settings.landing_options)) as landing:
        landing.check()
        yield landing


def parse_name(feed: str, name: str) -> tuple[date, str, str] | None:
    """Return (day, part, format) of a file name, None where it is not one of this feed's.

    A name that a log or a page cannot show (line ends, undecodable bytes) is none.
    """
    match = _NAME.fullmatch(name)
    if (
        match is None
        or not name.isprintable()
        or match["feed"] != feed
        or match["format"] not in FORMATS
    ):
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
            raise SourceUnavailable(
                "The file cannot be read.",
                where=path,
                evidence=f"{type(error).__name__}: {error}",
                remedy="The next run tries again.",
            ) from error
        if not chunk:
            return
        yield chunk


def _manifest_names(name: str, form: str) -> tuple[str, ...]:
    return tuple(
        stem + MANIFEST_SUFFIX for stem in dict.fromkeys((name, name.removesuffix("." + form)))
    )


def _printable(name: str) -> str:
    return name if name.isprintable() else ascii(name)[1:-1]
