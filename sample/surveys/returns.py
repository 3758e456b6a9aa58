"""Who answers which survey when: teachers and school leaders one by one, pupils by class."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.random import Generator

from sample.allocation import fill_up, share_out
from sample.streams import Bools, Floats, Ints
from sample.surveys.partnerships import PRIMARY, SECONDARY, Partnerships
from sample.surveys.story import END, WAVES, EnthuseStory, Wave

TEACHER_PHASES = ("primary", "secondary", "other")
# Weekdays within which everybody answers who answers at all.
_ANSWERING_DAYS = 32
_CLASS_SIZE, _CLASS_SPREAD, _CLASS_LIMITS = 26.0, 4.0, (14, 34)


@dataclass(frozen=True)
class Respondents:
    """One entry per response: partnership, school, day, and of teachers the phase.

    `phase` is an index into TEACHER_PHASES.
    """

    partnership: Ints
    school: Ints
    day: Ints
    phase: Ints

    def __len__(self) -> int:
        return len(self.day)


@dataclass(frozen=True)
class Classes:
    """One entry per class of pupils: partnership, school, day, size, and how it answered."""

    partnership: Ints
    school: Ints
    day: Ints
    size: Ints
    is_online: Bools

    @property
    def of_pupil(self) -> Ints:
        """The class of each pupil."""
        return np.repeat(np.arange(len(self.size)), self.size)


def school_day(day: Ints, later: Ints) -> Ints:
    """Return the days that many weekdays later than the given ones, or than the Monday after."""
    moved = np.busday_offset(day.astype("datetime64[D]"), later, roll="forward")
    return moved.astype(np.int64)


Represented = Mapping[tuple[str, str], Ints]


def choose_represented(
    story: EnthuseStory, partnerships: Partnerships, as_of: date, rng: Generator
) -> Represented:
    """Return the partnerships that answer each survey and wave: the keenest that can.

    Whoever answers a later wave has, as far as the numbers allow, answered those before.
    """
    keenness = rng.normal(0, 1, len(partnerships))
    chosen = {}
    for survey, waves in story.surveys.items():
        liking = keenness + rng.normal(0, 0.5, len(partnerships))
        for name in WAVES:
            if name in waves:
                can = np.flatnonzero(partnerships.can_answer(name, as_of))
                if len(can) < waves[name].partnerships:
                    raise ValueError(f"too few partnerships for the {survey} survey, {name}")
                keenest = can[np.argsort(-liking[can], kind="stable")]
                chosen[survey, name] = np.sort(keenest[: waves[name].partnerships])
    return chosen


def finished(represented: Represented, size: int) -> Bools:
    """Return which partnerships answered any survey at the end."""
    answered = [found for (_, wave), found in represented.items() if wave == END]
    return np.isin(np.arange(size), np.concatenate(answered))


def respondents(
    wave: str,
    numbers: Wave,
    represented: Ints,
    partnerships: Partnerships,
    rng: Generator,
) -> Respondents:
    """Return who answered on their own: at least one of each partnership represented."""
    partnership = rng.permutation(_spread(numbers.responses, represented, rng))
    sizes = [numbers.phases.get(phase, 0) for phase in TEACHER_PHASES]
    is_told = bool(numbers.phases)
    phase = np.repeat(np.arange(len(sizes)), sizes) if is_told else _phases(len(partnership), rng)
    of_school = np.where(phase == TEACHER_PHASES.index("secondary"), SECONDARY, PRIMARY)
    school = partnerships.any_school(partnership, of_school, rng)
    day = school_day(
        partnerships.asked_on(wave)[partnership], rng.integers(0, _ANSWERING_DAYS, len(phase))
    )
    return Respondents(partnership, school, day, phase)


def _phases(size: int, rng: Generator) -> Ints:
    """Return primary or secondary for each, where the survey does not ask."""
    return np.asarray(rng.choice(2, size, p=[0.59, 0.41]), dtype=np.int64)


def classes(
    phase: int,
    wave: str,
    numbers: Wave,
    represented: Ints,
    partnerships: Partnerships,
    rng: Generator,
) -> Classes:
    """Return the classes that answered, the latest of them online.

    A class that follows an online one of its school may be told twice: once it comes on paper.
    """
    count = max(len(represented), round(numbers.responses / _CLASS_SIZE))
    least, most = _CLASS_LIMITS
    wanted = np.clip(rng.normal(_CLASS_SIZE, _CLASS_SPREAD, count), least, most)
    wanted *= numbers.responses / wanted.sum()
    size = fill_up(numbers.responses, wanted, np.full(count, 2 * most))
    partnership = _spread(count, represented, rng)
    school = partnerships.any_school(partnership, np.full(count, phase), rng)
    # Classes of one school follow each other, so that no two come in on one day.
    order = np.lexsort((school, partnership))
    partnership, school = partnership[order], school[order]
    asked = (partnerships.asked_on(wave) + rng.integers(0, 9, len(partnerships)))[partnership]
    day = school_day(asked, 2 * _rank(partnership, school))
    is_online = _latest(size, day, numbers.online_pct)
    return _with_double_return(Classes(partnership, school, day, size, is_online))


def _spread(total: int, represented: Ints, rng: Generator) -> Ints:
    """Return a partnership for each of `total`: every represented one at least once."""
    weights: Floats = rng.gamma(1.3, size=len(represented))
    return np.repeat(represented, 1 + share_out(total - len(represented), weights))


def _rank(partnership: Ints, school: Ints) -> Ints:
    """Return which class of its school each is, for classes ordered by school."""
    is_first = np.ones(len(school), dtype=bool)
    is_first[1:] = (np.diff(partnership) != 0) | (np.diff(school) != 0)
    first = np.maximum.accumulate(np.where(is_first, np.arange(len(school)), 0))
    return np.arange(len(school)) - first


def _latest(size: Ints, day: Ints, online_pct: float) -> Bools:
    """Return which classes answered online: the latest, up to a share of the pupils."""
    order = np.argsort(-day, kind="stable")
    so_far = np.cumsum(size[order])
    is_latest = np.zeros(len(size), dtype=bool)
    is_latest[order[so_far <= online_pct / 100 * so_far[-1] + size.mean() / 2]] = True
    return is_latest


def _with_double_return(built: Classes) -> Classes:
    """Return the classes with one on paper among those of its school that answer online."""
    is_same = (np.diff(built.school) == 0) & (np.diff(built.partnership) == 0)
    pairs = np.flatnonzero(is_same & built.is_online[:-1] & built.is_online[1:])
    if not len(pairs):
        return built
    day, is_online = built.day.copy(), built.is_online.copy()
    day[pairs[0] + 1] = school_day(day[pairs[0]], np.ones(1, dtype=np.int64))[0]
    is_online[pairs[0] + 1] = False
    return replace(built, day=day, is_online=is_online)
