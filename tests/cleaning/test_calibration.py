import numpy as np
import pytest

from cleaning.calibration import NEVER, Calibration, Sample, bar_of, wilson_lower
from cleaning.column import Evidence
from cleaning.figures import Share, figures, total


def bar(confidence: list[float], right: list[bool], none: list[bool] | None = None) -> float:
    size = len(confidence)
    return bar_of(
        np.array(confidence),
        np.array(right),
        np.array(none or [False] * size),
    )


def test_the_bar_lies_where_the_lower_bound_of_precision_is_still_met() -> None:
    sure = np.linspace(1, 0, 400).tolist()
    right = [True] * 200 + [False] * 200
    found = bar(sure, right)
    applied = sum(value >= found for value in sure)
    assert 200 <= applied < 206
    assert wilson_lower(200, applied, 1.2816) >= 0.97


def test_a_handful_of_right_answers_is_not_enough() -> None:
    assert bar([0.9] * 20, [True] * 20) == NEVER


def test_where_nothing_was_judged_the_model_is_never_sure() -> None:
    assert bar([], []) == NEVER


def test_a_bar_is_judged_by_the_texts_on_which_the_model_is_heard() -> None:
    size = 600
    is_right = np.arange(size) % 3 > 0
    signs = np.zeros((size, 6), np.float32)
    signs[:, 0] = is_right
    places = np.arange(size)

    def calibrated(is_heard: np.ndarray) -> float:
        evidence = Evidence(places, places, signs)
        none = np.zeros(size, bool)
        return Calibration({"x": Sample(evidence, is_right, none, is_heard, places)}).bars["x"]

    assert calibrated(np.ones(size, bool)) < 1
    assert calibrated(places < 30) == NEVER
    assert calibrated(~is_right) == NEVER


def test_a_bar_holds_on_the_texts_that_were_tried_as_well() -> None:
    size = 600
    places = np.arange(size)
    none = np.zeros(size, bool)
    signs = np.zeros((size, 6), np.float32)
    signs[:, 0] = np.linspace(1, 0, size)
    evidence = Evidence(places, places, signs)
    own = Sample(evidence, places < 500, none, ~none, places)

    def calibrated(is_right: np.ndarray, is_none: np.ndarray) -> float:
        tried = Sample(evidence, is_right, is_none, ~none, places)
        return Calibration({"x": own}, {"x": tried}).bars["x"]

    alone = Calibration({"x": own}).bars["x"]
    assert calibrated(~none, none) == alone
    assert calibrated(places < 300, none) > alone
    assert calibrated(places < 500, (places >= 400) & (places < 500)) > alone


def test_other_texts_that_would_be_forced_raise_the_bar() -> None:
    sure = np.linspace(1, 0, 1000).tolist()
    none = [place in (700, 710) for place in range(1000)]
    right = [not value for value in none]
    assert bar(sure, right) == 0
    assert bar(sure, right, none) > sure[700]


def test_one_early_mistake_does_not_raise_the_bar() -> None:
    sure = np.linspace(1, 0, 400).tolist()
    assert bar(sure, [place != 20 for place in range(400)]) == 0


def test_a_wilson_interval_is_the_textbooks() -> None:
    assert Share(90, 100).interval == pytest.approx((0.8256, 0.9448), abs=1e-4)
    assert str(Share(0, 0)) == "–"


def test_figures_count_what_is_applied_covered_and_forced() -> None:
    found = figures(
        "x",
        meant=["A", "A", "B", "Other", "Other"],
        found=["A", "A", "A", "A", "Other"],
        is_applied=np.array([True, False, True, True, False]),
    )
    assert (found.precision.right, found.precision.tried) == (1, 3)
    assert (found.coverage.right, found.coverage.tried) == (1, 3)
    assert (found.forced.right, found.forced.tried) == (1, 2)
    assert total([found, found]).coverage.tried == 6
