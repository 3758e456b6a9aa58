"""kpi_survey_response, kpi_survey_answers, kpi_survey_change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import erfc, sqrt

from tests.oracle.frames import Row, percentage
from tests.oracle.programme import Facts
from tests.oracle.survey_facts import UNKNOWN, Return, Surveys
from tests.oracle.survey_online import AGREE, WAVES

KPI_WAVES = {"start": "baseline", "middle": "middle", "end": "end"}
JOINED = {"lower_primary": "primary_pupil", "upper_primary": "primary_pupil"}
AGREED = ("Strongly agree", "Agree")
SUPPRESSED_UNDER, SMALL_UNDER, LABEL_FROM, LOW_UNDER = 5, 30, 5, 50
Z_95 = 1.959963984540054
NOBODY = "Unknown"

Answered = dict[tuple[str, str, str, str, str], dict[str, Counter[str]]]
Programmes = Mapping[str, str]  # partnership → programme


def survey_marts(facts: Facts) -> dict[str, list[Row]]:
    """The marts of surveys."""
    return tables(facts.surveys, {one.partnership_id: one.programme for one in facts.alliances})


def tables(surveys: Surveys, programmes: Programmes) -> dict[str, list[Row]]:
    """The same, of partnerships by their programme."""
    answered = _answered(surveys, programmes)
    represented = _represented(surveys, programmes)
    return {
        "kpi_survey_response": survey_response(surveys, programmes),
        "kpi_survey_answers": _answers(surveys, answered),
        "kpi_survey_change": _changes(surveys, answered, represented),
    }


def survey_response(surveys: Surveys, programmes: Programmes) -> list[Row]:
    """How many answered, of how many partnerships, in each wave of a survey with any return."""
    responses: dict[tuple[str, str, str], list[Return]] = defaultdict(list)
    unmerged: Counter[tuple[str, str, str]] = Counter()
    for one in surveys.returns:
        responses[programmes.get(one.partnership_id, NOBODY), one.survey, one.wave].append(one)
    for class_ in surveys.percentages:
        programme = programmes.get(class_.partnership_id, NOBODY)
        unmerged[programme, class_.survey, class_.wave] += 1
    sizes = Counter(programmes.values())
    rows = []
    for programme, survey in {key[:2] for key in (*responses, *unmerged)}:
        counts = {wave: _sum(responses[programme, survey, wave]) for wave in WAVES}
        for wave in WAVES:
            came = responses[programme, survey, wave]
            paper = _sum([one for one in came if one.is_paper])
            represented = _partnerships(came)
            rows.append(
                {
                    "programme": programme,
                    "survey": survey,
                    "wave": KPI_WAVES[wave],
                    "responses_count": counts[wave],
                    "response_pct_of_baseline": percentage(counts[wave], counts["start"]),
                    "partnerships_represented_count": len(represented),
                    "partnerships_count": sizes[programme],
                    "partnerships_represented_pct": percentage(len(represented), sizes[programme]),
                    "paper_share_pct": percentage(paper, counts[wave]),
                    "unmerged_percentage_returns_count": unmerged[programme, survey, wave],
                }
            )
    return rows


def _sum(returns: list[Return]) -> int:
    return sum(one.responses_count for one in returns)


def _partnerships(returns: list[Return]) -> set[str]:
    return {one.partnership_id for one in returns if one.responses_count} - {UNKNOWN}


def _names(survey: str) -> list[str]:
    """The survey, and what it is counted with."""
    return [survey, JOINED[survey]] if survey in JOINED else [survey]


def _subgroups(one: Return) -> Iterator[tuple[str, str]]:
    yield "all", "all"
    if one.phase:
        yield "phase", one.phase
    if one.years_in_teaching is not None:
        yield "years_in_teaching", "up to 5" if one.years_in_teaching <= 5 else "over 5"


def _answered(surveys: Surveys, programmes: Programmes) -> Answered:
    """By programme, survey, question and subgroup the answers of each wave."""
    answered: Answered = defaultdict(lambda: defaultdict(Counter))
    for one in surveys.returns:
        programme = programmes.get(one.partnership_id, NOBODY)
        for code, given in one.answers.items():
            if surveys.scales.get((one.survey, code)) not in (
                "agree5",
                "rating4",
                "count",
                "choice",
            ):
                continue
            for survey in _names(one.survey):
                for kind, subgroup in _subgroups(one):
                    answered[programme, survey, code, kind, subgroup][one.wave] += given
    return answered


def _options(surveys: Surveys, answered: Answered) -> dict[tuple[str, str], set[str]]:
    """Every answer of a question: those of its scale, those that anybody gave."""
    options: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (_, survey, code, *_), by_wave in answered.items():
        for given in by_wave.values():
            options[survey, code] |= {answer for answer, count in given.items() if count}
    for (survey, code), scale in surveys.scales.items():
        for name in _names(survey):
            options[name, code] |= set({"agree5": AGREE, "rating4": "1234"}.get(scale, ()))
    return options


def _answers(surveys: Surveys, answered: Answered) -> list[Row]:
    options = _options(surveys, answered)
    rows = []
    for (programme, survey, code, kind, subgroup), by_wave in answered.items():
        for wave, given in by_wave.items():
            base = given.total()
            for response in sorted(options[survey, code]) if base else ():
                is_hidden = base < SUPPRESSED_UNDER
                pct = Fraction(given[response] * 100, base)
                rows.append(
                    {
                        "programme": programme,
                        "survey": survey,
                        "question": code,
                        "subgroup_type": kind,
                        "subgroup": subgroup,
                        "wave": KPI_WAVES[wave],
                        "response": response,
                        "answers_count": None if is_hidden else given[response],
                        "base_count": base,
                        "answer_pct": None if is_hidden else pct,
                        "show_label": not is_hidden and pct >= LABEL_FROM,
                        "base_is_small": base < SMALL_UNDER,
                        "suppression": "c" if is_hidden else None,
                    }
                )
    return rows


def _represented(
    surveys: Surveys, programmes: Programmes
) -> dict[tuple[str, str], Fraction | None]:
    """By programme and survey the share of partnerships at the end wave."""
    returned: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in surveys.returns:
        if one.wave == "end":
            for survey in _names(one.survey):
                programme = programmes.get(one.partnership_id, NOBODY)
                returned[programme, survey] |= _partnerships([one])
    sizes = Counter(programmes.values())
    pairs = {
        (programme, survey) for programme in (*sizes, NOBODY) for survey in _all_names(surveys)
    }
    return {key: percentage(len(returned[key]), sizes[key[0]]) for key in pairs}


def _all_names(surveys: Surveys) -> set[str]:
    return {name for survey, _ in surveys.scales for name in _names(survey)}


def _changes(
    surveys: Surveys,
    answered: Answered,
    represented: Mapping[tuple[str, str], Fraction | None],
) -> list[Row]:
    scales = {
        (name, code): scale
        for (survey, code), scale in surveys.scales.items()
        for name in _names(survey)
    }
    rows = []
    for (programme, survey, code, kind, subgroup), by_wave in answered.items():
        start, end = by_wave.get("start", Counter()), by_wave.get("end", Counter())
        if scales[survey, code] != "agree5" or not start.total() + end.total():
            continue
        share = represented.get((programme, survey))
        is_small = min(start.total(), end.total()) < SMALL_UNDER
        is_low = share is not None and share < LOW_UNDER
        rows.append(
            {
                "programme": programme,
                "survey": survey,
                "question": code,
                "subgroup_type": kind,
                "subgroup": subgroup,
                **compared(start, end),
                "caution": "small base" if is_small else "low representation" if is_low else "none",
            }
        )
    return rows


def compared(start: Counter[str], end: Counter[str]) -> Row:
    """Shares that agree, of all answers, their change, its interval and test."""
    hidden = {"start": start.total() < SUPPRESSED_UNDER, "end": end.total() < SUPPRESSED_UNDER}
    row: Row = {"start_base_count": start.total(), "end_base_count": end.total()}
    for name, given in (("start", start), ("end", end)):
        agreed = sum(given[answer] for answer in AGREED)
        share = percentage(agreed, given.total())
        row[f"{name}_agree_pct"] = None if hidden[name] else share
    names = ("change_pp", "change_low_pp", "change_high_pp", "p_value", "is_significant")
    if any(hidden.values()):
        return {**row, **dict.fromkeys(names), "suppression": "c"}
    values = _tested(start, end)
    return {**row, **dict(zip(names, values, strict=True)), "suppression": None}


def _tested(
    start: Counter[str], end: Counter[str]
) -> tuple[Fraction, float, float, float | None, bool]:
    n, m = start.total(), end.total()
    agreed = [sum(given[answer] for answer in AGREED) for given in (start, end)]
    before, after = Fraction(agreed[0], n), Fraction(agreed[1], m)
    change = after - before
    margin = Z_95 * sqrt(before * (1 - before) / n + after * (1 - after) / m)
    pooled = Fraction(sum(agreed), n + m)
    variance = pooled * (1 - pooled) * (Fraction(1, n) + Fraction(1, m))
    p_value = erfc(abs(change) / sqrt(2 * variance)) if variance else None
    low, high = float(100 * change) - 100 * margin, float(100 * change) + 100 * margin
    return 100 * change, low, high, p_value, p_value is not None and p_value < 0.05
