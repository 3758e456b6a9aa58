"""When things get reported: mostly within days, some late, a quarter of 2021 very late."""

from datetime import date

import numpy as np
from numpy.random import Generator

from sample.streams import Ints, choose
from sample.years import day_number

_LATE_QUARTER = (day_number(date(2021, 1, 1)), day_number(date(2021, 3, 31)))
_LAGS = ((0, 7), (8, 30), (31, 90), (91, 150), (151, 240))
_USUAL = np.array([0.71, 0.225, 0.058, 0.006, 0.001])
_LATE = np.array([0.25, 0.33, 0.3, 0.1, 0.02])
_DAY = 86_400


def reported_seconds(started: Ints, as_of: date, rng: Generator) -> Ints:
    """Return when activities that started on the given days were reported, by the last day."""
    last = day_number(as_of)
    is_late = (started >= _LATE_QUARTER[0]) & (started <= _LATE_QUARTER[1])
    step = np.where(is_late, choose(rng, _LATE, len(started)), choose(rng, _USUAL, len(started)))
    low, high = np.array(_LAGS).T
    lag = rng.integers(low[step], high[step] + 1)
    room = np.maximum(last - started, 0)
    lag = np.where(lag > room, np.floor(rng.random(len(lag)) * (room + 1)).astype(np.int64), lag)
    return _in_office_hours(started + lag, rng)


def submitted_seconds(reported: Ints, started: Ints, as_of: date, rng: Generator) -> Ints:
    """Return when hours were submitted: around the report, not before the activity."""
    shift = rng.geometric(0.3, len(reported)) - 2
    day = np.clip(reported // _DAY + shift, started, day_number(as_of))
    return _in_office_hours(day, rng)


def moments_between(first: Ints, last: Ints, rng: Generator) -> Ints:
    """Return seconds on a day between first and last, by the clock on the wall."""
    span = np.maximum(last - first, 0) + 1
    return _in_office_hours(first + np.floor(rng.random(len(first)) * span).astype(np.int64), rng)


def _in_office_hours(day: Ints, rng: Generator) -> Ints:
    return day * _DAY + rng.integers(8 * 3600, 22 * 3600, len(day))
