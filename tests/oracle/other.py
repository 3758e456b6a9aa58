"""kpi_other_categories: how often a list did not do, by the column's own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.oracle.categories import Categories, is_reported_other
from tests.oracle.cells import LONDON
from tests.oracle.cpd_feeds import QUESTIONS
from tests.oracle.frames import Row, half_up, place_columns
from tests.oracle.landing import live_rows
from tests.oracle.periods import Period, holding
from tests.oracle.places import BASES, Geography, Place, Places
from tests.oracle.programme import Facts, Report

# Column to list; a status has a list for each feed.
ACTIVITY_COLUMNS = {
    "activity_type": "activity_type",
    "setting": "setting",
    "delivery_mode": "delivery_mode",
    "key_stage": "key_stage",
    "audience_band": "audience_band",
    "status": "activities.status",
}
AMBASSADOR_COLUMNS = {
    "gender": "gender",
    "ethnicity": "ethnicity",
    "disability": "disability",
    "employer_sector": "employer_sector",
    "stem_discipline": "stem_discipline",
    "status": "ambassadors.status",
}
REQUEST_COLUMNS = {
    "activity_type": "activity_type",
    "key_stage": "key_stage",
    "delivery_mode": "delivery_mode",
    "status": "requests.status",
}
EVENT_COLUMNS = {
    "event_type": "event_type",
    "subject": "subject",
    "format": "format",
    "status": "events.status",
}
PARTICIPANT_COLUMNS = {"role": "role", "subject_taught": "subject_taught"}
COURSE_FORM_COLUMNS = {"role": "role", **{name: name for name in QUESTIONS}}
COURSE_LISTS = {
    *EVENT_COLUMNS.values(),
    *PARTICIPANT_COLUMNS.values(),
    *COURSE_FORM_COLUMNS.values(),
}


def read_reports(landing: Path, completed: Collection[str], categories: Categories) -> list[Report]:
    """What every record says in its category columns."""
    hours: dict[str, Fraction] = defaultdict(Fraction)
    for row in live_rows(landing, "volunteering"):
        if row["activity_id"] in completed:
            hours[row["activity_id"]] += row["preparation_hours"] + row["delivery_hours"]
    organisations = {row["organisation_id"]: row for row in live_rows(landing, "organisations")}
    activities = {row["activity_id"]: row for row in live_rows(landing, "activities")}
    reports = []
    for row in activities.values():
        at = {**_happened(row), "hours": hours.get(row["activity_id"])}
        reports += _reports_of(row, ACTIVITY_COLUMNS, categories, at)
        if organisation := organisations.get(row["organisation_id"]):
            columns = {"organisation_type": "organisation_type"}
            reports += _reports_of(organisation, columns, categories, at)
    for row in live_rows(landing, "activity_feedback"):
        if activity := activities.get(row["activity_id"]):
            columns = {"respondent": "respondent"}
            reports += _reports_of(row, columns, categories, _happened(activity))
    for row in live_rows(landing, "requests"):
        at = {"day": row["requested_on"], "organisation_id": row["organisation_id"]}
        reports += _reports_of(row, REQUEST_COLUMNS, categories, at)
    for row in live_rows(landing, "ambassadors"):
        at = {"day": row["registered_on"], "ambassador_id": row["ambassador_id"]}
        reports += _reports_of(row, AMBASSADOR_COLUMNS, categories, at)
    return [*reports, *_reports_of_courses(landing, categories)]


def _reports_of_courses(landing: Path, categories: Categories) -> Iterator[Report]:
    """What courses, their participants and forms say; it lies nowhere but in the country."""
    for row in live_rows(landing, "events"):
        yield from _reports_of(row, EVENT_COLUMNS, categories, {"day": row["starts_on"]})
    for row in live_rows(landing, "participants"):
        yield from _reports_of(row, PARTICIPANT_COLUMNS, categories, {"day": row["registered_on"]})
    for row in live_rows(landing, "event_feedback"):
        day = row["submitted_at"].astimezone(LONDON).date()
        yield from _reports_of(row, COURSE_FORM_COLUMNS, categories, {"day": day})


def _happened(activity: Row) -> dict[str, Any]:
    return {"day": activity["starts_on"], "organisation_id": activity["organisation_id"]}


def _reports_of(
    row: Row, columns: dict[str, str], categories: Categories, at: dict[str, Any]
) -> Iterator[Report]:
    for column, taxonomy in columns.items():
        said = (taxonomy, row[column], row.get(f"{column}_other"))
        answer = categories.answer(*said)
        yield Report(
            taxonomy,
            is_reported_other(*said),
            answer.category == "Unresolved",
            is_decided=answer.method == "decision",
            is_rescued=answer.is_rescued,
            **at,
        )


def other_categories(facts: Facts, places: Places, periods: list[Period]) -> list[Row]:
    """kpi_other_categories of worlds in which neither rule nor model says anything."""
    sums: dict[tuple[Period, str, Geography, str], dict[str, Fraction]] = defaultdict(
        lambda: defaultdict(Fraction)
    )
    for report in facts.reports:
        for period in holding(periods, report.day):
            for basis in BASES:
                place = _place_of(report, places, period, basis)
                for geography, share in places.spread(place).items():
                    counts = sums[period, basis, geography, report.field]
                    counts["rows"] += share
                    counts["other"] += share * report.is_other
                    counts["unresolved"] += share * report.is_unresolved
                    counts["decided"] += share * report.is_decided
                    if report.hours is not None:
                        counts["hours"] += share * report.hours
                        counts["rescued"] += share * report.hours * report.is_rescued
    return [_row(*key, counts) for key, counts in sums.items()]


def _place_of(report: Report, places: Places, period: Period, basis: str) -> Place:
    if report.ambassador_id is None and report.organisation_id is None:
        return {}
    if report.ambassador_id is not None:
        return places.of_ambassador(report.ambassador_id, period, basis)
    return places.of_organisation(report.organisation_id or "", report.day, basis)


def _row(
    period: Period, basis: str, geography: Geography, field: str, counts: dict[str, Fraction]
) -> Row:
    hours = counts.get("hours")
    return {
        **place_columns(period, basis, geography),
        "field": field,
        "rows_count": half_up(counts["rows"]),
        "reported_other_count": half_up(counts["other"]),
        "reported_other_pct": 100 * counts["other"] / counts["rows"],
        "unresolved_count": half_up(counts["unresolved"]),
        "unresolved_pct": 100 * counts["unresolved"] / counts["rows"],
        "resolved_by_decision_count": half_up(counts["decided"]),
        "resolved_by_rule_count": 0,
        "resolved_by_model_count": 0,
        "volunteer_hours": hours,
        "rescued_hours": None if hours is None else counts["rescued"],
        "rescued_hours_pct": 100 * counts["rescued"] / hours if hours else None,
    }
