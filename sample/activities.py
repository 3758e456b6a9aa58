"""Activities: how many of a year fall on which organisation and day, and where they are held."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
from numpy.random import Generator

from sample.allocation import share_out
from sample.organisations import KINDS, REGISTER_KINDS
from sample.places import read_places
from sample.scene import Scene
from sample.story import ACTIVITY_SHARES, Story
from sample.streams import Bools, Ints, choose, uniform_days
from sample.years import ProgrammeYear, day_number, day_weights

SETTINGS = (
    "Primary school",
    "Secondary school",
    "Special school",
    "College",
    "University",
    "Community group",
    "Library or museum",
    "Workplace",
)
EDUCATIONAL, NON_SCHOOL, UNSETTLED = 0, 1, 2
_FIRST_NON_SCHOOL = SETTINGS.index("Community group")
COMPLETED, PLANNED, CANCELLED, REMOVED = 0, 1, 2, 3
STATUSES = ("Completed", "Planned", "Cancelled", "Completed")
UNKNOWN_ORGANISATION = -1
_CLOSURES = (day_number(date(2020, 3, 16)), day_number(date(2020, 7, 17)))
_UNSETTLED_SHARE = 0.02
_REMOVED_SHARE = 0.0007
# Shares of a kind of organisation's activities by setting (in the order above).
_KIND_SETTINGS: Mapping[str, tuple[float, ...]] = {
    "primary": (0.95, 0.012, 0.001, 0, 0.005, 0.01, 0.008, 0.014),
    "secondary": (0.012, 0.925, 0.001, 0.008, 0.016, 0.004, 0.004, 0.03),
    "college": (0, 0.02, 0, 0.935, 0.02, 0, 0, 0.025),
    "special": (0.02, 0.02, 0.94, 0, 0, 0.01, 0, 0.01),
    "other": (0.6, 0.3, 0.05, 0, 0, 0.05, 0, 0),
    "nation primary": (0.96, 0.01, 0, 0, 0, 0.01, 0.01, 0.01),
    "nation secondary": (0.02, 0.92, 0, 0.01, 0.02, 0, 0, 0.03),
    "independent": (0.2, 0.76, 0, 0.01, 0.01, 0, 0, 0.02),
    "university": (0.02, 0.08, 0, 0.02, 0.86, 0, 0, 0.02),
    "community": (0.02, 0.01, 0, 0, 0, 0.93, 0.03, 0.01),
    "youth": (0.01, 0.01, 0, 0, 0, 0.96, 0.01, 0.01),
    "library": (0.01, 0.01, 0, 0, 0, 0.02, 0.96, 0),
    "employer": (0.03, 0.1, 0, 0, 0.01, 0.01, 0.01, 0.84),
}


@dataclass(frozen=True)
class Activities:
    """One entry per activity, ordered by day: identifiers follow that order.

    `organisation` is an index (UNKNOWN_ORGANISATION: of none that exists), `zone` where its
    Ambassadors come from, `year` an index into the story's years, `group` EDUCATIONAL, NON_SCHOOL
    or UNSETTLED, `status` COMPLETED, PLANNED, CANCELLED or REMOVED. `is_printed_priority` marks
    those of the printed year at a Priority School in scope.
    """

    organisation: Ints
    day: Ints
    year: Ints
    zone: Ints
    setting: Ints
    group: Ints
    status: Ints
    is_priority: Bools
    is_printed_priority: Bools

    def __len__(self) -> int:
        return len(self.day)

    def take(self, rows: Ints) -> "Activities":
        """Return those at the given indexes."""
        return Activities(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


def build_activities(scene: Scene, rng: Generator) -> Activities:
    """Return every activity: the completed ones, as many as the story says, and the others."""
    completed = _joined([_of_year(scene, label, rng) for label in scene.years])
    together = _joined([completed, *_not_completed(scene.story, completed, rng)])
    return together.take(np.lexsort((rng.random(len(together)), together.day)))


def _joined(parts: list[Activities]) -> Activities:
    return Activities(
        **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Activities)}
    )


def _of_year(scene: Scene, label: str, rng: Generator) -> Activities:
    year = scene.years[label]
    counts = share_out(
        scene.story.years[label].activities, np.array(list(ACTIVITY_SHARES.values()))
    )
    organisation = np.concatenate(
        [
            _at_establishments(scene, scene.reach.reached[label], name, int(count), rng)
            if name in REGISTER_KINDS
            else _outside_register(scene, name, int(count), rng)
            for name, count in zip(KINDS, counts, strict=True)
        ]
    )
    days, weights = day_weights(year.first_active, year.last_active)
    day = days[choose(rng, weights, len(organisation))]
    _move_to_closed_schools(scene, year, organisation, day, rng)
    return _describe(scene, label, organisation, day, rng)


def _at_establishments(scene: Scene, reached: Bools, kind: str, count: int, rng: Generator) -> Ints:
    """Return organisations of reached schools: each school once, the rest to the keenest."""
    schools, keenness = scene.schools, scene.reach.keenness
    rows = np.flatnonzero(reached & (schools.group == REGISTER_KINDS.index(kind)))
    if len(rows) > count:
        raise ValueError(f"{count} activities are too few to reach {len(rows)} {kind} schools")
    if not len(rows):
        return _outside_register(scene, "community", count, rng)
    eager = np.exp(0.7 * keenness[rows] + rng.normal(0, 0.6, len(rows)))
    visits = np.concatenate([rows, rows[choose(rng, eager, count - len(rows))]])
    first, last = scene.organisations.of_establishments(len(schools))
    at: Ints = np.where(rng.random(count) < 0.3, last[visits], first[visits])
    return at


def _outside_register(scene: Scene, kind: str, count: int, rng: Generator) -> Ints:
    rows = np.flatnonzero(scene.organisations.kind == KINDS.index(kind))
    chosen: Ints = rows[choose(rng, rng.lognormal(0, 1, len(rows)), count)]
    return chosen


def _move_to_closed_schools(
    scene: Scene, year: ProgrammeYear, organisation: Ints, day: Ints, rng: Generator
) -> None:
    """Move, in place, a few activities to schools that closed within the year, before they did.

    These schools are out of scope on its last day. Only activities outside the register move,
    so that no reached school loses its own.
    """
    organisations = scene.organisations
    closed = scene.schools.closed[organisations.establishment]
    inside = organisations.establishment >= 0
    gone = np.flatnonzero(inside & (closed > year.first_active + 14) & (closed < year.ends))
    outside = np.flatnonzero(~inside[organisation])
    moved = outside[rng.random(len(outside)) < 0.015]
    if not len(gone):
        return
    organisation[moved] = rng.choice(gone, len(moved))
    last = np.minimum(closed[organisation[moved]], year.last_active)
    day[moved] = uniform_days(rng, year.first_active, last, len(moved))


def _describe(
    scene: Scene, label: str, organisation: Ints, day: Ints, rng: Generator
) -> Activities:
    organisations, schools, size = scene.organisations, scene.schools, len(day)
    setting = _settings(organisations.kind[organisation], rng)
    group = np.where(setting < _FIRST_NON_SCHOOL, EDUCATIONAL, NON_SCHOOL)
    establishment = organisations.establishment[organisation]
    listed = scene.reach.listed.get(label, np.zeros(len(schools), dtype=bool))
    is_priority = (establishment >= 0) & listed[establishment]
    in_scope = schools.is_open_on(scene.years[label].ends)[establishment]
    is_printed = label == scene.story.priority.programme_year
    is_lost = (establishment < 0) & (rng.random(size) < 0.0012)
    return Activities(
        organisation=np.where(is_lost, UNKNOWN_ORGANISATION, organisation),
        day=day,
        year=np.full(size, list(scene.years).index(label)),
        zone=read_places().zone[organisations.place[organisation]],
        setting=setting,
        group=np.where(rng.random(size) < _UNSETTLED_SHARE, UNSETTLED, group),
        status=np.full(size, COMPLETED),
        is_priority=is_priority,
        is_printed_priority=is_priority & in_scope & is_printed,
    )


def _settings(kind: Ints, rng: Generator) -> Ints:
    setting = np.zeros(len(kind), dtype=np.int64)
    for index, name in enumerate(KINDS):
        rows = np.flatnonzero(kind == index)
        setting[rows] = choose(rng, np.array(_KIND_SETTINGS[name]), len(rows))
    return setting


def _not_completed(story: Story, completed: Activities, rng: Generator) -> list[Activities]:
    """Return cancelled, planned and removed activities, each like one that was held."""
    as_of = day_number(story.as_of)
    cancelled = _like(completed, story.cancelled_activities, CANCELLED, rng)
    by_pandemic = rng.random(len(cancelled)) < 0.5
    cancelled.day[by_pandemic] = uniform_days(rng, *_CLOSURES, int(by_pandemic.sum()))
    planned = _like(completed, story.planned_activities, PLANNED, rng)
    ahead = rng.random(len(planned)) < 0.7
    planned.day[ahead] = uniform_days(rng, as_of + 3, as_of + 120, int(ahead.sum()))
    removed = _like(completed, max(2, round(len(completed) * _REMOVED_SHARE)), REMOVED, rng)
    return [cancelled, planned, removed]


def _like(completed: Activities, count: int, status: int, rng: Generator) -> Activities:
    copies = completed.take(rng.integers(0, len(completed), count))
    copies.status[:] = status
    return copies
