"""How often a world's surveys and partnerships meet the boundaries of their definitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tests.oracle.frames import Row
from tests.oracle.partnerships import attendances_of, today_of
from tests.oracle.programme import Facts
from tests.oracle.survey_facts import UNKNOWN
from tests.oracle.survey_online import folded_wording
from tests.oracle.world_online import CLOSE_TO_ONE
from tests.oracle.world_workbook import OnlineFile
from tests.oracle.worlds import World

TRAPS_OF_SURVEYS = (
    "survey answer suppressed",
    "survey base of 5",
    "unchosen answer of a question with a base",
    "primary pupils",
    "phase of teachers",
    "years in teaching",
    "choice in two spellings",
    "change that is significant",
    "change that is not",
    "change in which nothing varies",
    "change with one wave hidden",
    "caution small base",
    "caution low representation",
    "wave in which nobody answered",
    "percentages that are not merged",
    "paper among online",
    "class in which nobody answered",
    "question that nobody knows",
    "return of an unknown partnership",
    "return of a school that is another today",
    "heading that is close to a wording",
    "heading under an old wording",
    "heading in brackets",
    "heading that is there twice",
    "second header row",
    "workbook",
    "status active",
    "status at risk",
    "status inactive",
    "silent for 119 days",
    "silent for 120 days",
    "silent for 239 days",
    "silent for 240 days",
    "partnership with nothing on record",
    "partnership that returned every wave",
    "guest at a partnership's own event",
    "school in two partnerships in a year",
    "school of another number today",
    "school that left",
    "funder of several partnerships",
    "value after a quiet term",
    "theme leadership",
    "theme employers",
    "SURVEY_RETURN",
)

Marts = Mapping[str, list[Row]]


def count_in_surveys(world: World, facts: Facts, marts: Marts, found: Counter[str]) -> None:
    """Headings, returns, bases, partnerships."""
    for one in world.files:
        if isinstance(one, OnlineFile):
            _count_headings(one, found)
    _count_returns(facts, found)
    _count_answers(marts, found)
    _count_changes(marts, found)
    _count_partnerships(facts, marts, found)


def _count_headings(one: OnlineFile, found: Counter[str]) -> None:
    folded = [folded_wording(name) for name in one.header]
    found["heading that is close to a wording"] += any(
        name in CLOSE_TO_ONE.values() for name in one.header
    )
    found["heading under an old wording"] += "i enjoy science lessons" in folded
    found["heading in brackets"] += any("[" in name for name in one.header)
    found["heading that is there twice"] += len(set(folded)) < len(folded)
    found["second header row"] += not one.records[0][0]
    found["workbook"] += one.is_workbook


def _count_returns(facts: Facts, found: Counter[str]) -> None:
    surveys = facts.surveys
    for one in surveys.returns:
        found["class in which nobody answered"] += not one.responses_count
        found["question that nobody knows"] += UNKNOWN in one.answers
        found["return of an unknown partnership"] += one.partnership_id == UNKNOWN
        is_another = today_of(one.urn, facts) != one.urn
        found["return of a school that is another today"] += is_another
        found["choice in two spellings"] += "Physics" in one.answers.get("T4", ())


def _count_answers(marts: Marts, found: Counter[str]) -> None:
    for row in marts["kpi_survey_answers"]:
        found["survey answer suppressed"] += row["suppression"] == "c"
        found["survey base of 5"] += row["base_count"] == 5
        found["unchosen answer of a question with a base"] += row["answers_count"] == 0
        found["primary pupils"] += row["survey"] == "primary_pupil"
        found["phase of teachers"] += row["subgroup_type"] == "phase"
        found["years in teaching"] += row["subgroup_type"] == "years_in_teaching"
    for row in marts["kpi_survey_response"]:
        found["wave in which nobody answered"] += row["responses_count"] == 0
        found["percentages that are not merged"] += row["unmerged_percentage_returns_count"]
        found["paper among online"] += 0 < (row["paper_share_pct"] or 0) < 100


def _count_changes(marts: Marts, found: Counter[str]) -> None:
    for row in marts["kpi_survey_change"]:
        is_shown = row["suppression"] is None
        found["change that is significant"] += row["is_significant"] is True
        found["change that is not"] += row["is_significant"] is False
        found["change in which nothing varies"] += is_shown and row["p_value"] is None
        hidden = [row["start_agree_pct"], row["end_agree_pct"]].count(None)
        found["change with one wave hidden"] += hidden == 1
        found[f"caution {row['caution']}"] += 1
    found["SURVEY_RETURN"] += sum(
        row["kpi_code"] == "SURVEY_RETURN" for row in marts["kpi_scorecard"]
    )


def _count_partnerships(facts: Facts, marts: Marts, found: Counter[str]) -> None:
    for row in marts["kpi_partnership_health"]:
        found[f"status {row['status_computed']}"] += 1
        last = row["last_activity_on"]
        found["partnership with nothing on record"] += last is None
        if last is not None:
            found[f"silent for {(facts.as_of - last).days} days"] += 1
        found["partnership that returned every wave"] += row["surveys_returned"] == 3
    for alliance in facts.alliances:
        own = attendances_of(alliance, facts)
        found["guest at a partnership's own event"] += any(urn is None for urn, _ in own)
        found["school that left"] += any(
            member.last_day < facts.as_of for member in alliance.members
        )
    for row in marts["kpi_school_engagement"]:
        found["school in two partnerships in a year"] += ";" in (row["partnership"] or "")
    found["school of another number today"] += len(facts.current_urns)
    funders = Counter(one.funder for one in facts.alliances)
    found["funder of several partnerships"] += max(funders.values(), default=0) > 1
    for row in marts["kpi_funder_report"]:
        found["value after a quiet term"] += row["previous_value"] == 0 < row["value"]
        found[f"theme {row['theme']}"] += row["value"] > 0
