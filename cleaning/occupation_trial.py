"""The occupation coder on titles held out of the index, and the head teachers' titles of GIAS."""

import csv
import gzip
import random
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from cleaning.job_titles import job_of, key_of
from cleaning.model import Model
from cleaning.occupation_index import IndexTitle
from cleaning.occupations import OccupationCoder

HELD_OUT_SHARE = 0.2
TITLE_COLUMN = "HeadPreferredJobTitle"
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
    """One split: precision at the surest half of `ways` and the coder, and what it applies.

    `right` is the share of all answers that are right, `applied` how many are applied, and
    `applied_right` how many of those are right.
    """

    titles: int
    ways: dict[str, float]
    half: float
    right: float
    applied: int
    applied_right: int


@dataclass(frozen=True)
class OccupationFigures:
    """The coder on titles held out at random, and on ones none of whose word sets is learnt.

    `same_words` is the share of pairs of titles with the same words that share their group,
    `shared_nouns` the share of titles whose noun is learnt in several groups.
    """

    at_random: Trial
    by_meaning: Trial
    same_words: float
    shared_nouns: float

    @property
    def markdown(self) -> str:
        """The figures as Markdown."""
        trials = (self.at_random, self.by_meaning)
        ways = {**self.at_random.ways, "the coder": self.at_random.half}
        others = {**self.by_meaning.ways, "the coder": self.by_meaning.half}
        rows = "".join(f"| {name} | {ways[name]:.3f} | {others[name]:.3f} |\n" for name in ways)
        right, applied, rightly = (
            f"{first:{form}} and {second:{form}}"
            for form, first, second in (
                (".3f", *(trial.right for trial in trials)),
                (",", *(trial.applied for trial in trials)),
                (",", *(trial.applied_right for trial in trials)),
            )
        )
        return (
            f"Occupations, {self.at_random.titles:,} titles held out of the index at random, and "
            f"{self.by_meaning.titles:,} none of whose word sets is learnt; sub-major group, "
            "precision at half coverage:\n\n"
            f"| way | at random | by meaning |\n| --- | --- | --- |\n{rows}\n"
            f"Right of all answers of the coder: {right}. Applied: {applied} titles, {rightly} of "
            f"them rightly. Of pairs of titles with the same words {self.same_words:.3f} are of "
            f"one group; {self.shared_nouns:.3f} of the titles have a noun that stands in several "
            "groups.\n"
        )


def try_occupations(path: Path) -> OccupationFigures:
    """Learn four fifths of the index and code the last fifth, split in two ways."""
    rows = read_index(path)
    random.Random(7).shuffle(rows)  # noqa: S311
    cut = int(len(rows) * (1 - HELD_OUT_SHARE))
    keys: dict[frozenset[str], int] = {}
    numbers = [keys.setdefault(key_of(row.title), len(keys)) for row in rows]
    fit, hold = next(GroupKFold(round(1 / HELD_OUT_SHARE)).split(rows, groups=numbers))
    return OccupationFigures(
        at_random=_try(rows[:cut], rows[cut:]),
        by_meaning=_try([rows[at] for at in fit], [rows[at] for at in hold]),
        same_words=_agreement(rows),
        shared_nouns=_shared_nouns(rows[:cut], rows[cut:]),
    )


def _try(learnt: list[IndexTitle], asked: list[IndexTitle]) -> Trial:
    found = OccupationCoder(learnt).predict([row.title for row in asked])
    right = np.array(
        [a == b.sub_major_code for a, b in zip(found["sub_major_code"], asked, strict=True)]
    )
    applied = found["is_applied"].to_numpy()
    return Trial(
        titles=len(asked),
        ways={name: _simple(learnt, asked, *way) for name, way in SIMPLE.items()},
        half=at_half(found["confidence"].fill_null(0.0).to_numpy(), right),
        right=float(right.mean()),
        applied=int(applied.sum()),
        applied_right=int((right & applied).sum()),
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


def try_head_titles(model: Model, path: Path) -> str:
    """Return how the head teachers' job titles of GIAS are coded to roles, as Markdown."""
    titles = (
        pl.read_csv(_unpacked(path), encoding="windows-1252", infer_schema=False)
        .filter(pl.col(TITLE_COLUMN).str.strip_chars() != "")
        .group_by(TITLE_COLUMN)
        .len("schools")
        .sort("schools", TITLE_COLUMN, descending=[True, False])
    )
    found = model.predict("role", titles[TITLE_COLUMN].to_list()).with_columns(titles["schools"])
    named = (
        found.filter("is_applied")
        .group_by("category")
        .agg(pl.len().alias("spellings"), pl.col("schools").sum())
    )
    rows = "".join(
        f"| {category} | {spellings} | {schools:,} |\n"
        for category, spellings, schools in named.sort("schools", descending=True).iter_rows()
    )
    left = found.filter(~pl.col("is_applied"))
    return (
        f"Head teachers' titles in GIAS, {len(titles)} spellings:\n\n"
        f"| role | spellings | schools |\n| --- | --- | --- |\n{rows}"
        f"| not sure enough | {len(left)} | {left['schools'].sum():,} |\n"
    )


def _unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


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
