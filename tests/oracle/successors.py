"""Today's number of a school that has become another establishment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.oracle.landing import snapshot_rows
from tests.oracle.programme import School

Links = dict[int, dict[int, date]]  # number → successors, with the day of the link


def read_links(landing: Path) -> Links:
    """Successors of every number, as either side tells them."""
    links: Links = defaultdict(dict)
    for row in snapshot_rows(landing, "gias_links"):
        kind = (row["link_type"] or "").split(" - ")[0]
        if row["_closed_on"] is not None or kind not in ("Successor", "Predecessor"):
            continue
        pair = (row["urn"], row["link_urn"])
        old, new = pair if kind == "Successor" else pair[::-1]
        linked_on = row["established_on"] or date.min
        links[old][new] = max(linked_on, links[old].get(new, date.min))
    return links


def current_urns(schools: Mapping[int, School], links: Links, today: date) -> dict[int, int]:
    """By number the one that the school has today, of those whose is another."""
    return {
        urn: current
        for urn, school in schools.items()
        if not school.is_open_on(today)
        and (current := _followed(urn, schools, links, today)) is not None
    }


def _followed(urn: int, schools: Mapping[int, School], links: Links, today: date) -> int | None:
    """The nearest open school along successor links, else the farthest that is known."""
    seen, ring, farthest = {urn}, {urn: date.min}, None
    while ring:
        following: dict[int, date] = {}
        for one in ring:
            for successor, linked_on in links.get(one, {}).items():
                if successor not in seen:
                    following[successor] = max(linked_on, following.get(successor, date.min))
        known = [one for one in following if one in schools]
        is_open = [one for one in known if schools[one].is_open_on(today)]
        if is_open:
            return min(is_open, key=lambda one: (-following[one].toordinal(), one))
        if known:
            farthest = min(known, key=lambda one: (-following[one].toordinal(), one))
        seen |= following.keys()
        ring = following
    return farthest
