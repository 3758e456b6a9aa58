"""How trouble is planted in a file of the sample: rows spoilt, whole files damaged."""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["quarantined", "rejected", "duplicate", "unchanged", "warned"]
Damage = Literal[
    "stray byte", "column missing", "too many bad rows", "manifest", "truncated", "unknown wave"
]


@dataclass(frozen=True)
class BadRow:
    """A row to be quarantined: one cell overwritten, or a field too many or too few.

    A bad row of a delta is an early copy of a row that comes again in the feed's next file; of a
    snapshot (`in_place`) it is a row that an older snapshot has.
    """

    column: str | None = None
    value: str = ""
    ragged: Literal["surplus", "short"] | None = None
    in_place: bool = False


@dataclass(frozen=True)
class Planted:
    """One file of the sample that a load must not simply take, and what it must do instead.

    `path` is relative to the landing zone. `rows` is the number of quarantined rows.
    """

    path: str
    outcome: Outcome
    what: str
    bad_rows: tuple[BadRow, ...] = ()
    damage: Damage | None = None

    @property
    def rows(self) -> int:
        """Rows that the load must quarantine."""
        return len(self.bad_rows)
