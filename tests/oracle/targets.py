"""Targets as first set and in force, and the RAG that follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from tests.oracle.periods import Period, programme_year_of
from tests.oracle.places import Geography, Places
from tests.oracle.programme import Facts, Target

GREEN_FROM, AMBER_FROM = 100, 90

Pair = tuple[Fraction | None, Fraction | None]  # first set, in force
Key = tuple[str, str | None, str | None, str]  # KPI, hub, phase, programme year
NONE: Pair = (None, None)


class Targets:
    """The targets that stand beside a KPI's row."""

    def __init__(self, facts: Facts, places: Places) -> None:
        self._facts = facts
        self._places = places
        self._by_key: dict[Key, list[Target]] = defaultdict(list)
        for target in sorted(facts.targets, key=lambda one: one.effective_from):
            key = (target.kpi_code, target.hub_id, target.phase, target.programme_year)
            self._by_key[key].append(target)

    def hours(self, kpi_code: str, period: Period, basis: str, geography: Geography) -> Pair:
        """A target that months share: a month has a twelfth of it."""
        first, in_force = self.people(kpi_code, period, basis, geography)
        part = Fraction(1, 12) if period.period_type == "month" else Fraction(1)
        return (
            None if first is None else first * part,
            None if in_force is None else in_force * part,
        )

    def people(self, kpi_code: str, period: Period, basis: str, geography: Geography) -> Pair:
        """A target that hubs share: today's hubs have what they took over."""
        if period.period_type == "all" or geography.level not in ("national", "hub"):
            return NONE
        if geography.level == "national":
            return self._pair(kpi_code, None, None, period)
        if basis == "as_was":
            return self._pair(kpi_code, geography.code, None, period)
        return self._carried_pair(kpi_code, period, geography)

    def rate(
        self, kpi_code: str, phase: str | None, period: Period, basis: str, geography: Geography
    ) -> Pair:
        """A target of reach: programme years only."""
        if period.period_type != "programme_year":
            return NONE
        return self.score(kpi_code, period, basis, geography, phase)

    def score(
        self,
        kpi_code: str,
        period: Period,
        basis: str,
        geography: Geography,
        phase: str | None = None,
    ) -> Pair:
        """A target that neither months nor hubs share: none for hubs under today's hubs."""
        if period.period_type == "all":
            return NONE
        if geography.level == "national":
            return self._pair(kpi_code, None, phase, period)
        if geography.level == "hub" and basis == "as_was":
            return self._pair(kpi_code, geography.code, phase, period)
        return NONE

    def _pair(self, kpi_code: str, hub_id: str | None, phase: str | None, period: Period) -> Pair:
        year = programme_year_of(period.last_day).name
        targets = self._by_key.get((kpi_code, hub_id, phase, year), [])
        return _first(targets), _last(
            target for target in targets if target.effective_from <= period.last_day
        )

    def _carried_pair(self, kpi_code: str, period: Period, geography: Geography) -> Pair:
        firsts, in_forces = [], []
        for hub_id in self._facts.hubs:
            share = self._places.carried(hub_id, self._facts.as_of).get(geography.code)
            first, in_force = self._pair(kpi_code, hub_id, None, period) if share else NONE
            if share and first is not None:
                firsts.append(first * share)
            if share and in_force is not None:
                in_forces.append(in_force * share)
        return _total(firsts), _total(in_forces)


def _total(values: list[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) if values else None


def _first(targets: list[Target]) -> Fraction | None:
    return targets[0].value if targets else None


def _last(targets: Iterable[Target]) -> Fraction | None:
    value = None
    for target in targets:
        value = target.value
    return value


def attainment(value: Fraction | None, target: Fraction | None) -> Fraction | None:
    """The value as a percentage of the target."""
    return None if value is None or not target else value / target * 100


def rag(attainment_pct: Fraction | None, is_withheld: bool) -> str | None:
    """Green, amber or red; none where it is withheld."""
    if attainment_pct is None or is_withheld:
        return None
    if attainment_pct >= GREEN_FROM:
        return "green"
    return "amber" if attainment_pct >= AMBER_FROM else "red"
