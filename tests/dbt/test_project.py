"""What holds of the project as a whole: its unit tests, its contracts, its descriptions."""

import re
from typing import Any

import pytest

from extract.contract import Contract, all_contracts
from tests.dbt.conftest import File, Project

ONE_TARGET = File(
    "platform/targets",
    "2021-01-01.csv",
    text="kpi_code,programme_year,target_value,effective_from\nVOL_HOURS,2020/21,1,2020-09-01\n",
)


@pytest.fixture(scope="module")
def nodes(parsed_project: Project) -> dict[str, Any]:
    """The project's models and seeds by name."""
    manifest = parsed_project.dbt.manifest()
    return {
        node.name: node
        for node in manifest.nodes.values()
        if str(node.resource_type) in ("model", "seed")
    }


def test_everything_builds_on_little_and_every_unit_test_passes(project: Project) -> None:
    project.land(ONE_TARGET)
    results = project.dbt.run("build")

    unit_tests = [one for one in results if str(one.node.resource_type) == "unit_test"]
    failed = [
        one.node.name for one in results if str(one.status) not in ("success", "pass", "warn")
    ]
    assert failed == []
    assert len(unit_tests) > 40


def test_every_relation_and_column_is_described(project: Project, nodes: dict[str, Any]) -> None:
    project.land(ONE_TARGET)
    project.run("*")
    columns = project.query(
        "select table_schema, table_name, column_name from information_schema.columns "
        "where table_schema in ('staging', 'pii', 'core_candidate', 'marts_candidate', "
        "'quality_candidate')"
    )
    by_relation = {(node.schema, node.alias): node for node in nodes.values()}
    undescribed = []
    for row in columns:
        node = by_relation[row["table_schema"], row["table_name"]]
        column = node.columns.get(row["column_name"])
        if not node.description or column is None or not column.description:
            undescribed.append(f"{node.name}.{row['column_name']}")
    assert undescribed == []


def test_a_description_begins_with_the_grain(nodes: dict[str, Any]) -> None:
    grain = re.compile(r"\bone (row|for)\b|: the newest version|read within other models", re.I)
    vague = [
        node.name
        for node in nodes.values()
        if str(node.resource_type) == "model" and not grain.search(node.description.split(". ")[0])
    ]
    assert vague == []


@pytest.mark.parametrize("contract", all_contracts().values(), ids=lambda contract: contract.name)
def test_a_base_model_is_keyed_as_its_contract_says(
    contract: Contract, nodes: dict[str, Any]
) -> None:
    node = nodes[f"base_{contract.family}__{contract.feed}"]

    (index,) = node.config.extra["indexes"]
    assert tuple(index["columns"]) == contract.primary_key
    assert f"distinct on ({', '.join(contract.primary_key)})" in node.raw_code


@pytest.mark.parametrize("contract", all_contracts().values(), ids=lambda contract: contract.name)
def test_staging_describes_columns_as_their_contract_does(
    contract: Contract, nodes: dict[str, Any]
) -> None:
    described = nodes[f"stg_{contract.family}__{contract.feed}"].columns
    for column in contract.fields:
        if not column.pii:
            assert described[column.name].description == column.description
