"""Load what the digital platform exported last night, each feed on its own.

Emits `raw.platform` when the ledger holds loads that no release was built from.
A feed with a rejected file fails, and with it the run, after everything else is loaded.
"""

from airflow.sdk import dag

from dags.assets import PLATFORM_FEEDS, RAW_PLATFORM
from dags.loading import NIGHTLY, load_family
from dags.retries import RETRY_UNLESS_A_PERSON_MUST_LOOK


@dag(
    schedule=NIGHTLY,
    catchup=False,
    max_active_runs=1,
    default_args=RETRY_UNLESS_A_PERSON_MUST_LOOK,
    doc_md=__doc__,
)
def load_platform() -> None:
    """Wire one load task a feed of the family `platform`."""
    load_family("platform", PLATFORM_FEEDS, RAW_PLATFORM)


load_platform()
