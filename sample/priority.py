"""Priority Schools: the lists of each programme year, and how many of each hub's were reached."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from sample.allocation import fill_up, fit_table
from sample.places import read_places
from sample.schools import GROUPS, Establishments
from sample.story import PriorityList, Story
from sample.streams import Bools, Floats, Ints, choose
from sample.years import ProgrammeYear

PRIMARY, SECONDARY, SPECIAL = (GROUPS.index(name) for name in ("primary", "secondary", "special"))
LISTED_GROUPS = (PRIMARY, SECONDARY, SPECIAL)


@dataclass(frozen=True)
class ListComposition:
    """How many schools of LISTED_GROUPS are in scope of the printed list, and how many reached."""

    in_scope: Ints
    reached: Ints


def compose(priority: PriorityList) -> ListComposition:
    """Solve the list's size and phases from what is printed of it (2.5 and Table 1).

    Raises ValueError where the percentages cannot belong to one list.
    """
    size = round(priority.reached * 100 / priority.reach_pct)
    special = round(size * priority.special_share_pct / 100)
    special_reached = round(special * priority.special_reach_pct / 100)
    others, reached = size - special, priority.reached - special_reached
    low, high = priority.primary_reach_pct / 100, priority.secondary_reach_pct / 100
    secondary = round((reached - low * others) / (high - low)) if high != low else others // 2
    if not 0 < secondary < others:
        raise ValueError(f"no mix of primary and secondary schools gives {priority.reach_pct}%")
    primary_reached = round(low * (others - secondary))
    return ListComposition(
        in_scope=np.array([others - secondary, secondary, special]),
        reached=np.array([primary_reached, reached - primary_reached, special_reached]),
    )


def choose_list(
    schools: Establishments,
    composition: ListComposition,
    year: ProgrammeYear,
    needs_place: Floats,
    rng: Generator,
) -> Ints:
    """Return the indexes of the printed list's schools that are open at the year's end."""
    can = schools.is_open_on(year.ends) & (schools.opened <= year.starts) & ~schools.has_vanished
    chosen = []
    for group, count in zip(LISTED_GROUPS, composition.in_scope, strict=True):
        rows = np.flatnonzero(can & (schools.group == group))
        score = rng.exponential(size=len(rows)) / needs_place[schools.place[rows]]
        chosen.append(rows[np.argsort(score, kind="stable")[:count]])
    return np.sort(np.concatenate(chosen))


def place_needs() -> Floats:
    """Return how much likelier a school is on the list, by place: Achieving Excellence bands."""
    return np.array([0.45, 0.6, 0.8, 1.2, 1.6, 2.0])[read_places().bands - 1]


def hub_quotas(
    story: Story, schools: Establishments, listed: Ints, composition: ListComposition, day: int
) -> tuple[Ints, Ints]:
    """Return hub indexes and, hub × LISTED_GROUPS, how many listed schools were reached.

    The lowest and highest hub are as printed, the others lie between and meet the total.
    """
    hub = read_places().hub_at_end_of(schools.place[listed], day)
    hubs = np.unique(hub)
    cells = np.array(
        [[np.sum((hub == h) & (schools.group[listed] == g)) for g in LISTED_GROUPS] for h in hubs]
    )
    totals = _hub_totals(story.priority, hubs, cells.sum(axis=1))
    return hubs, fit_table(cells, totals, composition.reached)


def _hub_totals(priority: PriorityList, hubs: Ints, sizes: Ints) -> Ints:
    """Return how many listed schools each hub reached, in the order of `hubs`."""
    names = [read_places().hub_ids[h] for h in hubs]
    low, high = priority.lowest_hub_pct + 3, priority.highest_hub_pct - 3
    pct = np.linspace(low, high, len(hubs))[np.argsort(np.argsort((hubs * 7) % 31))]
    ends = {priority.lowest_hub: priority.lowest_hub_pct}
    ends[priority.highest_hub] = priority.highest_hub_pct
    is_end = np.array([name in ends for name in names])
    totals = np.array(
        [round(ends[n] * s / 100) if n in ends else 0 for n, s in zip(names, sizes, strict=True)]
    )
    rest = priority.reached - int(totals.sum())
    middle = pct[~is_end] * sizes[~is_end] / 100
    shifted = _shift_within(middle, rest, sizes[~is_end], low, high)
    limits = np.floor(sizes[~is_end] * min(high + 2.5, 100) / 100).astype(np.int64) + 1
    totals[~is_end] = fill_up(rest, shifted, np.minimum(limits, sizes[~is_end]))
    return totals


def _shift_within(wanted: Floats, total: int, sizes: Ints, low: float, high: float) -> Floats:
    """Move every hub's percentage by the same points, within low and high, to meet the total."""
    bottom, top = -100.0, 100.0
    moved = wanted
    for _ in range(60):
        shift = (bottom + top) / 2
        moved = np.clip(wanted + shift * sizes / 100, low * sizes / 100, high * sizes / 100)
        bottom, top = (shift, top) if moved.sum() < total else (bottom, shift)
    return np.asarray(moved, dtype=np.float64)


def yearly_lists(
    schools: Establishments,
    listed: Ints,
    years: Mapping[str, ProgrammeYear],
    printed: str,
    rng: Generator,
) -> dict[str, Bools]:
    """Return for each year from 2016/17 which establishments its list names.

    A year's list names the establishment that stood on a listed site when the year began; some
    sites come and go. The printed year's own names all of `listed` and a few that closed in it.
    """
    sites = np.zeros(int(schools.site.max()) + 1, dtype=bool)
    sites[schools.site[listed]] = True
    candidates = np.isin(schools.group, LISTED_GROUPS) & ~schools.has_vanished
    lists = {}
    for label, year in list(years.items())[1:]:
        stood = schools.is_open_on(year.starts) & candidates
        on_list = stood & sites[schools.site]
        if label == printed:
            closed = (schools.closed >= year.starts) & (schools.closed < year.ends)
            on_list = candidates & closed & (rng.random(len(schools)) < 0.1)
            on_list[listed] = True
        else:
            on_list &= rng.random(len(schools)) > 0.03
            others = np.flatnonzero(stood & ~sites[schools.site])
            extra = others[choose(rng, np.ones(len(others)), max(1, len(listed) // 33))]
            on_list[extra] = True
        lists[label] = on_list
    return lists
