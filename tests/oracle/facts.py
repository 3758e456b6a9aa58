"""The programme as the landed files tell it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.oracle.alliances import read_alliances, read_outcomes
from tests.oracle.categories import Categories, decisions_in_force, fold
from tests.oracle.cpd_facts import read_courses
from tests.oracle.establishments import phase_of
from tests.oracle.landing import live_rows, newest_file_date, snapshot_rows, versions_in_order
from tests.oracle.other import read_reports
from tests.oracle.programme import Area, Facts, Hub, Organisation, School
from tests.oracle.records import Records, entry, target
from tests.oracle.successors import current_urns, read_links
from tests.oracle.survey_facts import read_surveys


def read_facts(landing: Path, as_of: date | None = None) -> Facts:
    """All facts of a landing zone, seen on a day (by default that of the newest platform file)."""
    as_of = as_of or newest_file_date(landing, "platform")
    categories = Categories(decisions_in_force(versions_in_order(landing, "recode_decisions")))
    records = Records(categories, _occupation_groups(landing), as_of)
    schools = {row["urn"]: _school(row) for row in snapshot_rows(landing, "gias")}
    activities = {
        row["activity_id"]: records.activity(row)
        for row in live_rows(landing, "activities")
        if records.is_completed(row)
    }
    current = current_urns(schools, read_links(landing), as_of)
    return Facts(
        as_of=as_of,
        hubs=_hubs(snapshot_rows(landing, "hubs"), categories),
        areas=_areas(snapshot_rows(landing, "hub_areas")),
        schools=schools,
        priority_urns=_priority_urns(snapshot_rows(landing, "priority_schools")),
        organisations={
            row["organisation_id"]: _organisation(row, schools)
            for row in live_rows(landing, "organisations")
        },
        ambassadors={
            row["ambassador_id"]: records.ambassador(row)
            for row in live_rows(landing, "ambassadors")
        },
        activities=list(activities.values()),
        entries=[
            entry(row, activities[row["activity_id"]])
            for row in live_rows(landing, "volunteering")
            if row["activity_id"] in activities
        ],
        targets=[target(row) for row in live_rows(landing, "targets")],
        reports=read_reports(landing, activities.keys(), categories),
        requests=[records.request(row) for row in live_rows(landing, "requests")],
        forms=[
            records.form(row, activities[row["activity_id"]])
            for row in live_rows(landing, "activity_feedback")
            if row["activity_id"] in activities
        ],
        commentaries=[records.commentary(row) for row in live_rows(landing, "commentaries")],
        benchmarks=[records.benchmark(row) for row in _listed(landing, "benchmarks")],
        courses=read_courses(landing),
        surveys=read_surveys(landing),
        alliances=read_alliances(landing, current, categories),
        outcomes=read_outcomes(landing, categories),
        current_urns=current,
    )


def _listed(landing: Path, name: str) -> list[dict[str, Any]]:
    """What stands in the newest list."""
    return [row for row in snapshot_rows(landing, name) if row["_closed_on"] is None]


def _occupation_groups(landing: Path) -> dict[str, str]:
    """The sub-major group of every title of the index and of its own name, folded.

    A title that stands for two groups stands for none.
    """
    by_title: dict[str, set[str]] = defaultdict(set)
    for row in _listed(landing, "occupations"):
        by_title[fold(row["occupation_title"])].add(row["soc_sub_major_group"])
    named = {fold(group): group for groups in by_title.values() for group in groups}
    sure = {title: min(groups) for title, groups in by_title.items() if len(groups) == 1}
    return {**sure, **named}


def _last_day(stated: date | None, absent: date | None) -> date | None:
    """The last day as stated, or before the day of the first list without the row."""
    days = [stated, absent and absent - timedelta(days=1)]
    return min((day for day in days if day is not None), default=None)


def _hubs(rows: list[dict[str, Any]], categories: Categories) -> dict[str, Hub]:
    by_hub: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_hub[row["hub_id"]].append(row)
    hubs = {}
    for hub_id, hub_rows in by_hub.items():
        row = hub_rows[0]
        hubs[hub_id] = Hub(
            hub_id,
            row["hub_name"],
            categories.resolve("nation", row["nation"]),
            row["region"],
            _last_day(row["valid_to"], row["_closed_on"]),
            tuple(
                (one["successor_hub_id"], Fraction(1) if one["share"] is None else one["share"])
                for one in hub_rows
                if one["successor_hub_id"] is not None
            ),
            row["valid_from"],
        )
    return hubs


def _areas(rows: list[dict[str, Any]]) -> dict[str, list[Area]]:
    areas: dict[str, list[Area]] = defaultdict(list)
    for row in rows:
        last_day = _last_day(row["valid_to"], row["_closed_on"])
        areas[row["local_authority_code"]].append(Area(row["hub_id"], row["valid_from"], last_day))
    return areas


def _school(row: dict[str, Any]) -> School:
    is_closed = row["status"] == "Closed"
    is_proposed = row["status"] == "Proposed to open"
    return School(
        row["urn"],
        phase_of(row["phase"], row["establishment_type"]),
        row["local_authority_code"],
        row["opened_on"],
        _last_day(row["closed_on"], row["_closed_on"]),
        (is_closed and row["closed_on"] is None) or (is_proposed and row["opened_on"] is None),
    )


def _priority_urns(rows: list[dict[str, Any]]) -> dict[str, set[int]]:
    """The newest list of each programme year: what a later list of that year lacks is off it."""
    lists: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row["_closed_on"] is None:
            lists[row["programme_year"]].add(row["urn"])
    return lists


def _organisation(row: dict[str, Any], schools: dict[int, School]) -> Organisation:
    school = schools.get(row["urn"])
    of_the_school = school.local_authority_code if school else None
    return Organisation(
        row["organisation_id"],
        row["urn"],
        row["local_authority_code"] or of_the_school,
        row["hub_id"],
    )
