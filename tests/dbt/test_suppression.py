"""No suppressed cell of the profile of Ambassadors can be computed back from what is published."""

from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from numpy.random import Generator, default_rng

from tests.dbt.conftest import File, Project, Row

Cell = tuple[Any, ...]

HUBS = (
    *(("N1", "England", "North"), ("N2", "England", "North"), ("N3", "England", "North")),
    *(("S1", "England", "South"), ("S2", "England", "South"), ("E1", "England", "East")),
    *(("C1", "Scotland", "Scotland"), ("C2", "Scotland", "Scotland"), ("W1", "Wales", "Wales")),
)
ANSWERS = {
    "gender": ("Female", "Male", "Non-binary", "Other", "Prefer not to say", ""),
    "ethnicity": ("White", "Asian or Asian British", "Mixed or multiple ethnic groups", "Other"),
    "disability": ("No", "Yes", "Prefer not to say"),
    "stem_discipline": ("Physics", "Chemistry", "Engineering", "Computing and digital", "Other"),
}
# The hubs' cells of two bases are the same people's, so they are looked at apart.
PUBLISHED = """
select profile.*, hub_geography.nation, hub_geography.region, cells.ambassadors
from marts_candidate.kpi_ambassador_profile as profile
inner join core_candidate.int_period__keyed as periods using (period_type, period)
inner join core_candidate.int_geography__place as places
    using (hub_basis, geography_level, geography_code)
inner join core_candidate.int_profile__by_place as cells
    on periods.period_key = cells.period_key
    and profile.characteristic = cells.characteristic
    and profile.category = cells.category
    and case when places.geography_level = 'national' then (
        select min(place_key) from core_candidate.int_geography__place
        where geography_level = 'national'
    ) else places.place_key end = cells.place_key
left join core_candidate.dim_hub as hub_geography
    on places.geography_level = 'hub' and places.geography_code = hub_geography.hub_id
"""


def hubs_file() -> File:
    """Hubs of three nations, of which one was taken over by another."""
    rows = [
        {
            "hub_id": hub,
            "hub_name": f"Hub {hub}",
            "nation": nation,
            "region": region,
            "valid_from": "2015-09-01",
            "valid_to": "2020-12-31" if hub == "N2" else "",
            "successor_hub_id": "N1" if hub == "N2" else "",
            "share": "1",
        }
        for hub, nation, region in HUBS
    ]
    return File("platform/hubs", "2021-02-15.csv", rows)


def ambassadors_file(rng: Generator) -> File:
    """Ambassadors whose answers differ much in how common they are, from hub to hub."""
    rows: list[Row] = []
    for hub, _, _ in HUBS:
        weights = {name: rng.dirichlet([0.4] * len(values)) for name, values in ANSWERS.items()}
        rows.extend(
            {
                "ambassador_id": f"{hub}-{number}",
                "registered_on": f"2020-{rng.integers(9, 13):02}-01",
                "status": "Active",
                "hub_id": hub,
                "first_name": "A",
                "last_name": "B",
                "email": "a@example.org",
                "gender_other": "",
                "ethnicity_other": "",
                "employer_name": "",
                "employer_sector": "",
                "employer_sector_other": "",
                "occupation": "",
                "stem_discipline_other": "",
                "updated_at": "2021-01-01T00:00:00Z",
                **{name: str(rng.choice(ANSWERS[name], p=weights[name])) for name in ANSWERS},
            }
            for number in range(int(rng.integers(20, 200)))
        )
    return File("platform/ambassadors", "2021-02-15.csv", rows)


def place(row: dict[str, Any]) -> Cell:
    return (row["geography_level"], row["geography_code"])


def sums_of(row: dict[str, Any]) -> list[tuple[Cell, int]]:
    """The sums that a cell stands in, with its sign: how many answered a place, and its parts."""
    category = row["category"]
    sums: list[tuple[Cell, int]] = [(("answered", *place(row)), 1)]
    match row["geography_level"]:
        case "national":
            sums.append((("hubs", "UK", category), -1))
        case "nation":
            sums.append((("hubs", row["geography_code"], category), -1))
        case "region":
            sums.append((("hubs in region", row["geography_code"], category), -1))
        case _:
            sums.append((("hubs", "UK", category), 1))
            sums.append((("hubs", row["nation"], category), 1))
            sums.append((("hubs in region", row["region"], category), 1))
    return sums


def computed_back(rows: list[dict[str, Any]]) -> list[Cell]:
    """Suppressed cells of a table that every solution of the sums agrees on."""
    hidden = [row for row in rows if row["suppression"]]
    equations: dict[Cell, dict[int, int]] = defaultdict(dict)
    for number, row in enumerate(hidden):
        for name, sign in sums_of(row):
            equations[name][number] = sign
    matrix = np.zeros((len(equations), len(hidden)))
    for line, equation in zip(matrix, equations.values(), strict=True):
        line[list(equation)] = list(equation.values())
    _, singular, vectors = np.linalg.svd(matrix)
    rank = int((singular > 1e-9).sum())
    is_free = (np.abs(vectors[rank:]) > 1e-9).any(axis=0)
    return [
        (*place(row), row["category"])
        for row, free in zip(hidden, is_free, strict=True)
        if not free
    ]


def tables(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The cells of each period, basis and characteristic."""
    by_table: dict[Cell, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_table[row["period"], row["hub_basis"], row["characteristic"]].append(row)
    return list(by_table.values())


def is_alone(row: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    """Whether everybody of a place gave the same answer, so that no other cell could hide it."""
    return sum(place(other) == place(row) for other in rows) == 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_suppressed_cell_can_be_computed_back(project: Project, seed: int) -> None:
    project.land(hubs_file(), ambassadors_file(default_rng(seed)))
    project.run("+kpi_ambassador_profile")
    rows = project.query(PUBLISHED)

    assert len({row["geography_level"] for row in rows}) == 4
    assert any(row["suppression"] and row["ambassadors"] >= 10 for row in rows)
    assert all(row["suppression"] == "c" for row in rows if row["ambassadors"] < 10)
    for row in rows:
        cells = (row["ambassadors_count"], row["share_pct"])
        assert cells == (None, None) if row["suppression"] else None not in cells
    for table in tables(rows):
        found = computed_back(table)
        alone = {(*place(row), row["category"]) for row in table if is_alone(row, table)}
        assert set(found) <= alone
