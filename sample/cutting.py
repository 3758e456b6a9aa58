"""Cuts the versions of a feed into the files that were sent of it."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import polars as pl

from sample.rendering import Delivery
from sample.versions import DELETED_AT, UPDATED_AT, Deliveries

_PLATFORM = "platform"
_SPARE_ROWS = 20


def platform_file(feed: str, day: date, frame: pl.DataFrame) -> Delivery:
    """Return a file of the platform's family."""
    return Delivery(_PLATFORM, feed, day, frame)


def cut_files(
    feed: str, deliveries: Deliveries, versions: pl.DataFrame, key: str, family: str = _PLATFORM
) -> list[Delivery]:
    """Return one file a day; each has some rows of later ones at hand, to spoil copies of them."""
    frames = [frame.sort(key, UPDATED_AT) for frame in deliveries.split(versions)]
    files = []
    for number, (day, rows) in enumerate(zip(deliveries.dates, frames, strict=True), start=1):
        later = pl.concat([rows.clear(), *frames[number:]])
        if DELETED_AT in later.columns:
            later = later.filter(pl.col(DELETED_AT).is_null())
        files.append(Delivery(family, feed, day, rows, bad_copies=later.head(_SPARE_ROWS)))
    return files


def in_parts(file: Delivery, ends: tuple[float, ...]) -> list[Delivery]:
    """Return the file cut at the given shares of its rows."""
    cuts = [0, *(round(len(file.frame) * end) for end in ends)]
    return [
        replace(file, part=str(number), frame=file.frame.slice(first, last - first))
        for number, (first, last) in enumerate(pairwise(cuts), start=1)
    ]


def with_damaged(
    files: list[Delivery], position: int, day: date, is_compressed: bool = False
) -> list[Delivery]:
    """Put a file to be rejected before the one at the position, which has all of its rows."""
    good = files[position]
    damaged = replace(
        good, day=day, part="", is_compressed=is_compressed, frame=good.frame.head(400)
    )
    return [*files[:position], damaged, *files[position:]]
