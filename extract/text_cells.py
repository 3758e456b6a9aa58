"""Cells of typed formats as the text that a CSV file would have."""

from collections.abc import Collection, Sequence

import polars as pl

from extract.header_row import header_forms

MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}) 00:00:00(?:\.0+)?$"


def bare_days(
    cells: pl.DataFrame, headers: Sequence[str | None], moments: Collection[str]
) -> pl.DataFrame:
    """Return cells in which midnight is the bare day, but in columns that hold times.

    Typed formats do not tell a day from its midnight. `moments` are folded headers.
    """
    days = [
        column
        for column, header in zip(cells.columns, headers, strict=True)
        if header_forms(header or "").isdisjoint(moments)
    ]
    return cells.with_columns(pl.col(days).str.replace(MIDNIGHT, "$1"))
