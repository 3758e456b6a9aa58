"""Trained models, kept in files from night to night: whole, and for their owner's eyes only."""

import hashlib
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from warehouse.private_file import private_file

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
    body = pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)
    with private_file(path) as file:
        file.write(hashlib.sha256(body).digest() + body)
    return made
