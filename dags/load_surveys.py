"""Load questionnaires and what came back of them, online and on paper.

Responses are read by the wordings of their questions: those are loaded first.

Emits `raw.survey` when the ledger holds loads that no release was built from.
A feed with a rejected file fails, and with it the run, after everything else is loaded.
"""

from airflow.sdk import dag

from dags.assets import RAW_SURVEY, SURVEY_FEEDS
from dags.loading import NIGHTLY, load_family
from dags.retries import RETRY_UNLESS_A_PERSON_MUST_LOOK


@dag(
    schedule=NIGHTLY,
    catchup=False,
    max_active_runs=1,
    default_args=RETRY_UNLESS_A_PERSON_MUST_LOOK,
    doc_md=__doc__,
)
def load_surveys() -> None:
    """Wire one load task a feed of the family `survey`."""
    load_family("survey", SURVEY_FEEDS, RAW_SURVEY)


load_surveys()
