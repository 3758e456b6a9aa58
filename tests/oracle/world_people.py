"""A world's organisations, Ambassadors, activities and hours, version by version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.oracle.world_asking import Asking, draw_activity_type
from tests.oracle.world_files import Sender
from tests.oracle.world_headers import HEADERS
from tests.oracle.world_places import Geography, iso
from tests.oracle.world_profile import draw_profile

if TYPE_CHECKING:
    from tests.oracle.worlds import Days

Row = dict[str, str]

COMPLETED = ("Completed", "Completed", "Completed", "COMPLETED ", " completed", "Com-pleted")
NOT_COMPLETED = ("Planned", "Cancelled", "cancelled", "", "Done")
SETTINGS = (
    "Primary school",
    "Secondary school",
    "College",
    "Community group",
    "library or museum",
    "WORKPLACE",
    "Library / museum",
    "Other",
    "",
)
SETTINGS_OTHER = ("", "", "work place", "Community-Group", "a field")
KEY_STAGES = ("KS1", "ks2", "KS 3", "KS4", "KS5", "EYFS", "Mixed", "Not applicable", "", "zzk")
BANDS = (
    "1 to 10",
    "11 TO 30",
    "31 to 60",
    "61 to 100",
    "101 to 250",
    "251 to 500",
    "More than 500",
    "more than 500 ",
    "",
    "lots",
)
HOURS = (
    "0",
    "0.0",
    "0.25",
    "0.5",
    "1",
    "1.75",
    "2",
    "3.3",
    "12",
    "200",
    "+4",
    "007",
    "0.333333333333",
)
STATUSES = ("Registered", "Active", "active ", "Lapsed", "Withdrawn", "WITHDRAWN", "", "Gone")


class People:
    """Draws the delta feeds of one world."""

    def __init__(self, sender: Sender, days: Days, geography: Geography, urns: list[str]) -> None:
        self.sender = sender
        self.rng = sender.rng
        self.days = days
        self.geography = geography
        self.urns = urns

    def hub(self) -> str:
        """A hub, closed ones too, now and then one nobody knows."""
        return self.rng.choice([*self.geography.hub_ids * 4, "H98"])

    def authority(self) -> str:
        """A local authority, one nobody knows, or none."""
        return self.rng.choice([*self.geography.authorities, "", "", "", "998"])

    def send(self, feed: str, key: str, versions: list[Row]) -> None:
        """Sends a row's versions with rising, tied and falling update times, and deletions."""
        updated = self.days.any()
        for number, row in enumerate(versions):
            stamp = self.days.moment(updated)
            row = {**row, "updated_at": stamp}
            self.sender.send_version(feed, row)
            if self.rng.random() < 0.05:
                self.sender.send_version(feed, {**row, **self._twin(versions[0])})
            if self.rng.random() < 0.06:
                self._delete_and_perhaps_revive(feed, key, row, updated)
            updated = max(
                self.days.first,
                min(self.days.last, updated + timedelta(days=self.rng.choice((-3, 0, 1, 40)))),
            )
            if number > 4:
                break

    def _twin(self, other: Row) -> Row:
        """The same update time with other content: only file, part and line tell which is newer."""
        return {name: cell for name, cell in other.items() if name != "updated_at"}

    def _delete_and_perhaps_revive(self, feed: str, key: str, row: Row, updated: date) -> None:
        deleted = min(self.days.last, updated + timedelta(days=self.rng.choice((0, 1, 30))))
        stamp = self.days.moment(deleted)
        tombstone = {key: row[key], "updated_at": stamp, "deleted_at": stamp}
        if self.rng.random() < 0.3:
            tombstone = {**row, **tombstone, "hub_id": "", "starts_on": "31/31/2019"}
        self.sender.send_version(feed, tombstone)
        if self.rng.random() < 0.4:
            later = min(self.days.last, deleted + timedelta(days=2))
            self.sender.send_version(feed, {**row, "updated_at": self.days.moment(later)})

    def versions(self, draw: Callable[[], Row]) -> list[Row]:
        """One to three drawings of the same thing."""
        return [draw() for _ in range(self.rng.choice((1, 1, 1, 2, 3)))]

    def organisation(self, number: int) -> Row:
        """An organisation: most are schools, some without a URN."""
        kind = self.rng.random()
        urn = ""
        if kind < 0.65:
            urn = self.rng.choice(self.urns)
            urn = self.rng.choice(
                (urn, urn, urn, urn, f"{int(urn):,}", f"0{urn}", f"\u00a0{urn}\t")
            )
        elif kind < 0.7:
            urn = "188888"
        return {
            "organisation_id": f"O{number}",
            "organisation_name": f"Organisation {number}\nof many",
            "organisation_type": "School" if urn else "Community group",
            "urn": urn,
            "local_authority_code": self.authority() if self.rng.random() < 0.5 else "",
            "hub_id": self.hub(),
        }

    def ambassador(self, number: int) -> Row:
        """An Ambassador who may have left on a boundary, or whose status alone says so."""
        registered = self.days.any(self.days.first - timedelta(days=200))
        withdrawn = self.days.any(registered) if self.rng.random() < 0.25 else None
        status = self.rng.choice(STATUSES)
        return {
            "ambassador_id": f"A{number}",
            "registered_on": iso(registered),
            "status": "Withdrawn" if withdrawn and self.rng.random() < 0.8 else status,
            "withdrawn_on": iso(withdrawn),
            "hub_id": self.hub(),
            "local_authority_code": self.authority(),
            "first_name": "Ada",
            "last_name": 'O\'Neill, "Ada"',
            "email": f"a{number}@example.org",
            **draw_profile(self.rng, self.days),
        }

    def activity(self, number: int, organisations_count: int, requests_count: int) -> Row:
        """An activity, mostly completed, reported at once or late."""
        starts = self.days.any()
        if self.rng.random() < 0.02:
            starts += timedelta(days=40)
        lag = self.rng.choice((-1, 0, 0, 0, 1, 6, 7, 8, 29, 30, 31, 45, 89, 90, 91, 200))
        completed = self.rng.random() < 0.8
        setting = self.rng.choice(SETTINGS)
        return {
            "activity_id": f" V{number}" if self.rng.random() < 0.05 else f"V{number}",
            "organisation_id": f"O{self.rng.randint(1, organisations_count + 2)}",
            "request_id": f"R{self.rng.randint(1, requests_count + 2)}"
            if self.rng.random() < 0.5
            else "",
            **draw_activity_type(self.rng),
            "setting": setting,
            "setting_other": self.rng.choice(SETTINGS_OTHER) if setting in ("", "Other") else "",
            "delivery_mode": "Online",
            "starts_on": iso(starts),
            "key_stage": self.rng.choice(KEY_STAGES),
            "audience_band": self.rng.choice(BANDS),
            "status": self.rng.choice(COMPLETED if completed else NOT_COMPLETED),
            "reported_at": self.days.moment(starts + timedelta(days=lag)),
        }

    def entry(self, number: int, activities_count: int, ambassadors_count: int) -> Row:
        """Hours; now and then none, of nobody, or on nothing."""
        return {
            "volunteering_id": f"E{number}",
            "activity_id": f"V{self.rng.randint(1, activities_count + 3)}",
            "ambassador_id": f"A{self.rng.randint(1, ambassadors_count + 2)}",
            "preparation_hours": self.rng.choice(HOURS),
            "delivery_hours": self.rng.choice(HOURS),
            "submitted_at": "2018-05-05T10:00:00Z",
        }


def send_people_and_activities(
    sender: Sender, days: Days, geography: Geography, urns: list[str]
) -> None:
    """Draws and sends all delta feeds of the platform."""
    people = People(sender, days, geography, urns)
    rng = sender.rng
    organisations, ambassadors = rng.randint(15, 70), rng.choice((15, 40, 60, 160))
    activities, entries = rng.randint(60, 250), rng.randint(80, 350)
    requests, forms = rng.randint(20, 90), rng.randint(30, 150)
    asking = Asking(people, organisations, activities, ambassadors)

    def draws(number: int) -> dict[str, tuple[int, Callable[[], Row]]]:
        return {
            "organisations": (organisations, lambda: people.organisation(number)),
            "ambassadors": (ambassadors, lambda: people.ambassador(number)),
            "requests": (requests, lambda: asking.request(number)),
            "activities": (activities, lambda: people.activity(number, organisations, requests)),
            "volunteering": (entries, lambda: people.entry(number, activities, ambassadors)),
            "activity_feedback": (forms, lambda: asking.form(number)),
        }

    for feed, (count, _) in draws(0).items():
        for number in range(1, count + 1):
            people.send(feed, HEADERS[feed][0], people.versions(draws(number)[feed][1]))
