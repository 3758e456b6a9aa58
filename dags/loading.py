"""The tasks every load DAG has: one a feed, then one that tells the builders."""

from collections.abc import Sequence
from datetime import timedelta

from airflow.sdk import Asset, CronTriggerTimetable, TriggerRule, task

from dags.assets import READ_AFTER

# No run for a night before the DAG was switched on: False means "within a tenth of the interval".
NIGHTLY = CronTriggerTimetable("0 2 * * *", timezone="Europe/London", run_immediately=timedelta(0))


def load_family(family: str, feeds: Sequence[str], raw: Asset) -> None:
    """Load every feed, whatever happens to the others; then emit `raw` if it has news."""

    # A feed that waits for another loads whatever became of that one.
    @task(trigger_rule=TriggerRule.ALL_DONE)
    def load_feed(feed: str) -> None:
        from airflow.sdk import get_current_context

        from extract.load import load_feed
        from warehouse.airflow_settings import settings_in_task

        # What an earlier try of this run rejected is rejected still.
        since = get_current_context()["dag_run"].start_date
        load_feed(settings_in_task(), family, feed, since).raise_for_rejected()

    @task(outlets=[raw], trigger_rule=TriggerRule.ALL_DONE)
    def announce() -> None:
        from airflow.sdk.exceptions import AirflowSkipException

        from warehouse.airflow_settings import settings_in_task
        from warehouse.unconsumed import unconsumed_loads

        if not unconsumed_loads(settings_in_task(), family):
            raise AirflowSkipException(f"Nothing new in {family}")

    # A run is what its last tasks are, and the announcement succeeds after a failed feed.
    @task(trigger_rule=TriggerRule.ONE_FAILED, retries=0)
    def report_failed_feeds() -> None:
        from airflow.sdk.exceptions import AirflowFailException

        raise AirflowFailException("A feed failed or rejected a file: see its task's log")

    loads = {feed: load_feed.override(task_id=f"load_{feed}")(feed) for feed in feeds}
    for feed, others in READ_AFTER.items():
        if feed in loads:
            [loads[other] for other in others] >> loads[feed]
    list(loads.values()) >> announce()
    list(loads.values()) >> report_failed_feeds()
