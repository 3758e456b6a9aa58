"""The list of feeds and assets."""

from typing import Any

from extract.contract import all_contracts

DAGS = {
    "platform": "load_platform",
    "cpd": "load_cpd",
    "survey": "load_surveys",
    "reference": "load_reference",
}


def feeds_with_a_contract(family: str) -> set[str]:
    return {c.feed for c in all_contracts().values() if c.family == family}


def test_every_feed_with_a_contract_has_a_task_and_no_task_lacks_a_contract(
    session_airflow: dict[str, Any],
):
    assert {contract.family for contract in all_contracts().values()} == set(DAGS)
    for family, dag in DAGS.items():
        tasks = session_airflow[dag].task_ids
        loads = {f"load_{feed}" for feed in feeds_with_a_contract(family)}
        assert set(tasks) == loads | {"announce", "report_failed_feeds"}


def test_builds_wait_for_the_load_dag_of_every_family(session_airflow: dict[str, Any]):
    from dags.building import LOADING  # here: Airflow reads its environment when imported

    assert set(LOADING) == set(DAGS.values())


def test_a_feed_that_is_read_with_another_waits_for_it(session_airflow: dict[str, Any]):
    waits = {
        (contract.feed, *contract.reads_with): contract
        for contract in all_contracts().values()
        if contract.reads_with
    }
    for (feed, *others), contract in waits.items():
        task = session_airflow[DAGS[contract.family]].get_task(f"load_{feed}")
        assert task.upstream_task_ids == {f"load_{other.split('.')[1]}" for other in others}
    from dags.assets import READ_AFTER  # here: Airflow reads its environment when imported

    assert set(READ_AFTER) == {feed for feed, *_ in waits}


def test_builds_start_when_any_family_has_news(session_airflow: dict[str, Any]):
    reads = session_airflow["build_warehouse"].timetable.asset_condition.objects
    assert {asset.name for asset in reads} == {f"raw.{family}" for family in DAGS}


def test_assets_are_named_as_the_schemas_they_stand_for(session_airflow: dict[str, Any]):
    from dags import assets

    assert assets.RAW_PLATFORM.name == "raw.platform"
    assert assets.RAW_CPD.name == "raw.cpd"
    assert assets.RAW_SURVEY.name == "raw.survey"
    assert assets.RAW_REFERENCE.name == "raw.reference"
    assert assets.MARTS.name == "marts"
