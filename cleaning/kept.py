"""Trained models, kept in files from night to night: whole, and for their owner's eyes only."""

import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Kept = TypeVar("Kept")
DIGEST_BYTES = 32


def kept(path: Path, make: Callable[[], Kept]) -> Kept:
    """Return what an earlier night wrote to `path`; else make it, and write it there.

    A file that is not as it was written is made anew. Other files of its kind in the folder go:
    they are of other versions. Only a file of this module's may lie there: a pickle can run code.
    """
    content = path.read_bytes() if path.exists() else b""
    digest, body = content[:DIGEST_BYTES], content[DIGEST_BYTES:]
    if body and hashlib.sha256(body).digest() == digest:
        found: Kept = pickle.loads(body)  # noqa: S301
        return found
    made = make()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for other in path.parent.glob(f"*{path.suffix}"):
        other.unlink(missing_ok=True)
    _write(path, pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
    return made


def _write(path: Path, body: bytes) -> None:
    """Write a file whole or not at all; mkstemp makes it for its owner alone."""
    handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(body).digest() + body)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
