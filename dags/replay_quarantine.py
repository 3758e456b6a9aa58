"""Try the quarantined rows of a load, or its rejected file, again under the contract of today.

By hand, after a contract or a rule was changed: give the load's number. Emits `raw.<family>` if
rows were loaded. Fails when a rejected file is rejected again.
"""

from typing import Any

from airflow.sdk import Asset, AssetAlias, Param, dag, task

from dags.retries import RETRY_UNLESS_A_PERSON_MUST_LOOK

# Which family it is only the ledger knows.
REPLAYED = AssetAlias("replayed")


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    params={
        "load_id": Param(
            type="integer", minimum=1, description="The load's number, as in quality.rejected_rows."
        )
    },
    default_args=RETRY_UNLESS_A_PERSON_MUST_LOOK,
    doc_md=__doc__,
)
def replay_quarantine() -> None:
    """Wire the one replay."""

    @task(outlets=[REPLAYED])
    def replay(params: Any = None, outlet_events: Any = None) -> None:
        from extract.replay import replay
        from warehouse.airflow_settings import settings_in_task

        report = replay(settings_in_task(), params["load_id"])
        report.raise_for_rejected()
        if report.rows_loaded:
            outlet_events[REPLAYED].add(Asset(f"raw.{report.family}"))

    replay()


replay_quarantine()
