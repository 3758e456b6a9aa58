"""Which establishments the programme reached in which year: counts first, then schools."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from sample.places import read_places
from sample.priority import (
    LISTED_GROUPS,
    PRIMARY,
    SECONDARY,
    SPECIAL,
    choose_list,
    compose,
    hub_quotas,
    place_needs,
    yearly_lists,
)
from sample.schools import GROUPS, Establishments
from sample.story import Story, YearStory
from sample.streams import Bools, Floats, Ints
from sample.years import ProgrammeYear


@dataclass(frozen=True)
class Reach:
    """By programme year: the establishments reached, those listed as priority, and the keenness.

    `keenness` (per establishment) says how much a reached school makes of the programme.
    """

    reached: Mapping[str, Bools]
    listed: Mapping[str, Bools]
    keenness: Floats


def build_reach(
    story: Story,
    schools: Establishments,
    years: Mapping[str, ProgrammeYear],
    rng: Generator,
) -> Reach:
    """Choose the priority lists and the establishments reached in every year."""
    printed = story.priority.programme_year
    composition = compose(story.priority)
    listed = choose_list(schools, composition, years[printed], place_needs(), rng)
    lists = yearly_lists(schools, listed, years, printed, rng)
    hubs, quotas = hub_quotas(story, schools, listed, composition, years[printed].ends)
    hub_effect = rng.normal(0, 0.25, len(read_places().hub_ids))
    keenness = rng.normal(0, 1, int(schools.site.max()) + 1)[schools.site]
    reached = {}
    for label, year in years.items():
        hub = read_places().hub_at_end_of(schools.place, year.ends)
        score = keenness + hub_effect[hub] + rng.normal(0, 0.8, len(schools))
        cells = _Cells(schools, year, hub, score)
        on_list = lists.get(label)
        if label == printed and on_list is not None:
            reached[label] = cells.reach(story.years[label], on_list, (hubs, quotas))
        else:
            reached[label] = cells.reach(story.years[label], on_list, None)
    return Reach(reached, lists, keenness)


class _Cells:
    """Takes the best-scored schools of a year cell by cell (phase, priority, hub)."""

    def __init__(
        self, schools: Establishments, year: ProgrammeYear, hub: Ints, score: Floats
    ) -> None:
        self.group, self.hub, self.score = schools.group, hub, score
        self.in_scope = schools.is_open_on(year.ends)
        # A school counts as reached wherever in the year its activities fall: open throughout.
        self.can = self.in_scope & (schools.opened <= year.first_active) & ~schools.has_vanished

    def reach(
        self, story: YearStory, on_list: Bools | None, quotas: tuple[Ints, Ints] | None
    ) -> Bools:
        """Return who is reached in the year; the counts are exact where schools suffice."""
        taken = np.zeros(len(self.group), dtype=bool)
        priority = np.zeros(len(GROUPS), dtype=np.int64)
        off_list = np.ones(len(self.group), dtype=bool) if on_list is None else ~on_list
        if on_list is not None and quotas is not None:
            for hub, counts in zip(*quotas, strict=True):
                for group, count in zip(LISTED_GROUPS, counts, strict=True):
                    self._take(taken, on_list & (self.hub == hub) & (self.group == group), count)
                    priority[group] += count
        elif on_list is not None:
            priority = self._priority_counts(story, on_list)
            for group in LISTED_GROUPS:
                self._take(taken, on_list & (self.group == group), int(priority[group]))
        for index, name in enumerate(GROUPS):
            of_group = self.in_scope & (self.group == index)
            count = round(int(of_group.sum()) * story.reach_pct[name] / 100)
            self._take(taken, off_list & (self.group == index), count - int(priority[index]))
        return taken

    def _priority_counts(self, story: YearStory, on_list: Bools) -> Ints:
        sizes = np.bincount(self.group[on_list & self.in_scope], minlength=len(GROUPS))
        pct = story.priority_reach_pct
        counts = np.zeros(len(GROUPS), dtype=np.int64)
        counts[SECONDARY] = round(int(sizes[SECONDARY]) * pct["secondary"] / 100)
        counts[SPECIAL] = round(int(sizes[SPECIAL]) * pct["special"] / 100)
        total = round(int(sizes.sum()) * pct["all"] / 100)
        counts[PRIMARY] = np.clip(total - counts.sum(), 0, sizes[PRIMARY])
        return counts

    def _take(self, taken: Bools, cell: Bools, count: int) -> None:
        rows = np.flatnonzero(cell & self.can)
        if count <= 0 or not len(rows):
            return
        best = np.argsort(-self.score[rows], kind="stable")[:count]
        taken[rows[best]] = True
