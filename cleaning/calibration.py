"""How sure is sure enough: from evidence to the chance of being right, and the bar to clear."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MinMaxScaler, PolynomialFeatures, StandardScaler

from cleaning.column import ColumnModel, Evidence, HeldOut
from cleaning.lexicon import Floats
from cleaning.meanings import Ints

TARGET_PRECISION = 0.97
# One-sided: in nineteen of twenty samples the true share is above the bound.
BOUND_DEVIATIONS = 1.6449
# Of held-out texts that mean no category, how many may be given one: half of what is allowed.
MOST_FORCED = 0.015
FOLDS = 5
NEVER = 2.0
_SHORTEST_MISSPELT = 5


def wilson_lower(right: ArrayLike, tried: ArrayLike, z: float) -> NDArray[np.float64]:
    """Return the lower Wilson bound of a share of `right` among `tried`."""
    tried = np.asarray(tried, np.float64)
    share: NDArray[np.float64] = np.asarray(right, np.float64) / tried
    centre = share + z * z / (2 * tried)
    spread = z * np.sqrt(share * (1 - share) / tried + z * z / (4 * tried**2))
    return np.asarray((centre - spread) / (1 + z * z / tried))


@dataclass(frozen=True)
class Sample:
    """Texts with known answers, not seen as they stand: evidence, is it right, does it mean
    no category, would the model be heard on it, its group of like texts."""

    evidence: Evidence
    is_right: NDArray[np.bool_]
    is_none: NDArray[np.bool_]
    is_heard: NDArray[np.bool_]
    meaning: Ints


def sample_of(
    model: ColumnModel, held_out: HeldOut, is_heard: Callable[[str], bool] = lambda _: True
) -> Sample:
    """Return one column's sample: whole meanings held out, and every other example misspelt.

    `is_heard` says whether the model would be heard on a text like an example: what others answer
    does not make it any surer.
    """
    slips = _misspelt(model.examples.phrases)[::2]
    places = np.concatenate([held_out.places, np.array([place for place, _ in slips], np.int64)])
    evidence = Evidence.joined([held_out.evidence, model.evidence([text for _, text in slips])])
    meant = model.labels[places]
    is_none = meant == len(model.classes) - 1
    heard = np.array([is_heard(phrase) for phrase in model.examples.phrases], bool)[places]
    return Sample(evidence, evidence.best == meant, is_none, heard, held_out.meaning[places])


def sample_of_texts(model: ColumnModel, texts: Sequence[str], categories: Sequence[str]) -> Sample:
    """Return the sample of texts that stand among no examples and whose categories are known."""
    evidence = model.evidence(texts)
    meant = np.array([model.classes.index(category) for category in categories], np.int64)
    places = np.arange(len(meant))
    none = meant == len(model.classes) - 1
    return Sample(evidence, (evidence.best == meant) & ~none, none, places >= 0, places)


class Calibration:
    """Turns evidence into a confidence, alike for all columns, and holds each column's bar.

    A bar must hold on texts of the column that were `tried` as well, where there are such.
    """

    def __init__(
        self, samples: Mapping[str, Sample], tried: Mapping[str, Sample] | None = None
    ) -> None:
        parts = list(samples.values())
        signs = np.concatenate([part.evidence.signs for part in parts])
        right = np.concatenate([part.is_right for part in parts])
        none = np.concatenate([part.is_none for part in parts])
        heard = np.concatenate([part.is_heard for part in parts])
        column = np.repeat(np.arange(len(parts)), [len(part.is_right) for part in parts])
        meaning = np.concatenate([part.meaning for part in parts]) + column * 10**9
        unseen = np.zeros(len(right))
        for fit, hold in GroupKFold(FOLDS).split(signs, right, meaning):
            unseen[hold] = _chances(_classifier().fit(signs[fit], right[fit]), signs[hold])
        self._classifier = _classifier().fit(signs, right)
        self.bars = {
            name: bar_of(unseen[own], right[own], none[own])
            for place, name in enumerate(samples)
            for own in [(column == place) & heard]
        }
        for name, sample in (tried or {}).items():
            sure = self.confidence(sample.evidence)
            bar = bar_of(sure, sample.is_right, sample.is_none)
            self.bars[name] = max(self.bars[name], bar)

    def confidence(self, evidence: Evidence) -> NDArray[np.float64]:
        """Return the chance that each best category is right."""
        return _chances(self._classifier, evidence.signs)


def _classifier() -> Pipeline:
    """Return a logistic regression of the signs and their products, up to three at a time."""
    return make_pipeline(
        MinMaxScaler((-1, 1), clip=True),
        PolynomialFeatures(3, include_bias=False),
        StandardScaler(),
        LogisticRegression(C=0.1, solver="newton-cholesky"),
    )


def _chances(classifier: Pipeline, signs: Floats) -> NDArray[np.float64]:
    return np.asarray(classifier.predict_proba(signs.astype(np.float64))[:, 1])


def bar_of(
    confidence: NDArray[np.float64],
    is_right: NDArray[np.bool_],
    is_none: NDArray[np.bool_] | None = None,
    deviations: float = BOUND_DEVIATIONS,
) -> float:
    """Return the lowest confidence down to which precision is sure and hardly a text is forced.

    `is_none` says of which texts any answer would be forced; by default of none. `deviations`
    says how far below the measured precision the sure one lies: with none the share itself
    decides, where texts are too few for a bound.

    Precision is smoothed first, so that it never rises as confidence falls: neither an early
    mistake nor a lucky run of right answers decides.
    """
    if not len(confidence):
        return NEVER
    order = np.argsort(-confidence, kind="stable")
    sure = confidence[order]
    smooth = IsotonicRegression().fit(confidence, is_right.astype(np.float64)).predict(sure)
    bound = wilson_lower(np.cumsum(smooth), np.arange(1, len(order) + 1), deviations)
    none = np.zeros(len(order), bool) if is_none is None else is_none
    forced = np.cumsum(none[order]) / max(int(none.sum()), 1)
    good = np.flatnonzero((bound >= TARGET_PRECISION) & (forced <= MOST_FORCED))
    return float(sure[good[-1]]) if len(good) else NEVER


def _misspelt(phrases: Sequence[str]) -> list[tuple[int, str]]:
    draw = random.Random(0)  # noqa: S311
    found = []
    for place, phrase in enumerate(phrases):
        parts = phrase.split(" ")
        long = [
            at
            for at, part in enumerate(parts)
            if len(part) >= _SHORTEST_MISSPELT and part.isalpha()
        ]
        if long:
            at = draw.choice(long)
            parts[at] = _slip(draw, parts[at])
            found.append((place, " ".join(parts)))
    return found


def _slip(draw: random.Random, word: str) -> str:
    """Drop, swap, double or replace one letter."""
    at = draw.randrange(1, len(word) - 1)
    kind = draw.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 2:
        return word[: at + 1] + word[at:]
    return word[:at] + draw.choice("aeiourstn") + word[at + 1 :]
