"""What the platform sent of people, organisations, requests, hubs, targets and commentaries."""

from dataclasses import replace
from datetime import date

import polars as pl

from sample.ambassadors import ambassadors_frame
from sample.attainment import attained_frame
from sample.cast import FULL, MONTH_ENDS, Cast
from sample.commentaries import commentaries_frame, finished_months
from sample.cutting import cut_files, platform_file, with_damaged
from sample.organisations import organisations_frame
from sample.places import hub_areas_frame, hubs_frame
from sample.rendering import Delivery, Style
from sample.requests import UNFILLED, requests_frame
from sample.targets import targets_frame
from sample.versions import Deliveries, history, with_tombstones

_BEFORE_SCOTLAND = date(2021, 3, 1)


def ambassador_files(cast: Cast) -> list[Delivery]:
    """Return the deliveries of `ambassadors`."""
    rng, deliveries = cast.stream("ambassador rows"), cast.monthly
    rows = ambassadors_frame(cast.ambassadors, cast.scene.story.as_of, rng)
    versions = history(
        rows,
        deliveries,
        rng.random(len(rows)) < 0.012,
        {"occupation": pl.lit(None, pl.String), "employer_name": pl.lit("tbc")},
        rng,
        before={"status": pl.lit("Active"), "withdrawn_on": pl.lit(None, pl.Date)},
    )
    erased = rows.filter(pl.Series(cast.ambassadors.is_erased))
    versions = with_tombstones(versions, erased, "ambassador_id", deliveries, rng)
    files = cut_files("ambassadors", deliveries, versions, "ambassador_id")
    files[1] = replace(files[1], style=Style(has_bom=True))
    files[2] = replace(files[2], style=Style(extra_column="campaign"))
    return files


def organisation_files(cast: Cast, names: pl.Series) -> list[Delivery]:
    """Return the deliveries of `organisations`: the last has nothing but its header."""
    rng, as_of = cast.stream("organisation rows"), cast.scene.story.as_of
    deliveries = Deliveries((FULL, MONTH_ENDS[1], MONTH_ENDS[3], as_of))
    rows = organisations_frame(cast.organisations, names, as_of, rng)
    versions = history(
        rows,
        deliveries,
        rng.random(len(rows)) < 0.03,
        {"organisation_type": pl.lit("Other"), "organisation_type_other": pl.lit("tbc")},
        rng,
    )
    # Entered twice by mistake, never used, and removed.
    twice = rows.sample(max(2, len(rows) // 2000), seed=cast.seed).with_columns(
        organisation_id=pl.col("organisation_id").str.replace("ORG0", "ORG5"),
        updated_at=pl.col("created_at"),
    )
    versions = pl.concat([versions, twice.select(versions.columns)])
    versions = with_tombstones(versions, twice, "organisation_id", deliveries, rng)
    files = cut_files("organisations", deliveries, versions, "organisation_id")
    spelt = {"organisation_id": " Organisation-ID", "hub_id": "Hub ID ", "urn": "URN"}
    files[1] = replace(files[1], style=Style(headers=spelt))
    return files


def request_files(cast: Cast) -> list[Delivery]:
    """Return the deliveries of `requests`."""
    rng, deliveries = cast.stream("request rows"), cast.monthly
    rows = requests_frame(cast.requests, rng).with_columns(
        pl.col("ambassadors_wanted").cast(pl.String)
    )
    versions = history(
        rows,
        deliveries,
        rng.random(len(rows)) < 0.008,
        {"ambassadors_wanted": pl.col("ambassadors_wanted") + ",000"},
        rng,
        before={"status": pl.lit("Open"), "closed_on": pl.lit(None, pl.Date)},
    )
    removed = rows.filter(pl.Series(cast.requests.status == UNFILLED)).sample(
        fraction=0.005, seed=cast.seed
    )
    versions = with_tombstones(versions, removed, "request_id", deliveries, rng)
    files = cut_files("requests", deliveries, versions, "request_id")
    files[0] = replace(files[0], is_compressed=True)
    return with_damaged(files, 3, date(2021, 11, 15))


def small_files(cast: Cast) -> list[Delivery]:
    """Return the deliveries of `hubs`, `hub_areas`, `targets` and `commentaries`."""
    story = cast.scene.story
    files = [
        platform_file(feed, day, frame(day))
        for feed, frame in (("hubs", hubs_frame), ("hub_areas", hub_areas_frame))
        for day in (_BEFORE_SCOTLAND, FULL)
    ]
    files.append(replace(files[1], day=MONTH_ENDS[3]))
    targets = targets_frame(story, cast.scale)
    is_new = pl.col("programme_year") == list(story.years)[-1]
    sent = [targets.filter(~is_new), targets.filter(is_new)]
    parts = [
        platform_file("targets", day, rows)
        for day, rows in zip((FULL, MONTH_ENDS[0]), sent, strict=True)
    ]
    parts[0] = replace(parts[0], bad_copies=sent[1])
    files += with_damaged(parts, 1, date(2021, 9, 15))
    rng = cast.stream("commentaries")
    attained = attained_frame(cast, targets, finished_months(story.as_of))
    rows = commentaries_frame(story.as_of, attained, rng)
    versions = history(
        rows, cast.monthly, rng.random(len(rows)) < 0.02, {"risk": pl.lit("tbc")}, rng
    )
    monthly = cut_files("commentaries", cast.monthly, versions, "month")
    return [*files, *with_damaged(monthly, 2, date(2021, 10, 15), is_compressed=True)]
