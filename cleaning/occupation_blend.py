"""Several opinions on a job title made one, and how often that is right."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression

from cleaning.meanings import Ints

Doubles = NDArray[np.float64]
# What opinions weigh at first, and how hard it is to leave that; alike for a class's offset.
START, WEIGHT_PULL, OFFSET_PULL = (4.0, 0.5), 0.001, 0.005


@dataclass(frozen=True)
class Blend:
    """A conditional logit: the classes' log chances are weighed scores and an offset each."""

    weights: Doubles
    offsets: Doubles

    @staticmethod
    def fitted(scores: Doubles, classes: Ints) -> "Blend":
        """Weigh scores, by title, class and opinion, so that the titles' classes are likeliest."""
        start, rows = np.array(START), np.arange(len(classes))

        def loss(found: Doubles) -> tuple[float, Doubles]:
            weights, offsets = found[: len(start)], found[len(start) :]
            chances = log_softmax(scores @ weights + offsets, axis=1)
            mean = -chances[rows, classes].mean()
            pulls = WEIGHT_PULL * (weights - start), OFFSET_PULL * offsets
            error = np.exp(chances)
            error[rows, classes] -= 1
            error /= len(rows)
            slopes = (np.einsum("nc,nco->o", error, scores), error.sum(axis=0))
            pulled = (pulls[0] @ (weights - start) + pulls[1] @ offsets) / 2
            return mean + pulled, np.concatenate([slopes[0] + pulls[0], slopes[1] + pulls[1]])

        first = np.concatenate([start, np.zeros(scores.shape[1])])
        found = minimize(loss, first, jac=True, method="L-BFGS-B").x
        return Blend(found[: len(start)], found[len(start) :])

    def chances(self, scores: Doubles) -> Doubles:
        """Return the log chance of each class."""
        return np.asarray(log_softmax(scores @ self.weights + self.offsets, axis=1))


class Trust:
    """How often the likeliest class is right, by how likely it is and how far it leads."""

    def __init__(self, chances: Doubles, is_right: NDArray[np.bool_]) -> None:
        self._always = float(is_right.mean())
        self._model: LogisticRegression | None = None
        if 0 < self._always < 1:
            self._model = LogisticRegression().fit(_signs(chances), is_right)

    def sure(self, chances: Doubles) -> Doubles:
        """Return the chance that the likeliest class of each row of log chances is right."""
        if self._model is None:
            return np.full(len(chances), self._always)
        return np.asarray(self._model.predict_proba(_signs(chances))[:, 1], np.float64)


def _signs(chances: Doubles) -> Doubles:
    ranked = np.sort(chances, axis=1)
    return np.column_stack([ranked[:, -1], ranked[:, -1] - ranked[:, -2]])
