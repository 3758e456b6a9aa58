"""The server behind the landing zone: every call to it, and every error of it, passes here.

A connection that breaks is made anew a few times, and a file is read on from where it broke;
what is left after that is SourceUnavailable, or ConfigurationError where trying again cannot
help. What the libraries raise (OSError or not) never leaves this module.
"""

import contextlib
import io
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn, TypeVar

import fsspec
from fsspec.implementations.local import LocalFileSystem

from warehouse.errors import ConfigurationError, SourceUnavailable
from warehouse.filesystems import access_to

# Seconds before each further try; longer troubles are for the retries of the DAG.
PAUSES = (0.2, 1.0, 3.0)
NOT_THERE = (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError)
# fsspec says so of addresses and options that it cannot make anything of.
UNUSABLE = (TypeError, ValueError, ImportError)
MOST_SHOWN = 300
# Options that may be shown; any other's value may be a secret.
PUBLIC = frozenset(
    {"host", "port", "username", "endpoint_url", "region_name", "known_hosts", "key_filename"}
)

log = logging.getLogger(__name__)
Result = TypeVar("Result")


@dataclass(frozen=True)
class Entry:
    """One name in a folder; `tag` is what the server calls this very content, if anything."""

    address: str
    is_folder: bool
    size_bytes: int
    modified_at: datetime | None
    tag: str | None

    @property
    def name(self) -> str:
        """The last part of the address."""
        return self.address.rstrip("/").rsplit("/", 1)[-1]

    def is_same(self, other: "Entry | None") -> bool:
        """Whether nothing tells that the content is another."""
        if other is None or self.size_bytes != other.size_bytes:
            return False
        if self.tag and other.tag:
            return self.tag == other.tag
        return self.modified_at == other.modified_at


class Remote:
    """A file system behind an address, whose calls succeed whole or raise one of our errors.

    `options` go to fsspec; none of their values is ever shown.
    """

    def __init__(self, url: str, options: Mapping[str, Any]) -> None:
        """Connect; raises SourceUnavailable, ConfigurationError."""
        self._url = url
        self._options = options
        self._access = access_to(url)
        self._filesystem: fsspec.AbstractFileSystem | None = None
        self.root = ""
        self.call(url, lambda _: None)

    def is_folder(self, address: str) -> bool:
        """Whether a folder is there."""
        return self.call(address, lambda files: _has_folder(files, address))

    def list(self, folder: str) -> list[Entry]:
        """Return all that is in a folder that is there, never a part of it."""
        return self.call(folder, lambda files: list(_listed(files, folder)))

    def look(self, folder: str, names: Sequence[str]) -> dict[str, Entry]:
        """Return what those of the names are that are in a folder at this moment."""
        return self.call(folder, lambda files: _look(files, folder, names))

    def read_whole(self, address: str) -> bytes:
        """Return the bytes of a small file."""
        return self.call(address, lambda files: bytes(files.cat_file(address)))

    def open(self, address: str, where: str) -> "Reader":
        """Open a file to be read once from its beginning; errors name it as `where`."""
        reader = Reader(self, address, where)
        reader.connect()
        return reader

    def call(self, where: str, work: Callable[[fsspec.AbstractFileSystem], Result]) -> Result:
        """Do something with the file system, on a new connection where one breaks."""
        for pause in (*PAUSES, None):
            try:
                return work(self._connected())
            except Exception as error:  # whatever the libraries raise
                if not self._may_pass(error):
                    self._give_up(where, error)
                self.close()
                if pause is None:
                    self._give_up(where, error)
                log.info("%s: trying again in %.1f s (%s)", where, pause, type(error).__name__)
                time.sleep(pause)
        raise AssertionError("unreachable")

    def close(self) -> None:
        """End the connection; a later call would make another."""
        close = getattr(self._filesystem, "close", None)
        if callable(close):
            close()
        self._filesystem = None

    def _connected(self) -> fsspec.AbstractFileSystem:
        if self._filesystem is None:
            self._filesystem, self.root = self._access.connect(self._url, self._options)
        return self._filesystem

    def _may_pass(self, error: Exception) -> bool:
        hopeless = (*NOT_THERE, *UNUSABLE, *self._access.wrongly_set, *self._access.changed)
        is_local = isinstance(self._filesystem, LocalFileSystem)
        return not is_local and not isinstance(error, hopeless)

    def _give_up(self, where: str, error: Exception) -> NoReturn:
        """Raise our error; not from the library's, whose frames hold credentials."""
        evidence = self._without_secrets(f"{type(error).__name__}: {error}")[:MOST_SHOWN]
        # Of an address without options, nobody knows whether it is wrong or away.
        if isinstance(error, self._access.wrongly_set) or (
            self._options and isinstance(error, UNUSABLE)
        ):
            raise ConfigurationError(
                "The landing zone cannot be used as it is set.",
                where=where,
                evidence=evidence,
                remedy="Correct LANDING_URL and LANDING_OPTIONS, in Airflow the Connection "
                "`landing`; docs/operations.md has an example each.",
            ) from None
        raise SourceUnavailable(
            "The landing zone cannot be read.",
            where=where,
            evidence=evidence,
            remedy="Check LANDING_URL and the access rights; the next run tries again.",
        ) from None

    def _without_secrets(self, text: str) -> str:
        for value in _texts(self._options):
            text = text.replace(value, "***")
        return text


