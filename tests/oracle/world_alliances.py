"""Partnerships that return surveys: with funders, an end, schools that come and go."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.oracle.world_files import Sender
from tests.oracle.world_places import iso

if TYPE_CHECKING:
    from tests.oracle.worlds import Days

PART = "surveys"  # files of feeds that the courses' side of a world sends too
SHARED_NAME = "Two of a name"
NAMES = {f"S{n}": f"Vale & Hill {n}" for n in range(1, 6)}
FUNDERS = ("A fund", "B trust", "B trust")
# days before the as-of day about which a partnership's state changes
SILENT = (119, 120, 239, 240)


class Alliances:
    """Draws partnerships, their schools, events held for them, outcomes and new numbers."""

    def __init__(self, sender: Sender, days: Days, urns: list[str]) -> None:
        self.sender = sender
        self.rng = sender.rng
        self.days = days
        self.urns = urns

    def send(self) -> None:
        """Sends them all."""
        for cut_on in self.sender.snapshot_cuts():
            row = {"programme_id": "S", "programme_name": "ENTHUSE S", "funder": "A fund"}
            self.sender.put("programmes", cut_on, PART, {**row, "starts_on": "2016-09-01"})
        named = {**NAMES, "S6": SHARED_NAME, "S7": SHARED_NAME.upper()}
        for number, (key, name) in enumerate(named.items()):
            self._send_partnership(key, name)
            if number % 7 != 6:
                self._send_schools(key)
        for silent in SILENT:
            self._send_partnership(f"Q{silent}", f"Quiet for {silent} days")
            self._send_event(f"QE{silent}", f"Q{silent}", self.days.last - timedelta(days=silent))
        for number in range(1, 8):
            self._send_event(f"SE{number}", self.rng.choice(list(NAMES)), self.days.any())
        self._send_outcomes()
        self._send_links()

    def _put(self, feed: str, row: dict[str, str]) -> None:
        updated = self.days.moment(self.days.any())
        self.sender.put(
            feed, self.rng.choice(self.sender.cuts), PART, {**row, "updated_at": updated}
        )

    def _send_partnership(self, key: str, name: str) -> None:
        start = self.days.any()
        end = self.days.any(start, self.days.last + timedelta(days=60))
        self._put(
            "partnerships",
            {
                "partnership_id": key,
                "partnership_name": name,
                "programme_id": self.rng.choice(("S", "S", "S", "P9")),
                "cohort": "7",
                "lead_urn": self.urns[0],
                "funder": self.rng.choice(FUNDERS),
                "funding_gbp": "25000",
                "starts_on": iso(start),
                "ends_on": iso(end) if self.rng.random() < 0.6 else "",
                "status": self.rng.choice(("Active", "active ", "Inactive", "Completed", "")),
            },
        )

    def _send_schools(self, key: str) -> None:
        for urn in self.rng.sample(self.urns[:12], self.rng.randint(0, 5)):
            joined = self.days.any()
            left = iso(self.days.any(joined)) if self.rng.random() < 0.3 else ""
            row = {"partnership_id": key, "urn": urn, "role": "Partner", "engaged_on": iso(joined)}
            self._put(
                "partnership_schools",
                {**row, "left_on": left, "is_active": self.rng.choice(("Yes", "Yes", "No"))},
            )

    def _send_event(self, name: str, partnership: str, day: date) -> None:
        self._put(
            "events",
            {
                "event_id": name,
                "course_title": "Held for one",
                "event_type": self.rng.choice(("CPD", "CPD", "Community")),
                "programme_id": "S",
                "partnership_id": partnership,
                "subject": self.rng.choice(("Science", "Leadership", "")),
                "format": "Online",
                "venue": "Hall",
                "starts_on": iso(day),
                "ends_on": iso(day),
                "hours": "2.5",
                "status": self.rng.choice(("Delivered", "Delivered", "Delivered", "Scheduled")),
            },
        )
        for number in range(1, self.rng.randint(2, 5)):
            person = f"{name}-{self.rng.randint(1, 3)}"
            self._put(
                "participants",
                {
                    "participant_id": person,
                    "first_name": "Ada",
                    "last_name": "Byron",
                    "email": f"{person}@example.org",
                    "urn": self.rng.choice((*self.urns[:12], "")),
                    "role": "Teacher",
                    "is_senior_leadership_team": "No",
                    "subject_taught": "Science",
                    "registered_on": iso(self.days.first),
                },
            )
            row = {"booking_id": f"{person} {number}", "event_id": name, "participant_id": person}
            status = self.rng.choice(("Attended", "Part attended", "Did not attend"))
            status = "Attended" if number == 1 else status
            self._put(
                "bookings",
                {**row, "status": status, "booked_at": self.days.moment(self.days.first)},
            )

    def _send_outcomes(self) -> None:
        for number in range(1, 12):
            row = {
                "outcome_id": f"SU{number}",
                "programme_id": "S",
                "urn": self.rng.choice((*self.urns[:12], "")),
                "partnership_id": self.rng.choice((*NAMES, "", "", "T98")),
                "audience": self.rng.choice(("Leaders", "Teachers", "Students", "zz", "")),
                "outcome": "Confidence",
                "domain": "Affective",
                "recorded_on": iso(self.days.any()),
            }
            self.sender.put("outcomes", self.rng.choice(self.sender.cuts), PART, row)

    def _send_links(self) -> None:
        """Some schools are others today; some links lead on, in a circle or nowhere."""
        pairs = [self.rng.sample(self.urns[:16], 2) for _ in range(5)]
        for cut_on in self.sender.snapshot_cuts():
            for old, new in pairs:
                row = {"URN": old, "LinkURN": new, "LinkName": "New", "LinkType": "Successor"}
                if int(old) % 2:
                    row = {**row, "URN": new, "LinkURN": old, "LinkType": "Predecessor"}
                self.sender.put("gias_links", cut_on, PART, row)
