"""What a feed and a column of it are to the oracle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.oracle.cells import Parser, moment, past_moment, text


@dataclass(frozen=True)
class Column:
    """One column: how a cell is parsed, whether it must hold a value, whether it must exist."""

    parse: Parser
    required: bool = False
    optional: bool = False
    header: str | None = None
    nulls: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """One feed: mode, key and columns."""

    family: str
    name: str
    mode: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    encoding: str = "utf-8-sig"
    snapshot_by: str | None = None
    replace_by: str | None = None


MUST = Column(text, required=True)
ANY = Column(text)
MAY = Column(text, optional=True)
UPDATED = Column(past_moment, required=True)
DELETED = Column(moment, optional=True)
