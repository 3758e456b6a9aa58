"""Monthly commentaries: what hubs write about their KPIs, and the rating that they give them."""

from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.categories import in_any_form
from sample.places import read_hubs
from sample.reporting import moments_between
from sample.streams import Ints
from sample.words import BARRIERS, ENABLERS, RISKS
from sample.years import day_number

_FIRST_MONTH = date(2019, 9, 1)
_CODES = ("VOL_HOURS", "NEW_AMB", "PRIORITY_REACH", "SAT_ORGANISER", "REACH_SECONDARY")
_RAGS = ("Red", "Amber", "Green")
_AMBER_FROM, _GREEN_FROM = 90, 100
_SATISFACTION, _ELSE = (0.01, 0.04, 0.95), (0.2, 0.35, 0.45)
# So many rate themselves a colour better than they are.
_FLATTERED = 0.15


def finished_months(as_of: date) -> pl.DataFrame:
    """Return the first days of the months that were reported on."""
    months = pl.date_range(_FIRST_MONTH, as_of, "1mo", eager=True)
    frame = pl.DataFrame({"starts_on": months})
    return frame.filter(pl.col("starts_on").dt.month_end() < as_of)


def commentaries_frame(as_of: date, attained: pl.DataFrame, rng: Generator) -> pl.DataFrame:
    """Return one row per hub (and nationally), KPI and finished month, a tenth missing.

    Ratings follow `attained` (kpi_code, hub_id, starts_on, attained_pct) where that tells.
    """
    months = finished_months(as_of)
    hubs = read_hubs().select("hub_id", "valid_from", "valid_to").unique(maintain_order=True)
    national = pl.DataFrame(
        {"hub_id": [None], "valid_from": [date(2015, 9, 1)], "valid_to": [None]},
        schema=hubs.schema,
    )
    rows = (
        pl.concat([national, hubs])
        .join(pl.DataFrame({"kpi_code": _CODES}), how="cross")
        .join(months, how="cross")
        .filter(
            pl.col("valid_from") <= pl.col("starts_on"),
            pl.col("valid_to").is_null()
            | (pl.col("valid_to") >= pl.col("starts_on").dt.month_end()),
        )
    )
    rows = rows.filter(pl.Series(rng.random(len(rows)) > 0.1)).join(
        attained,
        on=["kpi_code", "hub_id", "starts_on"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    size = len(rows)
    month_end = rows["starts_on"].dt.month_end().cast(pl.Int32).to_numpy().astype(np.int64)
    last = np.full(size, day_number(as_of))
    created = text.moments(
        moments_between(np.minimum(month_end + 3, last), np.minimum(month_end + 16, last), rng)
    )
    return rows.select(
        "hub_id", "kpi_code", month=pl.col("starts_on").dt.strftime("%Y-%m")
    ).with_columns(
        rag=in_any_form(rng, _RAGS, _ratings(rows, rng)),
        barriers=text.pick_any(BARRIERS, rng, size),
        enablers=text.pick_any(ENABLERS, rng, size),
        risk=text.pick_any(RISKS, rng, size),
        submitted_at=created,
        created_at=created,
    )


def _ratings(rows: pl.DataFrame, rng: Generator) -> Ints:
    """Return an index into _RAGS for each row."""
    size = len(rows)
    is_score = (rows["kpi_code"] == "SAT_ORGANISER").to_numpy()
    guessed = np.where(is_score, rng.choice(3, size, p=_SATISFACTION), rng.choice(3, size, p=_ELSE))
    attained = rows["attained_pct"].to_numpy()
    earned = np.searchsorted([_AMBER_FROM, _GREEN_FROM], attained, side="right")
    told = np.minimum(earned + (rng.random(size) < _FLATTERED), len(_RAGS) - 1)
    return np.where(np.isnan(attained), guessed, told)
