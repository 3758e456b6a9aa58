"""Trained models, kept in files from night to night: whole, and for their owner's eyes only."""

import hashlib
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from warehouse.private_file import private_file

Kept = TypeVar("Kept")
DIGEST_BYTES = 32
# A decision that is taken back, or a day set back, finds its model again.
VERSIONS_KEPT = 3


def kept(path: Path, make: Callable[[], Kept]) -> Kept:
    """Return what an earlier night wrote to `path`; else make it, and write it there.

    A file that is not as it was written is made anew. Of other versions in the folder those
    asked for last stay. Only a file of this module's may lie there: a pickle can run code.
    """
    content = path.read_bytes() if path.exists() else b""
    digest, body = content[:DIGEST_BYTES], content[DIGEST_BYTES:]
    if body and hashlib.sha256(body).digest() == digest:
        path.touch()
        found: Kept = pickle.loads(body)  # noqa: S301
        return found
    made = make()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    body = pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)
    with private_file(path) as file:
        file.write(hashlib.sha256(body).digest() + body)
    for other in _by_use(path.parent, path.suffix)[VERSIONS_KEPT:]:
        other.unlink(missing_ok=True)
    return made


def _by_use(folder: Path, suffix: str) -> list[Path]:
    """Return the files of a kind, the one asked for last first."""
    found = folder.glob(f"*{suffix}")
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)
