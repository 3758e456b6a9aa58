"""One column's model: kernel ridge regression on three views of a text, after its examples.

Its held-out scores have a closed form: what the model would say of a group of examples had
it never seen any of them costs one small linear system a group, not one training.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack
from sklearn.cluster import AgglomerativeClustering

from cleaning.examples import OTHER, Examples, stems_of
from cleaning.features import Featurizer, Views
from cleaning.lexicon import Floats

WORDS_WEIGHT, LETTERS_WEIGHT, MEANING_WEIGHT = 1.0, 0.6, 0.6
RIDGE = 0.3
SAME_MEANING = 0.5
CHUNK = 4096
Ints = NDArray[np.int64]
_TRAINING_ONLY = ("_inverse", "_targets", "_weights")


@dataclass(frozen=True)
class Evidence:
    """What speaks for the best category of each text: `best` its place, `signs` eight figures.

    The signs: the scores of the best category, of the next and of none; the likeness to the
    best category's nearest example and to the nearest of any other; the share of known words;
    and two differences of these.
    """

    best: Ints
    next_best: Ints
    signs: Floats

    @staticmethod
    def joined(parts: "Sequence[Evidence]") -> "Evidence":
        """Return the evidence of all parts, in order."""
        return Evidence(
            np.concatenate([part.best for part in parts]),
            np.concatenate([part.next_best for part in parts]),
            np.concatenate([part.signs for part in parts]),
        )


class ColumnModel:
    """Scores texts against the categories of one column, and against 'none of them'."""

    def __init__(self, examples: Examples, background: Sequence[str]) -> None:
        self.examples = examples
        self.classes = (*examples.categories, OTHER)
        texts = [*examples.phrases, *background]
        meant = [*examples.meant, *[OTHER] * len(background)]
        self.labels = np.array([self.classes.index(category) for category in meant])
        self.real_count = len(examples.phrases)
        self._featurizer = Featurizer(texts)
        self._known = self._featurizer.views(texts)
        self._solve()
        # Rows by class, so that the nearest of each class is one reduction.
        self._order = np.argsort(self.labels, kind="stable")
        self._starts = np.searchsorted(self.labels[self._order], np.arange(len(self.classes)))
        self._sorted_words = self._known.words[self._order].T.tocsr()
        self._sorted_letters = self._known.letters[self._order].T.tocsr()

    def evidence(self, texts: Sequence[str]) -> Evidence:
        """Return what speaks for the best category of each text."""
        parts = [
            self._evidence_of(self._featurizer.views(texts[start : start + CHUNK]))
            for start in range(0, len(texts), CHUNK)
        ]
        return Evidence.joined(parts)

    def held_out(self) -> tuple[Ints, Evidence]:
        """Return places of examples, and the evidence had their whole meaning not been seen.

        A meaning is a group of like texts of one category. Texts whose every word stands in
        another example are left out: they are the vocabulary that other texts are made of.
        """
        likeness = self._likeness(self._known)
        groups = self._meanings(likeness)
        scores = np.empty_like(self._targets)
        members: dict[int, list[int]] = defaultdict(list)
        for place, group in enumerate(groups):
            members[group].append(place)
        for rows in members.values():
            block = self._inverse[np.ix_(rows, rows)]
            scores[rows] = self._targets[rows] - np.linalg.solve(block, self._weights[rows])
        same = groups[:, None] == groups[None, :]
        nearest = self._nearest_by_class(np.where(same, -1.0, likeness)[:, self._order])
        evidence = _evidence(scores, nearest, self._known.known_share)
        leaves = self._leaves()
        return leaves, Evidence(
            evidence.best[leaves], evidence.next_best[leaves], evidence.signs[leaves]
        )

    def __getstate__(self) -> dict[str, object]:
        """Leave out what only training needs."""
        return {name: value for name, value in vars(self).items() if name not in _TRAINING_ONLY}

    def meanings(self) -> Ints:
        """Return for each example the number of its group of like texts."""
        return self._meanings(self._likeness(self._known))[: self.real_count]

    def _solve(self) -> None:
        known = self._known
        kernel = (
            WORDS_WEIGHT * (known.words @ known.words.T).toarray()
            + LETTERS_WEIGHT * (known.letters @ known.letters.T).toarray()
            + MEANING_WEIGHT * np.maximum(known.meaning @ known.meaning.T, 0) ** 2
        ).astype(np.float32)
        kernel[np.diag_indices_from(kernel)] += RIDGE
        self._targets = np.eye(len(self.classes), dtype=np.float32)[self.labels]
        self._inverse = _inverse(kernel)
        self._weights = self._inverse @ self._targets
        weights = self._weights
        self._word_weights = WORDS_WEIGHT * (known.words.T @ weights)
        self._letter_weights = LETTERS_WEIGHT * (known.letters.T @ weights)
        self._meaning_weights = np.float32(MEANING_WEIGHT) * weights

    def _evidence_of(self, views: Views) -> Evidence:
        scores = views.words @ self._word_weights + views.letters @ self._letter_weights
        scores += np.maximum(views.meaning @ self._known.meaning.T, 0) ** 2 @ self._meaning_weights
        like = (views.words @ self._sorted_words).toarray()
        like += (views.letters @ self._sorted_letters).toarray()
        return _evidence(scores, self._nearest_by_class(like / 2), views.known_share)

    def _likeness(self, views: Views) -> NDArray[np.float64]:
        words = (views.words @ self._known.words.T).toarray()
        letters = (views.letters @ self._known.letters.T).toarray()
        return np.asarray(words + letters, np.float64) / 2

    def _nearest_by_class(self, sorted_likeness: NDArray[np.floating]) -> Floats:
        return np.maximum.reduceat(sorted_likeness, self._starts, axis=1).astype(np.float32)

    def _meanings(self, likeness: NDArray[np.float64]) -> Ints:
        groups = np.arange(len(self.labels))
        for label in range(len(self.classes)):
            rows = np.flatnonzero(self.labels[: self.real_count] == label)
            if len(rows) < 2:
                continue
            clusters = AgglomerativeClustering(
                n_clusters=None,
                metric="precomputed",
                linkage="average",
                distance_threshold=1 - SAME_MEANING,
            ).fit_predict(np.maximum(1 - likeness[np.ix_(rows, rows)], 0))
            groups[rows] = (label + 1) * 1_000_000 + clusters
        return groups

    def _leaves(self) -> Ints:
        stems = [stems_of(text) for text in self.examples.phrases]
        users: dict[str, set[int]] = defaultdict(set)
        for place, found in enumerate(stems):
            for stem in found:
                users[stem].add(place)

        def is_leaf(place: int) -> bool:
            found = stems[place]
            if len("".join(found)) <= 2:
                return False
            return len(set.intersection(*(users[stem] for stem in found))) == 1

        return np.array([place for place in range(self.real_count) if is_leaf(place)], np.int64)


def _inverse(kernel: Floats) -> Floats:
    """Return the inverse of a symmetric positive matrix, which is spent."""
    factor, failed = lapack.spotrf(kernel, lower=1, overwrite_a=1)
    inverse, unsolved = lapack.spotri(factor, lower=1, overwrite_c=1)
    if failed or unsolved:
        raise ArithmeticError("The kernel of a column's examples is not positive definite.")
    lower = np.tril(inverse)
    return np.asarray(lower + np.tril(inverse, -1).T, np.float32)


def _evidence(scores: NDArray[np.floating], nearest: Floats, known_share: Floats) -> Evidence:
    rows = np.arange(len(scores))
    categories, none = scores[:, :-1], scores[:, -1]
    best = categories.argmax(axis=1)
    top = categories[rows, best]
    rivals = scores.copy()
    rivals[rows, best] = -np.inf
    next_best = rivals.argmax(axis=1)
    second = np.maximum(rivals[:, :-1].max(axis=1), 0)
    near = nearest[rows, best]
    others = nearest.copy()
    others[rows, best] = -1
    rival_near = others.max(axis=1)
    signs = np.column_stack(
        [
            top,
            second,
            none,
            near,
            rival_near,
            known_share,
            near - rival_near,
            top - np.maximum(second, none),
        ]
    )
    return Evidence(best, next_best, signs.astype(np.float32))
