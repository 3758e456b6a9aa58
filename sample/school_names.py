"""Names of establishments: made of places and saints, but for the schools that reports name."""

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.cpd.members import Members
from sample.schools import KINDS, Establishments
from sample.words import PLACE_ENDS, PLACE_STARTS, SAINTS

_ENDINGS = (
    ("Primary School", "Junior School", "Infant School", "Community Primary School"),
    ("Middle School", "First and Middle School"),
    ("High School", "School", "Community School", "Grammar School"),
    ("Middle School",),
    ("School", "All-through School"),
    ("College", "Sixth Form College"),
    ("Special School", "School"),
    ("Nursery School",),
    ("Pupil Referral Unit", "Centre"),
)


def school_names(schools: Establishments, members: Members, rng: Generator) -> pl.Series:
    """Return a name for each establishment; a school that becomes an academy keeps most of it.

    Named members have their names, which no other member has.
    """
    sites, size = schools.site, int(schools.site.max()) + 1
    is_saint = rng.random(size) < 0.3
    saints = rng.integers(0, len(SAINTS), size)
    starts, ends = rng.integers(0, len(PLACE_STARTS), size), rng.integers(0, len(PLACE_ENDS), size)
    flat = [ending for endings in _ENDINGS for ending in endings]
    counts = np.array([len(endings) for endings in _ENDINGS])
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    draw = rng.random(size)[sites]
    ending = first[schools.kind] + np.floor(draw * counts[schools.kind]).astype(np.int64)
    place = pl.format(
        "{}{}", text.pick(PLACE_STARTS, starts[sites]), text.pick(PLACE_ENDS, ends[sites])
    )
    frame = pl.select(place=place, saint=text.pick(SAINTS, saints[sites])).with_columns(
        is_saint=pl.Series(is_saint[sites]),
        ending=text.pick(flat, ending),
        is_academy=pl.Series(schools.is_academy & (schools.kind <= KINDS.index("All-through"))),
    )
    stem = pl.when("is_saint").then(pl.format("{}, {}", "saint", "place")).otherwise("place")
    name = pl.when("is_academy").then(pl.lit("Academy")).otherwise("ending")
    told = _told_names(schools, members)
    return (
        frame.select(pl.format("{} {}", stem, name).alias("name"))
        .with_columns(told=told, is_member=pl.Series(schools.member >= 0))
        .with_columns(is_taken=pl.col("is_member") & pl.col("name").is_in(told.implode()))
        .with_columns(name=pl.when("is_taken").then(pl.format("New {}", "name")).otherwise("name"))
        .select(pl.coalesce("told", "name"))
        .to_series()
    )


def _told_names(schools: Establishments, members: Members) -> pl.Series:
    """Return the names of the establishments on named members' sites, null for all others."""
    site_member = np.full(int(schools.site.max()) + 1, -1)
    rows = np.flatnonzero(schools.member >= 0)
    site_member[schools.site[rows]] = schools.member[rows]
    of_site = np.where(schools.member >= 0, -1, site_member[schools.site])
    own = text.pick((*members.names, None), schools.member)
    other = text.pick((*members.also_known_as, None), of_site)
    return pl.select(pl.coalesce(own, other)).to_series()
