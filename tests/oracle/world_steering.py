"""A world's targets, commentaries and stewards' decisions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.oracle.world_files import Sender
from tests.oracle.world_places import Geography, iso

if TYPE_CHECKING:
    from tests.oracle.worlds import Days

HOURS = ("12", "100.5", "600")
PEOPLE = ("1", "5", "12", "30")
RATES = ("5", "12.5", "40", "95")
SCORES = ("3", "4", "4.5")
TARGETS = {
    "VOL_HOURS": HOURS,
    "NON_SCHOOL_HOURS": HOURS,
    "ACTIVE_AMB": PEOPLE,
    "NEW_AMB": PEOPLE,
    "REACH_PRIMARY": RATES,
    "REACH_SECONDARY": RATES,
    "REACH_COLLEGE": RATES,
    "PRIORITY_REACH": RATES,
    "SAT_ORGANISER": SCORES,
    "SAT_AMBASSADOR": SCORES,
    "FILL_RATE": ("40", "75", "100"),
    "SUSTAINED": RATES,
    "REPORTED_30D": ("50", "80", "100"),
    "OTHER_RATE": ("0", "5", "20", "60"),
}
RAGS = ("Red", "Red", "amber", "GREEN", "", "Blue")
TEXTS = ("", "", "Exams.", 'Trains, "again"\nand again', "=2+2")
DECISIONS = (
    ("activity_type", "WIBBLE workshop", "Careers fair", "map"),
    ("activity_type", "wibble workshop", "Mentoring  or support", "map"),
    ("activity_type", "wobble", "", "keep_other"),
    ("activity_type", "zzw", "keep_other", ""),
    ("activity_type", "Careers fair", "STEM club support", "map"),
    ("setting", "a field", "Workplace", ""),
    ("Setting", "A FIELD", "ignore", ""),
    ("setting", "Library / museum", "College", "map"),
    ("delivery_mode", "hybrid", "blended", "map"),
    ("key_stage", "zzk", "KS4", "map"),
    ("key_stage", "zzk", "", "keep_other"),
    ("audience_band", "lots", "More than 500", "Map"),
    ("activities.status", "done", "Completed", "map"),
    ("ambassadors.status", "gone", "Withdrawn", "map"),
    ("requests.status", "closed", "Filled", "map"),
    ("requests.status", "closed", "Perhaps", "map"),
    ("status", "closed", "Unfilled", "map"),
    ("respondent", "visitor", "", "ignore"),
    ("respondent", "visitor", "Organiser", "map"),
    ("gender", "zzg", "Male", "map"),
    ("gender", "zzo", "", "keep other"),
    ("disability", "zzd", "Prefer not to say", "map"),
    ("employer_sector", "Blorp works", "Retail and hospitality", "map"),
    ("stem_discipline", "zzt", "Chemistry", "guess"),
    ("nation", "isle of man", "England", "map"),
)


def send_targets(sender: Sender, days: Days, geography: Geography) -> None:
    """Targets of the country and of hubs, revised inside months and years."""
    for year in range(days.first.year - 1, days.last.year + 1):
        for code in TARGETS:
            for hub_id in ("", *geography.hub_ids, "H98"):
                if sender.rng.random() < (0.35 if code in list(TARGETS)[:8] else 0.6):
                    continue
                _send_target(sender, days, year, code, hub_id)


def _send_target(sender: Sender, days: Days, year: int, code: str, hub_id: str) -> None:
    rng = sender.rng
    phases: tuple[str, ...] = ("",)
    if code == "PRIORITY_REACH":
        phases = ("", "primary", "secondary", "college")
    if rng.random() < 0.2:
        phases = tuple(phase.title() for phase in phases)
    for phase in phases:
        effective = date(year, 9, 1) if rng.random() < 0.8 else date(year, 11, 15)
        for _ in range(rng.choice((1, 1, 2, 3))):
            row = {
                "kpi_code": code,
                "hub_id": hub_id,
                "phase": phase,
                "programme_year": f"{year}/{(year + 1) % 100:02}",
                "target_value": rng.choice(TARGETS[code]),
                "effective_from": iso(effective),
            }
            sender.put("targets", rng.choice(sender.cuts), "", row)
            effective = days.any(effective, date(year + 1, 9, 1))


def send_commentaries(sender: Sender, days: Days, geography: Geography) -> None:
    """What hubs and the country write about some months, and write again."""
    rng = sender.rng
    for _ in range(rng.randint(40, 160)):
        month = days.any()
        updated = month
        key = {
            "hub_id": rng.choice(("", *geography.hub_ids)),
            "kpi_code": rng.choice(tuple(TARGETS)),
            "month": f"{month:%Y-%m}",
        }
        for _ in range(rng.choice((1, 1, 2))):
            row = {
                **key,
                "rag": rng.choice(RAGS),
                "barriers": rng.choice(TEXTS),
                "enablers": rng.choice(TEXTS),
                "risk": rng.choice(TEXTS),
                "submitted_at": days.moment(updated),
                "updated_at": days.moment(updated),
            }
            sender.send_version("commentaries", row)
            updated = min(days.last, updated + timedelta(days=rng.choice((0, 1, 20))))


def send_decisions(sender: Sender) -> None:
    """What stewards decided, now and then otherwise than before; some cannot be followed."""
    rng = sender.rng
    for field, raw_value, category, decision in rng.sample(DECISIONS, rng.randint(0, 20)):
        row = {
            "field": field,
            "raw_value": raw_value,
            "category": category,
            "decision": decision,
            "decided_by": "Ida",
            "decided_on": "2020-02-29",
        }
        sender.put("recode_decisions", rng.choice(sender.cuts), rng.choice(("", "2", "10")), row)
