"""The steps of a build as tasks, one process each; a build is known by its number."""

from typing import Any

from airflow.sdk import task

from dags.assets import MARTS

LOADING = ("load_platform", "load_cpd", "load_surveys", "load_reference")


@task.sensor(poke_interval=2, timeout=6 * 60 * 60, mode="poke")
def await_loads(ti: Any = None) -> bool:
    """Return whether no load run is under way."""
    return not any(ti.get_dr_count(dag_id=loading, states=["running"]) for loading in LOADING)


@task
def stage() -> int:
    """Open a build and bring staging up to date; skipped when nothing is new."""
    from airflow.sdk.exceptions import AirflowSkipException

    from warehouse.airflow_settings import settings_in_task
    from warehouse.build import stage

    number = stage(settings_in_task(), report=print)
    if number is None:
        raise AirflowSkipException("Everything in the ledger is released")
    return number


@task
def clean(number: int) -> None:
    """Resolve the categories, by the model where nobody else can."""
    from warehouse.airflow_settings import settings_in_task
    from warehouse.build import clean

    clean(settings_in_task(), number, report=print)


@task
def build_core(number: int) -> None:
    """Build core aside."""
    from warehouse.airflow_settings import settings_in_task
    from warehouse.build import build_core

    build_core(settings_in_task(), number, report=print)


@task
def build_marts(number: int) -> None:
    """Build marts and quality aside."""
    from warehouse.airflow_settings import settings_in_task
    from warehouse.build import build_marts

    build_marts(settings_in_task(), number, report=print)


@task
def test_candidate(number: int) -> None:
    """Test what was built; a failing test ends the build."""
    from warehouse.airflow_settings import settings_in_task
    from warehouse.build import test_candidate

    test_candidate(settings_in_task(), number, report=print)


@task(outlets=[MARTS])
def release(number: int) -> None:
    """Put the candidate in the place of the live schemas."""
    from publish.release import release
    from warehouse.airflow_settings import settings_in_task

    release(settings_in_task(), number)
