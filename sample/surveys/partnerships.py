"""ENTHUSE partnerships: when they ran, which schools of the register were in them, who paid.

Funders, advisers and names are invented.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.allocation import share_out
from sample.schools import GROUPS, NEVER_CLOSED, STATUSES, Establishments
from sample.streams import Bools, Ints
from sample.surveys.story import END, MIDDLE, START, EnthuseStory
from sample.words import PLACE_ENDS, PLACE_STARTS
from sample.years import day_number

PHASES = PRIMARY, SECONDARY = GROUPS.index("primary"), GROUPS.index("secondary")
_TERM_STARTS = ((9, 5), (1, 8), (4, 16))
_FIRST_YEAR = 2016
_YEARS = 2
# At full size a partnership has so many schools of each phase, the last number excluded.
_SIZES = {PRIMARY: (4, 8), SECONDARY: (1, 4)}
# Days from a partnership's first to the asking of each wave, and for answering.
_WAVE_DAYS = {START: 14, MIDDLE: 375, END: 640}
_ANSWERED_WITHIN = 50


@dataclass(frozen=True)
class Partnerships:
    """One entry per partnership: name, cohort, first and last day.

    `school` (an index into the register) lists the members: those of a partnership and phase
    stand together, `count[phase, partnership]` of them from `first[phase, partnership]`.
    """

    names: pl.Series
    cohort: Ints
    starts: Ints
    ends: Ints
    school: Ints
    first: Ints
    count: Ints

    def __len__(self) -> int:
        return len(self.cohort)

    @property
    def identifiers(self) -> pl.Series:
        """The booking system's identifiers."""
        return text.identifiers("ENT", np.arange(1, len(self) + 1))

    @property
    def lead(self) -> Ints:
        """The school that leads each: its first secondary school."""
        leads: Ints = self.school[self.first[SECONDARY]]
        return leads

    @property
    def member_of(self) -> Ints:
        """The partnership of each entry of `school`."""
        return np.concatenate([np.repeat(np.arange(len(self)), self.count[p]) for p in PHASES])

    def asked_on(self, wave: str) -> Ints:
        """Return the day on which each is asked to answer a wave."""
        return self.starts + _WAVE_DAYS[wave]

    def can_answer(self, wave: str, as_of: date) -> Bools:
        """Whether each has had the time to answer a wave."""
        return self.asked_on(wave) + _ANSWERED_WITHIN < day_number(as_of)

    def any_school(self, partnership: Ints, phase: Ints, rng: Generator) -> Ints:
        """Return for each entry a school of that partnership and phase."""
        place = np.floor(rng.random(len(partnership)) * self.count[phase, partnership])
        return self.school[self.first[phase, partnership] + place.astype(np.int64)]


def build_partnerships(
    story: EnthuseStory, schools: Establishments, rng: Generator
) -> Partnerships:
    """Choose the partnerships' schools, neighbours each, and when each partnership ran."""
    size = story.partnerships
    cohorts = np.arange(story.first_cohort, story.last_cohort + 1)
    of_cohort = rng.permutation(np.repeat(cohorts, share_out(size, np.ones(len(cohorts)))))
    starts = np.array([_start_of(int(c) - story.first_cohort) for c in cohorts])
    ends = np.array([_start_of(int(c) - story.first_cohort, _YEARS) - 1 for c in cohorts])
    index = of_cohort - story.first_cohort
    members, counts = zip(
        *(_members(schools, phase, size, int(starts.min()), rng) for phase in PHASES), strict=True
    )
    count = np.stack(counts)
    first = np.cumsum(count).reshape(count.shape) - count
    return Partnerships(
        names=_names(size, rng),
        cohort=of_cohort,
        starts=starts[index],
        ends=ends[index],
        school=np.concatenate(members),
        first=first,
        count=count,
    )


def _start_of(term: int, years: int = 0) -> int:
    """Return the first day of the given term, counted from the programme's first autumn."""
    year, season = divmod(term, len(_TERM_STARTS))
    month, day = _TERM_STARTS[season]
    return day_number(date(_FIRST_YEAR + years + year + (season > 0), month, day))


def _members(
    schools: Establishments, phase: int, size: int, opened_by: int, rng: Generator
) -> tuple[Ints, Ints]:
    """Return schools of a phase and how many of them each partnership takes, in turn.

    Where the register has too few, a school is in one partnership after another.
    """
    is_settled = (schools.opened <= opened_by) & (schools.closed == NEVER_CLOSED)
    is_settled &= (schools.status == STATUSES.index("Open")) & ~schools.has_vanished
    pool = np.flatnonzero(is_settled & (schools.group == phase) & ~schools.has_unknown_dates)
    room = max(1, len(pool) // size)
    least, beyond = _SIZES[phase]
    counts = np.minimum(rng.integers(least, beyond, size), room)
    chosen = rng.choice(pool, min(int(counts.sum()), len(pool)), replace=False)
    neighbours = chosen[np.lexsort((chosen, schools.place[chosen]))]
    return np.resize(neighbours, int(counts.sum())), counts


def _names(size: int, rng: Generator) -> pl.Series:
    """Return as many names, no two alike."""
    pairs = rng.choice(len(PLACE_STARTS) * len(PLACE_ENDS), size, replace=False)
    start, end = np.divmod(pairs, len(PLACE_ENDS))
    names = text.fill("{}{}", text.pick(PLACE_STARTS, start), text.pick(PLACE_ENDS, end))
    return text.fill("{} ENTHUSE Partnership", names)
