"""The list of feeds and assets."""

from typing import Any

from extract.contract import all_contracts


def feeds_with_a_contract(family: str) -> set[str]:
    return {c.feed for c in all_contracts().values() if c.family == family}


def test_every_feed_with_a_contract_has_a_task_and_no_task_lacks_a_contract(
    session_airflow: dict[str, Any],
):
    for family in {contract.family for contract in all_contracts().values()}:
        tasks = session_airflow[f"load_{family}"].task_ids
        loads = {f"load_{feed}" for feed in feeds_with_a_contract(family)}
        assert set(tasks) == loads | {"announce", "report_failed_feeds"}


def test_builds_wait_for_the_load_dag_of_every_family(session_airflow: dict[str, Any]):
    from dags.building import LOADING  # here: Airflow reads its environment when imported

    families = {contract.family for contract in all_contracts().values()}
    assert set(LOADING) == {f"load_{family}" for family in families}


def test_assets_are_named_as_the_schemas_they_stand_for(session_airflow: dict[str, Any]):
    from dags import assets

    assert assets.RAW_PLATFORM.name == "raw.platform"
    assert assets.RAW_REFERENCE.name == "raw.reference"
    assert assets.MARTS.name == "marts"
