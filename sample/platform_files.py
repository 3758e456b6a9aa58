"""Family `platform`: what the digital platform sent, feed by feed and file by file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.activities import CANCELLED, PLANNED, REMOVED, Activities
from sample.activity_rows import activities_frame
from sample.ambassadors import Ambassadors, ambassadors_frame
from sample.commentaries import commentaries_frame
from sample.feedback import feedback_frame
from sample.organisations import organisations_frame
from sample.places import hub_areas_frame, hubs_frame
from sample.rendering import Delivery, Style
from sample.reporting import submitted_seconds
from sample.requests import Requests, requests_frame
from sample.scene import Scene
from sample.streams import Ints, stream
from sample.targets import targets_frame
from sample.versions import DELETED_AT, UPDATED_AT, Deliveries, history, with_tombstones
from sample.volunteering import Volunteering
from sample.years import day_number

FAMILY = "platform"
_BEFORE_SCOTLAND = date(2021, 3, 1)
_MONTHLY = (date(2021, 9, 30), date(2021, 10, 31), date(2021, 11, 30), date(2021, 12, 31))
FULL = date(2021, 8, 31)


@dataclass(frozen=True)
class Cast:
    """Everything that happens on the scene, from which each feed takes its rows."""

    scene: Scene
    scale: float
    seed: int
    activities: Activities
    volunteering: Volunteering
    ambassadors: Ambassadors
    requests: Requests
    answers: Ints

    @property
    def monthly(self) -> Deliveries:
        """The full delivery, four month ends, and the newest day."""
        return Deliveries((FULL, *_MONTHLY, self.scene.story.as_of))

    def stream(self, subject: str) -> Generator:
        """Return the random numbers of a subject."""
        return stream(self.seed, subject)


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
    files = _files("ambassadors", deliveries, versions, "ambassador_id")
    files[1] = replace(files[1], style=Style(has_bom=True))
    files[2] = replace(files[2], style=Style(extra_column="campaign"))
    return files


def organisation_files(cast: Cast, names: pl.Series) -> list[Delivery]:
    """Return the deliveries of `organisations`: the last has nothing but its header."""
    rng, as_of = cast.stream("organisation rows"), cast.scene.story.as_of
    deliveries = Deliveries((FULL, _MONTHLY[1], _MONTHLY[3], as_of))
    rows = organisations_frame(cast.scene.organisations, names, as_of, rng)
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
    files = _files("organisations", deliveries, versions, "organisation_id")
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
    removed = rows.filter(pl.Series(cast.requests.status == 3)).sample(
        fraction=0.005, seed=cast.seed
    )
    versions = with_tombstones(versions, removed, "request_id", deliveries, rng)
    files = _files("requests", deliveries, versions, "request_id")
    files[0] = replace(files[0], is_compressed=True)
    return _with_damaged(files, 3, date(2021, 11, 15))


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
    full, *rest = _files("activities", deliveries, versions, "activity_id")
    files = [*_in_parts(full, (0.5, 1.0)), *rest]
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
    full, *rest = _files("volunteering", deliveries, versions, "volunteering_id")
    files = [*_in_parts(full, (0.49, 0.98, 1.0)), *rest]
    files[6] = replace(files[6], style=Style(times="%Y-%m-%dT%H:%M:%SZ"))
    again = replace(files[5], part="2")
    return _with_damaged([*files[:6], again, *files[6:]], 7, date(2021, 12, 15))


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
    full, *rest = _files("activity_feedback", deliveries, versions, "feedback_id")
    first, second = _in_parts(full, (0.92, 1.0))
    files = [replace(first, is_compressed=True), second, *rest]
    return _with_damaged(files, 5, date(2021, 12, 10))


def small_files(cast: Cast) -> list[Delivery]:
    """Return the deliveries of `hubs`, `hub_areas`, `targets` and `commentaries`."""
    story = cast.scene.story
    files = [
        _delivery(feed, day, frame(day))
        for feed, frame in (("hubs", hubs_frame), ("hub_areas", hub_areas_frame))
        for day in (_BEFORE_SCOTLAND, FULL)
    ]
    files.append(replace(files[1], day=_MONTHLY[3]))
    targets = targets_frame(story, cast.scale)
    is_new = pl.col("programme_year") == list(story.years)[-1]
    sent = [targets.filter(~is_new), targets.filter(is_new)]
    parts = [
        _delivery("targets", day, rows) for day, rows in zip((FULL, _MONTHLY[0]), sent, strict=True)
    ]
    parts[0] = replace(parts[0], bad_copies=sent[1])
    files += _with_damaged(parts, 1, date(2021, 9, 15))
    rng = cast.stream("commentaries")
    rows = commentaries_frame(story.as_of, rng)
    versions = history(
        rows, cast.monthly, rng.random(len(rows)) < 0.02, {"risk": pl.lit("tbc")}, rng
    )
    monthly = _files("commentaries", cast.monthly, versions, "month")
    return [*files, *_with_damaged(monthly, 2, date(2021, 10, 15), is_compressed=True)]


def _delivery(feed: str, day: date, frame: pl.DataFrame) -> Delivery:
    return Delivery(FAMILY, feed, day, frame)


def _files(feed: str, deliveries: Deliveries, versions: pl.DataFrame, key: str) -> list[Delivery]:
    """Return one delivery a day; each has the next one's rows at hand, to spoil copies of them."""
    frames = [frame.sort(key, UPDATED_AT) for frame in deliveries.split(versions)]
    files = [_delivery(feed, day, rows) for day, rows in zip(deliveries.dates, frames, strict=True)]
    alive: Callable[[pl.DataFrame], pl.DataFrame] = lambda rows: (  # noqa: E731
        rows.filter(pl.col(DELETED_AT).is_null()) if DELETED_AT in rows.columns else rows
    )
    spoilt = [
        replace(file, bad_copies=alive(following.frame).head(20))
        for file, following in pairwise(files)
    ]
    return [*spoilt, files[-1]]


def _in_parts(file: Delivery, ends: tuple[float, ...]) -> list[Delivery]:
    """Return the file cut at the given shares of its rows."""
    cuts = [0, *(round(len(file.frame) * end) for end in ends)]
    return [
        replace(file, part=str(number), frame=file.frame.slice(first, last - first))
        for number, (first, last) in enumerate(pairwise(cuts), start=1)
    ]


def _with_damaged(
    files: list[Delivery], position: int, day: date, is_compressed: bool = False
) -> list[Delivery]:
    """Put a file to be rejected before the one at the position, which has all of its rows."""
    good = files[position]
    damaged = replace(
        good, day=day, part="", is_compressed=is_compressed, frame=good.frame.head(400)
    )
    return [*files[:position], damaged, *files[position:]]
