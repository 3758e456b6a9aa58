"""What the coder of occupations learns from the index: weights, and how sure its answers are."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import GroupKFold

from cleaning.calibration import bar_of
from cleaning.half_square import solve
from cleaning.job_titles import Job, trade_vectors
from cleaning.kernel import Solution
from cleaning.lexicon import Floats
from cleaning.meanings import Ints
from cleaning.occupation_evidence import Coded, Doubles, Known, Trust
from cleaning.occupation_views import Viewer

RIDGE = 0.6
# As many titles are judged as if they were new, to learn how sure an answer is.
HELD_OUT_SHARE, MOST_HELD_OUT = 0.4, 4_000
FOLDS = 5
COMPARED_AT_ONCE = 500


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

        Titles with the same words are held out together.
        """
        keys = np.unique(self.key).tolist()
        random.Random(0).shuffle(keys)  # noqa: S311
        places = np.empty(max(keys) + 1, np.int64)
        places[keys] = np.arange(len(keys))
        order = np.argsort(places[self.key], kind="stable")
        wanted = min(int(len(order) * HELD_OUT_SHARE), MOST_HELD_OUT)
        first_key = self.key[order][len(order) - wanted]
        last = int((places[self.key] >= places[first_key]).sum())
        jobs = [self.jobs[place] for place in order.tolist()]
        moved = Titles(jobs, self.key[order], self.unit[order], self.group_of_unit, self.count)
        return moved, last


class Lesson:
    """Everything that is learnt from the known titles."""

    def __init__(self, given: Titles) -> None:
        titles, last = given.reordered()
        self._uses: dict[str, int] = {}
        for job in titles.jobs:
            for word in set(job.words):
                self._uses[word] = self._uses.get(word, 0) + 1
        self._of_unit, self._group_of_unit = titles.of_unit, titles.group_of_unit
        self._viewer = Viewer(titles.jobs)
        self._views = self._viewer.views(titles.jobs)
        self._known = Known(titles.jobs, titles.group, titles.count)
        targets = np.eye(len(self._of_unit), dtype=np.float32)[titles.unit]
        views = self._views
        solution = solve(lambda a, b: views[a].kernel(views[b]), targets, last, RIDGE)
        self._unit_weights = solution.weights
        self._weights = solution.weights @ self._of_unit
        self._learn_trust(titles, last, solution)

    def known_share(self, job: Job, is_own: bool = False) -> float:
        """Return the share of a title's words that known titles use; with `is_own` others."""
        if not job.words:
            return 0.0
        return sum(self._uses.get(word, 0) > is_own for word in job.words) / len(job.words)

    def can_tell(self, job: Job) -> bool:
        """Tell whether any word of a title is known, if only for what it means."""
        return any(word in self._uses or word in trade_vectors() for word in job.words)

    def code(self, jobs: Sequence[Job]) -> tuple[Coded, Doubles, Ints, Doubles]:
        """Return the groups, how sure they are, their likeliest units, and how sure these are."""
        coded, units = [], []
        for start in range(0, len(jobs), COMPARED_AT_ONCE):
            some = jobs[start : start + COMPARED_AT_ONCE]
            views = self._viewer.views(some)
            likeness = views.likeness(self._views)
            kernel = views.kernel(self._views, likeness)
            nouns = self._known.nouns(some)
            judged = self._known.judge(kernel @ self._weights, likeness, nouns, self._shape(some))
            coded.append(judged)
            units.append(self._units(kernel @ self._unit_weights, judged.group))
        judged = Coded.joined(coded)
        sure = self._trust.chances(judged.signs)
        unit = np.concatenate([unit for unit, _ in units])
        return judged, sure, unit, sure * np.concatenate([share for _, share in units])

    def _learn_trust(self, titles: Titles, last: int, solution: Solution) -> None:
        """Judge the last titles as if none with their words were known, and set the bars."""
        scores = solution.unseen(titles.key[-last:])
        asked = self._without_their_own(titles, last, scores @ self._of_unit)
        unit, share = self._units(scores, asked.group)
        is_right = asked.group == titles.group[-last:]
        sure = np.zeros(last)
        for fit, hold in GroupKFold(FOLDS).split(asked.signs, is_right, titles.key[-last:]):
            sure[hold] = Trust(asked.signs[fit], is_right[fit]).chances(asked.signs[hold])
        self._trust = Trust(asked.signs, is_right)
        self.bar = bar_of(sure, is_right)
        self.unit_bar = bar_of(sure * share, unit == titles.unit[-last:])

    def _without_their_own(self, titles: Titles, last: int, scores: Floats) -> Coded:
        views, nouns = self._views, self._known.nouns(titles.jobs)
        shape = self._shape(titles.jobs[-last:], is_own=True)
        first, parts = len(nouns) - last, []
        for start in range(first, len(nouns), COMPARED_AT_ONCE):
            rows = slice(start, min(start + COMPARED_AT_ONCE, len(nouns)))
            at = slice(rows.start - first, rows.stop - first)
            unseen = titles.key[rows, None] == titles.key[None, :]
            likeness = views[rows].likeness(views)
            parts.append(self._known.judge(scores[at], likeness, nouns[rows], shape[at], unseen))
        return Coded.joined(parts)

    def _shape(self, jobs: Sequence[Job], is_own: bool = False) -> Floats:
        return np.array([(self.known_share(job, is_own), len(job.narrowing)) for job in jobs])

    def _units(self, scores: Floats, group: Ints) -> tuple[Ints, Doubles]:
        """Return the likeliest unit of each title's group, and its share of what speaks for any."""
        is_inside = self._group_of_unit[None, :] == group[:, None]
        inside = np.where(is_inside, np.maximum(scores, 0), 0)
        unit = np.where(is_inside, scores, -np.inf).argmax(axis=1)
        share = inside[np.arange(len(unit)), unit] / (inside.sum(axis=1) + 1e-6)
        return unit, share.astype(np.float64)
