"""A world's inspections, on the very day a school joined and on the days beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.oracle.world_files import Sender
from tests.oracle.world_places import iso

if TYPE_CHECKING:
    from tests.oracle.worlds import Days

RATINGS = (
    *("1", "2", "3", "4", "9"),
    *("Outstanding", "GOOD", "Good", "Satisfactory", "Requires improvement"),
    *("requires  Improvement", "Inadequate", "Not judged", "", "zz"),
)
TYPES = ("Full", "full ", "", "", "Short", "Monitoring", "zzi")
BESIDE = (-400, -30, -1, -1, 0, 0, 1, 1, 30, 400)


def send_inspections(sender: Sender, days: Days, engaged: Mapping[str, date]) -> None:
    """Inspections of the schools that joined; some are sent again, corrected."""
    rng = sender.rng
    for urn, joined in engaged.items():
        for beside in rng.sample(BESIDE, rng.randint(0, 6)):
            day = min(joined + timedelta(days=beside), days.last)
            for _ in range(rng.choice((1, 1, 1, 2))):
                row = {
                    "urn": urn,
                    "inspected_on": rng.choice((iso(day), f"{day:%Y%m%d}")),
                    "overall_rating": rng.choice(RATINGS),
                    "inspection_type": rng.choice(TYPES),
                }
                part = rng.choice(("", "2", "10"))
                sender.put("ofsted_inspections", rng.choice(sender.cuts), part, row)
