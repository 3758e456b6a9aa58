"""SURVEY_RETURN: the scorecard's value of surveys."""

from __future__ import annotations

from fractions import Fraction

from tests.oracle.periods import Period, holding
from tests.oracle.places import BASES, NATIONAL
from tests.oracle.programme import Facts
from tests.oracle.scores import Key, Score, Scores


def survey_scores(facts: Facts, periods: list[Period]) -> Scores:
    """End-wave responses of partnerships that ended in the period, of those at the baseline."""
    counts = {}
    for alliance in facts.alliances:
        if alliance.ends_on is None or alliance.ends_on > facts.as_of:
            continue
        own = [
            one for one in facts.surveys.returns if one.partnership_id == alliance.partnership_id
        ]
        for period in holding(periods, alliance.ends_on):
            if period.period_type != "all":
                sums = counts.setdefault(period, [0, 0])
                sums[0] += sum(one.responses_count for one in own if one.wave == "end")
                sums[1] += sum(one.responses_count for one in own if one.wave == "start")
    scores: dict[Key, Score] = {
        (period, basis, NATIONAL): Score.of_rate(Fraction(end), Fraction(start))
        for period, (end, start) in counts.items()
        for basis in BASES
        if start
    }
    return {"SURVEY_RETURN": scores}
