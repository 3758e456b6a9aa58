"""Categories as the forms mean them: folded, with the companion's text where they say Other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.lists import LISTS

SCHOOL_SETTINGS = ("Primary school", "Secondary school", "Special school")
EDUCATIONAL_SETTINGS = (*SCHOOL_SETTINGS, "College", "University")
NON_SCHOOL_SETTINGS = ("Community group", "Library or museum", "Workplace")

BAND_ENDS = {
    "1 to 10": (1, 10),
    "11 to 30": (11, 30),
    "31 to 60": (31, 60),
    "61 to 100": (61, 100),
    "101 to 250": (101, 250),
    "251 to 500": (251, 500),
    "More than 500": (501, 1000),
}

Decisions = Mapping[tuple[str, str], str]  # list and folded text → category


def fold(value: str) -> str:
    """Case, spaces and punctuation removed; a text of nothing else stays as it is."""
    return re.sub(r"[^a-z0-9]", "", value.lower()) or value.lower()


@dataclass(frozen=True)
class Answer:
    """What a cell stands for, and whether its list, a steward or nobody says so."""

    category: str
    method: str

    @property
    def is_rescued(self) -> bool:
        """Whether a steward gave it a category of its list that is not Other."""
        return self.method == "decision" and self.category not in ("Other", "Not stated")


@dataclass(frozen=True)
class Categories:
    """Resolves cells by the lists and by what stewards decided."""

    decisions: Decisions = field(default_factory=dict)

    def answer(self, taxonomy: str, value: str | None, companion: str | None = None) -> Answer:
        """The list's category, else a decision's; Other, Not stated or Unresolved."""
        listed = resolve(taxonomy, value, companion)
        if listed != "Unresolved":
            return Answer(listed, "as_reported")
        spoken = companion if value is None or fold(value) == "other" else value
        decided = self.decisions.get((taxonomy, fold(spoken or "")))
        return Answer(decided, "decision") if decided else Answer("Unresolved", "unresolved")

    def resolve(self, taxonomy: str, value: str | None, companion: str | None = None) -> str:
        """The category alone."""
        return self.answer(taxonomy, value, companion).category


def resolve(taxonomy: str, value: str | None, companion: str | None = None) -> str:
    """What a cell stands for by its list: canonical, Other, Unresolved or Not stated."""
    canonical = {fold(name): name for name in LISTS[taxonomy]}
    if value is not None and fold(value) != "other":
        return canonical.get(fold(value), "Unresolved")
    if companion is not None:
        return canonical.get(fold(companion), "Unresolved")
    return "Not stated" if value is None else "Other"


def is_reported_other(taxonomy: str, value: str | None, companion: str | None = None) -> bool:
    """Whether a cell says Other, or anything that its list does not hold."""
    says_other = value is not None and fold(value) == "other"
    return says_other or resolve(taxonomy, value, companion) == "Unresolved"


def decisions_in_force(rows: Iterable[Mapping[str, Any]]) -> Decisions:
    """The newest decision of each text that can be followed, of rows from old to new."""
    in_force: dict[tuple[str, str], str] = {}
    for row in rows:
        taxonomy = row["field"].lower()
        category = _decided(taxonomy, fold(row["category"] or ""), fold(row["decision"] or ""))
        if category is not None:
            in_force[taxonomy, fold(row["raw_value"])] = category
    return in_force


def _decided(taxonomy: str, category: str, decision: str) -> str | None:
    """What a decision comes to; none where it cannot be followed."""
    canonical = {fold(name): name for name in LISTS.get(taxonomy, ())}
    if not decision:
        decision = category if category in ("keepother", "ignore") else "map"
    if decision == "ignore":
        return "Not stated" if canonical else None
    if decision == "keepother":
        return canonical.get("other")
    return canonical.get(category) if decision == "map" else None
