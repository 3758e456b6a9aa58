"""Which periods are provisional where."""

from __future__ import annotations

from collections.abc import Iterable

from tests.oracle.frames import Row
from tests.oracle.lag import provisional_months
from tests.oracle.periods import Period, months_between
from tests.oracle.places import Geography
from tests.oracle.programme import Facts


class Provisional:
    """A period is provisional while unfinished or while it holds a provisional month."""

    def __init__(self, facts: Facts, lag_rows: Iterable[Row]) -> None:
        self._as_of = facts.as_of
        self._months = provisional_months(lag_rows)

    def is_provisional(self, period: Period, basis: str, geography: Geography) -> bool:
        """Whether a RAG of that period, basis and place is withheld."""
        return self._as_of <= period.last_day or any(
            (one.name, basis, geography.level, geography.code) in self._months
            for one in months_between(period.first_day, period.last_day)
        )
