"""A mart is looked up and compared by name: none may be forgotten."""

from typing import Any

from tests.dbt.conftest import Project


def read_by(project: Project, name: str) -> set[str]:
    """The marts that a model or test reads."""
    manifest = project.dbt.manifest()
    (node,) = (node for node in manifest.nodes.values() if node.name == name)
    parents = (manifest.nodes[parent] for parent in node.depends_on.nodes)
    return {parent.name for parent in parents if parent.name.startswith("kpi_")}


def marts(project: Project) -> dict[str, Any]:
    """The marts by name."""
    nodes = project.dbt.manifest().nodes.values()
    return {
        node.name: node
        for node in nodes
        if node.resource_type == "model" and node.name.startswith("kpi_")
    }


def test_every_mart_that_a_report_prints_is_looked_up(parsed_project: Project) -> None:
    parsed_project.run("published_figures")
    printed = {
        row["mart"]
        for row in parsed_project.query("select distinct mart from staging.published_figures")
    }

    assert read_by(parsed_project, "int_published__cell") >= printed & marts(parsed_project).keys()


def test_every_mart_by_hub_is_compared_under_both_bases(parsed_project: Project) -> None:
    by_hub = {name for name, node in marts(parsed_project).items() if "hub_basis" in node.columns}

    compared = read_by(parsed_project, "national_rows_are_the_same_under_both_hub_bases")
    assert compared == by_hub


def test_schema_marts_holds_nothing_but_kpis(parsed_project: Project) -> None:
    others = [
        node.name
        for node in parsed_project.dbt.manifest().nodes.values()
        if node.schema == "marts_candidate" and node.resource_type == "model"
        if not node.name.startswith("kpi_")
    ]

    assert others == []


def test_no_fact_may_be_lost_or_multiplied_by_cleaning(parsed_project: Project) -> None:
    nodes = parsed_project.dbt.manifest().nodes.values()
    facts = {node.unique_id: node.name for node in nodes if node.name.startswith("fct_")}
    counted = {
        facts.get(node.attached_node)
        for node in nodes
        if getattr(node, "test_metadata", None) and node.test_metadata.name == "as_many_rows_as"
    }
    assert set(facts.values()) <= counted
