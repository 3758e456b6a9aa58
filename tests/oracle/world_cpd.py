"""A world's programmes of courses: partnerships, schools, people, events and who came to them."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.oracle import world_cpd_said, world_inspections
from tests.oracle.world_files import LandingFile, Sender
from tests.oracle.world_places import iso

if TYPE_CHECKING:
    from tests.oracle.worlds import Days

Row = dict[str, str]
FileKey = tuple[str, date, str]

PART = "cpd"  # files of feeds that the platform's side of a world sends too
EXACT_URNS = ("160001", "160002", "160003")  # 10, 20 and 20.1 units
OLD_URN, ACADEMY_URN = "160004", "160005"
OWN_SCHOOLS = (
    (EXACT_URNS[0], "All-through", "Open", ""),
    (EXACT_URNS[1], "Middle deemed secondary", "Open", ""),
    (EXACT_URNS[2], "Not applicable", "Open", "1,204"),
    (OLD_URN, "Primary", "Closed", "120"),
    (ACADEMY_URN, "Primary", "Open", "130"),
    ("160006", "16 plus", "Open", ""),
)
UNKNOWN_URN = "188888"
PROGRAMMES = (("P1", "Aspire to STEM", "880"), ("P2", "ENTHUSE", ""), ("P3", "Open CPD", "5"))
COHORTS = ("1", "2", "1", "all")
TYPES = ("CPD", "CPD", "CPD", "cpd ", "Community", "COMMUNITY", "", "zz party")
SUBJECTS = ("Science", "science", "Mathematics", "Leadership", "Other", "Other", "", "zzs")
FORMATS = ("Online", "ON-LINE", "Residential", "School based", "", "zzf")
EVENT_STATUSES = ("Delivered",) * 6 + ("delivered ", "Scheduled", "Cancelled", "", "zzd")
HOURS = ("5", "2.5", "6", "0.25", "+7", "1.3333")
ROLES = ("Teacher", "teacher", "Senior leader", "Trainee", "Other", "Other", "", "zzr")
TAUGHT = ("Science", "Computer science", "Mathematics", "Other", "", "zzt")
NUMBERS = ("12/34567", "7654321", "7654321", "")
BOOKING_STATUSES = (
    ("Attended",) * 5
    + ("attended ", "Part attended", "PART-ATTENDED")
    + ("Booked", "Did not attend", "Cancelled", "", "zzb")
)
HOURS_ATTENDED = ("", "", "", "0", "1.5", "5", "40")
TARGETS = {
    "CPD_PARTICIPANTS": ("12", "60", "5"),
    "CPD_UNITS": ("10", "24.5", "300"),
    "CPD_QUALITY": ("50", "90", "100"),
}
DECISIONS = (
    ("bookings.status", "zzb", "Attended", "map"),
    ("events.status", "zzd", "Delivered", "map"),
    ("event_type", "ZZ PARTY", "Community", "map"),
    ("role", "zzr", "", "keep_other"),
    ("subject_taught", "zzt", "", "ignore"),
    ("subject", "zzs", "Science", "map"),
    ("format", "zzf", "online", "map"),
    ("overall_quality", "zzq", "Good", "map"),
    ("inspection_type", "zzi", "Full", "map"),
    ("audience", "zza", "Teachers", "map"),
    ("subject_ratings.subject", "zzs", "Maths", "map"),
)


def cpd_files(
    seed: int, days: Days, cuts: list[date], urns: list[str]
) -> dict[FileKey, LandingFile]:
    """The files of a world's courses; what else the world holds does not depend on them."""
    rng = random.Random(f"courses {seed}")  # noqa: S311
    sender = Sender(rng, cuts[-2:])
    mine = [*(urn for urn, *_ in OWN_SCHOOLS), *rng.sample(urns, 6), UNKNOWN_URN]
    courses = _Courses(sender, days.of(rng), mine)
    _send_register(sender)
    courses.send_programmes()
    courses.send_people_and_events()
    world_cpd_said.send_feedback(courses)
    world_cpd_said.send_assessments(courses)
    world_inspections.send_inspections(sender, courses.days, courses.engaged)
    _send_steering(sender, courses.days)
    sender.spoil()
    sender.repeat_some()
    return sender.files


