"""Where facts and populations belong: hubs in time, their successors, regions and nations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from tests.oracle.periods import Period
from tests.oracle.programme import Activity, Facts, Hub

UNKNOWN = "unknown"
BASES = ("as_was", "current")

Place = Mapping[str, Fraction]  # hub id → the part of the thing that lies there


class Geography(NamedTuple):
    """One row of a mart in space."""

    level: str
    code: str
    name: str


NATIONAL = Geography("national", "UK", "United Kingdom")


class Places:
    """Answers where something is, under both hub bases."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._by_area = cache(self._find_holder)
        self.carried = cache(self._carry)

    def _find_holder(self, local_authority_code: str, day: date) -> str | None:
        """The hub that holds a local authority on a day; of two rows the later one."""
        areas = self._facts.areas.get(local_authority_code, [])
        holding = [area for area in areas if area.holds_on(day)]
        if not holding:
            return None
        hub_id = max(holding, key=lambda area: area.first_day).hub_id
        return hub_id if hub_id in self._facts.hubs else UNKNOWN

    def _carry(self, hub_id: str, day: date) -> Place:
        """Who carries a hub on a day: itself while open, else its successors by share."""
        return self._walk(hub_id, day, ())

    def _walk(self, hub_id: str, day: date, path: tuple[str, ...]) -> dict[str, Fraction]:
        hub = self._facts.hubs.get(hub_id)
        if hub is None:
            return {UNKNOWN: Fraction(1)}
        if not _is_closed(hub, day) or not hub.successors:
            return {hub_id: Fraction(1)}
        place: dict[str, Fraction] = {}
        for successor_id, share in hub.successors:
            if successor_id in (*path, hub_id):
                onward = {hub_id: Fraction(1)}  # what would go round in a circle stays
            else:
                onward = self._walk(successor_id, day, (*path, hub_id))
            for carrier, part in onward.items():
                place[carrier] = place.get(carrier, Fraction(0)) + share * part
        return place

    def where(self, area: str | None, hub_id: str | None, day: date, basis: str) -> Place:
        """The place of something in an area (else of a hub) on a day."""
        today = self._facts.as_of
        if basis == "current" and area and (holder := self._by_area(area, today)):
            return self.carried(holder, today)
        holder = self._by_area(area, day) if area else None
        if holder is not None:
            as_was: Place = {holder: Fraction(1)}
        else:
            as_was = self.carried(hub_id, day) if hub_id else {UNKNOWN: Fraction(1)}
        if basis == "as_was":
            return as_was
        place: dict[str, Fraction] = {}
        for one, share in as_was.items():
            for carrier, part in self.carried(one, today).items():
                place[carrier] = place.get(carrier, Fraction(0)) + share * part
        return place

    def of_activity(self, activity: Activity, basis: str) -> Place:
        """The place of an activity on the day it started."""
        return self.of_organisation(activity.organisation_id, activity.starts_on, basis)

    def of_organisation(self, organisation_id: str, day: date, basis: str) -> Place:
        """The place of an organisation on a day."""
        organisation = self._facts.organisations.get(organisation_id)
        if organisation is None:
            return {UNKNOWN: Fraction(1)}
        return self.where(organisation.local_authority_code, organisation.hub_id, day, basis)

    def of_ambassador(self, ambassador_id: str, period: Period, basis: str) -> Place:
        """The place of an Ambassador on a period's last day."""
        ambassador = self._facts.ambassadors[ambassador_id]
        return self.where(
            ambassador.local_authority_code, ambassador.hub_id, period.last_day, basis
        )

    def of_school(self, urn: int, period: Period, basis: str) -> Place:
        """The place of an establishment on a period's last day."""
        school = self._facts.schools[urn]
        return self.where(school.local_authority_code, None, period.last_day, basis)

    def spread(self, place: Place) -> dict[Geography, Fraction]:
        """The parts of a thing on every level: nationally it counts once, whatever its hub."""
        parts = {NATIONAL: Fraction(1)}
        for hub_id, share in place.items():
            if not share:
                continue
            for geography in self.geographies_of(hub_id):
                parts[geography] = parts.get(geography, Fraction(0)) + share
        return parts

    def geographies_of(self, hub_id: str) -> list[Geography]:
        """The hub, its region and its nation."""
        hub = self._facts.hubs.get(hub_id)
        if hub is None:
            return [Geography("hub", UNKNOWN, "Unknown")]
        return [
            Geography("hub", hub_id, hub.name),
            Geography("region", hub.region, hub.region),
            Geography("nation", hub.nation, hub.nation),
        ]


def _is_closed(hub: Hub, day: date) -> bool:
    return hub.last_day is not None and day > hub.last_day
