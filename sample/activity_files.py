"""What the platform sent of activities, the hours volunteered at them, and feedback on them."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.activities import CANCELLED, PLANNED, REMOVED
from sample.activity_rows import activities_frame
from sample.cast import FULL, Cast
from sample.cutting import cut_files, in_parts, with_damaged
from sample.feedback import feedback_frame
from sample.rendering import Delivery, Style
from sample.reporting import submitted_seconds
from sample.versions import history, with_tombstones
from sample.years import day_number


def activity_files(cast: Cast) -> list[Delivery]:
    """Return the deliveries of `activities`; autumn's were often entered as planned before."""
    rng, deliveries = cast.stream("activity rows"), cast.monthly
    activities = cast.activities
    rows = activities_frame(cast.scene.story, activities, rng).with_columns(
        request_id=text.identifiers("REQ", np.where(cast.answers >= 0, cast.answers + 1, -1))
    )
    versions = history(
        rows,
        deliveries,
        rng.random(len(rows)) < 0.025,
        {
            "audience_band": pl.lit("11 to 30"),
            "activity_type": pl.lit("Other"),
            "activity_type_other": pl.lit("see notes"),
        },
        rng,
    )
    is_held = ~np.isin(activities.status, (PLANNED, CANCELLED))
    is_autumn = is_held & (activities.day > day_number(FULL)) & (rng.random(len(rows)) < 0.4)
    entered = (
        pl.col("starts_on").cast(pl.Datetime("ms"))
        - pl.duration(days=20)
        + pl.duration(hours=9, minutes=pl.col("starts_on").dt.ordinal_day())
    )
    planned = (
        rows.filter(pl.Series(is_autumn))
        .with_columns(status=pl.lit("Planned"), updated_at=entered, reported_at=entered)
        .select(versions.columns)
    )
    removed = rows.filter(pl.Series(activities.status == REMOVED))
    versions = with_tombstones(
        pl.concat([versions, planned]), removed, "activity_id", deliveries, rng
    )
    full, *rest = cut_files("activities", deliveries, versions, "activity_id")
    files = [*in_parts(full, (0.5, 1.0)), *rest]
    files[0] = replace(files[0], has_manifest=True)
    files[3] = replace(files[3], style=Style(line_end="\r\n"))
    return files


def volunteering_files(cast: Cast) -> list[Delivery]:
    """Return the deliveries of `volunteering`; one month's was sent twice."""
    rng, deliveries = cast.stream("volunteering rows"), cast.monthly
    rows = _volunteering_frame(cast, rng)
    typo = pl.min_horizontal(pl.col("delivery_hours") * 10, 200.0)
    versions = history(
        rows, deliveries, rng.random(len(rows)) < 0.015, {"delivery_hours": typo}, rng
    )
    early = rows.filter(pl.col("created_at").dt.date() <= FULL)
    # Entered twice and removed; and a few removed by mistake, which came back.
    twice = early.sample(max(2, len(rows) // 2000), seed=cast.seed).with_columns(
        volunteering_id=pl.col("volunteering_id").str.replace("VOL0", "VOL8"),
        updated_at=pl.col("created_at"),
    )
    versions = pl.concat([versions, twice.select(versions.columns)])
    back = early.sample(max(2, len(rows) // 50_000), seed=cast.seed + 1)
    last = pl.lit(cast.scene.story.as_of).cast(pl.Datetime("ms")) + pl.duration(hours=9)
    revived = back.with_columns(updated_at=last).select(versions.columns)
    removed = pl.concat([twice.select("volunteering_id"), back.select("volunteering_id")])
    versions = with_tombstones(versions, removed, "volunteering_id", deliveries, rng)
    versions = pl.concat([versions, revived], how="diagonal")
    full, *rest = cut_files("volunteering", deliveries, versions, "volunteering_id")
    files = [*in_parts(full, (0.49, 0.98, 1.0)), *rest]
    files[6] = replace(files[6], style=Style(times="%Y-%m-%dT%H:%M:%SZ"))
    again = replace(files[5], part="2")
    return with_damaged([*files[:6], again, *files[6:]], 7, date(2021, 12, 15))


def _volunteering_frame(cast: Cast, rng: Generator) -> pl.DataFrame:
    entries, activities = cast.volunteering, cast.activities
    day = activities.day[entries.activity]
    as_of = cast.scene.story.as_of
    today = np.minimum(day, day_number(as_of))
    submitted = submitted_seconds(today * 86_400, today, as_of, rng)
    # The last one is for entries of nobody known: their index is -1.
    of_person = np.append(cast.ambassadors.of_person + 1, 9_000_001)
    order = np.argsort(submitted, kind="stable")
    lost = rng.random(len(day)) < 0.0001
    frame = pl.DataFrame(
        {
            "activity_id": text.identifiers("ACT", entries.activity + 1),
            "ambassador_id": text.identifiers("AMB", of_person[entries.person]),
            "preparation_hours": entries.preparation,
            "delivery_hours": entries.delivery,
            "submitted_at": text.moments(submitted),
            "created_at": text.moments(submitted),
        }
    )[order]
    # Entries for activities that nobody knows: they are in no period.
    unknown = frame.filter(pl.Series(lost)).with_columns(
        activity_id=pl.col("activity_id").str.replace("ACT0", "ACT9")
    )
    frame = pl.concat([frame, unknown])
    numbers = text.identifiers("VOL", np.arange(1, len(frame) + 1)).alias("volunteering_id")
    return frame.insert_column(0, numbers)


def feedback_files(cast: Cast) -> list[Delivery]:
    """Return the deliveries of `activity_feedback`."""
    rng, deliveries = cast.stream("feedback rows"), cast.monthly
    rows = feedback_frame(
        cast.scene.story, cast.activities, cast.volunteering, cast.ambassadors.of_person, rng
    )
    versions = history(
        rows,
        deliveries,
        rng.random(len(rows)) < 0.004,
        {"enjoyment": pl.lit(None, pl.Int64)},
        rng,
    )
    removed = rows.sample(fraction=0.001, seed=cast.seed)
    versions = with_tombstones(versions, removed, "feedback_id", deliveries, rng)
    full, *rest = cut_files("activity_feedback", deliveries, versions, "feedback_id")
    first, second = in_parts(full, (0.92, 1.0))
    files = [replace(first, is_compressed=True), second, *rest]
    return with_damaged(files, 5, date(2021, 12, 10))
