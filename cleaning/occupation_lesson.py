"""What the coder of occupations learns from the index: weights, and how sure its answers are."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from cleaning.calibration import NEVER, TARGET_PRECISION, bar_of
from cleaning.half_square import solve
from cleaning.job_titles import Job, trade_vectors
from cleaning.lexicon import Floats
from cleaning.meanings import Ints
from cleaning.networks import Network
from cleaning.occupation_blend import Blend, Doubles, Trust
from cleaning.occupation_views import Condenser, Viewer

RIDGE = 0.6
# As many titles are judged as if they were new, to learn how sure an answer is.
JUDGED_SHARE, MOST_JUDGED = 0.4, 4_000
NETWORKS, FOLDS = 2, 5
# What fewer held-out titles say of the surest is chance.
FEWEST_JUDGED = 1_000
# In place of a number by its words: the name of a unit group, learnt from and never judged.
NAME = -1
COMPARED_AT_ONCE = 500
_LEAST_CHANCE = 1e-6

Judged = tuple[Doubles, NDArray[np.bool_]]


@dataclass(frozen=True)
class Titles:
    """Known titles: taken apart, numbered by their words, with unit group; and units' groups."""

    jobs: Sequence[Job]
    key: Ints
    unit: Ints
    group_of_unit: Ints
    count: int

    @property
    def group(self) -> Ints:
        """The sub-major group of each title."""
        return self.group_of_unit[self.unit]

    @property
    def of_unit(self) -> Floats:
        """A row a unit group, 1 in the column of its sub-major group."""
        return np.eye(self.count, dtype=np.float32)[self.group_of_unit]

    def reordered(self) -> tuple["Titles", int]:
        """Return them with the titles that will be held out last, and how many those are.

        Titles with the same words stand together, and are held out together. Names come first.
        """
        keys = np.unique(self.key[self.key != NAME]).tolist()
        random.Random(0).shuffle(keys)  # noqa: S311
        places = np.empty(max(keys) + 1, np.int64)
        places[keys] = np.arange(len(keys))
        place = np.where(self.key == NAME, -1, places[self.key])
        order = np.argsort(place, kind="stable")
        wanted = min(int((place >= 0).sum() * JUDGED_SHARE), MOST_JUDGED)
        last = int((place >= place[order][len(order) - wanted]).sum())
        jobs = [self.jobs[place] for place in order.tolist()]
        moved = Titles(jobs, self.key[order], self.unit[order], self.group_of_unit, self.count)
        return moved, last


@dataclass(frozen=True)
class Coded:
    """The likeliest and the next group of titles and how sure the first is; and of units."""

    group: Ints
    next_best: Ints
    sure: Doubles
    unit: Ints
    unit_sure: Doubles


