"""Who volunteered at which activity, and for how long."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from sample.activities import CANCELLED, COMPLETED, PLANNED, Activities
from sample.allocation import fill_up
from sample.hours import hour_totals, spread_hours
from sample.places import read_places
from sample.story import Story
from sample.streams import Bools, Floats, Ints, choose, uniform_days
from sample.years import day_number

UNKNOWN_PERSON = -1
_ENTRIES = np.array([0, 1, 2, 3, 4, 6, 12])
_ENTRIES_WEIGHTS = np.array([0.06, 0.56, 0.24, 0.08, 0.035, 0.015, 0.01])
# How long an Ambassador usually stays: those who began longer ago are no longer drawn.
_CAREER_DAYS = 1200
_ZERO_HOURS_SHARE = 0.008
_ERASED_SHARE = 0.0015
_UNKNOWN_SHARE = 0.0002


@dataclass(frozen=True)
class People:
    """Ambassadors who volunteered, by index: their zone, first day known and last active day.

    The first `active` of them are the story's active Ambassadors; the rest were erased since.
    """

    zone: Ints
    began: Ints
    last: Ints
    active: int


@dataclass(frozen=True)
class Volunteering:
    """One element per entry: the activity's index, the person's (or UNKNOWN_PERSON), the hours."""

    activity: Ints
    person: Ints
    preparation: Floats
    delivery: Floats


def build_volunteering(
    story: Story, activities: Activities, rng: Generator
) -> tuple[Volunteering, People]:
    """Return the entries and the people: exactly the story's number of them have hours."""
    activity = _entries(activities, rng)
    zone, day = activities.zone[activity], activities.day[activity]
    is_printed = activities.is_printed_priority[activity]
    person, began, is_anchor = _assign(story, zone, day, is_printed, rng)
    person, people = _with_erased(story, person, began, zone, day, is_anchor, rng)
    is_zero = ~is_anchor & (rng.random(len(activity)) < _ZERO_HOURS_SHARE)
    preparation, delivery = np.zeros(len(activity)), np.zeros(len(activity))
    preparation[~is_zero], delivery[~is_zero] = spread_hours(
        hour_totals(story),
        activities.year[activity[~is_zero]],
        activities.group[activity[~is_zero]],
        rng,
    )
    completed = Volunteering(activity, person, preparation, delivery)
    return _with_not_held(activities, completed, people, rng), people


def _entries(activities: Activities, rng: Generator) -> Ints:
    count = _ENTRIES[choose(rng, _ENTRIES_WEIGHTS, len(activities))]
    count = np.where(activities.is_printed_priority, np.maximum(count, 1), count)
    return np.repeat(np.arange(len(activities)), count * (activities.status == COMPLETED))


def _assign(
    story: Story, zone: Ints, day: Ints, is_printed: Bools, rng: Generator
) -> tuple[Ints, Ints, Bools]:
    """Return each entry's person, each person's first day, and the entry that each is sure of.

    Priority Schools of the printed year are served by exactly the story's Ambassadors there, the
    pool; other entries by anybody of the zone whose time it was.
    """
    zones = len(read_places().zones)
    if story.priority.ambassadors < 3 * zones:
        # A small sample has too few for a pool a zone: one serves them all.
        zone = np.where(is_printed, 0, zone)
    pool = _heads(story.priority.ambassadors, zone[is_printed], zones)
    others = _heads(story.active_ambassadors - int(pool.sum()), zone[~is_printed], zones)
    person = np.full(len(zone), UNKNOWN_PERSON)
    began = np.zeros(story.active_ambassadors, dtype=np.int64)
    is_anchor = np.zeros(len(zone), dtype=bool)
    first = 0
    for index in range(zones):
        mine = rng.permutation(np.flatnonzero((zone == index) & is_printed))
        rest = rng.permutation(np.flatnonzero((zone == index) & ~is_printed))
        in_pool, in_rest = int(pool[index]), int(others[index])
        ids = np.arange(first, first + in_pool + in_rest)
        began[ids[:in_pool]] = uniform_days(rng, 17_000, 18_500, in_pool)
        lag = np.where(rng.random(in_rest) < 0.7, 100, 1500) * rng.random(in_rest)
        began[ids[in_pool:]] = day[rest[:in_rest]] - 1 - lag.astype(np.int64)
        person[mine[:in_pool]], person[rest[:in_rest]] = ids[:in_pool], ids[in_pool:]
        is_anchor[mine[:in_pool]] = is_anchor[rest[:in_rest]] = True
        person[mine[in_pool:]] = _draw(ids[:in_pool], began, day[mine[in_pool:]], rng)
        person[rest[in_rest:]] = _draw(ids, began, day[rest[in_rest:]], rng)
        first += len(ids)
    return person, began, is_anchor


