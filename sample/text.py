"""Columns of text built whole: picks from word lists, identifiers, postcodes, days and times."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.random import Generator

from sample.streams import Bools, Ints

# Letters that no real postcode has after its last digit, so that no address is meant.
_INWARD = "CIKMOV"
_AREAS = (
    "NE",
    "LA",
    "M",
    "L",
    "LS",
    "S",
    "NG",
    "B",
    "CB",
    "SE",
    "ME",
    "GU",
    "OX",
    "EX",
    "EH",
    "CF",
)


def pick(words: Sequence[str | None], index: Ints) -> pl.Series:
    """Return the words at the given indexes."""
    return pl.Series(list(words), dtype=pl.String).gather(index)


def pick_any(words: Sequence[str | None], rng: Generator, size: int) -> pl.Series:
    """Return `size` words, each drawn evenly."""
    return pick(words, rng.integers(0, len(words), size))


def fill(template: str, *columns: pl.Series) -> pl.Series:
    """Return the template with the columns in the places of its `{}`."""
    return pl.select(pl.format(template, *columns)).to_series()


def identifiers(prefix: str, numbers: Ints) -> pl.Series:
    """Return `prefix` and seven digits for each number; empty where it is negative."""
    frame = pl.DataFrame({"n": numbers})
    text = pl.lit(prefix) + pl.col("n").cast(pl.String).str.zfill(7)
    return frame.select(pl.when(pl.col("n") >= 0).then(text).alias("id"))["id"]


def days(numbers: Ints, missing: Bools | None = None) -> pl.Series:
    """Return days since 1970 as dates, null where missing."""
    dates = pl.Series(numbers.astype(np.int32)).cast(pl.Date)
    return dates if missing is None else blank(dates, missing)


def moments(seconds: Ints) -> pl.Series:
    """Return seconds since 1970 (by the clock on the wall) as datetimes."""
    return pl.Series(seconds * 1000).cast(pl.Datetime("ms"))


def blank(column: pl.Series, missing: Bools) -> pl.Series:
    """Return the column with null where missing."""
    frame = pl.DataFrame({"c": column, "m": missing})
    return frame.select(pl.when(~pl.col("m")).then(pl.col("c")).alias("c"))["c"]


def postcodes(rng: Generator, place: Ints) -> pl.Series:
    """Return invented postcodes; places share the letters they start with."""
    size = len(place)
    frame = pl.DataFrame(
        {
            "area": pick(_AREAS, place % len(_AREAS)),
            "district": 1 + rng.integers(0, 28, size),
            "sector": rng.integers(1, 10, size),
            "first": pick_any(tuple(_INWARD), rng, size),
            "second": pick_any(tuple(_INWARD), rng, size),
        }
    )
    return frame.select(pl.format("{}{} {}{}{}", *frame.columns).alias("postcode"))["postcode"]
