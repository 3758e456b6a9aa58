"""A hub in which everything is exact: nine tenths of a target, ten forms, the last day of a year.

It may close on that day and hand its area on, or split. Nothing in it is drawn but that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.oracle.world_files import Sender
from tests.oracle.world_places import iso

if TYPE_CHECKING:
    from tests.oracle.worlds import Days

Row = dict[str, str]

HUB, AREA = "X1", "770"
FIRST_URN = 150001
SCHOOLS = 11  # the last of them closes the day before the year ends, the one before on that day
SPLITS = (
    (),
    (("X2", ""),),
    (("X2", "0.5"), ("X3", "0.5")),
    (("X2", "0.3333"), ("X3", "0.6667")),
)
GENDERS = ("Female",) * 20 + ("Male",) * 12 + ("Other",) * 12 + ("Non-binary",) * 9
DISCIPLINES = ("Physics",) * 10 + ("Chemistry",) * 43
STATUSES = ("Filled",) * 8 + ("Part filled", "Unfilled", "Cancelled", "Cancelled", "Open")
TARGETS = (
    ("VOL_HOURS", ("80", "100")),
    ("NON_SCHOOL_HOURS", ("10",)),
    ("REACH_PRIMARY", ("100",)),
    ("SAT_ORGANISER", ("4.5", "4")),
    ("SAT_AMBASSADOR", ("4",)),
    ("FILL_RATE", ("100",)),
    ("SUSTAINED", ("20",)),
    ("NEW_AMB", ("53",)),
)


@dataclass(frozen=True)
class Year:
    """The last programme year that is over; its first day and its last."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """Such as 2020/21."""
        return f"{self.first.year}/{self.last.year % 100:02}"

    @property
    def leap_day(self) -> date:
        """The 29th of February where there is one, else the day before March."""
        return date(self.last.year, 3, 1) - timedelta(days=1)

    @property
    def clock_change(self) -> date:
        """The last Sunday of October, on which an hour comes twice."""
        end = date(self.first.year, 10, 31)
        return end - timedelta(days=(end.weekday() + 1) % 7)


def last_year_before(day: date) -> Year:
    """The last programme year that ended before the day."""
    end = date(day.year, 8, 31)
    end = end if end < day else date(day.year - 1, 8, 31)
    return Year(date(end.year - 1, 9, 1), end)


def send_exact_hub(sender: Sender, days: Days) -> None:
    """Sends the hub, its schools, its people, and everything they do in one year."""
    year = last_year_before(days.last)
    successors = sender.rng.choice(SPLITS)
    for cut_on in sender.snapshot_cuts():
        for feed, rows in _lists(year, successors):
            for row in rows:
                sender.put(feed, cut_on, "", row)
    for feed, rows in _records(year):
        for row in rows:
            stamp = f"{iso(year.last)}T12:00:00Z"
            sender.put(feed, sender.cuts[-1], "exact", {**row, "updated_at": stamp})
    for code, values in TARGETS:
        for number, value in enumerate(values):
            row = {"kpi_code": code, "hub_id": HUB, "programme_year": year.name}
            from_day = iso(year.leap_day if number else year.first)
            row = {**row, "target_value": value, "effective_from": from_day}
            sender.put("targets", sender.cuts[-1], "exact", row)


def _lists(year: Year, successors: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, list[Row]]]:
    hub = {"nation": "England", "region": "East of England", "valid_from": "2010-01-01"}
    closing = iso(year.last) if successors else ""
    yield (
        "hubs",
        [
            *(
                {**hub, "hub_id": HUB, "hub_name": HUB, "valid_to": closing, **_to(one)}
                for one in successors or (("", ""),)
            ),
            *({**hub, "hub_id": one, "hub_name": one} for one in ("X2", "X3")),
        ],
    )
    area = {"local_authority_code": AREA, "hub_id": HUB, "valid_from": "2010-01-01"}
    yield "hub_areas", [{**area, "valid_to": closing}]
    if successors:
        next_day = iso(year.last + timedelta(days=1))
        yield "hub_areas", [{**area, "hub_id": "X2", "valid_from": next_day}]
    yield "gias", [_school(number, year) for number in range(SCHOOLS)]


def _to(successor: tuple[str, str]) -> Row:
    return {"successor_hub_id": successor[0], "share": successor[1]}


def _school(number: int, year: Year) -> Row:
    closing = {SCHOOLS - 1: year.last - timedelta(days=1), SCHOOLS - 2: year.last}.get(number)
    return {
        "URN": str(FIRST_URN + number),
        "LA (code)": AREA,
        "EstablishmentName": f"Exact {number}",
        "TypeOfEstablishment (name)": "Community school",
        "EstablishmentStatus (name)": "Closed" if closing else "Open",
        "OpenDate": "01-09-2001",
        "CloseDate": closing.strftime("%d-%m-%Y") if closing else "",
        "PhaseOfEducation (name)": "Primary",
    }


def _records(year: Year) -> Iterator[tuple[str, list[Row]]]:
    yield (
        "organisations",
        [
            {
                "organisation_id": f"OX{number}",
                "organisation_name": f"Exact {number}",
                "organisation_type": "School",
                "urn": str(FIRST_URN + number),
                "hub_id": HUB,
            }
            for number in range(SCHOOLS)
        ]
        # a group is told by its hub alone, so a split shares it out, as it does every other person
        + [
            {
                "organisation_id": f"OX{SCHOOLS}",
                "organisation_name": "Exact group",
                "organisation_type": "Community group",
                "hub_id": HUB,
            }
        ],
    )
    yield "ambassadors", [_ambassador(number, year) for number in range(len(GENDERS))]
    yield "requests", [_request(number, year) for number in range(len(STATUSES))]
    activities = list(_activities(year))
    yield "activities", activities
    yield "volunteering", [_entry(number, len(activities)) for number in range(len(activities))]
    yield "activity_feedback", [_form(number, activities) for number in range(20)]


def _ambassador(number: int, year: Year) -> Row:
    return {
        "ambassador_id": f"AX{number}",
        "registered_on": iso(year.last if number == 0 else year.first),
        "status": "Active",
        "hub_id": HUB,
        "local_authority_code": "" if number % 2 else AREA,
        "first_name": "Eve",
        "last_name": "Exact",
        "email": f"x{number}@example.org",
        "date_of_birth": f"{1950 + number}-02-28",
        "gender": GENDERS[number],
        "disability": "Yes" if number < 9 else "No",
        "stem_discipline": DISCIPLINES[number],
    }


def _request(number: int, year: Year) -> Row:
    return {
        "request_id": f"RX{number}",
        "organisation_id": f"OX{number % (SCHOOLS + 1)}",
        "organiser_id": "UX",
        "requested_on": iso(year.last - timedelta(days=number)),
        "activity_type": "Careers fair",
        "ambassadors_wanted": "2",
        "status": STATUSES[number],
        "closed_on": iso(year.last + timedelta(days=number)),
    }


def _activities(year: Year) -> Iterator[Row]:
    """By school: three in one term, three over two, two, then one each; two of the year before."""
    new_year = date(year.last.year, 1, 1)
    days = [
        (0, year.first),
        (0, year.clock_change),
        (0, new_year - timedelta(days=1)),
        (1, year.clock_change),
        (1, new_year - timedelta(days=1)),
        (1, new_year),
        (2, year.leap_day),
        (2, year.last),
        (SCHOOLS, year.leap_day),
        (9, year.last),
        *((school, year.leap_day) for school in range(4, 9)),
        (3, year.first - timedelta(days=1)),
        (4, year.first - timedelta(days=1)),
    ]
    for number, (school, day) in enumerate(days):
        yield {
            "activity_id": f"VX{number}",
            "request_id": f"RX{number % 4}",
            "organisation_id": f"OX{school}",
            "activity_type": "Careers fair",
            "setting": "Workplace" if school == SCHOOLS else "Primary school",
            "starts_on": iso(day),
            "key_stage": "KS1",
            "audience_band": "11 to 30",
            "status": "Completed",
            # 00:30 UTC is the hour that comes twice in October
            "reported_at": f"{iso(day)}T00:30:00{'' if number % 2 else 'Z'}",
        }


def _entry(number: int, activities_count: int) -> Row:
    """Ninety hours in the year, nine of them in a workplace; two of the year before."""
    is_before = number >= activities_count - 2
    hours = {0: 90 - 9 - (activities_count - 4), 8: 9}.get(number, 1)
    return {
        "volunteering_id": f"EX{number}",
        "activity_id": f"VX{number}",
        "ambassador_id": f"AX{number}",
        "preparation_hours": "0",
        "delivery_hours": str(7 if is_before else hours),
        "submitted_at": "2018-05-05T10:00:00Z",
    }


def _form(number: int, activities: list[Row]) -> Row:
    """Ten forms of organisers with a mean of 3.6, nine of Ambassadors, one without a score."""
    first = "4" if number < 6 else "3"
    rest = "3" if number >= 6 else "4"
    names = ("enjoyment", "satisfaction", "learning_objectives", "community_links")
    return {
        "feedback_id": f"FX{number}",
        "activity_id": activities[number % (len(activities) - 2)]["activity_id"],
        "respondent": "Organiser" if number < 10 else "Ambassador",
        **({} if number == 19 else dict(zip(names, (first, rest, rest, rest), strict=True))),
        "submitted_at": f"{activities[0]['starts_on']}T12:00:00Z",
    }
