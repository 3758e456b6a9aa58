"""From rows as they stand at last to everything the platform sent: earlier versions, tombstones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.reporting import moments_between
from sample.streams import Bools
from sample.years import day_number

UPDATED_AT, DELETED_AT = "updated_at", "deleted_at"


@dataclass(frozen=True)
class Deliveries:
    """The days on which a feed's files are cut; the first is the full delivery."""

    dates: tuple[date, ...]

    @property
    def full(self) -> date:
        """The day of the full delivery."""
        return self.dates[0]

    def later_moments(self, size: int, rng: Generator) -> pl.Series:
        """Return times after the full delivery, before the last one."""
        first = np.full(size, day_number(self.full + timedelta(days=1)))
        last = np.full(size, day_number(self.dates[-1] - timedelta(days=1)))
        return text.moments(moments_between(first, last, rng))

    def split(self, versions: pl.DataFrame) -> list[pl.DataFrame]:
        """Return the versions of each file: those updated by its day and not sent before."""
        days = pl.Series([day + timedelta(days=1) for day in self.dates])
        index = days.search_sorted(versions[UPDATED_AT].dt.date(), side="right")
        sorted_rows = versions.with_columns(file=index)
        return [
            sorted_rows.filter(pl.col("file") == number).drop("file")
            for number in range(len(self.dates))
        ]


def history(
    rows: pl.DataFrame,
    deliveries: Deliveries,
    corrected: Bools,
    mistakes: Mapping[str, pl.Expr],
    rng: Generator,
    before: Mapping[str, pl.Expr] | None = None,
) -> pl.DataFrame:
    """Return all versions of the rows, with `updated_at`.

    A row is sent when created. A `corrected` one first with the mistakes, and corrected after the
    full delivery. With `before`, a row settled after that is first sent as `before` says.
    `created_at`, and `settled_at` where rows have one, are dropped.
    """
    settled = pl.col("settled_at") if "settled_at" in rows.columns else pl.col("created_at")
    frame = rows.with_columns(updated_at=settled, corrected=pl.Series(corrected)).with_columns(
        corrected=pl.col("corrected") & (settled.dt.date() <= deliveries.full)
    )
    wrong = frame.filter("corrected").with_columns(**mistakes)
    right = frame.filter("corrected")
    later = deliveries.later_moments(len(right), rng).alias(UPDATED_AT)
    parts = [frame.filter(~pl.col("corrected")), wrong, right.with_columns(later)]
    if before is not None:
        is_late = (settled.dt.date() > deliveries.full) & (settled > pl.col("created_at"))
        early = frame.filter(is_late).with_columns(updated_at=pl.col("created_at"), **before)
        parts.append(early)
    return pl.concat(parts).drop("corrected", "created_at", "settled_at", strict=False)


def with_tombstones(
    versions: pl.DataFrame, removed: pl.DataFrame, key: str, deliveries: Deliveries, rng: Generator
) -> pl.DataFrame:
    """Return the versions and, for each removed row, a tombstone that ends them.

    A tombstone has the key, `updated_at`, `deleted_at` and nothing else.
    """
    moments = deliveries.later_moments(len(removed), rng)
    tombstones = removed.select(key, moments.alias(UPDATED_AT), moments.alias(DELETED_AT))
    until = tombstones.select(key, until=DELETED_AT)
    living = (
        versions.join(until, on=key, how="left", maintain_order="left")
        .filter(pl.col("until").is_null() | (pl.col(UPDATED_AT) < pl.col("until")))
        .drop("until")
    )
    return pl.concat([living, tombstones], how="diagonal")
