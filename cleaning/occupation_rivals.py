"""Linear classifiers of job titles, for the same split as the coder's: see docs/other.md."""

from collections.abc import Callable, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

from cleaning.figures import Share
from cleaning.job_titles import job_of
from cleaning.occupation_index import IndexTitle
from cleaning.occupation_views import Viewer

# Titles to learn from and titles to ask for, as rows of figures.
Described = tuple[sp.csr_matrix, sp.csr_matrix]
Describe = Callable[[Sequence[str], Sequence[str]], Described]

_PAIRS = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
_RUNS = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)


def _by(vectorizer: TfidfVectorizer) -> Describe:
    return lambda learnt, asked: (vectorizer.fit_transform(learnt), vectorizer.transform(asked))


def _by_our_views(learnt: Sequence[str], asked: Sequence[str]) -> Described:
    """Describe titles as the coder sees them: words, letters, parts, meanings."""
    jobs = [job_of(title) for title in learnt]
    viewer = Viewer(jobs)
    views = (viewer.views(jobs), viewer.views([job_of(title) for title in asked]))
    return tuple(sp.hstack([each.pieces, each.trade, each.common], format="csr") for each in views)


LINEAR: dict[str, tuple[Describe, LogisticRegression | LinearSVC]] = {
    "words, logistic regression": (
        _by(TfidfVectorizer()),
        LogisticRegression(C=10, max_iter=300),
    ),
    "words and pairs, linear support vectors": (_by(_PAIRS), LinearSVC(random_state=0)),
    "runs of two to five letters, linear support vectors": (_by(_RUNS), LinearSVC(random_state=0)),
    "words, pairs and runs, linear support vectors": (
        _by(make_union(_PAIRS, _RUNS)),
        LinearSVC(random_state=0),
    ),
    "what the coder sees, linear support vectors": (_by_our_views, LinearSVC(random_state=0)),
}


def surest_half(confidence: NDArray[np.float64], is_right: NDArray[np.bool_]) -> Share:
    """Return how many are right among the surest half."""
    order = np.argsort(-confidence, kind="stable")[: len(is_right) // 2]
    return Share(int(is_right[order].sum()), len(order))


def try_linear(way: str, learnt: Sequence[IndexTitle], asked: Sequence[IndexTitle]) -> Share:
    """Return how many of its surest half a linear classifier gets right, sure by its margin."""
    describe, model = LINEAR[way]
    known, new = describe([row.title for row in learnt], [row.title for row in asked])
    model.fit(known, [row.sub_major_code for row in learnt])
    scores = model.decision_function(new)
    said = model.classes_[scores.argmax(axis=1)]
    ordered = np.sort(scores, axis=1)
    is_right = said == np.array([row.sub_major_code for row in asked])
    return surest_half(ordered[:, -1] - ordered[:, -2], is_right)
