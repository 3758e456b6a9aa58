"""The schools of Aspire to STEM: partnership, phase, how they were rated, what CPD they took up.

The 29 named schools are as table 16 has them; the others are made up to the printed totals.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator

from sample.allocation import fill_up, share_out
from sample.cpd.story import NEW, AspireStory
from sample.cpd.tables import named_schools, partnerships
from sample.places import read_places
from sample.streams import Bools, Ints, uniform_days
from sample.years import day_number

CHANGES = ("none", "improved", "same", "declined", "first inspection")
NONE, IMPROVED, SAME, DECLINED, FIRST = range(len(CHANGES))
NEVER = 10**6
_LEAST_SCHOOLS, _MOST_SCHOOLS = 3, 10
_LAST_INSPECTION = day_number(date(2020, 3, 13))
# By cohort: the first and the last day on which a partnership may begin.
_BEGINNINGS = (
    (day_number(date(2017, 10, 2)), day_number(date(2017, 12, 8))),
    (day_number(date(2018, 3, 5)), day_number(date(2018, 7, 20))),
)


@dataclass(frozen=True)
class Members:
    """One entry per recruited school, the named ones first; days since 1970.

    `partnership` is a row of `partnerships()`, `place` an index of `read_places()`, `pupils` 0
    where nothing is printed. `rating_before` is NEW without an earlier inspection of its number,
    `inspected` NEVER without a later one. `academy_on` is the day on which an academy took over
    the site: before `engaged` the academy is the member, after it the school that closed.
    `hours` (CPD taken up) are in hundredths.
    """

    names: tuple[str | None, ...]
    also_known_as: tuple[str | None, ...]
    kinds: tuple[str, ...]
    partnership: Ints
    place: Ints
    pupils: Ints
    engaged: Ints
    left: Ints
    rating_before: Ints
    change: Ints
    inspected: Ints
    academy_on: Ints
    hours: Ints
    outcomes: Ints

    def __len__(self) -> int:
        return len(self.kinds)

    @property
    def cohort(self) -> Ints:
        """1 or 2."""
        return partnerships()["cohort"].to_numpy()[self.partnership]

    @property
    def is_primary(self) -> Bools:
        """Whether it counts as primary; all others count as secondary."""
        return np.array([kind == "Primary" for kind in self.kinds])

    @property
    def is_active(self) -> Bools:
        """Whether it was active at the end of the programme."""
        return np.asarray(self.left == NEVER)


def build_members(story: AspireStory, rng: Generator) -> Members:
    """Return the recruited schools. Raises ValueError where table 16 exceeds the story's totals."""
    named, size = named_schools(), story.schools
    kinds = _kinds(story, named["kind"].to_list(), rng)
    partnership = _partnerships(size, named, rng)
    engaged = _engagements(partnership, rng)
    rating, change = _movements(story, named, rng)
    is_active = np.arange(size) < story.active_schools
    days = _days_to_inspection(story, named, engaged, change, is_active, rng)
    rest = size - len(named)
    place = np.array([read_places().codes.index(c) for c in partnerships()["local_authority_code"]])
    return Members(
        names=(*named["school"], *[None] * rest),
        also_known_as=(*named["also_known_as"], *[None] * rest),
        kinds=kinds,
        partnership=partnership,
        place=place[partnership],
        pupils=np.concatenate([named["pupils"].to_numpy(), np.zeros(rest, dtype=np.int64)]),
        engaged=engaged,
        left=np.where(is_active, NEVER, engaged + rng.integers(150, 500, size)),
        rating_before=rating,
        change=change,
        inspected=np.where(change == NONE, NEVER, engaged + days),
        academy_on=_academies(story, named, rating, change, rng),
        hours=_hours(story, named, np.array(kinds) == "Primary", is_active, rng),
        outcomes=np.concatenate([named["outcomes"].to_numpy(), np.zeros(rest, dtype=np.int64)]),
    )


def _kinds(story: AspireStory, named: list[str], rng: Generator) -> tuple[str, ...]:
    left = {kind: count - named.count(kind) for kind, count in story.kinds.items()}
    if min(left.values()) < 0:
        raise ValueError(f"table 16 names more schools than there are of a kind: {left}")
    rest = [kind for kind, count in left.items() for _ in range(count)]
    return (*named, *(rest[index] for index in rng.permutation(len(rest))))


def _partnerships(size: int, named: pl.DataFrame, rng: Generator) -> Ints:
    """Return each school's partnership: of 3 to 10 schools."""
    rows = partnerships()
    keys = list(rows.select("partnership", "cohort").iter_rows())
    mine = [keys.index(key) for key in named.select("partnership", "cohort").iter_rows()]
    have = np.bincount(mine, minlength=len(keys))
    least = np.maximum(_LEAST_SCHOOLS - have, 0)
    rest = size - len(mine)
    wanted = rest * rng.uniform(0.8, 1.2, len(keys)) / len(keys) - have * 0.5
    more = fill_up(rest - int(least.sum()), wanted - least, _MOST_SCHOOLS - have - least)
    return np.concatenate([mine, rng.permutation(np.repeat(np.arange(len(keys)), least + more))])


