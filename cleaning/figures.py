"""What an evaluation says: shares with their intervals, a column a row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaning.calibration import wilson_lower
from cleaning.examples import OTHER

Z = 1.96


@dataclass(frozen=True)
class Share:
    """A share with its 95 % Wilson interval."""

    right: int
    tried: int

    def __add__(self, other: "Share") -> "Share":
        return Share(self.right + other.right, self.tried + other.tried)

    def __str__(self) -> str:
        if not self.tried:
            return "–"
        low, high = self.interval
        return f"{self.right / self.tried:.3f} ({low:.2f}–{high:.2f})"

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound."""
        wrong = self.tried - self.right
        low, wrong_low = wilson_lower([self.right, wrong], self.tried, Z).tolist()
        return max(0.0, low), min(1.0, 1 - wrong_low)


NOTHING = Share(0, 0)


@dataclass(frozen=True)
class Figures:
    """One column: precision of what was applied, coverage of what has a category, forced."""

    name: str
    precision: Share
    coverage: Share
    forced: Share

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The row of a table."""
        return self.name, str(self.precision), str(self.coverage), str(self.forced)


def figures(
    name: str, meant: Sequence[str], found: Sequence[str], is_applied: NDArray[np.bool_]
) -> Figures:
    """Count what was applied rightly, what was covered, and what was forced."""
    right = np.array([a == b for a, b in zip(meant, found, strict=True)], bool)
    has_category = np.array([category != OTHER for category in meant], bool)
    return Figures(
        name,
        Share(int((right & is_applied).sum()), int(is_applied.sum())),
        Share(int((right & is_applied & has_category).sum()), int(has_category.sum())),
        Share(int((is_applied & ~has_category).sum()), int((~has_category).sum())),
    )


def total(parts: Sequence[Figures], name: str = "all columns") -> Figures:
    """Return the figures of all parts together."""
    return Figures(
        name,
        sum((part.precision for part in parts), NOTHING),
        sum((part.coverage for part in parts), NOTHING),
        sum((part.forced for part in parts), NOTHING),
    )


def markdown(first: str, rows: Sequence[Figures]) -> str:
    """Return a table, its first column headed `first`."""
    head = f"| {first} | precision | coverage | truly other, forced |\n| --- | --- | --- | --- |\n"
    return head + "".join(f"| {' | '.join(row.cells)} |\n" for row in rows)
