"""A secret that is generated once and kept in a file only its owner reads."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from warehouse.errors import ConfigurationError


def read_or_create(path: Path, generate: Callable[[], str]) -> str:
    """Return the text of `path`; if there is none, keep what `generate` returns (mode 0600).

    Safe when several processes come first at once: all return the same text.
    Raises ConfigurationError when the file can be neither read nor written.
    """
    try:
        if not path.exists():
            create_folder(path.parent)
            _publish(path, generate())
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(
            "A secret can be neither read nor written.",
            where=str(path),
            evidence=error.strerror,
            remedy="Run as the user that owns this file, or set WAREHOUSE_HOME to a folder "
            "you may write.",
        ) from error


def create_folder(folder: Path) -> None:
    """Make a folder and its missing parents, passable by every user whatever the umask.

    The embedded server of root runs as another user, below the same home.
    """
    if not folder.is_dir():
        create_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)


def _publish(path: Path, text: str) -> None:
    # Whole or not at all: the link fails if another process was first.
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            return
    finally:
        Path(aside).unlink()
