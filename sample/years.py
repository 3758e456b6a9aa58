"""Days as whole numbers since 1970, programme years, and how a year's work falls on its days."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sample.story import Story
from sample.streams import Floats, Ints

EPOCH = date(1970, 1, 1)
FIRST_ACTIVITY_DAY = date(2016, 1, 4)
LAST_ACTIVITY_DAY = date(2021, 12, 21)
# September to August: schools ask most in March (British Science Week) and least in summer.
_MONTH_WEIGHTS = {9: 6, 10: 10, 11: 12, 12: 6, 1: 9, 2: 10, 3: 16, 4: 5, 5: 8, 6: 12, 7: 8, 8: 1.5}
# What the school closures of 2020 and 2021 left of a month.
_PANDEMIC = {
    (2020, 3): 0.55,
    (2020, 4): 0.25,
    (2020, 5): 0.3,
    (2020, 6): 0.4,
    (2020, 7): 0.4,
    (2021, 1): 0.5,
    (2021, 2): 0.6,
}
_HOLIDAYS = ((12, 22, 1, 3), (7, 24, 8, 31))


def day_number(day: date) -> int:
    """Return the days from 1 January 1970 to this one."""
    return (day - EPOCH).days


@dataclass(frozen=True)
class ProgrammeYear:
    """A programme year, with the days of it on which an activity may start."""

    label: str
    starts: int
    ends: int
    first_active: int
    last_active: int


def programme_years(story: Story) -> dict[str, ProgrammeYear]:
    """Return the story's programme years by label, in its order."""
    return {label: _programme_year(label) for label in story.years}


def _programme_year(label: str) -> ProgrammeYear:
    first = int(label[:4])
    starts, ends = day_number(date(first, 9, 1)), day_number(date(first + 1, 8, 31))
    return ProgrammeYear(
        label,
        starts,
        ends,
        max(starts, day_number(FIRST_ACTIVITY_DAY)),
        min(ends, day_number(LAST_ACTIVITY_DAY)),
    )


def day_weights(first: int, last: int) -> tuple[Ints, Floats]:
    """Return the days from first to last and how much of the work falls on each."""
    days = np.arange(first, last + 1)
    weights = [_weight(EPOCH + timedelta(days=int(day))) for day in days]
    return days, np.array(weights, dtype=np.float64)


def _weight(day: date) -> float:
    weight = _MONTH_WEIGHTS[day.month] * _PANDEMIC.get((day.year, day.month), 1.0)
    weekend = 0.06 if day.weekday() == 5 else 0.02 if day.weekday() == 6 else 1.0
    return weight * weekend * (0.1 if _is_holiday(day) else 1.0)


def _is_holiday(day: date) -> bool:
    here = (day.month, day.day)
    (month, first, next_month, last), summer = _HOLIDAYS
    christmas = here >= (month, first) or here <= (next_month, last)
    return christmas or summer[:2] <= here <= summer[2:]
