"""Write the released marts to the outbox, all files becoming visible at once."""

from airflow.sdk import dag, task

from dags.assets import MARTS
from dags.retries import RETRY_UNLESS_A_PERSON_MUST_LOOK


@dag(
    schedule=[MARTS],
    catchup=False,
    max_active_runs=1,
    default_args=RETRY_UNLESS_A_PERSON_MUST_LOOK,
    doc_md=__doc__,
)
def publish_release() -> None:
    """Wire the export of the live marts."""

    @task
    def export() -> None:
        from publish.export import publish_marts
        from warehouse.airflow_settings import settings_in_task

        publish_marts(settings_in_task())

    export()


publish_release()
