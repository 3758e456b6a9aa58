"""The occupation coder on titles held out of the index, beside simple linear classifiers."""

import csv
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from cleaning.figures import Share
from cleaning.job_titles import job_of, key_of
from cleaning.occupation_index import IndexTitle
from cleaning.occupations import OccupationCoder

HELD_OUT_SHARE = 0.2
# The coder was made on splits by other seeds.
SEEDS = (7, 11, 12, 13)
CODER = "the coder"
_RUNS = {"analyzer": "char_wb", "ngram_range": (2, 5), "sublinear_tf": True}
SIMPLE = {
    "words, logistic regression": (TfidfVectorizer(), LogisticRegression(C=10, max_iter=300)),
    "words and pairs, linear support vectors": (
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LinearSVC(random_state=0),
    ),
    "runs of two to five letters, linear support vectors": (
        TfidfVectorizer(**_RUNS),
        LinearSVC(random_state=0),
    ),
}


@dataclass(frozen=True)
class Trial:
    """One split: by way, precision at the surest half; what the coder gets right and applies."""

    titles: int
    half: dict[str, float]
    right: Share
    applied: Share


@dataclass(frozen=True)
class OccupationFigures:
    """The coder on titles held out at random, and on ones none of whose word sets is learnt.

    `same_words` is the share of pairs of titles with the same words that share their group,
    `shared_nouns` the share of titles whose noun is learnt in several groups.
    """

    at_random: Sequence[Trial]
    by_meaning: Trial
    same_words: float
    shared_nouns: float

    @property
    def markdown(self) -> str:
        """The figures as Markdown."""
        rows = "".join(
            f"| {way} | {_mean([trial.half[way] for trial in self.at_random])} | {half:.3f} |\n"
            for way, half in self.by_meaning.half.items()
        )
        right = _total([trial.right for trial in self.at_random])
        return (
            f"Occupations, {self.by_meaning.titles:,} titles held out of the index at random "
            f"({len(self.at_random)} times, the mean and its standard error), and as many none of "
            "whose word sets is learnt; sub-major group, precision at half coverage:\n\n"
            f"| way | at random | by meaning |\n| --- | --- | --- |\n{rows}\n"
            f"Right of all answers of the coder: {right}, by meaning {self.by_meaning.right}. "
            f"Applied: {_told(_total([trial.applied for trial in self.at_random]))}, by meaning "
            f"{_told(self.by_meaning.applied)}. Of pairs of titles with the same words "
            f"{self.same_words:.3f} are of one group; {self.shared_nouns:.3f} of the titles have a "
            "noun that stands in several groups.\n"
        )


def try_occupations(path: Path) -> OccupationFigures:
    """Learn four fifths of the index and code the last fifth, split in several ways."""
    rows = read_index(path)
    splits = [_split(rows, seed) for seed in SEEDS]
    rows = [*splits[0][0], *splits[0][1]]
    keys: dict[frozenset[str], int] = {}
    numbers = [keys.setdefault(key_of(row.title), len(keys)) for row in rows]
    fit, hold = next(GroupKFold(round(1 / HELD_OUT_SHARE)).split(rows, groups=numbers))
    return OccupationFigures(
        at_random=[_try(*split) for split in splits],
        by_meaning=_try([rows[at] for at in fit], [rows[at] for at in hold]),
        same_words=_agreement(rows),
        shared_nouns=_shared_nouns(*splits[0]),
    )


def at_half(confidence: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    """Return the share that is right among the surest half."""
    order = np.argsort(-confidence, kind="stable")
    return float(is_right[order][: len(order) // 2].mean())


def read_index(path: Path) -> list[IndexTitle]:
    """Return the index's rows, whichever year its columns are named after."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [
            IndexTitle(*[row[name] for name in row if name][:5]) for row in csv.DictReader(lines)
        ]


def _split(rows: Sequence[IndexTitle], seed: int) -> tuple[list[IndexTitle], list[IndexTitle]]:
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)  # noqa: S311
    cut = int(len(shuffled) * (1 - HELD_OUT_SHARE))
    return shuffled[:cut], shuffled[cut:]


def _try(learnt: list[IndexTitle], asked: list[IndexTitle]) -> Trial:
    found = OccupationCoder(learnt).predict([row.title for row in asked])
    right = np.array(
        [a == b.sub_major_code for a, b in zip(found["sub_major_code"], asked, strict=True)]
    )
    applied = found["is_applied"].to_numpy()
    half = {name: _simple(learnt, asked, *way) for name, way in SIMPLE.items()}
    half[CODER] = at_half(found["confidence"].fill_null(0.0).to_numpy(), right)
    return Trial(
        titles=len(asked),
        half=half,
        right=Share(int(right.sum()), len(right)),
        applied=Share(int((right & applied).sum()), int(applied.sum())),
    )


def _simple(
    learnt: list[IndexTitle],
    asked: list[IndexTitle],
    vectorizer: TfidfVectorizer,
    model: LogisticRegression | LinearSVC,
) -> float:
    """Return the precision at half coverage of a linear classifier, sure by its margin."""
    codes = [row.sub_major_code for row in learnt]
    model.fit(vectorizer.fit_transform([row.title for row in learnt]), codes)
    scores = model.decision_function(vectorizer.transform([row.title for row in asked]))
    said = model.classes_[scores.argmax(axis=1)]
    ordered = np.sort(scores, axis=1)
    is_right = said == np.array([row.sub_major_code for row in asked])
    return at_half(ordered[:, -1] - ordered[:, -2], is_right)


def _mean(shares: Sequence[float]) -> str:
    return f"{np.mean(shares):.3f} ± {np.std(shares, ddof=1) / len(shares) ** 0.5:.3f}"


def _total(shares: Sequence[Share]) -> Share:
    return Share(sum(share.right for share in shares), sum(share.tried for share in shares))


def _told(share: Share) -> str:
    return f"{share.tried:,} titles, {share} of them rightly"


def _agreement(rows: list[IndexTitle]) -> float:
    """Return which share of pairs of titles with the same words are of one sub-major group."""
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for row in rows:
        groups[key_of(row.title)].append(row.sub_major_code)
    pairs = [pair for codes in groups.values() for pair in combinations(codes, 2)]
    return sum(one == other for one, other in pairs) / len(pairs)


def _shared_nouns(learnt: list[IndexTitle], asked: list[IndexTitle]) -> float:
    """Return which share of titles have a noun that is learnt in more than one group."""
    groups: dict[str, set[str]] = defaultdict(set)
    for row in learnt:
        groups[job_of(row.title).noun].add(row.sub_major_code)
    return sum(len(groups[job_of(row.title).noun]) > 1 for row in asked) / len(asked)