class Lesson:
    """Everything that is learnt from the known titles."""

    def __init__(self, given: Titles, fewest_judged: int = FEWEST_JUDGED) -> None:
        titles, last = given.reordered()
        self._words = {word for job in titles.jobs for word in job.words}
        self._of_unit, self._group_of_unit = titles.of_unit, titles.group_of_unit
        self._viewer = Viewer(titles.jobs)
        self._views = views = self._viewer.views(titles.jobs)
        targets = np.eye(titles.count, dtype=np.float32)[titles.group]
        solution = solve(lambda a, b: views[a].kernel(views[b]), targets, last, RIDGE)
        self._weights = solution.weights
        self._condenser = Condenser(views)
        units = self._train_networks(titles, last)
        self.bar = self.unit_bar = NEVER
        sure = self._learn_trust(titles, last, solution.unseen(titles.key[-last:]), units)
        if last >= fewest_judged:
            self.bar, self.unit_bar = (_bar(*each) for each in sure)

    def can_tell(self, job: Job) -> bool:
        """Tell whether any word of a title is known, if only for what it means."""
        return any(word in self._words or word in trade_vectors() for word in job.words)

    def code(self, jobs: Sequence[Job]) -> Coded:
        """Return what each title is likely to be."""
        views = self._viewer.views(jobs)
        starts = range(0, len(jobs), COMPARED_AT_ONCE)
        near = [views[at : at + COMPARED_AT_ONCE].kernel(self._views) for at in starts]
        scores = np.vstack([each @ self._weights for each in near])
        rows = self._condenser.rows(jobs, views)
        units = np.mean([network.chances(rows) for network in self._networks], axis=0)
        return self._coded(self._blend.chances(self._opinions(scores, units)), units, self._trust)

    def _train_networks(self, titles: Titles, last: int) -> Floats:
        """Train networks on all titles but a part of the last, each another; return what each
        says of the units of its part."""
        rows = self._condenser.rows(titles.jobs, self._views)
        key = titles.key[-last:]
        place = np.cumsum(np.r_[False, key[1:] != key[:-1]])
        part = np.full(len(rows), -1)
        part[-last:] = place * NETWORKS // (place[-1] + 1)
        units = np.zeros((last, len(self._of_unit)), np.float32)
        self._networks = []
        for at in range(NETWORKS):
            learnt, asked = part != at, part[-last:] == at
            network = Network.trained(rows[learnt], titles.unit[learnt], len(self._of_unit), at)
            units[asked] = network.chances(rows[-last:][asked])
            self._networks.append(network)
        return units

    def _learn_trust(
        self, titles: Titles, last: int, scores: Floats, units: Floats
    ) -> tuple[Judged, Judged]:
        """Weigh the opinions on the last titles, which they had not seen; return how sure weights
        that have not seen a title either are of its group and of its unit, and if rightly."""
        opinions, group = self._opinions(scores, units), titles.group[-last:]
        sure, unit_sure = np.zeros(last), np.zeros(last)
        is_right, is_unit_right = np.zeros(last, bool), np.zeros(last, bool)
        for fit, hold in GroupKFold(FOLDS).split(opinions, group, titles.key[-last:]):
            blend, trust = _fitted(opinions[fit], group[fit])
            coded = self._coded(blend.chances(opinions[hold]), units[hold], trust)
            sure[hold], unit_sure[hold] = coded.sure, coded.unit_sure
            is_right[hold] = coded.group == group[hold]
            is_unit_right[hold] = coded.unit == titles.unit[-last:][hold]
        self._blend, self._trust = _fitted(opinions, group)
        return (sure, is_right), (unit_sure, is_unit_right)

    def _opinions(self, scores: Floats, units: Floats) -> Doubles:
        """Return the kernel's scores and the networks' log chances, by title and group."""
        chances = np.log(units @ self._of_unit + _LEAST_CHANCE)
        return np.stack([scores, chances], axis=2).astype(np.float64)

    def _coded(self, chances: Doubles, units: Floats, trust: Trust) -> Coded:
        order = np.argsort(-chances, axis=1, kind="stable")
        group, next_best, sure = order[:, 0], order[:, 1], trust.sure(chances)
        inside = np.where(self._group_of_unit[None, :] == group[:, None], units, 0)
        unit = inside.argmax(axis=1)
        share = inside[np.arange(len(unit)), unit] / (inside.sum(axis=1) + _LEAST_CHANCE)
        return Coded(group, next_best, sure, unit, sure * share)


def _bar(sure: Doubles, is_right: NDArray[np.bool_]) -> float:
    """Return the bar for answers that are likely enough each, and right often enough together.

    Too few are as sure as that for a lower bound of their share to tell anything.
    """
    return max(TARGET_PRECISION, bar_of(sure, is_right, deviations=0))


def _fitted(opinions: Doubles, group: Ints) -> tuple[Blend, Trust]:
    blend = Blend.fitted(opinions, group)
    chances = blend.chances(opinions)
    return blend, Trust(chances, chances.argmax(axis=1) == group)
