"""kpi_scorecard: KPIs against their targets and what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from tests.oracle.frames import Row, place_columns
from tests.oracle.periods import Period, month, month_number
from tests.oracle.places import NATIONAL, Geography
from tests.oracle.programme import Commentary, Facts
from tests.oracle.provisional import Provisional
from tests.oracle.scores import COUNTS, Score, Scores
from tests.oracle.targets import NONE, Pair, Targets, attainment, rag

MINIMUM_BASE = 10
SHARED_BY_MONTHS = ("VOL_HOURS", "NON_SCHOOL_HOURS", "NEW_AMB", "CPD_PARTICIPANTS", "CPD_UNITS")
REACH = ("REACH_PRIMARY", "REACH_SECONDARY", "REACH_COLLEGE", "PRIORITY_REACH")
LOWER_IS_BETTER = ("OTHER_RATE",)


class At(NamedTuple):
    """A period, a hub basis and a place."""

    period: Period
    basis: str
    geography: Geography


@dataclass(frozen=True)
class Scorecard:
    """Puts scores beside targets, the periods before and commentaries."""

    facts: Facts
    periods: list[Period]
    targets: Targets
    provisional: Provisional

    def rows(self, scores: Scores) -> list[Row]:
        """kpi_scorecard: months and programme years, the country and hubs."""
        written = {(one.hub_id, one.kpi_code, one.month): one for one in self.facts.commentaries}
        rows = []
        for code, of_the_code in scores.items():
            complete = self._with_zeros(code, of_the_code)
            for at, score in complete.items():
                hub_id = None if at.geography == NATIONAL else at.geography.code
                commentary = written.get((hub_id, code, at.period.name))
                rows.append(
                    {
                        **place_columns(at.period, at.basis, at.geography),
                        "kpi_code": code,
                        "value": score.value,
                        "numerator": score.numerator,
                        "denominator": score.denominator,
                        **self._rating(code, at, score, commentary),
                        **self._history(at, complete),
                    }
                )
        return rows

    def _with_zeros(
        self, code: str, scores: Mapping[tuple[Period, str, Geography], Score]
    ) -> dict[At, Score]:
        """A count is nought where nothing happened; a rate of nothing is none."""
        complete = {At(*key): score for key, score in scores.items()}
        if code in COUNTS:
            places = {(at.basis, at.geography) for at in complete}
            for period in self.periods:
                for basis, geography in places if period.period_type != "all" else ():
                    complete.setdefault(At(period, basis, geography), Score.of_count(Fraction(0)))
        return complete

    def _rating(self, code: str, at: At, score: Score, commentary: Commentary | None) -> Row:
        first, in_force = self._target(code, at)
        attained = (
            attainment(in_force, score.exact_value)
            if code in LOWER_IS_BETTER
            else attainment(score.exact_value, in_force)
        )
        is_small = score.exact_base is not None and score.exact_base < MINIMUM_BASE
        is_provisional = self.provisional.is_provisional(*at)
        computed = rag(attained, is_small or is_provisional)
        stated = commentary and commentary.rag
        return {
            "target_first": first,
            "target": in_force,
            "attainment_pct": attained,
            "rag": computed,
            "rag_stated": stated,
            "rag_agrees": None if stated is None or computed is None else stated == computed,
            "barriers": commentary and commentary.barriers,
            "enablers": commentary and commentary.enablers,
            "risk": commentary and commentary.risk,
            "narrative_status": narrative_status(computed, commentary),
            "is_provisional": is_provisional,
            "base_is_small": is_small,
            "is_hub_open": self._is_hub_open(at),
        }

    def _is_hub_open(self, at: At) -> bool | None:
        """Whether the hub holds its area on the last day; of the country and no hub none."""
        hub = None if at.geography == NATIONAL else self.facts.hubs.get(at.geography.code)
        if hub is None:
            return None
        last = at.period.last_day
        return hub.first_day <= last and (hub.last_day is None or last <= hub.last_day)

    def _target(self, code: str, at: At) -> Pair:
        if code in SHARED_BY_MONTHS:
            return self.targets.hours(code, *at)
        if code == "ACTIVE_AMB":
            return self.targets.people(code, *at)
        if code in REACH and at.period.period_type == "month":
            return NONE
        return self.targets.score(code, *at)

    def _history(self, at: At, scores: Mapping[At, Score]) -> Row:
        value = scores[at].value
        before = _value(scores, at, _period_before(at.period, 1))
        is_month = at.period.period_type == "month"
        return {
            "previous_value": before,
            "year_ago_value": _value(scores, at, _period_before(at.period, 12))
            if is_month
            else None,
            "trend": trend(value, before),
        }


def trend(value: Fraction | int | None, before: Fraction | int | None) -> str | None:
    """Level within one per cent of the value before, else up or down."""
    if value is None or before is None:
        return None
    if abs(value - before) * 100 <= abs(before):
        return "level"
    return "up" if value > before else "down"


def narrative_status(computed_rag: str | None, commentary: Commentary | None) -> str:
    """Whether an explanation is there, and whether it is owed."""
    if commentary is not None:
        return "given"
    return "missing" if computed_rag in ("red", "amber") else "not needed"


def _period_before(period: Period, steps: int) -> Period:
    """The period so many of its kind ago."""
    if period.period_type == "month":
        return month(month_number(period.first_day) - steps)
    year = period.first_day.year - steps
    return Period(
        period.period_type,
        f"{year}/{(year + 1) % 100:02}",
        period.first_day.replace(year=year),
        period.last_day.replace(year=year + 1),
    )


def _value(scores: Mapping[At, Score], at: At, period: Period) -> Fraction | int | None:
    score = scores.get(At(period, at.basis, at.geography))
    return None if score is None else score.value