def _send_register(sender: Sender) -> None:
    """Schools of the programmes' own, one of which has become an academy."""
    for cut_on in sender.snapshot_cuts():
        for urn, phase, status, pupils in OWN_SCHOOLS:
            row = {
                "URN": urn,
                "LA (code)": "999",
                "LA (name)": "Nowhere",
                "EstablishmentName": "all" if urn == EXACT_URNS[0] else f"School {urn}",
                "TypeOfEstablishment (name)": "Community special school",
                "EstablishmentStatus (name)": status,
                "CloseDate": "31-08-2015" if status == "Closed" else "",
                "PhaseOfEducation (name)": phase,
                "NumberOfPupils": pupils,
            }
            sender.put("gias", cut_on, PART, row)
        link = {"URN": OLD_URN, "LinkURN": ACADEMY_URN, "LinkType": "Successor"}
        sender.put("gias_links", cut_on, "", link)


class _Courses:
    """Draws the feeds of courses."""

    def __init__(self, sender: Sender, days: Days, urns: list[str]) -> None:
        self.sender = sender
        self.rng = sender.rng
        self.days = days
        self.urns = urns
        self.partnerships = [f"T{number}" for number in range(1, self.rng.randint(3, 6))]
        self.programme_of: dict[str, str] = {}
        self.engaged: dict[str, date] = {}
        self.participants = self.rng.randint(10, 40)
        self.events = self.rng.randint(8, 30)

    def some(self, *cells: str) -> str:
        """One of some cells."""
        return self.rng.choice(cells)

    def programme(self) -> str:
        """A programme, now and then one that nobody lists."""
        return self.rng.choice(("P1",) * 6 + ("P2",) * 3 + ("P9",))

    def send(self, feed: str, key: str, rows: list[Row], *, may_go: bool = True) -> None:
        """Sends a row's versions, and perhaps that it is gone."""
        updated = self.days.any()
        for row in rows:
            stamp = self.days.moment(updated)
            self.sender.send_version(feed, {**row, "updated_at": stamp})
            if may_go and self.rng.random() < 0.06:
                gone = {key: row[key], "updated_at": stamp, "deleted_at": stamp}
                self.sender.send_version(feed, gone)
            updated = min(self.days.last, updated + timedelta(days=self.rng.choice((0, 1, 40))))

    def put(self, feed: str, row: Row) -> None:
        """Sends a row of a feed without `updated_at`: file, part and line tell which is newer."""
        self.sender.put(feed, self.rng.choice(self.sender.cuts), self.some("", "", "2", "10"), row)

    def send_programmes(self) -> None:
        """Programmes, of which one leaves the list, their partnerships and the schools in them."""
        for position, cut_on in enumerate(self.sender.snapshot_cuts()):
            for programme_id, name, target in PROGRAMMES[: 1 if position else None]:
                row = {
                    "programme_id": programme_id,
                    "programme_name": name,
                    "funder": "A fund",
                    "starts_on": "2016-09-01",
                    "participants_target": target,
                }
                self.sender.put("programmes", cut_on, "", row)
        for name in self.partnerships:
            self.programme_of[name] = self.programme()
            drawn = [self._partnership(name) for _ in range(self.rng.choice((1, 1, 2)))]
            self.send("partnerships", "partnership_id", drawn)
        for name in (*self.partnerships, "T99"):
            for urn in self.rng.sample(self.urns, self.rng.randint(1, 7)):
                self._send_school(name, urn)

    def _partnership(self, name: str) -> Row:
        return {
            "partnership_id": name,
            "partnership_name": self.some(f"Partnership {name}", "all"),
            "programme_id": self.programme_of[name],
            "cohort": self.rng.choice(COHORTS),
            "lead_urn": self.rng.choice(self.urns),
            "adviser": "Ida",
            "funder": "A fund",
            "funding_gbp": self.some("25000", "0", "1234.56"),
            "starts_on": "2016-09-01",
            "status": self.some("Active", "Withdrawn", ""),
        }

    def _send_school(self, partnership: str, urn: str) -> None:
        joined = self.engaged.setdefault(urn, self.days.any())
        if self.rng.random() < 0.5:
            joined = self.days.any()
        row = {
            "partnership_id": partnership,
            "urn": urn,
            "role": self.some("Lead", "Partner", ""),
            "engaged_on": iso(joined),
            "left_on": self.some("", "", iso(self.days.last)),
            "is_active": self.some("Yes", "Yes", "yes", "true", "1", "No", "0"),
        }
        self.send("partnership_schools", "", [row], may_go=False)

    def send_people_and_events(self) -> None:
        """Events, participants and their bookings; three schools come to exact hours."""
        for number in range(1, self.events + 1):
            self.send("events", "event_id", [self._event(f"E{number}")], may_go=False)
        for number in range(1, self.participants + 1):
            drawn = [self._participant(f"N{number}") for _ in range(self.rng.choice((1, 1, 2)))]
            self.send("participants", "participant_id", drawn)
        for number in range(1, self.rng.randint(40, 160)):
            self.send("bookings", "booking_id", [self._booking(f"B{number}")])
        for urn, hours in zip(EXACT_URNS, ("50", "100", "100.5"), strict=True):
            self._send_exact(urn, hours)

    def _event(self, name: str) -> Row:
        programme = self.programme()
        own = [one for one, of_it in self.programme_of.items() if of_it == programme]
        subject = self.rng.choice(SUBJECTS)
        starts = self.days.any()
        return {
            "event_id": name,
            "course_title": "Course, with a\nbreak",
            "event_type": self.rng.choice(TYPES),
            "programme_id": programme,
            "partnership_id": self.rng.choice([*own, "", "T98"]),
            "subject": subject,
            "subject_other": self.some("", "zzs", "Engineering") if subject == "Other" else "",
            "format": self.rng.choice(FORMATS),
            "venue": "Hall",
            "starts_on": iso(starts),
            "ends_on": iso(starts + timedelta(days=self.rng.choice((0, 1, 3)))),
            "hours": self.rng.choice(HOURS),
            "capacity": self.some("", "30"),
            "status": self.rng.choice(EVENT_STATUSES),
        }

    def _participant(self, name: str) -> Row:
        role, taught = self.rng.choice(ROLES), self.rng.choice(TAUGHT)
        return {
            "participant_id": name,
            "first_name": "Ada",
            "last_name": self.some("O'Neill", 'Byron, "A"'),
            "email": self.some("ada@example.org", f"{name}@example.org"),
            "teacher_reference_number": self.rng.choice(NUMBERS),
            "urn": self.rng.choice([*self.urns[len(EXACT_URNS) :], ""]),
            "role": role,
            "role_other": self.some("", "zzr", "technician") if role == "Other" else "",
            "is_senior_leadership_team": self.some("Yes", "No", "No", "TRUE", "0"),
            "subject_taught": taught,
            "subject_taught_other": self.some("", "zzt") if taught == "Other" else "",
            "registered_on": iso(self.days.any()),
        }

    def _booking(self, name: str) -> Row:
        return {
            "booking_id": name,
            "event_id": f"E{self.rng.randint(1, self.events + 2)}",
            "participant_id": f"N{self.rng.randint(1, self.participants + 2)}",
            "status": self.rng.choice(BOOKING_STATUSES),
            "hours_attended": self.rng.choice(HOURS_ATTENDED),
            "booked_at": self.days.moment(self.days.any()),
        }

    def _send_exact(self, urn: str, hours: str) -> None:
        """A school from which two people come to one course of an exact length, and to no other."""
        name = f"X{urn}"
        event = {**self._event(name), "programme_id": "P1", "hours": hours, "status": "Delivered"}
        self.send("events", "event_id", [{**event, "event_type": "CPD"}], may_go=False)
        for number in (1, 2):
            person = f"{name}-{number}"
            row = {**self._participant(person), "urn": urn}
            self.send("participants", "participant_id", [row], may_go=False)
            booking = {**self._booking(f"B{person}"), "event_id": name, "participant_id": person}
            row = {**booking, "status": "Attended", "hours_attended": ""}
            self.send("bookings", "booking_id", [row], may_go=False)


