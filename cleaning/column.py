"""One column's model: what speaks for each category of a text, after the column's examples."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from cleaning.classes import Classes
from cleaning.examples import OTHER, Examples
from cleaning.features import Featurizer, Views
from cleaning.kernel import (
    LETTERS_WEIGHT,
    MEANING_WEIGHT,
    WORDS_WEIGHT,
    Kernel,
    Solution,
    closeness,
)
from cleaning.lexicon import Floats
from cleaning.meanings import Ints, known_elsewhere, leaves_of, meanings_of
from cleaning.stages import EVERY_STAGE
from cleaning.text import words_of

# A word is looked up once for many texts; what is compared should stay in the processor's cache.
READ_AT_ONCE, COMPARED_AT_ONCE = 4_096, 512
# While one reads texts, which holds Python's lock, the other compares, which does not. What is
# read and compared together is always the same, so how many there are changes no answer.
WORKERS = 2
# Where these scores stand among the signs of an evidence.
TOP, NONE = 0, 2


@dataclass(frozen=True)
class Evidence:
    """What speaks for the best category of each text: `best` its place, `signs` six figures.

    The signs: the scores of the best category, of the next and of none; the likeness to the
    best category's nearest example and to the nearest of any other; the share of known words.
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


@dataclass(frozen=True)
class HeldOut:
    """Evidence of examples had their whole meaning not been seen: which, and each one's meaning.

    `meaning` is of every example, `evidence` of those in `places`. The others are the vocabulary
    that other texts are made of.
    """

    places: Ints
    meaning: Ints
    evidence: Evidence


@dataclass(frozen=True)
class ColumnModel:
    """Scores texts against the categories of one column, and against 'none of them'.

    `labels` are the classes of the examples. The weights of words and letters stand one below
    the other, as do the words and letters of the known texts, in `sorted_runs`.
    """

    examples: Examples
    classes: tuple[str, ...]
    labels: Ints
    featurizer: Featurizer
    by_class: Classes
    sorted_runs: sp.csr_matrix
    known_meaning: Floats
    run_weights: Floats
    meaning_weights: Floats

    def evidence(self, texts: Sequence[str]) -> Evidence:
        """Return what speaks for the best category of each text."""
        starts = range(0, len(texts), READ_AT_ONCE)
        with ThreadPoolExecutor(WORKERS) as workers:
            parts = list(
                workers.map(lambda at: self._evidence(texts[at : at + READ_AT_ONCE]), starts)
            )
        return Evidence.joined(parts)

    def _evidence(self, texts: Sequence[str]) -> Evidence:
        views = self.featurizer.views(texts)
        starts = range(0, len(views), COMPARED_AT_ONCE)
        return Evidence.joined(
            [self._evidence_of(views[at : at + COMPARED_AT_ONCE]) for at in starts]
        )

    def _evidence_of(self, views: Views) -> Evidence:
        runs = _runs(views)
        scores = runs @ self.run_weights
        scores += closeness(views.meaning, self.known_meaning) @ self.meaning_weights
        likeness = (runs @ self.sorted_runs).toarray() / 2
        return _evidence(scores, self.by_class.nearest(likeness), views.known_share)


def learn(examples: Examples, background: Sequence[str]) -> tuple[ColumnModel, HeldOut]:
    """Return the model of one column, and what it would have said of examples it had not seen."""
    classes = (*examples.categories, OTHER)
    # The background first: what is held out are the last rows.
    meant = [*[OTHER] * len(background), *examples.meant]
    labels = np.array([classes.index(category) for category in meant])
    is_about_stages = any(EVERY_STAGE.intersection(words_of(name)) for name in classes)
    featurizer = Featurizer([*background, *examples.phrases], is_about_stages)
    known, by_class = featurizer.fitted, Classes.of(labels, len(classes))
    kernel = Kernel.of(known)
    targets = np.eye(len(classes), dtype=np.float32)[labels]
    solution = kernel.solve(targets, len(examples.phrases))
    model = ColumnModel(
        examples=examples,
        classes=classes,
        labels=labels[len(background) :],
        featurizer=featurizer,
        by_class=by_class,
        sorted_runs=_runs(known)[by_class.order].T.tocsr(),
        known_meaning=known.meaning,
        run_weights=_run_weights(known, solution.weights),
        meaning_weights=np.float32(MEANING_WEIGHT) * solution.weights,
    )
    return model, _held_out(model, kernel, solution, background)


def _held_out(
    model: ColumnModel, kernel: Kernel, solution: Solution, background: Sequence[str]
) -> HeldOut:
    phrases, count = model.examples.phrases, len(model.labels)
    likeness = kernel.likeness(count)
    meanings = meanings_of(likeness[:, -count:], model.labels)

    def without(groups: Ints, places: Ints) -> Evidence:
        unseen = likeness.copy()
        unseen[:, -count:][groups[:, None] == groups[None, :]] = -1
        nearest = model.by_class.nearest(unseen[:, model.by_class.order])
        shares = known_elsewhere(phrases, groups, background)
        return _evidence(solution.unseen(groups)[places], nearest[places], shares[places])

    leaves = leaves_of(phrases)
    paraphrases = leaves[np.bincount(meanings)[meanings[leaves]] > 1]
    return HeldOut(
        np.concatenate([leaves, paraphrases]),
        meanings,
        Evidence.joined([without(meanings, leaves), without(np.arange(count), paraphrases)]),
    )


def _runs(views: Views) -> sp.csr_matrix:
    return sp.hstack([views.words, views.letters], format="csr")


def _run_weights(known: Views, weights: Floats) -> Floats:
    return np.vstack(
        [WORDS_WEIGHT * (known.words.T @ weights), LETTERS_WEIGHT * (known.letters.T @ weights)]
    )


def _evidence(scores: Floats, nearest: Floats, known_share: Floats) -> Evidence:
    rows = np.arange(len(scores))
    categories, none = scores[:, :-1], scores[:, -1]
    best = categories.argmax(axis=1)
    top = categories[rows, best]
    rivals = scores.copy()
    rivals[rows, best] = -np.inf
    second = np.maximum(rivals[:, :-1].max(axis=1), 0)
    near = nearest[rows, best]
    others = nearest.copy()
    others[rows, best] = -1
    rival_near = others.max(axis=1)
    signs = np.column_stack([top, second, none, near, rival_near, known_share])
    return Evidence(best, rivals.argmax(axis=1), signs.astype(np.float32))
