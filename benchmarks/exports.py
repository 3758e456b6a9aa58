"""Large exports of the feed `platform.volunteering`, made without a loop over their rows."""

from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl

FIRST_DAY = datetime(2019, 9, 1)  # noqa: DTZ001 - polars takes naive times
SECONDS = 2 * 365 * 86_400


def write_volunteering(path: Path, rows: int, bad_every: int = 0, seed: int = 1) -> None:
    """Write an export of `rows` rows; every `bad_every`th has hours that are no number."""
    rng = np.random.default_rng(seed)
    numbers = pl.DataFrame(
        {
            "row": np.arange(1, rows + 1),
            "activity": rng.integers(1, 181_000, rows),
            "ambassador": rng.integers(1, 143_000, rows),
            "preparation_hours": rng.gamma(2, 1, rows).round(2),
            "delivery_hours": rng.gamma(2, 1.5, rows).round(2),
            "at": rng.integers(0, SECONDS, rows),
        }
    )
    at = pl.lit(FIRST_DAY) + pl.duration(seconds="at")
    is_bad = pl.col("row") % bad_every == 0 if bad_every else pl.lit(value=False)
    hours = pl.col("delivery_hours").cast(pl.String)
    numbers.select(
        _identifier("VOL", "row").alias("volunteering_id"),
        _identifier("ACT", "activity").alias("activity_id"),
        _identifier("AMB", "ambassador").alias("ambassador_id"),
        "preparation_hours",
        pl.when(is_bad).then(pl.lit("two")).otherwise(hours).alias("delivery_hours"),
        at.dt.to_string("%Y-%m-%dT%H:%M:%S").alias("submitted_at"),
        at.dt.to_string("%Y-%m-%dT%H:%M:%S").alias("updated_at"),
        pl.lit(None, pl.String).alias("deleted_at"),
    ).write_csv(path)


def write_delta(path: Path, source: Path, rows: int) -> None:
    """Write later versions of `rows` rows spread evenly over an export, and a few new ones."""
    whole = pl.read_csv(source, infer_schema=False)
    later = whole.gather_every(max(whole.height // rows, 1)).head(rows)
    is_new = pl.int_range(pl.len()) % 10 == 0
    new_id = pl.col("volunteering_id").str.replace("VOL0", "VOL9", literal=True)
    later.with_columns(
        pl.when(is_new).then(new_id).otherwise("volunteering_id").alias("volunteering_id"),
        pl.lit("2021-12-01T08:00:00").alias("updated_at"),
        pl.lit("1.5").alias("delivery_hours"),
    ).write_csv(path)


def _identifier(prefix: str, column: str) -> pl.Expr:
    return pl.format("{}{}", pl.lit(prefix), pl.col(column).cast(pl.String).str.zfill(9))
