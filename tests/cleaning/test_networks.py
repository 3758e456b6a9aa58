"""A network learns what no line can part, by the true slopes, and the same each time."""

import numpy as np

from cleaning import networks
from cleaning.networks import Network

DRAW = np.random.default_rng(0)


def corners(count: int) -> tuple[networks.Floats, networks.Ints]:
    """Return points of two classes, of which each has two opposite quarters."""
    rows = DRAW.normal(size=(count, 2)).astype(np.float32)
    return 4 * rows, (rows[:, 0] * rows[:, 1] > 0).astype(np.int64)


def test_a_network_parts_what_no_line_can() -> None:
    rows, classes = corners(4_000)
    network = Network.trained(rows[:3_000], classes[:3_000], 2, seed=0)
    chances = network.chances(rows[3_000:])
    assert (chances.argmax(axis=1) == classes[3_000:]).mean() > 0.9
    assert np.abs(chances.sum(axis=1) - 1).max() < 1e-5


def test_the_same_seed_gives_the_same_network_and_another_one_another() -> None:
    rows, classes = corners(300)
    first, again, other = (Network.trained(rows, classes, 2, seed) for seed in (0, 0, 1))
    assert np.array_equal(first.chances(rows), again.chances(rows))
    assert not np.array_equal(first.chances(rows), other.chances(rows))


def test_slopes_are_what_the_loss_rises_by() -> None:
    rows, classes = corners(20)
    layers = [layer.astype(np.float64) for layer in networks._drawn(DRAW, 2, 3)]

    def loss() -> float:
        chances = networks._chances(layers, networks._hidden(layers, rows))
        return float(-np.log(chances[np.arange(20), classes]).mean())

    slopes = networks._slopes(layers, rows, classes)
    for layer, slope in zip(layers, slopes, strict=True):
        place = np.unravel_index(np.abs(slope).argmax(), slope.shape)
        before = loss()
        layer[place] += 1e-5
        assert abs((loss() - before) / 1e-5 - slope[place]) < 1e-3
        layer[place] -= 1e-5
