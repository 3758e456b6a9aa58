"""Programmes of courses, their schools and people, as the landed files tell them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.oracle.categories import Categories, decisions_in_force, fold
from tests.oracle.cpd_feeds import QUESTIONS
from tests.oracle.establishments import phase_of
from tests.oracle.feeds import FEEDS
from tests.oracle.landing import live_rows, snapshot_rows, versions_in_order

UNKNOWN = "Unknown"
RATINGS = {
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "outstanding": 1,
    "good": 2,
    "satisfactory": 3,
    "requiresimprovement": 3,
    "inadequate": 4,
}

Row = dict[str, Any]


@dataclass(frozen=True)
class Establishment:
    """What the register says of a school."""

    name: str = UNKNOWN
    phase: str = "unknown"
    is_all_through: bool = False
    pupils_count: int | None = None


@dataclass(frozen=True)
class Partnership:
    """Schools that are funded together."""

    partnership_id: str
    name: str
    programme: str
    cohort: str | None
    funding_gbp: Fraction


UNLISTED = Partnership("unknown", UNKNOWN, UNKNOWN, None, Fraction(0))


@dataclass(frozen=True)
class Membership:
    """A school in a partnership."""

    partnership: Partnership
    urn: int
    engaged_on: date
    is_active: bool


@dataclass(frozen=True)
class Participant:
    """A person who is known and not deleted."""

    participant_id: str
    urn: int | None
    role: str
    subject: str
    is_senior_leadership_team: bool
    has_number: bool

    @property
    def is_recruited(self) -> bool:
        """Whether role, subject, school and teacher reference number are all known."""
        stated = "Not stated" not in (self.role, self.subject)
        return stated and self.urn is not None and self.has_number


@dataclass(frozen=True)
class Event:
    """A course or a community event."""

    event_id: str
    programme: str
    partnership_id: str | None
    event_type: str
    subject: str
    format: str
    hours: Fraction
    starts_on: date
    is_delivered: bool

    @property
    def is_cpd(self) -> bool:
        """Whether it is CPD."""
        return self.event_type == "CPD"

    @property
    def is_community(self) -> bool:
        """Whether it is a community event."""
        return self.event_type == "Community"


@dataclass(frozen=True)
class Booking:
    """Somebody's booking on an event that is listed; None is who is not known."""

    event: Event
    participant: Participant | None
    status: str
    stated_hours: Fraction | None

    @property
    def is_attended(self) -> bool:
        """Whether they came, wholly or in part."""
        return self.status in ("Attended", "Part attended")

    @property
    def hours(self) -> Fraction:
        """Hours attended; who attended without any stated was there all the time."""
        if self.stated_hours is not None:
            return self.stated_hours
        return self.event.hours if self.status == "Attended" else Fraction(0)

    @property
    def urn(self) -> int | None:
        """The participant's school."""
        return self.participant and self.participant.urn


@dataclass(frozen=True)
class CourseForm:
    """A feedback form: its answers by question, and the comment; None is an unlisted event."""

    event: Event | None
    answers: Mapping[str, str]
    comment: str | None

    @property
    def programme(self) -> str:
        """The event's programme."""
        return UNKNOWN if self.event is None else self.event.programme


@dataclass(frozen=True)
class Courses:
    """Everything the marts of courses are computed from."""

    targets: dict[str, int | None] = field(default_factory=dict)
    establishments: dict[int, Establishment] = field(default_factory=dict)
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    memberships: list[Membership] = field(default_factory=list)
    events: dict[str, Event] = field(default_factory=dict)
    bookings: list[Booking] = field(default_factory=list)
    forms: list[CourseForm] = field(default_factory=list)
    ratings: list[Row] = field(default_factory=list)
    stages: list[Row] = field(default_factory=list)
    outcomes: list[Row] = field(default_factory=list)
    full_inspections: dict[int, dict[date, int]] = field(default_factory=dict)

    def establishment(self, urn: int | None) -> Establishment:
        """The school of that number, or one that nobody knows."""
        return self.establishments.get(urn or 0, Establishment())

    def attendances(self, programme: str) -> list[Booking]:
        """Attendances at CPD events of a programme; community events stand apart."""
        return [
            one
            for one in self.bookings
            if one.event.programme == programme and one.event.is_cpd and one.is_attended
        ]

    def school_events(self, programme: str) -> set[tuple[int, Event]]:
        """Delivered CPD events that anyone of a school attended, once per event and school."""
        return {
            (one.urn, one.event)
            for one in self.attendances(programme)
            if one.urn is not None and one.event.is_delivered
        }


