"""Compares a mart with the reference, cell by cell, and shows the first differences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import psycopg
from psycopg import sql

from tests.oracle.promise import MEASURES, columns_of, key_columns

SHOWN = 12
RELATIVE = 1e-9
PLAIN = str | bool | date  # compared as they are

# a row in which all of these are zero or null may be absent on either side
MAY_BE_ALL_ZERO = {
    "kpi_ambassadors": ("registered_count", "new_count", "active_count"),
    "kpi_volunteer_hours": ("preparation_hours", "delivery_hours", "volunteer_hours"),
    "kpi_reach": (
        "organisations_in_scope_count",
        "organisations_reached_count",
        "ambassadors_count",
        "reach_pct",
    ),
    "kpi_young_people": ("activities_count", "young_people_low", "young_people_high"),
    "kpi_reporting_lag": ("activities_count",),
    "kpi_other_categories": ("rows_count",),
    "kpi_activity_mix": ("activities_count", "volunteer_hours"),
    "kpi_satisfaction": ("responses_count",),
    "kpi_sustained_engagement": ("organisations_reached_count", "returned_count", "lapsed_count"),
    "kpi_demand": ("requests_count", "ambassadors_provided_count", "ambassadors_active_count"),
    "kpi_ambassador_profile": ("ambassadors_count", "share_pct", "suppression"),
    "kpi_scorecard": ("value", "numerator", "denominator"),
    "kpi_school_engagement": (
        "activities_count",
        "ambassadors_count",
        "cpd_hours",
        "surveys_count",
    ),
    "kpi_funder_report": ("value", "previous_value"),
    "kpi_programme_summary": (
        "schools_recruited_count",
        "partnerships_count",
        "participants_recruited_count",
        "participations_count",
        "cpd_events_count",
        "community_events_count",
    ),
    "kpi_cpd_participants": (
        "participants_recruited_count",
        "unique_participants_count",
        "participations_count",
    ),
    "kpi_cpd_events": ("events_count", "participations_count"),
    "kpi_ofsted_movement": ("schools_count",),
    "kpi_cpd_feedback": ("base_count",),
    "kpi_cpd_feedback_reasons": ("base_count",),
    "kpi_stem_maturity": ("schools_count",),
    "kpi_programme_outcomes": ("outcomes_count",),
    "kpi_outcome_dosage": ("schools_count",),
}


Cells = Mapping[str, Any]


def read_marts(url: str, schema: str = "marts") -> dict[str, pd.DataFrame]:
    """The marts as they stand in the warehouse, with the promised columns."""
    marts = {}
    with psycopg.connect(url) as connection:
        for name in MEASURES:
            columns = [*key_columns(name), *columns_of(name)]
            rows = connection.execute(
                sql.SQL("select {} from {}").format(
                    sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(schema, name)
                )
            ).fetchall()
            marts[name] = pd.DataFrame(rows, columns=columns, dtype=object)
    return marts


def differences(mart: str, computed: pd.DataFrame, expected: pd.DataFrame) -> list[str]:
    """One line per differing row: its key, then what differs in it."""
    left, right = _by_key(mart, computed), _by_key(mart, expected)
    lines = []
    for key in sorted(left.keys() | right.keys(), key=str):
        label = " ".join(map(str, key))
        if key not in left or key not in right:
            row = left.get(key) or right[key]
            if _is_all_zero(mart, row):
                continue
            side = "only in the warehouse" if key in left else "only in the reference"
            lines.append(f"{label}: {side}: {_shown(row)}")
        elif unequal := [
            f"{column} is {_plain(left[key][column])}, reference {_plain(right[key][column])}"
            for column in _compared(mart, left[key], right[key])
            if column in left[key] and not same(left[key][column], right[key][column])
        ]:
            lines.append(f"{label}: {'; '.join(unequal)}")
    return lines


def _compared(mart: str, computed: Cells, expected: Cells) -> list[str]:
    """The columns to compare; a warehouse may hide a cell more, which is then empty.

    The definition names the least that is hidden. What else must be, so that nothing can be
    computed back, is found by attacking what is shown.
    """
    columns = columns_of(mart)
    hides_more = computed.get("suppression") == "c" and expected.get("suppression") is None
    counts = ("ambassadors_count", "share_pct", "difference_pp")
    if (
        mart != "kpi_ambassador_profile"
        or not hides_more
        or any(computed[name] is not None for name in counts)
    ):
        return columns
    return [name for name in columns if name not in (*counts, "suppression")]


def report(found: Mapping[str, Sequence[str]]) -> str:
    """The first differences of each mart, readable."""
    parts = []
    for mart, lines in found.items():
        if lines:
            more = f"\n  … and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
            shown = "\n  ".join(lines[:SHOWN])
            parts.append(f"{mart}: {len(lines)} rows differ\n  {shown}{more}")
    return "\n".join(parts)


def same(one: Any, other: Any) -> bool:
    """Equal cells: counts and texts exactly, other numbers to nine places."""
    if one is None or other is None:
        return one is None and other is None
    if isinstance(one, PLAIN) or isinstance(other, PLAIN):
        return type(one) is type(other) and bool(one == other)
    if isinstance(one, int) and isinstance(other, int):
        return one == other
    return math.isclose(float(one), float(other), rel_tol=RELATIVE, abs_tol=1e-12)


def _by_key(mart: str, rows: pd.DataFrame) -> dict[tuple[Any, ...], Cells]:
    keyed: dict[tuple[Any, ...], Cells] = {}
    names = key_columns(mart)
    for row in rows.to_dict("records"):
        cells = {str(name): None if _is_null(cell) else cell for name, cell in row.items()}
        key = tuple(cells[name] for name in names)
        if key in keyed:
            raise AssertionError(f"{mart} has two rows of {key}")
        keyed[key] = cells
    return keyed


def _is_null(cell: Any) -> bool:
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def _is_all_zero(mart: str, row: Cells) -> bool:
    columns = MAY_BE_ALL_ZERO.get(mart)
    return columns is not None and all(not row[column] for column in columns)


def _plain(cell: Any) -> str:
    return str(cell) if cell is None or isinstance(cell, PLAIN | int) else f"{float(cell):.12g}"


def _shown(row: Cells) -> str:
    return ", ".join(
        f"{name} {_plain(cell)}"
        for name, cell in row.items()
        if cell is not None and name.endswith(("_count", "_hours", "_pct", "rag", "_low", "_high"))
    )
