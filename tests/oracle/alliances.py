"""Partnerships with their schools, and outcomes, as the landed files tell them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.oracle.categories import Categories
from tests.oracle.cpd_facts import called
from tests.oracle.landing import live_rows, snapshot_rows
from tests.oracle.programme import Alliance, Member, Outcome


def read_alliances(
    landing: Path, current: Mapping[int, int], categories: Categories
) -> list[Alliance]:
    """All partnerships that were not deleted."""
    names = {
        row["programme_id"]: row["programme_name"] for row in snapshot_rows(landing, "programmes")
    }
    rows = live_rows(landing, "partnership_schools")
    return [
        Alliance(
            one["partnership_id"],
            one["partnership_name"],
            names.get(one["programme_id"], "Unknown"),
            called(one["cohort"]),
            one["funder"],
            categories.resolve("partnerships.status", one["status"]),
            one["starts_on"],
            one["ends_on"],
            [
                Member(
                    current.get(row["urn"], row["urn"]),
                    row["engaged_on"],
                    min(row["left_on"] or date.max, one["ends_on"] or date.max),
                    row["is_active"],
                )
                for row in rows
                if row["partnership_id"] == one["partnership_id"]
            ],
        )
        for one in live_rows(landing, "partnerships")
    ]


def read_outcomes(landing: Path, categories: Categories) -> list[Outcome]:
    """All outcomes recorded."""
    return [
        Outcome(
            row["outcome_id"],
            row["partnership_id"],
            row["urn"],
            categories.resolve("audience", row["audience"]),
            row["recorded_on"],
        )
        for row in live_rows(landing, "outcomes")
    ]
