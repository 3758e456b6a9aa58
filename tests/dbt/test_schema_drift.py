"""A sender's columns change: one line in a contract, and staging rebuilds itself from raw."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract import dbt_sources, staging_models
from extract.contract import Contract, all_contracts, get_contract, parse_contract
from extract.load import load_feed
from extract.report import FeedReport
from tests.dbt.conftest import File, Project
from warehouse.dbt import PROJECT, Dbt

FEED = "cpd/maturity"
MATURITY = get_contract("cpd", "maturity")
EVIDENCE = {"type": "string", "description": "What shows it.", "optional": True}
HEADER = "programme_id,urn,point,aspect,stage,assessed_on"
FIRST = f"{HEADER},Evidence\nE,1,Start,A,2,2021-01-01,a visit\nE,2,Start,A,3,2021-01-01,n/a\n"
SECOND = f"{HEADER}\nE,2,Start,A,4,2021-02-01\n"
RENAMED = SECOND.replace("stage", "level").replace(",4,", ",5,")
BEYOND_STAGING = ("core", "marts", "quality", "target", "logs")

Under = Callable[[Contract], FeedReport]


@pytest.fixture
def under(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Under:
    """Load and stage the feed under a contract, as when it had been changed and `make contracts`
    run."""

    def load_and_stage(contract: Contract) -> FeedReport:
        monkeypatch.setattr("extract.load.get_contract", lambda *_: contract)
        report = load_feed(project.settings, contract.family, contract.feed)
        copy = tmp_path / f"project_{contract.version}"
        if not copy.exists():
            shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(*BEYOND_STAGING))
            contracts = {**all_contracts(), contract.name: contract}
            texts = dbt_sources.render(contracts) | staging_models.render([contract])
            for path, text in texts.items():
                (copy / "models" / "staging" / path).write_text(text)
        home = replace(project.settings, home=tmp_path / f"home_{contract.version}")
        Project(home, Dbt(home, project=copy)).run("+stg_cpd__maturity")
        return report

    return load_and_stage


def with_field(name: str, **properties: Any) -> Contract:
    """The contract with one field changed, or added if it has none of that name."""
    fields: dict[str, Mapping[str, Any]] = {f["name"]: f for f in MATURITY.descriptor["fields"]}
    fields[name] = {"name": name, **fields.get(name, {}), **properties}
    return parse_contract({**MATURITY.descriptor, "fields": list(fields.values())})


def staged(project: Project, *columns: str) -> list[tuple[Any, ...]]:
    """Columns of what is staged, by school."""
    query = f"select {', '.join(columns)} from staging.stg_cpd__maturity order by urn"
    return [tuple(row.values()) for row in project.query(query)]


def test_a_new_column_is_reported_once_and_adopted_by_one_line(
    project: Project, under: Under
) -> None:
    File(FEED, "2021-01-01.csv", text=FIRST).write(project.landing)
    File(FEED, "2021-01-02.csv", text=SECOND).write(project.landing)
    first, second = under(MATURITY).files
    assert first.warnings == ("unknown columns kept out: Evidence",)
    assert second.warnings == ()
    assert under(MATURITY).files == ()
    assert staged(project, "urn", "stage") == [(1, 2), (2, 4)]

    (again,) = under(with_field("evidence", **EVIDENCE)).files
    assert (again.status, again.rows_loaded, again.warnings) == ("loaded", 2, ())
    # The second file is newer, though the first was loaded after it.
    assert staged(project, "urn", "stage", "evidence") == [(1, 2, "a visit"), (2, 4, None)]
    versions = project.query("select version from ops.contracts where feed = 'maturity'")
    assert len(versions) >= 2


def test_a_column_that_was_renamed_is_known_by_an_alias(project: Project, under: Under) -> None:
    File(FEED, "2021-01-02.csv", text=SECOND).write(project.landing)
    File(FEED, "2021-01-03.csv", text=RENAMED).write(project.landing)
    _, renamed = under(MATURITY).files
    assert renamed.status == "rejected"
    assert staged(project, "stage") == [(4,)]

    (again,) = under(with_field("stage", aliases=["level"])).files
    assert (again.status, again.rows_loaded) == ("loaded", 1)
    assert staged(project, "stage") == [(5,)]
    statuses = project.query(
        "select status, contract_version from ops.ledger where feed = 'maturity' order by load_id"
    )
    assert [row["status"] for row in statuses] == ["loaded", "rejected", "loaded"]
    former, rejected, latter = [row["contract_version"] for row in statuses]
    assert former == rejected != latter


def test_staging_is_rebuilt_from_raw_when_a_contract_reads_cells_otherwise(
    project: Project, under: Under
) -> None:
    File(FEED, "2021-01-01.csv", text=FIRST).write(project.landing)
    under(with_field("evidence", **EVIDENCE))
    assert staged(project, "evidence") == [("a visit",), ("n/a",)]

    later = under(with_field("evidence", **EVIDENCE, missingValues=["", "n/a"]))
    assert later.files == ()
    assert staged(project, "evidence") == [("a visit",), (None,)]
