"""What classifiers of different make say of a job title, and how much each of them counts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from cleaning.job_titles import (
    Job,
    common_vectors,
    edges_of,
    letters_of,
    meaning_of,
    parts_of,
    trade_vectors,
)
from cleaning.lexicon import Floats

LETTERS_WEIGHT = MEANING_WEIGHT = 0.7
# Margins and likelihoods of short texts are too sure, or not sure enough, of themselves.
MARGIN_SHARPNESS, FLAT = 3.0, 0.3
WORDS_SHARE = 0.6
SQUARINGS = 3
LEAST_CHANCE = 1e-3
TOLERANCE = 0.05
PENALTY = 1e-3
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Groups:
    """Where each unit group stands among the minor and the sub-major groups, by place."""

    minor_of_unit: Ints
    group_of_unit: Ints
    group_of_minor: Ints
    count: int


@dataclass(frozen=True)
class Views:
    """Titles in numbers: by parts and letters, the same with meaning, by short runs, by trade."""

    nouns: NDArray[np.object_]

    parts: sp.csr_matrix
    spelt: sp.csr_matrix
    everything: sp.csr_matrix
    edges: sp.csr_matrix
    trade: Floats

    def __getitem__(self, rows: Ints) -> "Views":
        return Views(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


class _Weights:
    """Rarity weights of what titles are made of, each title of length one.

    What no known title has counts in the length, as the rarest does: half understood is half as
    sure, and held-out titles, whose own words are known, are like new ones.
    """

    def __init__(self, pieces: Callable[[Job], list[str]], jobs: Sequence[Job]) -> None:
        self._pieces = pieces
        self._vectorizer = TfidfVectorizer(
            analyzer=pieces, sublinear_tf=True, norm=None, dtype=np.float32
        ).fit(jobs)

    def of(self, jobs: Sequence[Job]) -> sp.csr_matrix:
        """Return the weights of titles, a row each."""
        known = self._vectorizer.vocabulary_
        rarest = float(self._vectorizer.idf_.max())
        weights = self._vectorizer.transform(jobs)
        unknown = [sum(piece not in known for piece in set(self._pieces(job))) for job in jobs]
        squares = np.asarray(weights.multiply(weights).sum(axis=1)).ravel()
        lengths = np.sqrt(squares + rarest**2 * np.array(unknown))
        scales = 1 / np.where(lengths > 0, lengths, 1)
        return sp.csr_matrix(sp.diags(scales) @ weights, dtype=np.float32)


class Viewer:
    """Turns titles into views, with the vocabulary of the titles it was fitted on."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._parts = _Weights(parts_of, jobs)
        self._letters = _Weights(letters_of, jobs)
        self._edges = _Weights(edges_of, jobs)

    def views(self, jobs: Sequence[Job]) -> Views:
        """Return the views of titles."""
        parts = self._parts.of(jobs)
        spelt = sp.hstack([parts, LETTERS_WEIGHT * self._letters.of(jobs)]).tocsr()
        meaning = sp.csr_matrix(MEANING_WEIGHT * meaning_of(jobs, common_vectors()))
        return Views(
            nouns=np.array([job.noun for job in jobs], object),
            parts=parts,
            spelt=spelt,
            everything=sp.hstack([spelt, meaning]).tocsr(),
            edges=self._edges.of(jobs),
            trade=meaning_of(jobs, trade_vectors()),
        )


@dataclass(frozen=True)
class Opinions:
    """What experts say of titles: `signs` by title, group and expert, and chances of `units`.

    `seen` tells how many titles they know with the same noun.
    """

    signs: Floats
    units: Floats
    seen: Ints

    @staticmethod
    def joined(parts: Sequence["Opinions"]) -> "Opinions":
        """Return the opinions of all parts, one after the other."""
        return Opinions(
            np.concatenate([part.signs for part in parts]),
            np.concatenate([part.units for part in parts]),
            np.concatenate([part.seen for part in parts]),
        )


