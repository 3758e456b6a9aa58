"""Rows of the platform's feeds as the programme's things, their categories resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.oracle.categories import Categories, fold, is_reported_other
from tests.oracle.cells import LONDON
from tests.oracle.programme import (
    Activity,
    Ambassador,
    Benchmark,
    Commentary,
    Entry,
    Form,
    Request,
    Target,
)

CRITERIA = ("enjoyment", "satisfaction", "learning_objectives", "community_links")
AGES = ((0, "under 25"), (25, "25 to 34"), (35, "35 to 44"), (45, "45 to 54"), (55, "55 to 64"))
OLDEST_BAND, OLDEST_AGE = (65, "65 and over"), 130

Row = dict[str, Any]


def london_day(moment: datetime) -> date:
    """The day in London."""
    return moment.astimezone(LONDON).date()


def age_band_of(born_on: date | None, as_of: date) -> str:
    """The age band on the as-of day; one born on 29 February turns on 1 March in other years."""
    if born_on is None or born_on > as_of:
        return "Not stated"
    had_birthday = (as_of.month, as_of.day) >= (born_on.month, born_on.day)
    age = as_of.year - born_on.year - (not had_birthday)
    bands = [band for from_age, band in (*AGES, OLDEST_BAND) if from_age <= age]
    return bands[-1] if age <= OLDEST_AGE else "Not stated"


@dataclass(frozen=True)
class Records:
    """Reads rows; knows what stewards decided, the occupation index and the as-of day."""

    categories: Categories
    occupation_groups: Mapping[str, str]  # folded title → sub-major group
    as_of: date

    def ambassador(self, row: Row) -> Ambassador:
        """An Ambassador; one whose status alone says Withdrawn left when the row changed."""
        withdrawn_on = row["withdrawn_on"]
        status = self.categories.resolve("ambassadors.status", row["status"])
        if withdrawn_on is None and status == "Withdrawn":
            withdrawn_on = london_day(row["updated_at"])
        return Ambassador(
            row["ambassador_id"],
            row["registered_on"],
            withdrawn_on,
            row["local_authority_code"],
            row["hub_id"],
            self._profile(row),
        )

    def _profile(self, row: Row) -> dict[str, str]:
        lists = ("gender", "ethnicity", "disability", "employer_sector", "stem_discipline")
        return {
            **{name: self._category(name, row) for name in lists},
            "age_band": age_band_of(row["date_of_birth"], self.as_of),
            "occupation_group": self._occupation_group(row["occupation"]),
        }

    def _occupation_group(self, occupation: str | None) -> str:
        if occupation is None:
            return "Not stated"
        return self.occupation_groups.get(fold(occupation), "Unresolved")

    def _category(self, name: str, row: Row) -> str:
        return self.categories.resolve(name, row[name], row.get(f"{name}_other"))

    def is_completed(self, row: Row) -> bool:
        """Whether an activity has taken place."""
        return self.categories.resolve("activities.status", row["status"]) == "Completed"

    def activity(self, row: Row) -> Activity:
        """A completed activity."""
        return Activity(
            row["activity_id"],
            row["organisation_id"],
            row["starts_on"],
            london_day(row["reported_at"]),
            self._category("key_stage", row),
            self._category("audience_band", row),
            self._category("setting", row),
            self._category("activity_type", row),
            is_reported_other("activity_type", row["activity_type"], row["activity_type_other"]),
            row["request_id"],
        )

    def request(self, row: Row) -> Request:
        """A request for Ambassadors."""
        return Request(
            row["request_id"],
            row["organisation_id"],
            row["requested_on"],
            self._category("activity_type", row),
            self.categories.resolve("requests.status", row["status"]),
            row["ambassadors_wanted"],
            row["closed_on"],
        )

    def form(self, row: Row, activity: Activity) -> Form:
        """A feedback form; what it leaves blank is no score."""
        scores = {name: row[name] for name in CRITERIA if row[name] is not None}
        return Form(activity, self._category("respondent", row).lower(), scores)

    def benchmark(self, row: Row) -> Benchmark:
        """A benchmark, of a population as the list spells it."""
        population = self._category("population", row)
        return Benchmark(row["characteristic"], row["category"], population, row["share_pct"])

    def commentary(self, row: Row) -> Commentary:
        """A commentary; a RAG outside the list is none."""
        rag = self._category("rag", row)
        texts = (row["barriers"], row["enablers"], row["risk"])
        stated = rag.lower() if rag in ("Red", "Amber", "Green") else None
        return Commentary(row["hub_id"], row["kpi_code"], row["month"], stated, *texts)


def entry(row: Row, activity: Activity) -> Entry:
    """Hours of one Ambassador."""
    return Entry(activity, row["ambassador_id"], row["preparation_hours"], row["delivery_hours"])


def target(row: Row) -> Target:
    """A target; its phase in lower case."""
    return Target(
        row["kpi_code"],
        row["hub_id"],
        row["phase"] and row["phase"].lower(),
        row["programme_year"],
        row["target_value"],
        row["effective_from"],
    )
