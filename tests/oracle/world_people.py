"""A world's organisations, Ambassadors, activities, hours and targets, version by version."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.oracle.world_files import Sender
from tests.oracle.world_places import Geography, iso

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
STATUSES = ("Registered", "Active", "active ", "Lapsed", "Withdrawn", "WITHDRAWN", "")


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

    def versions(self, draw: object) -> list[Row]:
        """One to three drawings of the same thing."""
        return [draw() for _ in range(self.rng.choice((1, 1, 1, 2, 3)))]  # type: ignore[operator]

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
            "date_of_birth": "1980-02-29",
            "gender": "Female",
        }

    def activity(self, number: int, organisations_count: int) -> Row:
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
            "activity_type": "Mentoring or support",
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

    def send_targets(self) -> None:
        """Targets of the country and of hubs, revised inside months and years."""
        codes = ("REACH_PRIMARY", "REACH_SECONDARY", "REACH_COLLEGE", "PRIORITY_REACH")
        for year in range(self.days.first.year - 1, self.days.last.year + 1):
            for code in ("VOL_HOURS", "NON_SCHOOL_HOURS", *codes):
                for hub_id in ("", *self.geography.hub_ids, "H98"):
                    if self.rng.random() < 0.35:
                        continue
                    self._send_target(year, code, hub_id)

    def _send_target(self, year: int, code: str, hub_id: str) -> None:
        phases: tuple[str, ...] = ("",)
        if code == "PRIORITY_REACH":
            phases = ("", "primary", "secondary", "college")
        if self.rng.random() < 0.2:
            phases = tuple(phase.title() for phase in phases)
        for phase in phases:
            effective = date(year, 9, 1) if self.rng.random() < 0.8 else date(year, 11, 15)
            for _ in range(self.rng.choice((1, 1, 2, 3))):
                hours = code.endswith("HOURS")
                value = self.rng.choice(
                    ("12", "100.5", "600") if hours else ("5", "12.5", "40", "95")
                )
                row = {
                    "kpi_code": code,
                    "hub_id": hub_id,
                    "phase": phase,
                    "programme_year": f"{year}/{(year + 1) % 100:02}",
                    "target_value": value,
                    "effective_from": iso(effective),
                }
                self.sender.put("targets", self.rng.choice(self.sender.cuts), "", row)
                effective = self.days.any(effective, date(year + 1, 9, 1))


def send_people_and_activities(
    sender: Sender, days: Days, geography: Geography, urns: list[str]
) -> None:
    """Draws and sends all delta feeds of the platform."""
    people = People(sender, days, geography, urns)
    rng = sender.rng
    organisations, ambassadors = rng.randint(15, 70), rng.randint(15, 60)
    activities, entries = rng.randint(60, 250), rng.randint(80, 350)
    for number in range(1, organisations + 1):
        drawn = people.versions(lambda number=number: people.organisation(number))
        people.send("organisations", "organisation_id", drawn)
    for number in range(1, ambassadors + 1):
        drawn = people.versions(lambda number=number: people.ambassador(number))
        people.send("ambassadors", "ambassador_id", drawn)
    for number in range(1, activities + 1):
        drawn = people.versions(lambda number=number: people.activity(number, organisations))
        people.send("activities", "activity_id", drawn)
    for number in range(1, entries + 1):
        drawn = people.versions(lambda number=number: people.entry(number, activities, ambassadors))
        people.send("volunteering", "volunteering_id", drawn)
    people.send_targets()