def _engagements(partnership: Ints, rng: Generator) -> Ints:
    """Return the day on which each school joined: within six weeks of its partnership's first."""
    first, last = np.array(_BEGINNINGS)[partnerships()["cohort"].to_numpy() - 1].T
    begins = uniform_days(rng, first, last, len(first))
    return begins[partnership] + rng.integers(0, 42, len(partnership))


def _movements(story: AspireStory, named: pl.DataFrame, rng: Generator) -> tuple[Ints, Ints]:
    """Return rating before and change: active schools as table 1 counts them, others rated 2 or 3.

    Raises ValueError where table 16 has more schools of a movement than table 1.
    """
    rating = named["rating_before"].replace("new", str(NEW)).cast(pl.Int64).to_numpy()
    change = np.array([CHANGES.index(name) for name in named["rating_change"]])
    pairs: list[tuple[int, int]] = []
    for before, movement in story.movements.items():
        moved = (movement.improved, movement.same, movement.declined, movement.first)
        for kind, count in enumerate((movement.schools - sum(moved), *moved)):
            more = count - int(((rating == before) & (change == kind)).sum())
            if more < 0:
                raise ValueError(f"table 16 names more than {count} {CHANGES[kind]} from {before}")
            pairs += [(before, kind)] * more
    order = rng.permutation(len(pairs))
    others = story.schools - story.active_schools
    active = np.array(pairs)[order].T
    return (
        np.concatenate([rating, active[0], rng.integers(2, 4, others)]),
        np.concatenate([change, active[1], rng.integers(NONE, IMPROVED + 1, others) * SAME]),
    )


def _days_to_inspection(
    story: AspireStory,
    named: pl.DataFrame,
    engaged: Ints,
    change: Ints,
    is_active: Bools,
    rng: Generator,
) -> Ints:
    """Return the days from joining to the inspection: as many after a year as the report counts."""
    days = rng.integers(28, 365, len(change))
    printed = named["days_to_inspection"].fill_null(0).to_numpy()
    days[: len(printed)] = printed
    is_compared = np.isin(change, (IMPROVED, SAME, DECLINED)) & is_active
    unnamed = np.flatnonzero(is_compared & (np.arange(len(change)) >= len(printed)))
    late = story.inspected_after_a_year - int((days[is_compared] >= 365).sum())
    chosen = rng.choice(unnamed, late, replace=False)
    days[chosen] = uniform_days(rng, 365, _LAST_INSPECTION - engaged[chosen], late)
    return days


def _academies(
    story: AspireStory, named: pl.DataFrame, rating: Ints, change: Ints, rng: Generator
) -> Ints:
    """Return when an academy took over: new schools shortly before, a few others after joining."""
    size = len(rating)
    septembers = np.array([day_number(date(year, 9, 1)) for year in (2015, 2016, 2017)])
    opened = np.where(rating == NEW, rng.choice(septembers, size), NEVER)
    known = np.flatnonzero(
        named["also_known_as"].is_not_null().to_numpy() & (rating[: len(named)] != NEW)
    )
    can = np.flatnonzero((rating == 3) & (change == NONE) & (np.arange(size) >= len(named)))
    more = rng.choice(can, story.became_academies - len(known), replace=False)
    opened[np.concatenate([known, more])] = day_number(date(2019, 9, 1))
    return opened


def _hours(
    story: AspireStory, named: pl.DataFrame, is_primary: Bools, is_active: Bools, rng: Generator
) -> Ints:
    """Return the CPD of each school in hundredths of an hour: half-hours, but for the named ones.

    Of the schools without any, ten had left before it began.
    """
    a_unit = story.hours_per_unit * 100
    printed = np.rint(named["cpd_units"].to_numpy() * a_unit).astype(np.int64)
    size, first = len(is_active), len(printed)
    without = size - story.schools_with_cpd - int((printed == 0).sum())
    gone = np.flatnonzero(~is_active)[:10]
    stayed = rng.choice(np.arange(first, story.active_schools), without - len(gone), replace=False)
    some = np.setdiff1d(np.arange(first, size), np.concatenate([gone, stayed]))
    total = round(story.cpd_units * a_unit) - int(printed.sum())
    least = 3 * len(some)
    weights = rng.lognormal(0, 0.6, len(some)) * np.where(is_primary[some], 0.75, 1.25)
    halves = 3 + share_out(total // 50 - least, weights)
    hours = np.zeros(size, dtype=np.int64)
    hours[:first] = printed
    hours[some] = halves * 50
    hours[some[0]] += total % 50
    return hours