def _heads(total: int, zone: Ints, zones: int) -> Ints:
    """Return how many people each zone has: no more than it has entries."""
    entries = np.bincount(zone, minlength=zones)
    return fill_up(total, total * entries / max(len(zone), 1), entries)


def _draw(ids: Ints, began: Ints, day: Ints, rng: Generator) -> Ints:
    """Return a person for each day, the keen more often, from those in their active time."""
    if not len(day):
        return ids[:0]
    order = ids[np.argsort(began[ids], kind="stable")]
    cumulative = np.concatenate(
        [[0.0], np.cumsum(np.minimum(rng.pareto(1.6, len(order)), 25) + 0.2)]
    )
    low = np.searchsorted(began[order], day - _CAREER_DAYS)
    high = np.searchsorted(began[order], day, side="right")
    high = np.maximum(high, 1)
    low = np.minimum(low, high - 1)
    drawn = cumulative[low] + rng.random(len(day)) * (cumulative[high] - cumulative[low])
    index = np.searchsorted(cumulative, drawn, side="right") - 1
    drawn_people: Ints = order[np.clip(index, low, high - 1)]
    return drawn_people


def _with_erased(
    story: Story,
    person: Ints,
    began: Ints,
    zone: Ints,
    day: Ints,
    is_anchor: Bools,
    rng: Generator,
) -> tuple[Ints, People]:
    """Give some entries to people who were erased since, or whom nobody knows."""
    draw, active = rng.random(len(person)), story.active_ambassadors
    is_erased = ~is_anchor & (draw < _ERASED_SHARE)
    is_unknown = ~is_anchor & ~is_erased & (draw < _ERASED_SHARE + _UNKNOWN_SHARE)
    erased = max(2, int(is_erased.sum()) * 2 // 5)
    person = person.copy()
    person[is_erased] = active + np.arange(int(is_erased.sum())) % erased
    person[is_unknown] = UNKNOWN_PERSON
    began = np.concatenate([began, np.full(erased, 10**6)])
    last = np.zeros(len(began), dtype=np.int64)
    home = np.zeros(len(began), dtype=np.int64)
    known = np.flatnonzero(person >= 0)
    home[person[known]] = zone[known]
    np.minimum.at(began, person[known], day[known] - 1)
    np.maximum.at(last, person[known], day[known])
    began = np.minimum(began, day_number(story.as_of) - 30)
    return person, People(home, began, last, active)


def _with_not_held(
    activities: Activities, completed: Volunteering, people: People, rng: Generator
) -> Volunteering:
    """Add hours of preparation for some activities that are still planned or fell through."""
    not_held = np.flatnonzero(np.isin(activities.status, (PLANNED, CANCELLED)))
    activity = not_held[rng.random(len(not_held)) < 0.04]
    size = len(activity)
    return Volunteering(
        activity=np.concatenate([completed.activity, activity]),
        person=np.concatenate([completed.person, rng.integers(0, people.active, size)]),
        preparation=np.concatenate([completed.preparation, rng.choice([0.5, 1.0, 2.0], size)]),
        delivery=np.concatenate([completed.delivery, np.zeros(size)]),
    )
