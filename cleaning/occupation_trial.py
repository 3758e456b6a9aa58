"""The occupation coder on titles held out of the index, and the head teachers' titles of GIAS."""

import csv
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from cleaning.model import Model
from cleaning.occupations import IndexTitle, OccupationCoder

HELD_OUT_SHARE = 0.2
TITLE_COLUMN = "HeadPreferredJobTitle"


@dataclass(frozen=True)
class OccupationFigures:
    """Precision at the surest half of held-out titles, by size of the index learnt from."""

    titles: int
    linear: float
    coder: dict[int, float]
    accuracy: float
    applied: float
    applied_precision: float

    @property
    def markdown(self) -> str:
        """The figures as Markdown."""
        sizes = "".join(
            f"| the coder, {size:,} titles learnt | {share:.3f} |\n"
            for size, share in self.coder.items()
        )
        return (
            f"Occupations, {self.titles:,} titles held out of the index, sub-major group:\n\n"
            "| way | precision at half coverage |\n| --- | --- |\n"
            f"| words, logistic regression | {self.linear:.3f} |\n{sizes}\n"
            f"Right of all: {self.accuracy:.3f}. Applied: {self.applied:.3f} of all, "
            f"{self.applied_precision:.3f} of them rightly.\n"
        )


def try_occupations(path: Path) -> OccupationFigures:
    """Learn four fifths of the index, in three sizes, and code the last fifth."""
    rows = read_index(path)
    random.Random(7).shuffle(rows)  # noqa: S311
    cut = int(len(rows) * (1 - HELD_OUT_SHARE))
    learnt, asked = rows[:cut], rows[cut:]
    halves = {}
    for size in (cut // 4, cut // 2, cut):
        found = OccupationCoder(learnt[:size]).predict([row.title for row in asked])
        right = np.array(
            [a == b.sub_major_code for a, b in zip(found["sub_major_code"], asked, strict=True)]
        )
        halves[size] = at_half(found["confidence"].to_numpy(), right)
    applied = found["is_applied"].to_numpy()
    return OccupationFigures(
        titles=len(asked),
        linear=_linear(learnt, asked),
        coder=halves,
        accuracy=float(right.mean()),
        applied=float(applied.mean()),
        applied_precision=float(right[applied].mean()) if applied.any() else 0.0,
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
        pl.read_csv(path, encoding="windows-1252", infer_schema=False)
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


def _linear(learnt: list[IndexTitle], asked: list[IndexTitle]) -> float:
    vectorizer = TfidfVectorizer()
    model = LogisticRegression(C=10, max_iter=300)
    model.fit(
        vectorizer.fit_transform([row.title for row in learnt]),
        [row.sub_major_code for row in learnt],
    )
    chances = model.predict_proba(vectorizer.transform([row.title for row in asked]))
    right = model.classes_[chances.argmax(axis=1)] == np.array(
        [row.sub_major_code for row in asked]
    )
    return at_half(chances.max(axis=1), right)
