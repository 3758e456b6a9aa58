"""The values of the scorecard's KPIs, taken from the other marts' rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracle.frames import Row, half_up, percentage
from tests.oracle.lag import Parts, Where, reported_within
from tests.oracle.other import COURSE_LISTS
from tests.oracle.periods import Period
from tests.oracle.places import Geography
from tests.oracle.satisfaction import CODES

COUNTS = (
    "VOL_HOURS",
    "ACTIVE_AMB",
    "NEW_AMB",
    "NON_SCHOOL_HOURS",
    "CPD_PARTICIPANTS",
    "CPD_UNITS",
)
REPORTED_DAYS = 30
OVERALL = ("all", False)
REACHED = {
    ("primary", False): "REACH_PRIMARY",
    ("secondary", False): "REACH_SECONDARY",
    ("college", False): "REACH_COLLEGE",
    ("all", True): "PRIORITY_REACH",
}

Number = Fraction | int | None
Key = tuple[Period, str, Geography]


@dataclass(frozen=True)
class Score:
    """A value as it is shown, and what it is before anything is rounded."""

    value: Number
    numerator: Number
    denominator: Number
    exact_value: Fraction | None
    exact_base: Fraction | None

    @classmethod
    def of_count(cls, exact: Fraction, *, is_whole: bool = False) -> Score:
        """Hours, or people in whole numbers."""
        shown: Number = half_up(exact) if is_whole else exact
        return cls(shown, shown, None, exact, None)

    @classmethod
    def of_rate(cls, part: Fraction, whole: Fraction) -> Score:
        """A percentage of things that are counted."""
        pct = percentage(part, whole)
        return cls(pct, half_up(part), half_up(whole), pct, whole)


Scores = dict[str, dict[Key, Score]]


def scores_of(
    marts: Mapping[str, Iterable[Row]], parts: dict[Where, Parts], periods: list[Period]
) -> Scores:
    """By KPI code the scores of months and programme years, the country and hubs."""
    by_name = {(one.period_type, one.name): one for one in periods}
    scores: Scores = defaultdict(dict)
    for mart, rows in marts.items():
        for row in filter(_is_on_the_scorecard, rows):
            for code, score in _scores_in(mart, row):
                scores[code][_key(row, by_name)] = score
    for period, where, soon, total in reported_within(parts, periods, REPORTED_DAYS):
        if period.period_type != "all" and where.geography.level in ("national", "hub"):
            key = (period, where.basis, where.geography)
            scores["REPORTED_30D"][key] = Score.of_rate(soon, total)
    scores["OTHER_RATE"] = _unresolved(marts["kpi_other_categories"], by_name)
    return scores


def _is_on_the_scorecard(row: Row) -> bool:
    return row["period_type"] != "all" and row["geography_level"] in ("national", "hub")


def _key(row: Row, by_name: Mapping[Any, Period]) -> Key:
    geography = Geography(row["geography_level"], row["geography_code"], row["geography_name"])
    return by_name[row["period_type"], row["period"]], row["hub_basis"], geography


def _scores_in(mart: str, row: Row) -> Iterator[tuple[str, Score]]:
    """The scores that one row of a mart holds."""
    if mart == "kpi_volunteer_hours":
        yield "VOL_HOURS", Score.of_count(row["volunteer_hours"])
    elif mart == "kpi_ambassadors":
        yield "ACTIVE_AMB", Score.of_count(row["exact_active_count"], is_whole=True)
        yield "NEW_AMB", Score.of_count(row["exact_new_count"], is_whole=True)
    elif mart == "kpi_reach" and row["phase"] == "non_school":
        yield "NON_SCHOOL_HOURS", Score.of_count(row["non_school_hours"])
    elif mart == "kpi_reach" and (row["phase"], row["priority_only"]) in REACHED:
        code = REACHED[row["phase"], row["priority_only"]]
        yield code, Score.of_rate(row["exact_reached"], row["exact_in_scope"])
    elif mart == "kpi_satisfaction" and row["criterion"] == "all" and row["respondent"] in CODES:
        mean = row["mean_score"]
        shown = row["responses_count"]
        yield CODES[row["respondent"]], Score(mean, None, shown, mean, row["exact_responses"])
    elif mart == "kpi_demand" and row["activity_type"] == "all":
        yield "FILL_RATE", Score.of_rate(row["exact_filled"], row["exact_decided"])
    elif mart == "kpi_sustained_engagement" and (row["phase"], row["priority_only"]) == OVERALL:
        yield "SUSTAINED", Score.of_rate(row["exact_sustained"], row["exact_reached"])


def _unresolved(rows: Iterable[Row], by_name: Mapping[Any, Period]) -> dict[Key, Score]:
    """OTHER_RATE: over all category columns of the platform, the country alone."""
    sums: dict[Key, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for row in filter(_is_on_the_scorecard, rows):
        if row["geography_level"] == "national" and row["field"] not in COURSE_LISTS:
            counts = sums[_key(row, by_name)]
            counts[0] += row["unresolved_count"]
            counts[1] += row["rows_count"]
    return {key: Score.of_rate(*counts) for key, counts in sums.items()}
