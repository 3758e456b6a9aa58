"""Ambassadors: when they registered and left, and what the platform holds about them."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.allocation import fill_up
from sample.categories import CategoryMess, as_typed, in_any_form
from sample.places import read_places
from sample.reporting import moments_between
from sample.story import Story
from sample.streams import Bools, Ints, choose, uniform_days
from sample.volunteering import People
from sample.words import (
    EMPLOYER_ENDS,
    EMPLOYER_STARTS,
    FIRST_NAMES,
    LAST_NAMES,
    OCCUPATIONS,
)
from sample.years import day_number

STATUSES = ("Registered", "Active", "Lapsed", "Withdrawn")
REGISTERED, ACTIVE, LAPSED, WITHDRAWN = range(len(STATUSES))
STAYED = 10**6
GENDERS = ("Female", "Male", "Non-binary", "Other", "Prefer not to say")
ETHNICITIES = (
    "Asian or Asian British",
    "Black, Black British, Caribbean or African",
    "Mixed or multiple ethnic groups",
    "White",
    "Other",
    "Prefer not to say",
)
SECTORS = (
    "Engineering and manufacturing",
    "Construction and built environment",
    "Digital and technology",
    "Energy and utilities",
    "Health and life sciences",
    "Finance and professional services",
    "Education and research",
    "Public administration and defence",
    "Transport and logistics",
    "Agriculture, food and environment",
    "Media and creative",
    "Retail and hospitality",
    "Other",
)
DISCIPLINES = (
    "Biology and life sciences",
    "Chemistry",
    "Physics",
    "Mathematics and statistics",
    "Computing and digital",
    "Engineering",
    "Medicine and health",
    "Earth and environment",
    "Design and technology",
    "Other",
)
_DISABILITY = ("Yes", "No", "Prefer not to say", None)
_FIRST_DAY = day_number(date(2011, 9, 1))
_STORY_BEGINS = day_number(date(2016, 1, 1))


@dataclass(frozen=True)
class Ambassadors:
    """One element per Ambassador, ordered by registration; days since 1970.

    `of_person` gives the position of each person of the volunteering. `withdrawn` is STAYED for
    who did not leave; `is_erased` marks who asked to be deleted.
    """

    registered: Ints
    withdrawn: Ints
    last_active: Ints
    place: Ints
    is_erased: Bools
    of_person: Ints

    def __len__(self) -> int:
        return len(self.registered)


def build_ambassadors(story: Story, people: People, rng: Generator) -> Ambassadors:
    """Return everybody: the volunteers, the registered who never did, and a few out of scope."""
    as_of = day_number(story.as_of)
    first = np.minimum(people.began - rng.integers(1, 21, len(people.began)), as_of - 5)
    erased = np.arange(len(first)) >= people.active
    idle = _idle_registrations(story, first[~erased], rng)
    left_before = uniform_days(rng, _FIRST_DAY, _STORY_BEGINS - 400, max(2, len(idle) // 150))
    too_late = np.full(max(1, len(idle) // 9000), as_of)
    registered = np.concatenate([first, idle, left_before, too_late])
    size = len(registered)
    last = np.zeros(size, dtype=np.int64)
    last[: len(first)] = people.last
    withdrawn = _withdrawals(registered, last, as_of, rng)
    gone = len(first) + len(idle) + np.arange(len(left_before))
    withdrawn[gone] = uniform_days(rng, left_before + 30, _STORY_BEGINS - 10, len(gone))
    place = _places(people, size, rng)
    is_erased = np.zeros(size, dtype=bool)
    is_erased[: len(first)] = erased
    order = np.argsort(registered, kind="stable")
    position = np.empty(size, dtype=np.int64)
    position[order] = np.arange(size)
    return Ambassadors(
        registered[order],
        withdrawn[order],
        last[order],
        place[order],
        is_erased[order],
        position[: len(first)],
    )


def _idle_registrations(story: Story, active: Ints, rng: Generator) -> Ints:
    """Return the days on which the rest registered, so that the years register as many as told."""
    year = active.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    wanted = np.array(
        [
            story.registered_ambassadors - sum(story.registrations.values()),
            *story.registrations.values(),
        ]
    )
    have = [int((year < 2016).sum()), *(int((year == y).sum()) for y in story.registrations)]
    short = np.maximum(wanted - np.array(have), 0)
    rest = story.registered_ambassadors - len(active)
    counts = fill_up(rest, short.astype(np.float64), np.full(len(short), rest))
    starts = [_FIRST_DAY, *(day_number(date(y, 1, 1)) for y in story.registrations)]
    ends = [
        *(start - 1 for start in starts[1:]),
        day_number(date(max(story.registrations), 12, 31)),
    ]
    return uniform_days(rng, np.repeat(starts, counts), np.repeat(ends, counts), rest)


def _withdrawals(registered: Ints, last: Ints, as_of: int, rng: Generator) -> Ints:
    """Return the day of withdrawal: after the last activity, never before the story begins."""
    size = len(registered)
    leaves = rng.random(size) < np.where(last > 0, 0.45, 0.68)
    stay = np.where(last > 0, 40 + rng.exponential(450, size), 60 + rng.exponential(700, size))
    day = np.maximum(np.maximum(registered, last), _STORY_BEGINS) + stay.astype(np.int64)
    return np.where(leaves & (day <= as_of), day, STAYED)


def _places(people: People, size: int, rng: Generator) -> Ints:
    """Return a place for each: volunteers live in the zone that they volunteer in."""
    places = read_places()
    place = choose(rng, places.weights, size)
    for zone in range(len(places.zones)):
        mine = np.flatnonzero(people.zone == zone)
        weights = np.where(places.zone == zone, places.weights, 0.0)
        place[mine] = choose(rng, weights, len(mine))
    return place


def ambassadors_frame(ambassadors: Ambassadors, as_of: date, rng: Generator) -> pl.DataFrame:
    """Return one row per Ambassador as it stands at last, with `created_at` and `settled_at`."""
    size, today = len(ambassadors), day_number(as_of)
    has_left = ambassadors.withdrawn < STAYED
    # Then the row's last change says when somebody left: not so long ago that it may be corrected.
    is_day_missing = (ambassadors.withdrawn >= _STORY_BEGINS) & (rng.random(size) < 0.02)
    status = _statuses(ambassadors, today)
    quiet = np.minimum(today - 130, ambassadors.registered + 1500)
    seen = np.where(has_left, ambassadors.withdrawn, np.maximum(ambassadors.registered, quiet))
    settled = moments_between(seen, seen, rng)
    created = moments_between(ambassadors.registered, ambassadors.registered, rng)
    places = read_places()
    hub = places.hub_on(ambassadors.place, ambassadors.registered)
    age = 17 + np.minimum(rng.gamma(2.4, 7.5, size), 65)
    born = ambassadors.registered - (age * 365.25).astype(np.int64)
    frame = {
        "ambassador_id": text.identifiers("AMB", np.arange(1, size + 1)),
        "registered_on": text.days(ambassadors.registered),
        "status": in_any_form(rng, STATUSES, status),
        "withdrawn_on": text.days(
            np.where(has_left, ambassadors.withdrawn, 0), ~has_left | is_day_missing
        ),
        "hub_id": text.pick(places.hub_ids, hub),
        "local_authority_code": text.blank(
            text.pick(places.codes, ambassadors.place), rng.random(size) < 0.2
        ),
        "date_of_birth": text.days(born, rng.random(size) < 0.06),
        "postcode": text.blank(text.postcodes(rng, ambassadors.place), rng.random(size) < 0.08),
        "disability": text.pick(_DISABILITY, choose(rng, np.array([6, 80, 9, 5.0]), size)),
        "occupation": text.blank(text.pick_any(OCCUPATIONS, rng, size), rng.random(size) < 0.07),
        "dbs_checked_on": text.days(
            np.minimum(ambassadors.registered + rng.integers(5, 90, size), today),
            rng.random(size) < 0.15,
        ),
        "created_at": text.moments(created),
        "settled_at": text.moments(np.maximum(settled, created + 60)),
    }
    return pl.DataFrame(frame | _names(size, rng) | _characteristics(size, rng))


def _statuses(ambassadors: Ambassadors, today: int) -> Ints:
    is_recent = ambassadors.last_active > today - 730
    is_old = ambassadors.registered < today - 900
    status = np.where(is_recent, ACTIVE, np.where(is_old, LAPSED, REGISTERED))
    return np.where(ambassadors.withdrawn < STAYED, WITHDRAWN, status)


def _names(size: int, rng: Generator) -> dict[str, pl.Series]:
    first, last = rng.integers(0, len(FIRST_NAMES), size), rng.integers(0, len(LAST_NAMES), size)
    plain = str.maketrans("ëáéâ", "eaea", "' ")
    mailboxes = text.fill(
        "{}.{}{}@example.org",
        text.pick([name.lower().translate(plain) for name in FIRST_NAMES], first),
        text.pick([name.lower().translate(plain) for name in LAST_NAMES], last),
        pl.Series(np.arange(size)),
    )
    employers = text.fill(
        "{} {}",
        text.pick_any(EMPLOYER_STARTS, rng, size),
        text.pick_any(EMPLOYER_ENDS, rng, size),
    )
    return {
        "first_name": text.pick(FIRST_NAMES, first),
        "last_name": text.pick(LAST_NAMES, last),
        "email": mailboxes,
        "employer_name": text.blank(employers, rng.random(size) < 0.12),
    }


def _characteristics(size: int, rng: Generator) -> dict[str, pl.Series]:
    columns: dict[str, pl.Series] = {}
    for field, categories, weights, mess in (
        ("gender", GENDERS, (46, 50, 0.6, 0.2, 3.2), CategoryMess(0.001, 0, 0.02)),
        ("ethnicity", ETHNICITIES, (10, 4, 4, 74, 2, 6), CategoryMess(0.012, 0, 0.03)),
        (
            "employer_sector",
            SECTORS,
            (27, 9, 12, 8, 11, 6, 11, 6, 4, 2.5, 1, 1, 6),
            CategoryMess(0.16, 0.01, 0.03),
        ),
        (
            "stem_discipline",
            DISCIPLINES,
            (12, 6, 8, 6, 17, 36, 6, 4, 3, 5),
            CategoryMess(0.12, 0.01, 0.03),
        ),
    ):
        codes = choose(rng, np.array(weights, dtype=np.float64), size)
        column, other = as_typed(rng, field, categories, codes, mess)
        columns |= {field: column, f"{field}_other": other}
    return columns
