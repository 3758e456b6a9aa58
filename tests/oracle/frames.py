"""Rows of a mart, and the frames they become."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

import pandas as pd

from tests.oracle.periods import Period
from tests.oracle.places import Geography

Row = dict[str, Any]

PLACE_COLUMNS = [
    "period_type",
    "period",
    "hub_basis",
    "geography_level",
    "geography_code",
    "geography_name",
]


def place_columns(period: Period, basis: str, geography: Geography) -> Row:
    """The six columns every KPI by geography has."""
    values = (period.period_type, period.name, basis, *geography)
    return dict(zip(PLACE_COLUMNS, values, strict=True))


def half_up(value: Fraction | int) -> int:
    """Rounded to a whole number, halves up."""
    return floor(value + Fraction(1, 2))


def percentage(part: Fraction | int, whole: Fraction | int) -> Fraction | None:
    """The part in hundredths of the whole; none of nothing."""
    return Fraction(part) / whole * 100 if whole else None


def frame(rows: list[Row], columns: list[str]) -> pd.DataFrame:
    """The rows with these columns; fractions stay exact."""
    return pd.DataFrame(rows, columns=columns, dtype=object)
