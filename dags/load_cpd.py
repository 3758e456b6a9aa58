"""Load what the booking system exported: programmes, partnerships, events, who came to them.

Emits `raw.cpd` when the ledger holds loads that no release was built from.
A feed with a rejected file fails, and with it the run, after everything else is loaded.
"""

from airflow.sdk import dag

from dags.assets import CPD_FEEDS, RAW_CPD
from dags.loading import NIGHTLY, load_family
from dags.retries import RETRY_UNLESS_A_PERSON_MUST_LOOK


@dag(
    schedule=NIGHTLY,
    catchup=False,
    max_active_runs=1,
    default_args=RETRY_UNLESS_A_PERSON_MUST_LOOK,
    doc_md=__doc__,
)
def load_cpd() -> None:
    """Wire one load task a feed of the family `cpd`."""
    load_family("cpd", CPD_FEEDS, RAW_CPD)


load_cpd()