class Reader(io.RawIOBase):
    """A file read from its beginning to its end, over as many connections as it takes."""

    def __init__(self, remote: Remote, address: str, where: str) -> None:
        """Read nothing yet."""
        self._remote = remote
        self._address = address
        self._where = where
        self._position = 0
        self._file: Any = None
        self._opened_by: fsspec.AbstractFileSystem | None = None

    def connect(self) -> None:
        """Open the file; raises SourceUnavailable."""
        self._remote.call(self._where, self._opened)

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes, none at the end; raises SourceUnavailable."""
        data = self._remote.call(self._where, lambda files: self._opened(files).read(size))
        self._position += len(data)
        return bytes(data)

    def close(self) -> None:
        """Close the file; what a broken connection says to that is of no interest."""
        with contextlib.suppress(Exception):
            if self._file is not None:
                self._file.close()
        super().close()

    def _opened(self, files: fsspec.AbstractFileSystem) -> Any:
        if self._opened_by is not files:
            self._file, self._opened_by = files.open(self._address, "rb"), files
            if self._position:
                self._file.seek(self._position)
        return self._file


def _has_folder(files: fsspec.AbstractFileSystem, address: str) -> bool:
    files.invalidate_cache()
    try:
        return bool(files.info(address)["type"] == "directory")
    except FileNotFoundError:
        return False


def _listed(files: fsspec.AbstractFileSystem, folder: str) -> Iterator[Entry]:
    files.invalidate_cache()
    for found in files.ls(folder, detail=True):
        if not _lies_in(found, folder):
            continue
        if not found.get("islink"):
            yield _entry(found)
        else:
            # The listing tells of the link, not of what it leads to, if anything.
            link = _entry(found)
            yield _look(files, folder, [link.name]).get(link.name, link)


def _look(files: fsspec.AbstractFileSystem, folder: str, names: Sequence[str]) -> dict[str, Entry]:
    if "s3" in files.protocol:
        # One request instead of up to two a name.
        begin = os.path.commonprefix(names)  # noqa: RUF071 - of names, not of folders
        found = files.find(folder, prefix=begin, detail=True).values()
        entries = [_entry(one) for one in found if _lies_in(one, folder)]
        return {entry.name: entry for entry in entries if entry.name in names}
    files.invalidate_cache()
    looked = {}
    for name in names:
        with contextlib.suppress(FileNotFoundError):
            looked[name] = _entry(files.info(f"{folder}/{name}"))
    return looked


def _lies_in(found: Mapping[str, Any], folder: str) -> bool:
    """Whether a name is one of this folder: no folder's own mark, none that leads elsewhere."""
    parent, _, _ = found["name"].rstrip("/").rpartition("/")
    return bool(parent.strip("/") == folder.strip("/"))


def _entry(found: Mapping[str, Any]) -> Entry:
    tag = found.get("ETag")
    return Entry(
        address=found["name"],
        is_folder=found["type"] == "directory",
        size_bytes=int(found["size"] or 0),
        modified_at=_modified_at(found),
        tag=str(tag).strip('"') if tag else None,
    )


def _modified_at(found: Mapping[str, Any]) -> datetime | None:
    for key in ("mtime", "LastModified", "last_modified"):
        value = found.get(key)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, UTC)
    return None


def _texts(options: Any, name: str = "") -> Iterator[str]:
    """Yield every text among the options that may be a secret."""
    if isinstance(options, Mapping):
        for key, value in options.items():
            yield from _texts(value, key)
    elif isinstance(options, str) and name not in PUBLIC and len(options) > 3:
        yield options
