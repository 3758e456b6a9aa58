"""The periods that have rows, and where a day lies in them."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.oracle.programme import Facts


@dataclass(frozen=True)
class Period:
    """A month, a programme year or all the years; both ends included."""

    period_type: str
    name: str
    first_day: date
    last_day: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first_day <= day <= self.last_day


def month_number(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def month(number: int) -> Period:
    """The month of that number."""
    year, index = divmod(number, 12)
    last = calendar.monthrange(year, index + 1)[1]
    name = f"{year}-{index + 1:02}"
    return Period("month", name, date(year, index + 1, 1), date(year, index + 1, last))


def programme_year_of(day: date) -> Period:
    """The programme year, September to August, that holds the day."""
    start = day.year if day.month >= 9 else day.year - 1
    name = f"{start}/{(start + 1) % 100:02}"
    return Period("programme_year", name, date(start, 9, 1), date(start + 1, 8, 31))


def periods_of(facts: Facts) -> list[Period]:
    """Months from January of the first year with a completed activity, their years, and all.

    Without one, the year of the as-of day is all there is to tell of.
    """
    days = [activity.starts_on for activity in facts.activities] or [facts.as_of]
    first, last = min(days), max(days)
    months = months_between(date(first.year, 1, 1), max(facts.as_of, last))
    years = {programme_year_of(one.first_day) for one in months}
    name = f"{first.year}-{last.year}"
    everything = Period("all", name, date(first.year, 1, 1), date(last.year, 12, 31))
    return [*months, *sorted(years, key=lambda year: year.first_day), everything]


def months_between(first: date, last: date) -> list[Period]:
    """Every month from the one to the other."""
    return [month(number) for number in range(month_number(first), month_number(last) + 1)]


def holding(periods: Iterable[Period], day: date) -> list[Period]:
    """The periods a day lies in."""
    return [period for period in periods if period.holds(day)]
