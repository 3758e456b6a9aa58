"""kpi_satisfaction: what organisers and Ambassadors think of activities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from tests.oracle.frames import Row, half_up, percentage, place_columns
from tests.oracle.periods import Period, holding
from tests.oracle.places import BASES, Geography, Places
from tests.oracle.programme import Facts
from tests.oracle.provisional import Provisional
from tests.oracle.targets import NONE, Targets, attainment, rag

MINIMUM_RESPONSES = 10
HIGH_FROM = 4
CODES = {"organiser": "SAT_ORGANISER", "ambassador": "SAT_AMBASSADOR"}

Cell = tuple[Period, str, Geography, str, str]  # respondent, criterion


def satisfaction(
    facts: Facts, places: Places, periods: list[Period], targets: Targets, provisional: Provisional
) -> list[Row]:
    """kpi_satisfaction: a criterion's responses are its answers, those of `all` are forms."""
    sums: dict[Cell, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for form in facts.forms:
        answers = [(name, [score]) for name, score in form.scores.items()]
        if answers:
            answers.append(("all", list(form.scores.values())))
        for basis in BASES:
            spread = places.spread(places.of_activity(form.activity, basis))
            for period in holding(periods, form.activity.starts_on):
                for geography, share in spread.items():
                    for criterion, scores in answers:
                        counts = sums[period, basis, geography, form.respondent, criterion]
                        counts["responses"] += share
                        counts["answers"] += share * len(scores)
                        counts["score"] += share * sum(scores)
                        counts["high"] += share * sum(score >= HIGH_FROM for score in scores)
    return [_row(cell, counts, targets, provisional) for cell, counts in sums.items()]


def _row(
    cell: Cell, counts: Mapping[str, Fraction], targets: Targets, provisional: Provisional
) -> Row:
    period, basis, geography, respondent, criterion = cell
    mean = counts["score"] / counts["answers"]
    has_target = criterion == "all" and respondent in CODES
    where = (period, basis, geography)
    target = (targets.score(CODES[respondent], *where) if has_target else NONE)[1]
    is_withheld = counts["responses"] < MINIMUM_RESPONSES or provisional.is_provisional(*where)
    return {
        **place_columns(period, basis, geography),
        "respondent": respondent,
        "criterion": criterion,
        "responses_count": half_up(counts["responses"]),
        "mean_score": mean,
        "rated_4_or_5_pct": percentage(counts["high"], counts["answers"]),
        "target": target,
        "rag": rag(attainment(mean, target), is_withheld),
        "exact_responses": counts["responses"],
    }
