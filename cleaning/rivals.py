"""Two plainer ways to find a text's category, and the model, for one split: see docs/other.md."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from cleaning.background import background_of
from cleaning.examples import OTHER, Examples
from cleaning.text import clean

# Category, or Other, and the confidence, for every text.
Answers = tuple[list[str], NDArray[np.float64]]
Rival = Callable[[Examples, Sequence[Examples], Sequence[str]], Answers]


def letters_regression(
    examples: Examples, others: Sequence[Examples], texts: Sequence[str]
) -> Answers:
    """Logistic regression over runs of two to five letters."""
    phrases, meant = _with_background(examples, others)
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, preprocessor=clean
    )
    model = LogisticRegression(C=10, max_iter=1000)
    model.fit(vectorizer.fit_transform(phrases), meant)
    return _most_likely(model.predict_proba(vectorizer.transform(texts)), model.classes_)


def words_regression(
    examples: Examples, others: Sequence[Examples], texts: Sequence[str]
) -> Answers:
    """Logistic regression over words and pairs of words."""
    phrases, meant = _with_background(examples, others)
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, preprocessor=clean)
    model = LogisticRegression(C=10, max_iter=1000)
    model.fit(vectorizer.fit_transform(phrases), meant)
    return _most_likely(model.predict_proba(vectorizer.transform(texts)), model.classes_)


def nearest_example(
    examples: Examples, others: Sequence[Examples], texts: Sequence[str]
) -> Answers:
    """The most similar example by edits, its words in any order."""
    del others
    phrases = [clean(phrase) for phrase in examples.phrases]
    found = [
        process.extractOne(clean(text), phrases, scorer=fuzz.token_sort_ratio) for text in texts
    ]
    return [examples.meant[at] for _, _, at in found], np.array(
        [score for _, score, _ in found]
    ) / 100


RIVALS: dict[str, Rival] = {
    "letter runs, logistic regression": letters_regression,
    "words, logistic regression": words_regression,
    "nearest example by edits": nearest_example,
}


def _with_background(examples: Examples, others: Sequence[Examples]) -> tuple[list[str], list[str]]:
    background = background_of(examples, others)
    return [*examples.phrases, *background], [*examples.meant, *[OTHER] * len(background)]


def _most_likely(chances: NDArray[np.float64], classes: NDArray[np.str_]) -> Answers:
    best = chances.argmax(axis=1)
    return [str(name) for name in classes[best]], chances[np.arange(len(best)), best]
