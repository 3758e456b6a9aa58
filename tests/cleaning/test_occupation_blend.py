"""Opinions are weighed by how good they are; a lead makes an answer surer."""

import numpy as np
from scipy.special import log_softmax

from cleaning.occupation_blend import Blend, Trust

DRAW = np.random.default_rng(0)
CLASSES = DRAW.integers(0, 4, 2_000)
GOOD = 2 * np.eye(4)[CLASSES] + DRAW.normal(size=(2_000, 4))
NOISE = DRAW.normal(size=(2_000, 4))


def test_a_good_opinion_weighs_more_than_noise_whatever_they_weigh_at_first() -> None:
    blend = Blend.fitted(np.stack([NOISE, GOOD], axis=2), CLASSES)
    assert blend.weights[1] > 10 * abs(blend.weights[0])


def test_a_class_that_is_commoner_than_it_is_told_gets_an_offset() -> None:
    classes = np.where(DRAW.random(2_000) < 0.5, 0, CLASSES)
    blend = Blend.fitted(np.stack([NOISE, NOISE], axis=2), classes)
    assert blend.offsets.argmax() == 0


def test_chances_add_up_to_one() -> None:
    scores = np.stack([NOISE, GOOD], axis=2)
    assert np.allclose(np.exp(Blend.fitted(scores, CLASSES).chances(scores)).sum(axis=1), 1)


def test_the_farther_the_likeliest_leads_the_surer_it_is() -> None:
    chances = log_softmax(2 * GOOD, axis=1)
    trust = Trust(chances, chances.argmax(axis=1) == CLASSES)
    close, far = np.log([[0.4, 0.35, 0.15, 0.1], [0.9, 0.05, 0.03, 0.02]])
    sure = trust.sure(np.stack([close, far]))
    assert sure[0] < sure[1]
    whole = trust.sure(chances)
    assert abs(whole.mean() - (chances.argmax(axis=1) == CLASSES).mean()) < 0.01


def test_where_every_answer_was_right_every_answer_is_trusted() -> None:
    chances = log_softmax(GOOD, axis=1)
    assert (Trust(chances, np.ones(len(chances), bool)).sure(chances) == 1).all()
