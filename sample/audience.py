"""Audience bands: how many activities fall into which, so that the ends sum as printed."""

import numpy as np
from numpy.random import Generator

from sample.allocation import fill_up
from sample.story import Story
from sample.streams import Bools, Floats, Ints

NO_BAND = -1


def choose_bands(story: Story, is_late: Bools, size_hint: Floats, rng: Generator) -> Ints:
    """Return an index into the story's bands for each completed activity, NO_BAND for a blank.

    The counts are those nearest to the story's shares whose low and high ends sum to the story's
    young people; activities with a larger `size_hint` get the larger bands.
    """
    band = np.full(len(is_late), NO_BAND)
    stated = rng.random(len(is_late)) >= story.blank_audience_pct / 100
    eras = [np.flatnonzero(stated & ~is_late), np.flatnonzero(stated & is_late)]
    counts = band_counts(story, np.array([len(rows) for rows in eras]))
    for rows, wanted in zip(eras, counts, strict=True):
        whole = fill_up(len(rows), wanted, np.full(len(wanted), len(rows)) * (wanted > 0))
        by_low = np.argsort([known.low for known in story.audience_bands], kind="stable")
        order = np.argsort(size_hint[rows] + rng.normal(0, 1, len(rows)), kind="stable")
        band[rows[order]] = np.repeat(by_low, whole[by_low])
    return band


def band_counts(story: Story, sizes: Ints) -> Floats:
    """Return counts (early and late form × bands) with the wanted sums, nearest the shares.

    The shares are tilted by exp(a·low + b·high); Newton's method finds a and b. Raises ValueError
    where no spread over these bands has the sums.
    """
    bands = story.audience_bands
    shares = np.array([[b.early_pct for b in bands], [b.late_pct for b in bands]], dtype=float)
    ends = np.array([[b.low for b in bands], [b.high for b in bands]], dtype=float) / 100
    goal = np.array([story.young_people_low, story.young_people_high]) / 100
    tilt = np.zeros(2)
    for _ in range(100):
        counts = _tilted(shares, ends, tilt, sizes)
        gap = goal - ends @ counts.sum(axis=0)
        if np.abs(gap).max() < 1e-6 * goal.max():
            return counts
        slope = sum(_spread(row, ends) for row in counts)
        step = np.linalg.solve(slope + 1e-9 * np.eye(2), gap)
        tilt += step / max(1.0, 4 * np.abs(step).max())
    raise ValueError(
        f"{story.young_people_low:,} to {story.young_people_high:,} young people cannot come from"
        f" {sizes.sum():,} activities in these audience bands"
    )


def _tilted(shares: Floats, ends: Floats, tilt: Floats, sizes: Ints) -> Floats:
    weights = shares * np.exp(np.clip(tilt @ ends, -300, 300))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True) * sizes[:, None])


def _spread(counts: Floats, ends: Floats) -> Floats:
    """Return how the sums of the ends move with the tilt: their covariance in one form."""
    mean = ends @ counts / max(counts.sum(), 1)
    centred = ends - mean[:, None]
    return np.asarray((centred * counts) @ centred.T)
