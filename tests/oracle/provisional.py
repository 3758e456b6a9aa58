"""Which periods are provisional where."""

from __future__ import annotations

from tests.oracle.lag import Completeness, Where
from tests.oracle.periods import Period, month_number, months_between
from tests.oracle.places import Geography
from tests.oracle.programme import Facts


class Provisional:
    """A period is provisional while unfinished or while it holds a provisional month."""

    def __init__(self, facts: Facts, completeness: Completeness) -> None:
        self._as_of = facts.as_of
        self.completeness = completeness

    def is_provisional(self, period: Period, basis: str, geography: Geography) -> bool:
        """Whether a RAG of that period, basis and place is withheld."""
        return self._as_of <= period.last_day or any(
            self.completeness.is_provisional(Where(basis, geography), month_number(one.first_day))
            for one in months_between(period.first_day, period.last_day)
        )
