"""What speaks for the likeliest group of a job title, and how often such an answer is right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from cleaning.classes import Classes
from cleaning.job_titles import Job
from cleaning.lexicon import Floats
from cleaning.meanings import Ints

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Coded:
    """The likeliest and the next group of titles, and `signs` of how sure that is."""

    group: Ints
    next_best: Ints
    signs: Floats

    @staticmethod
    def joined(parts: Sequence["Coded"]) -> "Coded":
        """Return all parts, in order."""
        return Coded(
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in Coded.__dataclass_fields__
            )
        )


class Known:
    """The titles that are known, by noun and group: what new ones are compared with."""

    def __init__(self, jobs: Sequence[Job], group: Ints, count: int) -> None:
        self._noun_places: dict[str, int] = {}
        for job in jobs:
            self._noun_places.setdefault(job.noun, len(self._noun_places))
        self._nouns = self.nouns(jobs)
        self._by_class = Classes.of(group, count)
        self._groups = np.eye(count, dtype=np.float32)[group]
        self._common = self._groups.mean(axis=0)

    def nouns(self, jobs: Sequence[Job]) -> Ints:
        """Return the place of each title's noun, -1 where no known title has it."""
        return np.array([self._noun_places.get(job.noun, -1) for job in jobs], np.int64)

    def judge(
        self,
        scores: Floats,
        likeness: Floats,
        nouns: Ints,
        shape: Floats,
        unseen: NDArray[np.bool_] | None = None,
    ) -> Coded:
        """Return the likeliest groups by their `scores`, and the signs.

        `likeness` is to every known title, `shape` two figures a title; `unseen` says which known
        titles count as not known.
        """
        rows = np.arange(len(scores))
        order = np.argsort(-scores, axis=1, kind="stable")
        group, next_best = order[:, 0], order[:, 1]
        is_same = nouns[:, None] == self._nouns[None, :]
        if unseen is not None:
            is_same &= ~unseen
            likeness = np.where(unseen, np.float32(0), likeness)
        seen = is_same.astype(np.float32) @ self._groups
        shares = (seen + self._common) / (seen.sum(axis=1, keepdims=True) + 1)
        nearest = self._by_class.nearest(likeness[:, self._by_class.order])
        others = nearest.copy()
        others[rows, group] = -1
        ranked = np.take_along_axis(scores, order[:, :3], axis=1)
        signs = [
            ranked,
            ranked[:, 0] - ranked[:, 1],
            nearest[rows, group],
            nearest[rows, group] - others.max(axis=1),
            shares[rows, group],
            shares.max(axis=1),
            seen.sum(axis=1),
            shape,
            group,
        ]
        return Coded(group, next_best, np.column_stack(signs).astype(np.float32))


class Trust:
    """How often an answer with such signs is right: boosted trees, which take any shape."""

    def __init__(self, signs: Floats, is_right: NDArray[np.bool_]) -> None:
        self._always = float(is_right.mean())
        self._model: HistGradientBoostingClassifier | None = None
        if 0 < self._always < 1:
            self._model = HistGradientBoostingClassifier(
                max_iter=120,
                learning_rate=0.05,
                max_leaf_nodes=8,
                min_samples_leaf=40,
                l2_regularization=1.0,
                early_stopping=False,
                random_state=0,
            ).fit(signs, is_right)

    def chances(self, signs: Floats) -> Doubles:
        """Return the chance that each answer is right."""
        if self._model is None:
            return np.full(len(signs), self._always)
        return np.asarray(self._model.predict_proba(signs)[:, 1], np.float64)