class Experts:
    """Linear classifiers of four makes, Bayesian ones of unit groups, likest titles, like nouns."""

    def __init__(self, views: Views, unit: Ints, groups: Groups) -> None:
        self._groups, self._unit = groups, unit
        group, minor = groups.group_of_unit[unit], groups.minor_of_unit[unit]
        self._linear = [
            (name, _linear(c).fit(getattr(views, name), group))
            for name, c in (("everything", 0.7), ("spelt", 0.7), ("edges", 1.0))
        ]
        self._by_minor = _linear(0.7).fit(views.everything, minor)
        self._bayes = MultinomialNB(alpha=0.02).fit(views.parts, unit)
        self._bayes_spelt = MultinomialNB(alpha=0.02).fit(views.spelt, unit)
        self._known = views
        self._nouns: dict[str, Counter[int]] = defaultdict(Counter)
        for noun, place in zip(views.nouns.tolist(), group.tolist(), strict=True):
            self._nouns[noun][place] += 1
        self._prior = np.bincount(group, minlength=groups.count) / len(group)
        self._units = np.eye(len(groups.group_of_unit), dtype=np.float32)[unit]

    def opinions(self, views: Views) -> Opinions:
        """Return what they say of titles; `signs` has the axes title, group and expert."""
        of_unit = np.eye(self._groups.count, dtype=np.float32)[self._groups.group_of_unit]
        of_minor = np.eye(self._groups.count, dtype=np.float32)[self._groups.group_of_minor]
        minors = len(of_minor)
        chances = [
            _by_margin(model, getattr(views, name), self._groups.count)
            for name, model in self._linear
        ]
        chances.append(_by_margin(self._by_minor, views.everything, minors) @ of_minor)
        bayes = _spread(self._bayes, views.parts, len(of_unit), 1.0)
        chances += [
            bayes @ of_unit,
            _spread(self._bayes_spelt, views.spelt, len(of_unit), FLAT) @ of_unit,
        ]
        words = (views.spelt @ self._known.spelt.T).toarray() / (1 + LETTERS_WEIGHT**2)
        trade = np.asarray(views.trade @ self._known.trade.T / 3, np.float32)
        both = WORDS_SHARE * words + (1 - WORDS_SHARE) * trade
        near = _shares(np.asarray(both, np.float32), self._units)
        by_noun, seen = self._by_noun(views)
        chances += [near @ of_unit, _shares(trade, self._units) @ of_unit, by_noun]
        signs = [np.log(chance + LEAST_CHANCE) for chance in chances]
        signs.append(self._nearest(words))
        return Opinions(
            np.stack(signs, axis=2).astype(np.float32),
            np.asarray((bayes + near) / 2, np.float32),
            seen,
        )

    def _by_noun(self, views: Views) -> tuple[Floats, Ints]:
        """Return the groups' shares among the titles with the same noun, and their number."""
        shares = np.tile(self._prior, (len(views.nouns), 1)).astype(np.float32)
        seen = np.zeros(len(views.nouns), np.int64)
        for row, noun in enumerate(views.nouns.tolist()):
            counts = self._nouns.get(noun, Counter())
            for place, count in counts.items():
                shares[row, place] += count
            seen[row] = counts.total()
        return np.asarray(shares / (1 + seen[:, None]), np.float32), seen

    def _nearest(self, likeness: Floats) -> Floats:
        nearest = np.zeros((len(likeness), self._groups.count), np.float32)
        group = self._groups.group_of_unit[self._unit]
        for place in np.unique(group):
            nearest[:, place] = likeness[:, group == place].max(axis=1)
        return nearest


class Weighing:
    """How much each expert counts, and how common each group is: a conditional logit."""

    def __init__(self, signs: Floats, group: Ints) -> None:
        count, groups, experts = signs.shape
        rows = np.arange(count)

        def loss(weights: Floats) -> tuple[float, Floats]:
            chances = _softmax(signs @ weights[:experts] + weights[experts:])
            lost = -float(np.log(chances[rows, group] + 1e-12).mean())
            chances[rows, group] -= 1
            by_expert = np.tensordot(chances, signs, axes=([0, 1], [0, 1])) / count
            slope = np.concatenate([by_expert, chances.mean(axis=0)])
            return lost + PENALTY * float(weights @ weights), slope + 2 * PENALTY * weights

        start = np.zeros(experts + groups)
        start[:experts] = 1 / experts
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60})
        self._experts, self._groups = found.x[:experts], found.x[experts:]

    def chances(self, signs: Floats) -> Floats:
        """Return how likely each group is of each title."""
        return _softmax(signs @ self._experts + self._groups)


def _linear(c: float) -> LinearSVC:
    return LinearSVC(C=c, tol=TOLERANCE, random_state=0)


def _by_margin(model: LinearSVC, features: sp.csr_matrix, count: int) -> Floats:
    margins = model.decision_function(features)
    if margins.ndim == 1:
        margins = np.column_stack([-margins, margins])
    chances = np.zeros((len(margins), count), np.float32)
    chances[:, model.classes_] = _softmax(MARGIN_SHARPNESS * margins)
    return chances


def _spread(model: MultinomialNB, features: sp.csr_matrix, count: int, power: float) -> Floats:
    chances = np.zeros((features.shape[0], count), np.float32)
    chances[:, model.classes_] = _softmax(power * model.predict_joint_log_proba(features))
    return chances


def _shares(likeness: Floats, units: Floats) -> Floats:
    """Return each unit's share of the likeness, of which only the greatest counts for much."""
    weights = np.maximum(likeness, 0)
    for _ in range(SQUARINGS):
        weights *= weights
    sums = weights @ units
    return np.asarray(sums / (sums.sum(axis=1, keepdims=True) + 1e-12), np.float32)


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
