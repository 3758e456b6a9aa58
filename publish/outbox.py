"""The outbox: one folder a release, and a pointer to the latest; readers see all or nothing.

<outbox>/releases/<release_id>/…     complete as soon as it is there
<outbox>/latest.json                 where the latest release is
<outbox>/latest                      the same as a link, where the outbox is a folder
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from fsspec.implementations.local import LocalFileSystem

from publish.datapackage import NAME, Edition
from warehouse.errors import SourceUnavailable, WarehouseError
from warehouse.filesystems import access_to


class Outbox:
    """The outbox at any fsspec address; a local folder is written through its own file system."""

    def __init__(self, url: str, options: Mapping[str, Any] | None = None) -> None:
        """Open the outbox, with fsspec's `options`; nothing is written yet."""
        self._files, self._root = access_to(url).connect(url, options or {})
        self._is_local = isinstance(self._files, LocalFileSystem)

    def address(self, edition: Edition) -> str:
        """Return where a release is, or will be."""
        return str(self._files.unstrip_protocol(self._path(edition)))

    def holds(self, edition: Edition) -> bool:
        """Return whether this very release is complete in the outbox.

        Raises WarehouseError when another database's release has its number there.
        """
        path = f"{self._path(edition)}/{NAME}"
        with self._trouble():
            if not self._files.exists(path):
                return False
            published = json.loads(self._files.cat_file(path))
        found = {name: published.get(name) for name in edition.identity}
        if found != edition.identity:
            raise WarehouseError(
                f"The outbox holds another release {edition.release_id}.",
                where=path,
                evidence=f"there: {found['created']}, live: {edition.identity['created']}",
                remedy="It comes from another database. Point OUTBOX_URL at an outbox of this "
                "one, or move the old releases away.",
            )
        return True

    @contextmanager
    def new_release(self, edition: Edition) -> Iterator[Path]:
        """Yield a folder to write into; at the end it becomes the release, if all went well."""
        with self._trouble():
            if self._is_local:
                with self._written_aside(Path(self._path(edition))) as folder:
                    yield folder
            else:
                with tempfile.TemporaryDirectory() as name:
                    yield Path(name)
                    self._upload(Path(name), self._path(edition))

    def point_to(self, edition: Edition) -> bool:
        """Make a release the latest; returns whether it was not already."""
        path = f"releases/{edition.release_id}"
        pointer = {**edition.identity, "path": path, "descriptor": f"{path}/{NAME}"}
        with self._trouble():
            if self._latest() == pointer:
                return False
            content = json.dumps(pointer, indent=2).encode() + b"\n"
            if self._is_local:
                _replace_link(Path(self._root, "latest"), path)
                _replace_file(Path(self._root, "latest.json"), content)
            else:
                self._files.pipe_file(f"{self._root}/latest.json", content)
        return True

    def _path(self, edition: Edition) -> str:
        return f"{self._root}/releases/{edition.release_id}"

    def _latest(self) -> Any:
        path = f"{self._root}/latest.json"
        return json.loads(self._files.cat_file(path)) if self._files.exists(path) else None

    @contextmanager
    def _written_aside(self, final: Path) -> Iterator[Path]:
        final.parent.mkdir(parents=True, exist_ok=True)
        # What a killed publication left; the caller sees to it that none is under way.
        for leftover in final.parent.glob(".*.partial"):
            shutil.rmtree(leftover)
        aside = final.parent / f".{final.name}.{uuid4().hex}.partial"
        aside.mkdir()
        try:
            yield aside
            aside.rename(final)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise

    def _upload(self, folder: Path, path: str) -> None:
        """Copy a folder's files, the descriptor last: with it the release is complete."""
        for file in sorted(folder.iterdir(), key=lambda file: (file.name == NAME, file.name)):
            self._files.put_file(str(file), f"{path}/{file.name}")

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SourceUnavailable(
                "The outbox cannot be read or written.",
                where=str(self._files.unstrip_protocol(self._root)),
                evidence=str(error),
                remedy="Check OUTBOX_URL, the rights on it and the space left, then run: "
                "warehouse publish",
            ) from error


def _replace_link(link: Path, target: str) -> None:
    aside = link.with_name(f".{link.name}.{uuid4().hex}")
    aside.symlink_to(target)
    aside.replace(link)


def _replace_file(path: Path, content: bytes) -> None:
    aside = path.with_name(f".{path.name}.{uuid4().hex}")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
