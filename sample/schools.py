"""Establishments as the register knows them: sites, academy conversions, closures, new schools."""

from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
from numpy.random import Generator

from sample.cpd.members import NEVER, Members
from sample.places import read_places
from sample.story import Story
from sample.streams import Bools, Ints, choose, uniform_days
from sample.years import day_number

GROUPS = ("primary", "secondary", "college", "special", "other")
KINDS = (
    "Primary",
    "Middle deemed primary",
    "Secondary",
    "Middle deemed secondary",
    "All-through",
    "16 plus",
    "Special",
    "Nursery",
    "Alternative",
)
_GROUP_OF_KIND = np.array([0, 0, 1, 1, 1, 2, 3, 4, 4])
_ACADEMY_SHARE = np.array([0.38, 0.4, 0.78, 0.75, 0.85, 0.12, 0.42, 0.0, 0.45])
ALWAYS_OPEN = -(10**6)
NEVER_CLOSED = 10**6
STATUSES = ("Open", "Closed", "Proposed to open", "Open, but proposed to close")
_FIRST_CONVERSION = np.datetime64("2016-02")
_AFTER_CONVERSIONS = np.datetime64("2022-01")
_BEFORE_MEMBERS = day_number(date(2013, 9, 1))


@dataclass(frozen=True)
class Establishments:
    """One entry per establishment, ordered by URN; days since 1970.

    `opened` is ALWAYS_OPEN where unknown, `closed` (its last day) NEVER_CLOSED while open.
    Establishments of one `site` follow each other: a school and the academy it became.
    `member` is the position in Aspire to STEM's schools, -1 for all others.
    """

    urn: Ints
    site: Ints
    place: Ints
    kind: Ints
    status: Ints
    opened: Ints
    closed: Ints
    is_academy: Bools
    is_new: Bools
    has_unknown_dates: Bools
    has_vanished: Bools
    member: Ints

    def __len__(self) -> int:
        return len(self.urn)

    @property
    def group(self) -> Ints:
        """Index into GROUPS: the phase group that the warehouse gives it."""
        return _GROUP_OF_KIND[self.kind]

    def is_open_on(self, day: int) -> Bools:
        """Whether each was open on a day; those with unknown dates never were."""
        return (self.opened <= day) & (self.closed >= day) & ~self.has_unknown_dates

    def take(self, rows: Ints) -> "Establishments":
        """Return those at the given indexes."""
        return Establishments(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


def build_establishments(story: Story, members: Members, rng: Generator) -> Establishments:
    """Return every establishment that was ever in the register."""
    sites = _with_members(_open_sites(story, rng), members)
    told = np.flatnonzero((sites.member >= 0) & (members.academy_on < NEVER)[sites.member])
    others = max(story.conversions - len(told), story.conversions // 2)
    converted = _converted(sites, others, rng)
    opened = sites.opened.copy()
    opened[converted] = _first_of_months(len(converted), rng)
    opened[told] = members.academy_on[sites.member[told]]
    converted = np.concatenate([converted, told])
    joined_as_academy = members.academy_on < members.engaged
    succeeds = (sites.member >= 0) & joined_as_academy[sites.member]
    joined = sites.member[converted]
    sites = replace(sites, opened=opened)
    before = replace(
        sites.take(converted),
        closed=opened[converted] - 1,
        opened=np.full(len(converted), ALWAYS_OPEN),
        is_academy=np.zeros(len(converted), dtype=bool),
        is_new=np.zeros(len(converted), dtype=bool),
        status=np.full(len(converted), STATUSES.index("Closed")),
        member=np.where(succeeds[converted], -1, joined),
    )
    gone = converted[~succeeds[converted]]
    sites.member[gone] = -1
    parts = [sites, before, _closures(story, len(sites), rng), _unknown(story, len(sites), rng)]
    together = Establishments(
        **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(sites)}
    )
    return _with_urns(together, rng)


def _open_sites(story: Story, rng: Generator) -> Establishments:
    kind = np.repeat(np.arange(len(KINDS)), [story.establishments[name] for name in KINDS])
    size = len(kind)
    is_academy = rng.random(size) < _ACADEMY_SHARE[kind]
    long_ago = uniform_days(rng, day_number(date(1945, 9, 1)), day_number(date(2005, 9, 1)), size)
    recent = uniform_days(rng, day_number(date(2010, 9, 1)), day_number(date(2015, 9, 1)), size)
    opened = np.where(is_academy, recent, np.where(rng.random(size) < 0.45, ALWAYS_OPEN, long_ago))
    is_new = is_academy & (rng.random(size) < 0.036)
    september = [day_number(date(year, 9, 1)) for year in range(2016, 2022)]
    opened = np.where(is_new, rng.choice(september, size), opened)
    status = np.where(rng.random(size) < 0.002, STATUSES.index("Open, but proposed to close"), 0)
    vanished = np.zeros(size, dtype=bool)
    vanished[: max(1, round(size * 0.0003))] = True
    return _establishments(rng, kind, opened, is_academy, status, is_new=is_new, vanished=vanished)


def _with_members(sites: Establishments, members: Members) -> Establishments:
    """Give sites of the right kind, evenly spread, to the members, where these are.

    Raises ValueError where there are fewer sites of a kind than members.
    """
    member, kinds = np.full(len(sites), -1), np.array(members.kinds)
    for kind in dict.fromkeys(members.kinds):
        mine = np.flatnonzero(kinds == kind)
        sites_of_kind = np.flatnonzero((sites.kind == KINDS.index(kind)) & ~sites.has_vanished)
        if len(mine) > len(sites_of_kind):
            raise ValueError(f"{len(mine)} members of kind {kind}, {len(sites_of_kind)} sites")
        spread = np.linspace(0, len(sites_of_kind) - 1, len(mine)).astype(np.int64)
        member[sites_of_kind[spread]] = mine
    is_member = member >= 0
    becomes_academy = is_member & (members.academy_on < NEVER)[member]
    # Whoever was an academy already had been one for long when it joined.
    long_ago = np.minimum(sites.opened, _BEFORE_MEMBERS)
    return replace(
        sites,
        member=member,
        place=np.where(is_member, members.place[member], sites.place),
        is_academy=sites.is_academy | becomes_academy,
        is_new=sites.is_new & ~is_member,
        status=np.where(is_member, 0, sites.status),
        opened=np.where(is_member, long_ago, sites.opened),
    )


def _converted(sites: Establishments, count: int, rng: Generator) -> Ints:
    """Return which sites became academies while the programme ran, those of members apart."""
    could = np.flatnonzero(
        sites.is_academy & ~sites.is_new & ~sites.has_vanished & (sites.member < 0)
    )
    return np.sort(rng.choice(could, size=min(count, len(could)), replace=False))


def _first_of_months(size: int, rng: Generator) -> Ints:
    months = np.arange(_FIRST_CONVERSION, _AFTER_CONVERSIONS)
    days = months.astype("datetime64[D]").astype(np.int64)
    september = np.where((months.astype(np.int64) % 12) == 8, 6.0, 1.0)
    return days[choose(rng, september, size)]


def _closures(story: Story, site: int, rng: Generator) -> Establishments:
    kind = rng.choice(
        len(KINDS), size=story.closures, p=[0.7, 0.02, 0.13, 0, 0, 0, 0.03, 0.1, 0.02]
    )
    opened = np.full(len(kind), ALWAYS_OPEN)
    built = _establishments(
        rng,
        kind,
        opened,
        np.zeros(len(kind), dtype=bool),
        np.full(len(kind), STATUSES.index("Closed")),
        site,
    )
    last = [day_number(date(year, month, 31)) for year in range(2015, 2022) for month in (8, 12)]
    return replace(built, closed=rng.choice(last[:-1], len(kind)))


def _unknown(story: Story, site: int, rng: Generator) -> Establishments:
    size = max(2, story.closures // 5)
    status = np.where(
        np.arange(size) % 5 < 2, STATUSES.index("Closed"), STATUSES.index("Proposed to open")
    )
    kind = np.zeros(size, dtype=np.int64)
    opened = np.full(size, ALWAYS_OPEN)
    no = np.zeros(size, dtype=bool)
    built = _establishments(rng, kind, opened, no, status, site + story.closures)
    return replace(built, has_unknown_dates=~no)


def _establishments(
    rng: Generator,
    kind: Ints,
    opened: Ints,
    is_academy: Bools,
    status: Ints,
    site: int = 0,
    is_new: Bools | None = None,
    vanished: Bools | None = None,
) -> Establishments:
    places, size = read_places(), len(kind)
    no = np.zeros(size, dtype=bool)
    return Establishments(
        urn=np.zeros(size, dtype=np.int64),
        site=site + np.arange(size),
        place=choose(rng, np.where(places.is_english, places.weights, 0.0), size),
        kind=kind,
        status=status,
        opened=opened,
        closed=np.full(size, NEVER_CLOSED),
        is_academy=is_academy,
        is_new=no if is_new is None else is_new,
        has_unknown_dates=no,
        has_vanished=no if vanished is None else vanished,
        member=np.full(size, -1),
    )


def _with_urns(built: Establishments, rng: Generator) -> Establishments:
    """Number maintained schools by place, academies by opening, as the register does."""
    order = np.lexsort(
        (rng.random(len(built)), np.where(built.is_academy, built.opened, built.place))
    )
    urn = np.zeros(len(built), dtype=np.int64)
    maintained, academies = order[~built.is_academy[order]], order[built.is_academy[order]]
    urn[maintained] = 100_000 + 2 * np.arange(len(maintained))
    urn[academies] = 136_000 + np.arange(len(academies))
    numbered = replace(built, urn=urn)
    return numbered.take(np.argsort(urn))
