"""What a world's organisations ask for, and what people think of it afterwards."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.oracle.world_places import iso

if TYPE_CHECKING:
    from tests.oracle.world_people import People

Row = dict[str, str]

ACTIVITY_TYPES = (
    "Mentoring or support",
    "mentoring OR support",
    "Careers fair",
    "STEM club support",
    "Other",
    "Other",
    "",
    "Wibble workshop",
)
ACTIVITY_TYPES_OTHER = ("", "wibble-workshop", "STEM Club support", "wobble", "zzw")
STATUSES = (
    "Filled",
    "filled",
    "Filled",
    "Part filled",
    "part-filled",
    "Unfilled",
    "UNFILLED",
    "Cancelled",
    "Open",
    "",
    "Closed",
)
RESPONDENTS = ("Organiser", "organiser ", "Organiser", "Ambassador", "AMBASSADOR", "", "Visitor")
SCORES = ("1", "3", "4", "4", "5", "")


def draw_activity_type(rng: random.Random) -> Row:
    """A kind of activity: from the list, beside it, or typed."""
    named = rng.choice(ACTIVITY_TYPES)
    other = rng.choice(ACTIVITY_TYPES_OTHER) if named in ("", "Other") else ""
    return {"activity_type": named, "activity_type_other": other}


class Asking:
    """Draws requests and feedback forms."""

    def __init__(
        self, people: People, organisations: int, activities: int, ambassadors: int
    ) -> None:
        self.people = people
        self.rng = people.rng
        self.organisations = organisations
        self.activities = activities
        self.ambassadors = ambassadors

    def request(self, number: int) -> Row:
        """A request, sometimes of an organisation nobody knows, closed at once, late or never."""
        requested = self.people.days.any()
        waited = self.rng.choice((0, 1, 7, 14, 30, 31, 90))
        closed: date | None = requested + timedelta(days=waited)
        return {
            "request_id": f"R{number}",
            "organisation_id": f"O{self.rng.randint(1, self.organisations + 2)}",
            "organiser_id": "U1",
            "requested_on": iso(requested),
            "needed_by": self.rng.choice(("", iso(requested))),
            **draw_activity_type(self.rng),
            "key_stage": self.rng.choice(("KS2", "ks4", "", "zzk")),
            "ambassadors_wanted": self.rng.choice(("1", "1", "2", "5", "1,000", "+3")),
            "delivery_mode": self.rng.choice(("Online", "in person", "", "hybrid")),
            "status": self.rng.choice(STATUSES),
            "closed_on": "" if self.rng.random() < 0.2 else iso(closed),
        }

    def form(self, number: int) -> Row:
        """A form; some give no score, some are on nothing."""
        is_blank = self.rng.random() < 0.08
        scores = {
            name: "" if is_blank else self.rng.choice(SCORES)
            for name in ("enjoyment", "satisfaction", "learning_objectives", "community_links")
        }
        ambassador = f"A{self.rng.randint(1, self.ambassadors + 2)}"
        return {
            "feedback_id": f"F{number}",
            "activity_id": f"V{self.rng.randint(1, self.activities + 3)}",
            "respondent": self.rng.choice(RESPONDENTS),
            "ambassador_id": self.rng.choice(("", ambassador)),
            **scores,
            "comment": self.rng.choice(("", 'Great, "really"\ngreat')),
            "submitted_at": "2018-05-05T10:00:00Z",
        }
