"""How often a world's courses meet the boundaries of their definitions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.oracle.cpd_facts import UNKNOWN, Courses
from tests.oracle.cpd_marts import cpd_marts
from tests.oracle.cpd_programmes import cohorts_of, programmes_of
from tests.oracle.landing import live_rows, snapshot_rows
from tests.oracle.programme import Facts
from tests.oracle.world_cpd import OLD_URN

TRAPS_OF_COURSES = (
    "inspection on the day of joining",
    "inspection that is not full",
    "school that became an academy",
    "rating improved",
    "rating same",
    "rating declined",
    "rating first inspection",
    "rating none",
    "school of 10 units exactly",
    "school of 20 units exactly",
    "school over 20 units",
    "attended without hours",
    "part attended without hours",
    "attended an event that was not delivered",
    "attended a community event",
    "attendance of a person who is not known",
    "booked and did not come",
    "participant who is not recruited",
    "senior leader by flag",
    "school in two cohorts",
    "school of an unlisted partnership",
    "school that GIAS does not have",
    "event of an unlisted programme",
    "form on an unlisted event",
    "form without any answer to a question",
    "answer outside the list",
    "tied question rank",
    "comment without a reason",
    "comment of two reasons",
    "rating that nobody can place",
    "tied change of stage",
    "cohort called all",
    "outcome called all",
    "programme off the list",
    "CPD_PARTICIPANTS with a RAG",
    "CPD_UNITS with a RAG",
    "CPD_QUALITY with a RAG",
)


def count_in_courses(facts: Facts, landing: Path, found: Counter[str]) -> None:
    """Bookings, schools and forms on special days and of nobody."""
    courses = facts.courses
    _count_people(courses, found)
    _count_schools(courses, landing, found)
    marts = cpd_marts(facts)
    for row in marts["kpi_school_journey"]:
        found[f"rating {row['rating_change']}"] += 1
    outcomes = {(one["programme"], one["urn"]) for one in courses.outcomes}
    for row in marts["kpi_school_journey"]:
        if (row["programme"], row["urn"]) in outcomes:
            found[f"school of {row['cpd_units']} units exactly"] += 1
            found["school over 20 units"] += row["cpd_units"] > 20
    ranks = Counter(
        (row["programme"], row["role"], row["question_rank"])
        for row in marts["kpi_cpd_feedback"]
        if row["question_rank"] and row["response"] == "Agree"
    )
    found["tied question rank"] += sum(count > 1 for count in ranks.values())
    for row in marts["kpi_programme_outcomes"]:
        found["outcome called all"] += row["outcome"] == '"all"'
    for row in marts["kpi_programme_summary"]:
        found["cohort called all"] += row["cohort"] == '"all"'
    for form in courses.forms:
        found["form on an unlisted event"] += form.event is None
        found["form without any answer to a question"] += "Not stated" in form.answers.values()
        found["answer outside the list"] += "Unresolved" in form.answers.values()
        found["comment without a reason"] += form.comment == "42"
        found["comment of two reasons"] += "Experiential" in (form.comment or "")
    placed = len(courses.ratings)
    found["rating that nobody can place"] += len(live_rows(landing, "subject_ratings")) > placed
    found["tied change of stage"] += _tied_changes(courses)
    found["programme off the list"] += any(
        row["_closed_on"] for row in snapshot_rows(landing, "programmes")
    )


def _count_people(courses: Courses, found: Counter[str]) -> None:
    for one in courses.bookings:
        came, person = one.is_attended, one.participant
        is_silent = came and one.stated_hours is None
        found["attended without hours"] += is_silent and one.status == "Attended"
        found["part attended without hours"] += is_silent and one.status == "Part attended"
        found["attended an event that was not delivered"] += came and not one.event.is_delivered
        found["attended a community event"] += came and one.event.is_community
        found["attendance of a person who is not known"] += came and person is None
        found["booked and did not come"] += not came
        found["participant who is not recruited"] += person is not None and not person.is_recruited
        found["senior leader by flag"] += (
            person is not None
            and person.is_senior_leadership_team
            and not person.role.startswith("Senior")
        )
    for event in courses.events.values():
        found["event of an unlisted programme"] += event.programme == UNKNOWN


def _count_schools(courses: Courses, landing: Path, found: Counter[str]) -> None:
    for one in courses.memberships:
        found["inspection on the day of joining"] += one.engaged_on in courses.full_inspections.get(
            one.urn, {}
        )
        found["school that became an academy"] += one.urn == int(OLD_URN)
        found["school of an unlisted partnership"] += one.partnership.cohort is None
        found["school that GIAS does not have"] += one.urn not in courses.establishments
    full = sum(map(len, courses.full_inspections.values()))
    found["inspection that is not full"] += len(live_rows(landing, "ofsted_inspections")) - full
    for programme in programmes_of(courses):
        members = cohorts_of(courses, programme).values()
        schools = Counter(urn for of_one in members for urn in {one.urn for one in of_one})
        found["school in two cohorts"] += sum(count > 1 for count in schools.values())


def _tied_changes(courses: Courses) -> int:
    """Aspects of which two changes are equally common."""
    stages = {(one["aspect"], one["urn"], one["point"]): one["stage"] for one in courses.stages}
    changes: dict[str, Counter[int]] = {}
    for (aspect, urn, point), stage in stages.items():
        if point == "Start" and (aspect, urn, "End") in stages:
            change = stages[aspect, urn, "End"] - stage
            changes.setdefault(aspect, Counter())[change] += 1
    return sum(
        len(counts) > 1 and len({count for _, count in counts.most_common(2)}) == 1
        for counts in changes.values()
    )
