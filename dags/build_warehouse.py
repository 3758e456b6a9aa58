"""Build core and marts aside from all that was loaded, test them, release them at once.

One run at a time, and only when no load is under way: what several loads bring is
built once. Skipped when all of the ledger is released already. A failing test
leaves the live release as it was. Emits `marts`.
"""

from typing import Any

from airflow.sdk import chain, dag

from dags.assets import RAW_CPD, RAW_PLATFORM, RAW_REFERENCE, RAW_SURVEY
from dags.building import (
    await_loads,
    build_core,
    build_marts,
    clean,
    release,
    stage,
    test_candidate,
)
from dags.retries import RETRY_UNLESS_A_PERSON_MUST_LOOK


@dag(
    schedule=RAW_PLATFORM | RAW_CPD | RAW_SURVEY | RAW_REFERENCE,
    catchup=False,
    max_active_runs=1,
    default_args=RETRY_UNLESS_A_PERSON_MUST_LOOK,
    doc_md=__doc__,
)
def build_warehouse() -> None:
    """Wire the steps of warehouse.build one after another; they share the build's number."""
    number: Any = stage()
    chain(
        await_loads(),
        number,
        clean(number),
        build_core(number),
        build_marts(number),
        test_candidate(number),
        release(number),
    )


build_warehouse()