def _send_steering(sender: Sender, days: Days) -> None:
    """Targets and commentaries of courses, of the country and wrongly of a hub; decisions."""
    rng = sender.rng
    for year in range(days.first.year - 1, days.last.year + 1):
        for code, values in TARGETS.items():
            for hub_id in ("", "H1"):
                row = {
                    "kpi_code": code,
                    "hub_id": hub_id,
                    "programme_year": f"{year}/{(year + 1) % 100:02}",
                    "target_value": rng.choice(values),
                    "effective_from": iso(date(year, 9, 1)),
                }
                sender.put("targets", rng.choice(sender.cuts), PART, row)
    for code in TARGETS:
        written = days.any()
        row = {
            "kpi_code": code,
            "month": f"{written:%Y-%m}",
            "rag": rng.choice(("Red", "Green")),
            "barriers": "Supply cover.",
            "submitted_at": days.moment(written),
            "updated_at": days.moment(written),
        }
        sender.put("commentaries", rng.choice(sender.cuts), PART, row)
    for field, raw_value, category, decision in rng.sample(DECISIONS, rng.randint(2, 9)):
        row = {
            "field": field,
            "raw_value": raw_value,
            "category": category,
            "decision": decision,
            "decided_by": "Ida",
            "decided_on": "2020-02-29",
        }
        sender.put("recode_decisions", rng.choice(sender.cuts), PART, row)
