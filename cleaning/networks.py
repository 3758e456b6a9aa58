"""A network with one hidden layer, for rows of figures: it tells how likely each class is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from cleaning.lexicon import Floats
from cleaning.meanings import Ints

HIDDEN, ROUNDS, ROWS_AT_ONCE = 200, 12, 128
# The first step's length; it falls to nothing by the last.
RATE, DECAY, DROPPED = 0.004, 0.1, 0.3
# Adam's: how much of what went before a step's slope and its square keep.
KEPT_SLOPE, KEPT_SQUARE = 0.9, 0.999


@dataclass(frozen=True)
class Network:
    """Weights and offsets of the hidden layer, then of the classes."""

    layers: Sequence[Floats]

    @staticmethod
    def trained(rows: Floats, classes: Ints, count: int, seed: int) -> "Network":
        """Learn which of `count` classes each row is of; the same seed gives the same network.

        Each time a row is seen, some of its figures are left out, so that none is relied on.
        """
        draw = np.random.default_rng(seed)
        layers = _drawn(draw, rows.shape[1], count)
        slopes, squares = ([np.zeros_like(layer) for layer in layers] for _ in range(2))
        steps = list(_batches(draw, len(rows)))
        for step, batch in enumerate(steps):
            seen = rows[batch]
            seen *= draw.random(seen.shape, dtype=np.float32) > DROPPED
            seen /= np.float32(1 - DROPPED)
            rate = RATE * (1 - step / len(steps))
            length = np.sqrt(1 - KEPT_SQUARE ** (step + 1)) / (1 - KEPT_SLOPE ** (step + 1))
            for layer, new, slope, square in zip(
                layers, _slopes(layers, seen, classes[batch]), slopes, squares, strict=True
            ):
                slope += np.float32(1 - KEPT_SLOPE) * (new - slope)
                square += np.float32(1 - KEPT_SQUARE) * (new * new - square)
                layer *= np.float32(1 - rate * DECAY)
                layer -= np.float32(rate * length) * slope / (np.sqrt(square) + np.float32(1e-8))
        return Network(layers)

    def chances(self, rows: Floats) -> Floats:
        """Return how likely each row is of each class."""
        return _chances(self.layers, _hidden(self.layers, rows))


def _drawn(draw: np.random.Generator, width: int, count: int) -> list[Floats]:
    def normal(shape: tuple[int, int], spread: float) -> Floats:
        return draw.standard_normal(shape, dtype=np.float32) * np.float32(spread)

    return [
        normal((width, HIDDEN), np.sqrt(2 / width) / 4),
        np.zeros(HIDDEN, np.float32),
        normal((HIDDEN, count), np.sqrt(1 / HIDDEN)),
        np.zeros(count, np.float32),
    ]


def _batches(draw: np.random.Generator, count: int) -> Iterator[Ints]:
    for _ in range(ROUNDS):
        order = draw.permutation(count)
        for start in range(0, count, ROWS_AT_ONCE):
            yield order[start : start + ROWS_AT_ONCE]


def _hidden(layers: Sequence[Floats], rows: Floats) -> Floats:
    hidden = rows @ layers[0]
    hidden += layers[1]
    return np.asarray(np.maximum(hidden, 0, out=hidden))


def _chances(layers: Sequence[Floats], hidden: Floats) -> Floats:
    scores = hidden @ layers[2]
    scores += layers[3]
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    return scores


def _slopes(layers: Sequence[Floats], rows: Floats, classes: Ints) -> list[Floats]:
    """Return how the mean loss rises with each weight and offset."""
    hidden = _hidden(layers, rows)
    error = _chances(layers, hidden)
    error[np.arange(len(rows)), classes] -= 1
    error /= np.float32(len(rows))
    below = error @ layers[2].T
    below *= hidden > 0
    return [rows.T @ below, below.sum(axis=0), hidden.T @ error, error.sum(axis=0)]
