"""What hubs attain of their monthly targets, by which they rate themselves."""

from datetime import date

import numpy as np
import polars as pl

from sample.activities import COMPLETED, UNKNOWN_ORGANISATION
from sample.cast import Cast
from sample.places import read_places
from sample.streams import Floats, Ints

MONTHS_A_YEAR = 12
_CODES = ("VOL_HOURS", "NEW_AMB")
_KEY = ("kpi_code", "hub_id", "starts_on")


def attained_frame(cast: Cast, targets: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """Return what was attained, in per cent, one row per KPI, hub (null: nationally) and month.

    KPIs are those whose yearly target has a twelfth a month: hours and new Ambassadors.
    """
    counted = pl.concat([_hours(cast), _registrations(cast)])
    national = counted.with_columns(hub_id=pl.lit(None, pl.String))
    sums = pl.concat([counted, national]).group_by(_KEY).agg(pl.col("amount").sum())
    return (
        _in_force(targets, months)
        .join(sums, on=_KEY, how="left", nulls_equal=True)
        .select(
            *_KEY,
            attained_pct=pl.col("amount").fill_null(0)
            * (100 * MONTHS_A_YEAR)
            / pl.col("target_value"),
        )
    )


def _in_force(targets: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """Return the year's target that was in force at each month's end."""
    of_year = pl.col("starts_on").dt.offset_by("-8mo").dt.year()
    label = pl.format("{}/{}", of_year, ((of_year + 1) % 100).cast(pl.String).str.zfill(2))
    return (
        targets.filter(pl.col("kpi_code").is_in(_CODES))
        .join(months.with_columns(programme_year=label), on="programme_year")
        .filter(pl.col("effective_from") <= pl.col("starts_on").dt.month_end())
        .sort("effective_from")
        .group_by(_KEY, maintain_order=True)
        .last()
    )


def _hours(cast: Cast) -> pl.DataFrame:
    entries, activities = cast.volunteering, cast.activities
    organisation = activities.organisation[entries.activity]
    counts = (activities.status[entries.activity] == COMPLETED) & (
        organisation != UNKNOWN_ORGANISATION
    )
    place = cast.scene.organisations.place[organisation[counts]]
    day = activities.day[entries.activity[counts]]
    return _frame("VOL_HOURS", place, day, (entries.preparation + entries.delivery)[counts])


def _registrations(cast: Cast) -> pl.DataFrame:
    people = cast.ambassadors
    stays = ~people.is_erased
    ones = np.ones(int(stays.sum()))
    return _frame("NEW_AMB", people.place[stays], people.registered[stays], ones)


def _frame(kpi_code: str, place: Ints, day: Ints, amount: Floats) -> pl.DataFrame:
    places = read_places()
    hub = pl.Series(list(places.hub_ids), dtype=pl.String).gather(places.hub_on(place, day))
    epoch = pl.lit(date(1970, 1, 1))
    return pl.DataFrame({"hub_id": hub, "day": day, "amount": amount}).select(
        "hub_id",
        "amount",
        kpi_code=pl.lit(kpi_code),
        starts_on=(epoch + pl.duration(days="day")).dt.month_start(),
    )
