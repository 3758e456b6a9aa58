"""Small random worlds of the programme, with everything in them that is easy to get wrong.

Days lie on the ends of months, years and programme years far more often than chance would have it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from tests.oracle import (
    world_cpd,
    world_exact,
    world_people,
    world_places,
    world_profile,
    world_steering,
    world_surveys,
)
from tests.oracle.world_files import LandingFile, Sender, cut_days, write_files

# around midnight in London, summer and winter, and in the hours when clocks change
CLOCKS = tuple(
    map(time.fromisoformat, ("22:59:59", "23:00", "23:30", "00:00", "00:30", "01:30", "12:15"))
)
STAMPS = (
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S+01:00",
    "%Y-%m-%d %H:%M:%S.250-0530",
)


@dataclass(frozen=True)
class World:
    """A world's landing files, unwritten."""

    seed: int
    files: tuple[LandingFile, ...]

    def write(self, landing: Path) -> list[Path]:
        """Writes all files under a landing root."""
        return write_files(self.files, landing)


class Days:
    """Draws days and moments of a world's time, mostly around boundaries."""

    def __init__(self, rng: random.Random, first: date, last: date) -> None:
        self.rng = rng
        self.first = first
        self.last = last

    def of(self, rng: random.Random) -> Days:
        """The same time, drawn from another source."""
        return Days(rng, self.first, self.last)

    def any(self, first: date | None = None, last: date | None = None) -> date:
        """A day between the two, half of the time at the edge of some period."""
        first, last = first or self.first, last or self.last
        if last < first:
            return first
        day = first + timedelta(days=self.rng.randint(0, (last - first).days))
        if self.rng.random() < 0.5:
            day = self._edge(day)
        return min(max(day, first), last)

    def _edge(self, day: date) -> date:
        start = self.rng.choice(
            (
                day.replace(day=1),
                day.replace(month=9, day=1),
                day.replace(month=1, day=1),
                day.replace(month=3, day=1),
                day.replace(month=4, day=1),
            )
        )
        return start + timedelta(
            days=self.rng.choice((-1, 0, 0, 1)) if self.rng.random() < 0.9 else 6
        )

    def moment(self, day: date) -> str:
        """A moment of about that day, often close to midnight, with or without an offset."""
        at = datetime.combine(day, self.rng.choice(CLOCKS), tzinfo=UTC)
        form = self.rng.choice(STAMPS)
        return at.strftime(form)


def make_world(seed: int) -> World:
    """The world of a seed; the same seed gives the same bytes."""
    rng = random.Random(seed)  # noqa: S311
    first = date(rng.choice((2016, 2017, 2018)), rng.choice((1, 8, 9, 11)), rng.choice((1, 15)))
    last = first + timedelta(days=rng.choice((500, 700, 900, 1100, 1600)) + rng.randint(0, 60))
    as_of = rng.choice(
        (
            last,
            last.replace(day=1),
            last.replace(day=1) - timedelta(days=1),
            date(last.year, 9, 1),
            date(last.year, 8, 31),
        )
    )
    days = Days(rng, first, as_of)
    sender = Sender(rng, cut_days(rng, first, as_of, rng.randint(3, 5)))
    geography = world_places.send_hubs_and_areas(sender, days)
    schools = world_places.send_schools(sender, days, geography)
    world_people.send_people_and_activities(sender, days, geography, schools)
    world_profile.send_index_and_benchmarks(sender)
    world_steering.send_targets(sender, days, geography)
    world_steering.send_commentaries(sender, days, geography)
    world_steering.send_decisions(sender)
    world_exact.send_exact_hub(sender, days)
    sender.spoil()
    sender.repeat_some()
    if rng.random() < 0.2:
        sender.put_broken("volunteering", as_of + timedelta(days=9))
    files = {
        **sender.files,
        **world_cpd.cpd_files(seed, days, sender.cuts, schools),
        **world_surveys.survey_files(seed, days, sender.cuts, schools),
    }
    return World(seed, tuple(files.values()))
