"""The whole night through the Airflow DAGs, in this process: no scheduler, no services."""

import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.airflow_environment import base_environment
from warehouse.errors import BuildFailed, ConfigurationError
from warehouse.settings import Settings

if TYPE_CHECKING:
    from airflow.models.dagrun import DagRun

log = logging.getLogger(__name__)

# The loads begin by the clock; each of the others when an asset it reads was emitted.
BY_THE_CLOCK = ("load_platform", "load_cpd", "load_surveys", "load_reference")
NIGHT = (*BY_THE_CLOCK, "build_warehouse", "publish_release")


@dataclass(frozen=True)
class DagOutcome:
    """What became of one DAG: success, failed, or not due when nothing asked for it."""

    dag: str
    state: str
    seconds: float = 0.0
    failed_tasks: tuple[str, ...] = ()
    emitted: tuple[str, ...] = ()


@dataclass(frozen=True)
class NightReport:
    """What the night did, in the order in which it did it."""

    dags: tuple[DagOutcome, ...]

    def raise_for_failed(self) -> None:
        """Raise BuildFailed naming the DAGs and tasks that failed, unless all went well."""
        failed = [outcome for outcome in self.dags if outcome.state == "failed"]
        if failed:
            raise BuildFailed(
                f"{len(failed)} of the night's DAGs failed; the others are finished.",
                where=", ".join(outcome.dag for outcome in failed),
                evidence=", ".join(f"{o.dag}.{t}" for o in failed for t in o.failed_tasks),
                remedy="Their messages stand above; `warehouse status` shows rejected files.",
            )


def run(settings: Settings) -> NightReport:
    """Run the night's DAGs one after another, consumers after what they read.

    Airflow's own records live in a temporary folder meanwhile. A DAG whose assets
    nobody emitted is not due. Raises ConfigurationError when this process has
    begun to use another Airflow already.
    """
    # The report alone goes to stdout: Airflow's and the tasks' lines are messages.
    with (
        tempfile.TemporaryDirectory(prefix="warehouse-night-") as folder,
        redirect_stdout(sys.stderr),
    ):
        os.environ.update(airflow_environment(Path(folder)) | environment_of(settings))
        make_metadata(Path(folder))
        return run_dags(read_dags())


def run_dags(dags: Mapping[str, Any]) -> NightReport:
    """Run the night's DAGs, given by id, in the Airflow that this process uses."""
    emitted: set[str] = set()
    outcomes = []
    for dag_id in NIGHT:
        dag = dags[dag_id]
        is_due = dag_id in BY_THE_CLOCK or not emitted.isdisjoint(_reads(dag))
        outcome = run_dag(dag) if is_due else DagOutcome(dag_id, "not due")
        log.info("%s: %s in %.1f s", dag_id, outcome.state, outcome.seconds)
        emitted.update(outcome.emitted)
        outcomes.append(outcome)
    return NightReport(tuple(outcomes))


def airflow_environment(folder: Path) -> dict[str, str]:
    """Return what Airflow is told for one process: its records in a file in `folder`."""
    return {
        **base_environment(folder),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{folder}/airflow.db",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
    }


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment from which a task reads the same settings."""
    told = {
        "WAREHOUSE_URL": settings.warehouse_url,
        "LANDING_URL": settings.landing_url,
        "OUTBOX_URL": settings.outbox_url,
        "LANDING_OPTIONS": json.dumps(dict(settings.landing_options)),
        "OUTBOX_OPTIONS": json.dumps(dict(settings.outbox_options)),
        "WAREHOUSE_HOME": str(settings.home),
    }
    return told | ({"PSEUDONYM_KEY": settings.pseudonym_key} if settings.pseudonym_key else {})


def make_metadata(folder: Path) -> None:
    """Make Airflow's own tables in `folder`; ConfigurationError if it uses another already."""
    from airflow.configuration import AIRFLOW_HOME
    from airflow.utils.db import initdb

    if Path(AIRFLOW_HOME) != folder:
        raise ConfigurationError(
            "This process uses another Airflow already.",
            where=AIRFLOW_HOME,
            remedy="Run `warehouse nightly` in a process of its own.",
        )
    initdb()


def read_dags() -> dict[str, Any]:
    """Return the project's DAGs by id; raises ConfigurationError when one cannot be read."""
    from airflow.configuration import conf
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(conf.get("core", "dags_folder"))
    if bag.import_errors or not bag.dags.keys() >= set(NIGHT):
        raise ConfigurationError(
            "The DAGs cannot be read.",
            where=str(bag.dag_folder),
            evidence="\n".join(map(str, bag.import_errors.values())) or f"found {set(bag.dags)}",
        )
    return dict(bag.dags)


def _reads(dag: Any) -> set[str]:
    """Return the names of the assets any of which a DAG waits for."""
    return {asset.name for asset in dag.timetable.asset_condition.objects}


def run_dag(dag: Any) -> DagOutcome:
    """Run one DAG to its end, one task after another."""
    started = time.monotonic()
    # Nobody waits for half an hour here: the next run goes on where the ledger says.
    for task in dag.tasks:
        task.retries = 0
    run: DagRun = dag.test()
    failed = sorted(ti.task_id for ti in run.get_task_instances() if ti.state == "failed")
    seconds = time.monotonic() - started
    return DagOutcome(dag.dag_id, str(run.state), seconds, tuple(failed), tuple(_emitted(run)))


def _emitted(run: "DagRun") -> list[str]:
    from airflow.models.asset import AssetEvent, AssetModel
    from airflow.utils.session import create_session
    from sqlalchemy import select

    of_run = (AssetEvent.source_dag_id == run.dag_id) & (AssetEvent.source_run_id == run.run_id)
    query = select(AssetModel.name).join(AssetEvent, AssetEvent.asset_id == AssetModel.id)
    with create_session() as session:
        return sorted(set(session.scalars(query.where(of_run))))
