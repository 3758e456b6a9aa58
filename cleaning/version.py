"""Which version of this package runs: what it makes of a text may change with any of its files."""

from functools import cache
from hashlib import sha256
from pathlib import Path

PACKAGE = Path(__file__).parent


@cache
def code_hash() -> str:
    """Return a hash of the package's files, code and data, as they were when first asked for."""
    digest = sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            name = str(path.relative_to(PACKAGE))
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
