"""Family `cpd`: programmes, their partnerships and the schools in these, whoever tells of them.

Each programme of the sample hands in a Roster; `roster_files` makes the three feeds of all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl
from numpy.random import Generator

from sample.cast import FULL, MONTH_ENDS
from sample.cutting import cut_files
from sample.rendering import Delivery, Style
from sample.streams import stream
from sample.versions import Deliveries, history

FAMILY = "cpd"
PROGRAMME_COLUMNS = pl.Schema(
    {
        "programme_id": pl.String(),
        "programme_name": pl.String(),
        "funder": pl.String(),
        "starts_on": pl.Date(),
        "ends_on": pl.Date(),
        "participants_target": pl.Int64(),
    }
)
PARTNERSHIP_COLUMNS = pl.Schema(
    {
        "partnership_id": pl.String(),
        "partnership_name": pl.String(),
        "programme_id": pl.String(),
        "cohort": pl.String(),
        "lead_urn": pl.Int64(),
        "adviser": pl.String(),
        "funder": pl.String(),
        "funding_gbp": pl.Float64(),
        "starts_on": pl.Date(),
        "ends_on": pl.Date(),
        "status": pl.String(),
        "created_at": pl.Datetime("ms"),
    }
)
MEMBER_COLUMNS = pl.Schema(
    {
        "partnership_id": pl.String(),
        "urn": pl.Int64(),
        "role": pl.String(),
        "engaged_on": pl.Date(),
        "left_on": pl.Date(),
        "is_active": pl.String(),
        "created_at": pl.Datetime("ms"),
    }
)


@dataclass(frozen=True)
class Roster:
    """The rows of one programme as they stand at last, under the contracts' names.

    `programmes` has PROGRAMME_COLUMNS, `partnerships` PARTNERSHIP_COLUMNS, `schools`
    MEMBER_COLUMNS, in any order; `created_at` (by the clock on the wall) stands for `updated_at`.
    """

    programmes: pl.DataFrame
    partnerships: pl.DataFrame
    schools: pl.DataFrame

    def __post_init__(self) -> None:
        for frame, columns in (
            (self.programmes, PROGRAMME_COLUMNS),
            (self.partnerships, PARTNERSHIP_COLUMNS),
            (self.schools, MEMBER_COLUMNS),
        ):
            if missing := set(columns) - set(frame.columns):
                raise ValueError(f"a roster lacks {', '.join(sorted(missing))}")


def roster_files(rosters: Sequence[Roster], as_of: date, seed: int) -> list[Delivery]:
    """Return the deliveries of `programmes`, `partnerships` and `partnership_schools`."""
    rng, deliveries = stream(seed, "rosters"), Deliveries((FULL, MONTH_ENDS[2], as_of))
    partnerships = _together([r.partnerships for r in rosters], PARTNERSHIP_COLUMNS)
    members = _together([r.schools for r in rosters], MEMBER_COLUMNS)
    return [
        *_programme_files(rosters, as_of),
        *_partnership_files(partnerships, deliveries, rng),
        *_member_files(members, deliveries, rng),
    ]


def _together(frames: list[pl.DataFrame], columns: pl.Schema) -> pl.DataFrame:
    return pl.concat([frame.select(columns.names()).cast(columns) for frame in frames])


def _programme_files(rosters: Sequence[Roster], as_of: date) -> list[Delivery]:
    """Return the whole list twice: it is a snapshot, the first with headers of another hand."""
    rows = _together([r.programmes for r in rosters], PROGRAMME_COLUMNS).sort("programme_id")
    spelt = {"programme_name": "Programme Name", "participants_target": "Participants-Target "}
    return [
        Delivery(FAMILY, "programmes", FULL, rows, style=Style(headers=spelt)),
        Delivery(FAMILY, "programmes", as_of, rows),
    ]


def _partnership_files(
    rows: pl.DataFrame, deliveries: Deliveries, rng: Generator
) -> list[Delivery]:
    """Return the partnerships: some had no adviser's name at first."""
    mistakes = {"adviser": pl.lit("tbc")}
    versions = history(rows, deliveries, rng.random(len(rows)) < 0.08, mistakes, rng)
    files = cut_files("partnerships", deliveries, versions, "partnership_id", FAMILY)
    return [replace(files[0], style=Style(has_bom=True)), *files[1:]]


def _member_files(rows: pl.DataFrame, deliveries: Deliveries, rng: Generator) -> list[Delivery]:
    """Return the schools of partnerships: some stood there with another role at first."""
    mistakes = {"role": pl.lit("partner school")}
    versions = history(rows, deliveries, rng.random(len(rows)) < 0.04, mistakes, rng)
    return cut_files("partnership_schools", deliveries, versions, "urn", FAMILY)
