"""Organisations that ask for Ambassadors: establishments of the register and everybody else."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.categories import CategoryMess, as_typed
from sample.places import read_places
from sample.reach import Reach
from sample.schools import Establishments
from sample.story import Story
from sample.streams import Bools, Floats, Ints, choose, uniform_days
from sample.words import PLACE_ENDS, PLACE_STARTS
from sample.years import day_number

TYPES = ("School", "College", "Community group", "Youth group", "Library or museum", "Other")


@dataclass(frozen=True)
class OutsideKind:
    """A kind of organisation outside the register: how many at full scale, where, what it is.

    `type_texts` are what it types as its type where no category fits.
    """

    count: int
    is_english: bool | None
    organisation_type: str
    names: tuple[str, ...]
    type_texts: tuple[str, ...] = ()


OUTSIDE: dict[str, OutsideKind] = {
    "nation primary": OutsideKind(1900, False, "School", ("Primary School", "Primary")),
    "nation secondary": OutsideKind(1500, False, "School", ("Academy", "High School", "College")),
    "independent": OutsideKind(700, True, "School", ("School", "College", "Preparatory School")),
    "university": OutsideKind(
        130, None, "Other", ("University", "Institute"), ("University", "HE institution")
    ),
    "community": OutsideKind(
        1800, None, "Community group", ("Community Centre", "Residents", "WI", "Maker Space")
    ),
    "youth": OutsideKind(1600, None, "Youth group", ("Scout Group", "Brownies", "Youth Club")),
    "library": OutsideKind(
        700, None, "Library or museum", ("Library", "Museum", "Discovery Centre")
    ),
    "employer": OutsideKind(
        600, None, "Other", ("Engineering", "Water", "Systems"), ("Employer", "company")
    ),
}
REGISTER_KINDS = ("primary", "secondary", "college", "special", "other")
KINDS = (*REGISTER_KINDS, *OUTSIDE)
_REGISTER_TYPES = ("School", "School", "College", "School", "School")


@dataclass(frozen=True)
class Organisations:
    """One entry per organisation. `establishment` is an index into the register, -1 for none.

    `urn` is 0 where the platform has none; `kind` an index into KINDS; `registered` a day.
    """

    establishment: Ints
    kind: Ints
    place: Ints
    urn: Ints
    registered: Ints
    has_local_authority: Bools

    def __len__(self) -> int:
        return len(self.kind)

    def of_establishments(self, size: int) -> tuple[Ints, Ints]:
        """Return the first and last organisation of each establishment, -1 where it has none."""
        first, last = np.full(size, -1), np.full(size, -1)
        mine = np.flatnonzero(self.establishment >= 0)
        last[self.establishment[mine]] = mine
        first[self.establishment[mine[::-1]]] = mine[::-1]
        return first, last


def build_organisations(
    story: Story, schools: Establishments, reach: Reach, scale: float, rng: Generator
) -> Organisations:
    """Return all organisations: those of establishments that are ever used come first."""
    used = np.logical_or.reduce(list(reach.reached.values()))
    used |= (schools.closed < day_number(story.as_of)) & (rng.random(len(schools)) < 0.3)
    used |= rng.random(len(schools)) < 0.04
    used &= ~schools.has_unknown_dates
    establishment = np.flatnonzero(used)
    # Some schools registered twice: their activities are shared, the school still counts once.
    twice = establishment[rng.random(len(establishment)) < 0.012]
    inside = _inside(schools, np.concatenate([establishment, twice]), rng)
    outside = [_outside(name, kind, scale, rng) for name, kind in OUTSIDE.items()]
    together = [inside, *outside]
    return Organisations(
        **{
            name: np.concatenate([getattr(part, name) for part in together])
            for name in Organisations.__dataclass_fields__
        }
    )


def _inside(schools: Establishments, establishment: Ints, rng: Generator) -> Organisations:
    size = len(establishment)
    registered = _registration_days(rng, size)
    return Organisations(
        establishment=establishment,
        kind=schools.group[establishment],
        place=schools.place[establishment],
        urn=schools.urn[establishment],
        registered=np.maximum(registered, schools.opened[establishment]),
        has_local_authority=rng.random(size) < 0.7,
    )


def _outside(name: str, kind: OutsideKind, scale: float, rng: Generator) -> Organisations:
    places, size = read_places(), max(3, round(kind.count * scale))
    allowed = np.ones(len(places.codes), dtype=bool)
    if kind.is_english is not None:
        allowed = places.is_english == kind.is_english
    # Independent schools have numbers that the extract of state-funded schools lacks.
    has_urn = (rng.random(size) < 0.3) & (name == "independent")
    return Organisations(
        establishment=np.full(size, -1),
        kind=np.full(size, KINDS.index(name)),
        place=choose(rng, np.where(allowed, places.weights, 0.0), size),
        urn=np.where(has_urn, 190_000 + np.arange(size), 0),
        registered=_registration_days(rng, size),
        has_local_authority=rng.random(size) < 0.6,
    )


def _registration_days(rng: Generator, size: int) -> Ints:
    start, end = day_number(date(2015, 9, 2)), day_number(date(2021, 6, 30))
    early = uniform_days(rng, start, day_number(date(2016, 8, 31)), size)
    return np.where(rng.random(size) < 0.6, early, uniform_days(rng, start, end, size))


def organisations_frame(
    organisations: Organisations, school_names: pl.Series, as_of: date, rng: Generator
) -> pl.DataFrame:
    """Return the organisations as the platform has them at last, with `created_at`."""
    places, size = read_places(), len(organisations)
    hub = places.hub_on(organisations.place, organisations.registered)
    kind_type, kind_text = _types(organisations, rng)
    inside = organisations.establishment >= 0
    names = pl.concat(
        [
            school_names.gather(organisations.establishment[inside]),
            _outside_names(organisations, rng),
        ]
    )
    created = organisations.registered * 86_400 + rng.integers(28_800, 72_000, size)
    return pl.DataFrame(
        {
            "organisation_id": text.identifiers("ORG", np.arange(1, size + 1)),
            "organisation_name": names,
            "organisation_type": kind_type,
            "organisation_type_other": kind_text,
            "urn": text.blank(pl.Series(organisations.urn), organisations.urn == 0),
            "postcode": text.blank(
                text.postcodes(rng, organisations.place), rng.random(size) < 0.2
            ),
            "local_authority_code": text.blank(
                text.pick(places.codes, organisations.place), ~organisations.has_local_authority
            ),
            "hub_id": text.pick(places.hub_ids, hub),
            "created_at": text.moments(np.minimum(created, day_number(as_of) * 86_400)),
        }
    )


def _types(organisations: Organisations, rng: Generator) -> tuple[pl.Series, pl.Series]:
    of_kind = (*_REGISTER_TYPES, *(kind.organisation_type for kind in OUTSIDE.values()))
    codes = np.array([TYPES.index(name) for name in of_kind])[organisations.kind]
    return as_typed(rng, "organisation_type", TYPES, codes, CategoryMess(typed=0.02, blank=0.004))


def _outside_names(organisations: Organisations, rng: Generator) -> pl.Series:
    kind = organisations.kind[organisations.establishment < 0] - len(REGISTER_KINDS)
    endings = [ending for known in OUTSIDE.values() for ending in known.names]
    counts: Floats = np.array([len(known.names) for known in OUTSIDE.values()], dtype=float)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    index = (first[kind] + np.floor(rng.random(len(kind)) * counts[kind])).astype(np.int64)
    parts = [
        text.pick_any(PLACE_STARTS, rng, len(kind)),
        text.pick_any(PLACE_ENDS, rng, len(kind)),
        text.pick(endings, index),
    ]
    return text.fill("{}{} {}", *parts)
