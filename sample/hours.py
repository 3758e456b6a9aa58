"""Volunteer hours: totals by year and kind of setting first, then the entries that sum to them."""

import numpy as np
from numpy.random import Generator

from sample.activities import EDUCATIONAL, NON_SCHOOL, UNSETTLED
from sample.allocation import share_out
from sample.story import Story
from sample.streams import Floats, Ints

STEPS_AN_HOUR = 2


def hour_totals(story: Story) -> Floats:
    """Return hours by programme year (in the story's order) × EDUCATIONAL, NON_SCHOOL, UNSETTLED.

    Over all years the educational share is the printed one; the years whose non-school hours are
    printed as a share of their target have those, the others divide what is left by their size.
    Raises ValueError where nothing is left for them.
    """
    totals = np.array([year.volunteer_hours for year in story.years.values()], dtype=np.float64)
    unsettled = totals * story.unsettled_hours_pct / 100
    non_school = np.array(
        [
            np.nan
            if year.non_school_hours_pct is None
            else year.non_school_hours_target * year.non_school_hours_pct / 100
            for year in story.years.values()
        ]
    )
    outside = totals.sum() * (1 - story.educational_hours_pct / 100) - unsettled.sum()
    left, is_free = outside - np.nansum(non_school), np.isnan(non_school)
    if left < 0 or (left > 0 and not is_free.any()):
        raise ValueError(f"the years' non-school hours do not add up to {outside:,.0f}")
    non_school[is_free] = left * totals[is_free] / max(totals[is_free].sum(), 1)
    return np.column_stack([totals - non_school - unsettled, non_school, unsettled])


def spread_hours(totals: Floats, year: Ints, group: Ints, rng: Generator) -> tuple[Floats, Floats]:
    """Return preparation and delivery hours of each entry, in half hours, summing to the totals.

    A group of a year without entries (small scales) leaves its hours to the educational ones.
    """
    shape = rng.choice(
        [0.5, 1, 1.5, 2, 3, 4, 6, 8],
        size=len(year),
        p=[0.06, 0.2, 0.14, 0.23, 0.16, 0.1, 0.07, 0.04],
    )
    shape += rng.choice([0, 0.5, 1, 2], size=len(year), p=[0.25, 0.35, 0.28, 0.12])
    steps = np.zeros(len(year), dtype=np.int64)
    for index, hours in enumerate(totals):
        wanted = hours.copy()
        rows = [np.flatnonzero((year == index) & (group == g)) for g in range(len(hours))]
        for empty in (NON_SCHOOL, UNSETTLED):
            if not len(rows[empty]):
                wanted[EDUCATIONAL] += wanted[empty]
        for mine, total in zip(rows, wanted, strict=True):
            if len(mine):
                steps[mine] = _in_steps(shape[mine], total)
    preparation = np.floor(steps * rng.beta(2, 5, len(steps))).astype(np.int64)
    return preparation / STEPS_AN_HOUR, (steps - preparation) / STEPS_AN_HOUR


def _in_steps(shape: Floats, total: float) -> Ints:
    """Return whole steps in proportion to the shape, at least one each, that sum to the total."""
    steps = round(total * STEPS_AN_HOUR)
    if steps < len(shape):
        raise ValueError(f"{total:,.1f} hours are too few for {len(shape)} entries")
    return 1 + share_out(steps - len(shape), np.maximum(shape - 1 / STEPS_AN_HOUR, 0.01))
