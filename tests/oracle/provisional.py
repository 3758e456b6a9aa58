"""Which periods are provisional where."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from tests.oracle.frames import Row
from tests.oracle.lag import Completeness, Where
from tests.oracle.periods import Period, month_number, months_between
from tests.oracle.places import Geography
from tests.oracle.programme import Facts


class Provisional:
    """A period is provisional while unfinished or while it holds a provisional month."""

    def __init__(self, facts: Facts, completeness: Completeness) -> None:
        self._as_of = facts.as_of
        self.completeness = completeness
        self.is_provisional = cache(self._is_provisional)

    def _is_provisional(self, period: Period, basis: str, geography: Geography) -> bool:
        """Whether a RAG of that period, basis and place is withheld."""
        return self._as_of <= period.last_day or any(
            self.completeness.is_provisional(Where(basis, geography), month_number(one.first_day))
            for one in months_between(period.first_day, period.last_day)
        )

    def marked(self, rows: Iterable[Row], periods: Iterable[Period]) -> list[Row]:
        """The rows of a mart, each with whether its period is provisional in its place."""
        named = {(period.period_type, period.name): period for period in periods}
        return [{**row, "is_provisional": self._of_row(row, named)} for row in rows]

    def _of_row(self, row: Row, named: dict[tuple[str, str], Period]) -> bool:
        place = Geography(row["geography_level"], row["geography_code"], row["geography_name"])
        period = named[row["period_type"], row["period"]]
        return self.is_provisional(period, row["hub_basis"], place)
