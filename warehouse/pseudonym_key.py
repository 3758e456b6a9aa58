"""The key of all pseudonyms: from PSEUDONYM_KEY, or generated once under home."""

import hashlib
import secrets
from pathlib import Path

import psycopg

from warehouse.errors import ConfigurationError
from warehouse.secret_file import read_or_create
from warehouse.settings import Settings

BLOCK_BYTES = 64  # of SHA-256


def key_file(home: Path) -> Path:
    """Return where the generated key is kept."""
    return home / "pseudonym.key"


def register(connection: psycopg.Connection, settings: Settings) -> None:
    """Give the database its key, or check that it has this one.

    Raises ConfigurationError when the database was made with another key: all its
    pseudonyms would change, and no person could be followed from one to the other.
    """
    registered = connection.execute("select inner_pad, outer_pad from ops.pseudonym_key").fetchone()
    if registered and settings.pseudonym_key is None and not key_file(settings.home).exists():
        return
    pads = _pads(_key(settings))
    if registered is None:
        connection.execute(
            "insert into ops.pseudonym_key (inner_pad, outer_pad) values (%s, %s)", pads
        )
    elif registered != pads:
        raise ConfigurationError(
            "The pseudonym key is not the one this database was made with.",
            where="environment variable PSEUDONYM_KEY"
            if settings.pseudonym_key is not None
            else str(key_file(settings.home)),
            evidence="its pads differ from those in ops.pseudonym_key",
            remedy="Give the key the database was made with. Keys already computed cannot be "
            "carried over to another one.",
        )


def _key(settings: Settings) -> str:
    if settings.pseudonym_key is not None:
        return settings.pseudonym_key
    return read_or_create(key_file(settings.home), lambda: secrets.token_hex(32) + "\n").strip()


def _pads(key: str) -> tuple[bytes, bytes]:
    """Return the inner and outer pad of RFC 2104 for SHA-256."""
    block = key.encode("utf-8")
    if len(block) > BLOCK_BYTES:
        block = hashlib.sha256(block).digest()
    block = block.ljust(BLOCK_BYTES, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)
