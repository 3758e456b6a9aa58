"""Look every morning whether the feeds still come.

Reads the ledger and nothing else, and waits for no other DAG: when loads have stopped altogether,
it says so, too. Fails with the names of the feeds whose next file is overdue.
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

from dags.retries import RETRY_UNLESS_A_PERSON_MUST_LOOK


@dag(
    schedule=CronTriggerTimetable(
        "0 9 * * *", timezone="Europe/London", run_immediately=timedelta(0)
    ),
    catchup=False,
    max_active_runs=1,
    default_args=RETRY_UNLESS_A_PERSON_MUST_LOOK,
    doc_md=__doc__,
)
def check_freshness() -> None:
    """Wire the one look at the ledger."""

    @task
    def look() -> None:
        from warehouse.airflow_settings import settings_in_task
        from warehouse.freshness import check_freshness

        check_freshness(settings_in_task())

    look()


check_freshness()
