"""The page on CPD explains every measure of its marts and names where the report prints it."""

import csv
from pathlib import Path

import pytest

from warehouse.dbt import Dbt
from warehouse.settings import Settings

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "dbt_project" / "seeds" / "kpi" / "published_figures.csv"
# What a row is of, and not what it measures.
KEYS = {
    *("programme", "cohort", "breakdown", "category", "urn", "school", "rating_before", "aspect"),
    *("question", "role", "response", "reason", "point", "subject", "criterion"),
    *("audience", "outcome"),
}


@pytest.fixture(scope="module")
def explained() -> dict[tuple[str, str], tuple[str, str]]:
    """Return by mart and measure its sentence and where it is printed."""
    rows = [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs" / "cpd.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `kpi_")
    ]
    return {(mart, measure): (sentence, printed) for mart, measure, sentence, printed in rows}


def test_each_printed_figure_of_aspire_is_explained_with_its_place(
    explained: dict[tuple[str, str], tuple[str, str]],
) -> None:
    with FIGURES.open(encoding="utf-8", newline="") as lines:
        printed = {
            (row["mart"], row["column"], row["where_printed"])
            for row in csv.DictReader(lines)
            if row["report"].startswith("Aspire to STEM")
        }
    assert len(printed) > 40
    for mart, column, where in sorted(printed):
        assert (mart, column) in explained
        assert where in explained[mart, column][1], (mart, column)


def test_each_measure_of_the_cpd_marts_is_explained(
    explained: dict[tuple[str, str], tuple[str, str]], settings: Settings
) -> None:
    columns = {
        (node.name, column)
        for node in Dbt(settings).manifest().nodes.values()
        if node.resource_type == "model" and node.path.startswith("marts/programmes/")
        for column in node.columns
        if column not in KEYS
    }
    assert len(columns) > 50
    assert columns <= set(explained)
