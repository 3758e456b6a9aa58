"""What is solved in quarters, in closed form or once a word is what plain arithmetic gives."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from cleaning.half_square import solve
from cleaning.kernel import closeness
from cleaning.pieces import LetterRuns, counted

DRAW = np.random.default_rng(0)
RIDGE = 0.6


@pytest.mark.parametrize("last", [40, 90, 120])
def test_a_kernel_solved_in_quarters_is_the_kernel_solved_whole(last: int) -> None:
    points = DRAW.normal(size=(160, 12)).astype(np.float32)
    kernel = points @ points.T / 12
    targets = np.eye(3, dtype=np.float32)[DRAW.integers(0, 3, 160)]
    solution = solve(lambda rows, columns: kernel[rows, columns], targets, last, RIDGE)
    whole = kernel + RIDGE * np.eye(160)
    assert np.abs(solution.weights - np.linalg.solve(whole, targets)).max() < 1e-4
    assert np.abs(solution.inverse - np.linalg.inv(whole)[-last:, -last:]).max() < 1e-4


def test_what_is_held_out_in_closed_form_is_as_if_it_had_never_been_learnt() -> None:
    points = DRAW.normal(size=(50, 6)).astype(np.float32)
    kernel = points @ points.T / 6
    targets = np.eye(2, dtype=np.float32)[DRAW.integers(0, 2, 50)]
    solution = solve(lambda rows, columns: kernel[rows, columns], targets, 20, RIDGE)
    groups = np.repeat(np.arange(10), 2)
    first = np.r_[0:30, 32:50]
    learnt = np.linalg.solve(
        kernel[np.ix_(first, first)] + RIDGE * np.eye(len(first)), targets[first]
    )
    asked = kernel[30:32][:, first] @ learnt
    assert np.abs(solution.unseen(groups)[:2] - asked).max() < 1e-4


def test_the_likeness_of_meanings_stays_a_kernel_however_many_texts_there_are() -> None:
    vectors = DRAW.normal(size=(900, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert np.linalg.eigvalsh(closeness(vectors, vectors)).min() > -1e-3


def test_words_taken_apart_once_weigh_as_texts_taken_apart_each() -> None:
    texts = ["a talk on maths", "maths maths club", "", "on an IT club night", "mathematics"]
    expected = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True
    ).fit_transform(texts)
    places: dict[str, int] = {}
    counts = counted([text.lower().split() for text in texts], places, is_growing=True)
    found = LetterRuns(counts, list(places)).weights(counts, list(places))
    assert np.abs((found @ found.T - expected @ expected.T).toarray()).max() < 1e-5
