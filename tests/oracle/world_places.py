"""A world's hubs, areas, establishments and Priority School lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.oracle.world_files import Cells, Sender

if TYPE_CHECKING:
    from tests.oracle.worlds import Days

LONG_AGO = date(2010, 1, 1)
SPLITS = (("0.6", "0.4"), ("0.5", "0.5"), ("0.3333", "0.6667"), ("0.25", "0.25"), ("1", "0"))
LANDS = (
    ("England", "North West"),
    ("England", "North West"),
    ("England", "South East"),
    ("england ", "London"),
    ("SCOTLAND", "Scotland"),
    ("Wales", "Wales"),
    ("Northern  Ireland", "Northern Ireland"),
    ("Isle of Man", "Isle of Man"),
    ("", "Nowhere"),
)
PHASES = (
    ("Primary", 8),
    ("Secondary", 4),
    ("16 plus", 4),
    ("Middle deemed primary", 1),
    ("Middle deemed secondary", 1),
    ("All-through", 1),
    ("Not applicable", 2),
    ("Nursery", 1),
    ("", 1),
)
TYPES = (
    "Community school",
    "Academy converter",
    "Academy special converter",
    "Community special school",
    "Free schools special",
    "Pupil referral unit",
)


@dataclass
class Geography:
    """Hubs with their closing days, and local authorities."""

    closing_days: dict[str, date | None] = field(default_factory=dict)
    successors: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    authorities: list[str] = field(default_factory=list)

    @property
    def hub_ids(self) -> list[str]:
        """All hubs."""
        return list(self.closing_days)


def iso(day: date | None) -> str:
    """The day as feeds write it; nothing for none."""
    return "" if day is None else day.isoformat()


def send_hubs_and_areas(sender: Sender, days: Days) -> Geography:
    """Draws hubs and their reorganisations, and who held which local authority when."""
    rng = sender.rng
    geography = Geography()
    for number in range(1, rng.randint(3, 7) + 1):
        geography.closing_days[f"H{number}"] = None
    for position, hub_id in enumerate(geography.hub_ids):
        later = geography.hub_ids[position + 1 :]
        if rng.random() < 0.5:
            planned = timedelta(days=60) if rng.random() < 0.1 else timedelta(0)
            geography.closing_days[hub_id] = days.any() + planned
            geography.successors[hub_id] = _successors(sender, later)
            if rng.random() < 0.08:  # perhaps a circle
                others = [one for one in geography.hub_ids if one != hub_id]
                geography.successors[hub_id] = [(rng.choice(others), "")]
    rows = _hub_rows(sender, days, geography)
    vanished = rng.choice(geography.hub_ids) if rng.random() < 0.3 else None
    told_late = {hub_id for hub_id in geography.hub_ids if rng.random() < 0.5}
    cuts = sender.snapshot_cuts()
    for position, cut_on in enumerate(cuts):
        is_early = position == 0 and len(cuts) > 1
        for row in rows:
            if row["hub_id"] == vanished and not is_early:
                continue
            if is_early and row["hub_id"] in told_late:
                row = {**row, "valid_to": "", "successor_hub_id": "", "share": ""}
            _put_once(sender, "hubs", cut_on, row)
    _send_areas(sender, days, geography)
    return geography


def _put_once(sender: Sender, feed: str, cut_on: date, row: Cells) -> None:
    sent = sender.files.get((feed, cut_on, ""))
    if sent is None or row not in sent.rows:
        sender.put(feed, cut_on, "", row)


def _successors(sender: Sender, later: list[str]) -> list[tuple[str, str]]:
    rng = sender.rng
    if not later or rng.random() < 0.15:
        return []
    if len(later) > 1 and rng.random() < 0.5:
        return list(zip(rng.sample(later, 2), rng.choice(SPLITS), strict=True))
    successor = "H99" if rng.random() < 0.05 else rng.choice(later)
    return [(successor, rng.choice(("", "1", "1.0")))]


def _hub_rows(sender: Sender, days: Days, geography: Geography) -> list[dict[str, str]]:
    rows = []
    for hub_id, closing_day in geography.closing_days.items():
        nation, region = sender.rng.choice(LANDS)
        opened = LONG_AGO if sender.rng.random() < 0.8 else days.any(None, closing_day)
        for successor, share in geography.successors.get(hub_id) or [("", "")]:
            rows.append(
                {
                    "hub_id": hub_id,
                    "hub_name": f'Hub {hub_id}, "{region}"',
                    "nation": nation,
                    "region": region,
                    "valid_from": iso(opened),
                    "valid_to": iso(closing_day),
                    "successor_hub_id": successor,
                    "share": share,
                }
            )
    return rows


def _send_areas(sender: Sender, days: Days, geography: Geography) -> None:
    rng = sender.rng
    codes = [f"{number}" for number in rng.sample(range(201, 400), rng.randint(4, 9))]
    geography.authorities = [*codes, "S92000003"]
    rows = [
        row for code in geography.authorities for row in _holdings(sender, days, geography, code)
    ]
    rows += [
        {**row, "local_authority_code": f"9{row['local_authority_code']}"} for row in rows[:20]
    ]
    for position, cut_on in enumerate(sender.snapshot_cuts()):
        left_out = rng.randrange(len(rows)) if position and rng.random() < 0.5 else None
        if position and rng.random() < 0.3:
            corrected = rng.randrange(len(rows))
            rows[corrected] = {**rows[corrected], "hub_id": rng.choice(geography.hub_ids)}
        for number, row in enumerate(rows):
            if number != left_out:
                sender.put("hub_areas", cut_on, "", row)


def _holdings(sender: Sender, days: Days, geography: Geography, code: str) -> list[dict[str, str]]:
    """One local authority from hub to hub: moves, gaps and overlaps."""
    rng = sender.rng
    if rng.random() < 0.1:
        return []
    rows = []
    begins: date | None = LONG_AGO if rng.random() < 0.8 else days.any()
    hub_id = "H97" if rng.random() < 0.04 else rng.choice(geography.hub_ids)
    while begins is not None:
        ends = geography.closing_days.get(hub_id)
        if ends is not None and ends < begins:
            ends = None
        if ends is None and rng.random() < 0.3:
            ends = days.any(begins)
        shown = None if rng.random() < 0.1 else ends
        rows.append(
            {
                "local_authority_code": code,
                "hub_id": hub_id,
                "valid_from": iso(begins),
                "valid_to": iso(shown),
            }
        )
        if ends is None or len(rows) == 4 or rng.random() < 0.1:
            break
        begins = ends + timedelta(days=rng.choice((1, 1, 1, 40)))
        hub_id = _next_hub(sender, geography, hub_id)
    return rows


def _next_hub(sender: Sender, geography: Geography, hub_id: str) -> str:
    known = [one for one, _ in geography.successors.get(hub_id, []) if one != "H99"]
    return sender.rng.choice(known or geography.hub_ids)


def send_schools(sender: Sender, days: Days, geography: Geography) -> list[str]:
    """Draws the register and the Priority School lists; returns the URNs."""
    rng = sender.rng
    rows = [_school(sender, days, geography, 100000 + n) for n in range(rng.randint(40, 120))]
    gone = {row["URN"] for row in rows if rng.random() < 0.06}
    for position, cut_on in enumerate(sender.snapshot_cuts()):
        for row in rows:
            if row["URN"] in gone and position > rng.choice((0, 1)):
                continue
            if rng.random() < 0.02:
                row = {**row, "PhaseOfEducation (name)": "Secondary"}
            sender.put("gias", cut_on, "", row)
            if "Academy" in row["TypeOfEstablishment (name)"]:
                sender.put("gias", cut_on, "academies", row)
    if rng.random() < 0.3:
        sender.put_header_only("gias", rng.choice(sender.cuts) + timedelta(days=3))
    if rng.random() < 0.3:
        sender.break_file("gias", rng.choice(sender.snapshot_cuts()), "academies")
    urns = [row["URN"].replace(",", "") for row in rows]
    _send_priority_lists(sender, days, urns)
    if rng.random() < 0.15:
        sender.break_file("priority_schools", rng.choice(sender.cuts), "")
    return urns


def _school(sender: Sender, days: Days, geography: Geography, urn: int) -> dict[str, str]:
    rng = sender.rng
    phase = rng.choices([name for name, _ in PHASES], [weight for _, weight in PHASES])[0]
    opened = "01-01-1900" if rng.random() < 0.2 else _uk(rng, LONG_AGO)
    if rng.random() < 0.25:
        opened = _uk(rng, days.any())
    closed = _uk(rng, days.any()) if rng.random() < 0.2 else ""
    status = "Closed" if closed else rng.choice(("Open", "Open", "Open, but proposed to close"))
    if not closed and rng.random() < 0.06:
        status = "Closed"
    if not closed and rng.random() < 0.06:
        status, opened = "Proposed to open", rng.choice(("", opened))
    authorities = [*geography.authorities, *geography.authorities, "999"]
    return {
        "URN": f"{urn:,}" if rng.random() < 0.03 else str(urn),
        "LA (code)": rng.choice(authorities),
        "LA (name)": "Côte–d'Or",
        "EstablishmentName": f"St Zoë’s, {urn}",
        "TypeOfEstablishment (name)": rng.choice(TYPES if phase != "16 plus" else TYPES[:2]),
        "EstablishmentStatus (name)": status,
        "OpenDate": opened,
        "CloseDate": closed,
        "PhaseOfEducation (name)": phase,
        "NumberOfPupils": rng.choice(("", "120", "1,204")),
        "HeadTitle (name)": "Dr",
    }


def _uk(rng: object, day: date) -> str:
    return day.strftime("%d-%m-%Y")


def _send_priority_lists(sender: Sender, days: Days, urns: list[str]) -> None:
    rng = sender.rng
    cuts = sender.cuts
    for year in range(days.first.year - 1, days.last.year + 1):
        if rng.random() < 0.15:
            continue
        name = f"{year}/{(year + 1) % 100:02}"
        for cut_on in rng.sample(cuts, rng.randint(1, min(2, len(cuts)))):
            for urn in [*rng.sample(urns, rng.randint(len(urns) // 3, len(urns) - 5)), "199999"]:
                sender.put("priority_schools", cut_on, "", {"urn": urn, "programme_year": name})
