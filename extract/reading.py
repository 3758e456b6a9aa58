"""How the files of a feed are read today: under which version, and which headers say something."""

from collections.abc import Callable
from dataclasses import dataclass

from extract.contract import Contract
from extract.header import fold


@dataclass(frozen=True)
class Reading:
    """The version that ledger rows carry, and whether a header names a column that is read."""

    version: str
    knows: Callable[[str], bool]


# A file's part may decide: a survey's questions are its columns.
ReadingOf = Callable[[str], Reading]


def plain_reading(contract: Contract) -> ReadingOf:
    """Return the reading of a feed whose contract alone says what its files hold."""
    known = {fold(name) for field in contract.fields for name in (field.name, *field.aliases)}
    reading = Reading(contract.version, lambda header: fold(header) in known)
    return lambda _: reading