def read_courses(landing: Path) -> Courses:
    """All that a landing zone tells of courses."""
    categories = Categories(decisions_in_force(versions_in_order(landing, "recode_decisions")))
    listed = {row["programme_id"]: row for row in snapshot_rows(landing, "programmes")}
    names = {key: row["programme_name"] for key, row in listed.items()}
    partnerships = {
        row["partnership_id"]: Partnership(
            row["partnership_id"],
            row["partnership_name"],
            names.get(row["programme_id"], UNKNOWN),
            called(row["cohort"]),
            row["funding_gbp"],
        )
        for row in live_rows(landing, "partnerships")
    }
    events = {
        row["event_id"]: _event(row, names, categories) for row in live_rows(landing, "events")
    }
    participants = {
        row["participant_id"]: _participant(row, categories)
        for row in live_rows(landing, "participants")
    }
    return Courses(
        targets={row["programme_name"]: row["participants_target"] for row in listed.values()},
        establishments={row["urn"]: _school(row) for row in snapshot_rows(landing, "gias")},
        partnerships=partnerships,
        memberships=[
            Membership(
                partnerships.get(row["partnership_id"], UNLISTED),
                row["urn"],
                row["engaged_on"],
                row["is_active"],
            )
            for row in live_rows(landing, "partnership_schools")
        ],
        events=events,
        bookings=[
            Booking(
                events[row["event_id"]],
                participants.get(row["participant_id"]),
                categories.resolve("bookings.status", row["status"]),
                row["hours_attended"],
            )
            for row in live_rows(landing, "bookings")
            if row["event_id"] in events
        ],
        forms=[
            _form(row, events.get(row["event_id"]), categories)
            for row in live_rows(landing, "event_feedback")
        ],
        ratings=_assessments(
            landing,
            "subject_ratings",
            names,
            categories,
            {"subject": "subject_ratings.subject", "criterion": "criterion", "point": "point"},
        ),
        stages=_assessments(
            landing, "maturity", names, categories, {"aspect": "aspect", "point": "point"}
        ),
        outcomes=[
            {
                "programme": names.get(row["programme_id"], UNKNOWN),
                "urn": row["urn"],
                "audience": categories.resolve("audience", row["audience"]),
                "outcome": called(row["outcome"] or "Not stated"),
            }
            for row in live_rows(landing, "outcomes")
        ],
        full_inspections=_full_inspections(landing, categories),
    )


def called(name: str) -> str:
    """The name, quoted where it would pass for the total."""
    return '"all"' if name == "all" else name


def _school(row: Row) -> Establishment:
    return Establishment(
        row["school_name"],
        phase_of(row["phase"], row["establishment_type"]),
        row["phase"] == "All-through",
        row["number_of_pupils"],
    )


def _event(row: Row, names: Mapping[str, str], categories: Categories) -> Event:
    return Event(
        row["event_id"],
        names.get(row["programme_id"], UNKNOWN),
        row["partnership_id"],
        categories.resolve("event_type", row["event_type"]),
        categories.resolve("subject", row["subject"], row["subject_other"]),
        categories.resolve("format", row["format"]),
        row["hours"],
        row["starts_on"],
        categories.resolve("events.status", row["status"]) == "Delivered",
    )


def _participant(row: Row, categories: Categories) -> Participant:
    return Participant(
        row["participant_id"],
        row["urn"],
        categories.resolve("role", row["role"], row["role_other"]),
        categories.resolve("subject_taught", row["subject_taught"], row["subject_taught_other"]),
        row["is_senior_leadership_team"],
        row["teacher_reference_number"] is not None,
    )


def _form(row: Row, event: Event | None, categories: Categories) -> CourseForm:
    answers = {name: categories.resolve(name, row[name]) for name in QUESTIONS}
    role = categories.resolve("role", row["role"], row["role_other"])
    return CourseForm(event, {"role": role, **answers}, row["useful_why"])


def _assessments(
    landing: Path,
    feed: str,
    names: Mapping[str, str],
    categories: Categories,
    lists: Mapping[str, str],
) -> list[Row]:
    """Ratings or stages; of one cell told twice, otherwise spelled, the one of the later day."""
    newest: dict[tuple[Any, ...], Row] = {}
    told_on = FEEDS[feed].columns.keys() & {"rated_on", "assessed_on"}
    for row in sorted(live_rows(landing, feed), key=lambda one: [one[day] for day in told_on]):
        told = {column: categories.resolve(name, row[column]) for column, name in lists.items()}
        programme = names.get(row["programme_id"], UNKNOWN)
        newest[programme, row["urn"], *told.values()] = {**row, **told, "programme": programme}
    placed = newest.values()
    unplaced = ("Unresolved", "Not stated", "Other")
    return [row for row in placed if not any(row[column] in unplaced for column in lists)]


def _full_inspections(landing: Path, categories: Categories) -> dict[int, dict[date, int]]:
    """By school and day the rating 1 to 4 of full inspections: type Full or blank."""
    full: dict[int, dict[date, int]] = {}
    for row in live_rows(landing, "ofsted_inspections"):
        kind = categories.resolve("inspection_type", row["inspection_type"])
        rating = RATINGS.get(fold(row["overall_rating"] or ""))
        if kind in ("Full", "Not stated") and rating is not None:
            full.setdefault(row["urn"], {})[row["inspected_on"]] = rating
    return full
