"""CPD events that were delivered: each school's hours cut into events, some of them shared."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator

from sample.allocation import fill_up
from sample.cpd.members import NEVER, Members
from sample.cpd.story import AspireStory
from sample.streams import Ints, choose
from sample.years import day_number

# Hours of an event before a school's are met exactly: twilights, half days, days, a residential.
_DURATIONS = np.array([2, 3, 4, 6, 8, 10, 12, 36])
_DURATION_WEIGHTS = np.array([10, 24, 20, 26, 6, 6, 7, 0.8])
_LAST_DAY = day_number(date(2020, 3, 20))


@dataclass(frozen=True)
class Courses:
    """Events, and who of the schools was at each: one entry per school and event in `slot_*`.

    `hours` are in hundredths; `day` is since 1970; `subject` an index into the story's subjects.
    """

    partnership: Ints
    hours: Ints
    day: Ints
    subject: Ints
    slot_event: Ints
    slot_school: Ints

    def __len__(self) -> int:
        return len(self.hours)


def build_courses(story: AspireStory, members: Members, rng: Generator) -> Courses:
    """Return as many events as the story tells; each school's hours add up to its own.

    Raises ValueError where too few events of a partnership last alike to be held together.
    """
    slots = _slots(story, members, rng)
    event = _shared(slots, len(slots) - story.events, rng)
    by_event = (
        slots.with_columns(event=pl.Series(event))
        .group_by("event")
        .agg(
            pl.col("partnership", "hours").first(),
            opens=pl.col("engaged").max(),
            closes=pl.col("left").min(),
        )
        .sort("event")
    )
    opens, closes = by_event["opens"].to_numpy() + 10, by_event["closes"].to_numpy()
    counts = list(story.events_by_subject.values())
    return Courses(
        partnership=by_event["partnership"].to_numpy(),
        hours=by_event["hours"].to_numpy(),
        day=_days(opens, np.minimum(closes, _LAST_DAY), rng),
        subject=rng.permutation(np.repeat(np.arange(len(counts)), counts)),
        slot_event=event,
        slot_school=slots["school"].to_numpy(),
    )


def _slots(story: AspireStory, members: Members, rng: Generator) -> pl.DataFrame:
    """Return one row per school and event it attends, with hours that add up to the school's."""
    some = np.flatnonzero(members.hours > 0)
    most = members.hours[some] // 100
    counts = fill_up(
        story.attended_in_pairs - len(some),
        story.attended_in_pairs * members.hours[some] / members.hours.sum() - 1,
        most - 1,
    )
    counts += 1
    school = np.repeat(some, counts)
    hours = np.concatenate(
        [_cut(total, count, rng) for total, count in zip(members.hours[some], counts, strict=True)]
    )
    return pl.DataFrame(
        {
            "school": school,
            "hours": hours,
            "partnership": members.partnership[school],
            "engaged": members.engaged[school],
            "left": np.where(members.left < NEVER, members.left, _LAST_DAY)[school],
        }
    )


def _cut(total: int, count: int, rng: Generator) -> Ints:
    """Return hours (in hundredths) of a school's events: half-hours from one hour, one odd one."""
    halves = total // 50
    wanted = _DURATIONS[choose(rng, _DURATION_WEIGHTS, count)] - 2.0
    wanted *= (halves - 2 * count) / max(wanted.sum(), 1)
    parts = 2 + fill_up(halves - 2 * count, wanted, np.full(count, halves))
    hours = parts * 50
    hours[0] += total - int(hours.sum())
    return hours


def _shared(slots: pl.DataFrame, too_many: int, rng: Generator) -> Ints:
    """Return the event of each slot: `too_many` slots are at an event of another school.

    Only schools of a partnership meet, at events that last alike, never a school with itself.
    """
    nth = pl.int_range(pl.len()).over("school", "hours")
    meeting = slots.with_row_index("slot").with_columns(nth=nth)
    keys = ["partnership", "hours", "nth"]
    groups = meeting.group_by(keys, maintain_order=True).len().filter(pl.col("len") > 1)
    groups = groups.sample(fraction=1, shuffle=True, seed=int(rng.integers(2**31)))
    groups = groups.with_columns(
        joins=pl.min_horizontal(pl.col("len") - 1, pl.lit(3)).cast(pl.Int64)
    ).with_columns(before=pl.col("joins").cum_sum() - pl.col("joins"))
    room = int(groups["joins"].sum())
    if not 0 <= too_many <= room:
        raise ValueError(f"{too_many} events must be shared, {room} can be")
    groups = groups.select(*keys, joins=(too_many - pl.col("before")).clip(0, pl.col("joins")))
    joined = (
        meeting.join(groups, on=keys, how="left", maintain_order="left")
        .with_columns(pl.col("joins").fill_null(0), place=pl.int_range(pl.len()).over(keys))
        .with_columns(host=pl.col("slot").first().over(keys))
        .with_columns(
            host=pl.when((pl.col("place") > 0) & (pl.col("place") <= pl.col("joins")))
            .then("host")
            .otherwise("slot")
        )
    )
    return np.unique(joined["host"].to_numpy(), return_inverse=True)[1].astype(np.int64)


def _days(first: Ints, last: Ints, rng: Generator) -> Ints:
    """Return a school day for each event: weekends become the Friday before, August September."""
    day = first + np.floor(rng.random(len(first)) * np.maximum(last - first, 1)).astype(np.int64)
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    day = np.where(month == 7, np.minimum(day + 35, np.maximum(last, first)), day)
    weekday = (day + 3) % 7
    return np.asarray(day - np.maximum(weekday - 4, 0), dtype=np.int64)
