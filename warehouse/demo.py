"""`make demo`: sample exports through Airflow to released KPIs, with a summary at the end.

`--keep` (`make up`) leaves Airflow running; `make down` stops everything.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import httpx

from warehouse import airflow, console, postgres
from warehouse.airflow_client import AirflowClient
from warehouse.airflow_night import follow
from warehouse.database import initialise
from warehouse.dbt import Dbt
from warehouse.demo_progress import Progress
from warehouse.demo_summary import Moment, read_moment, summarise
from warehouse.errors import ConfigurationError, WarehouseError
from warehouse.nightly import BY_THE_CLOCK, NIGHT
from warehouse.settings import Settings, embedded_port

INTERRUPTED = 130


def main() -> int:
    """Run the demo; return 0 when nothing but the planted rejects was rejected, else 1."""
    parser = argparse.ArgumentParser(prog="python -m warehouse.demo", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave Airflow running")
    parser.add_argument("--scale", choices=("full", "small"), default="full")
    arguments = parser.parse_args()
    progress = Progress()
    try:
        return run(arguments.keep, arguments.scale, progress)
    except WarehouseError as error:
        progress.end()
        console.show_error(error, as_json=False)
        return 1
    except KeyboardInterrupt:
        progress.end()
        console.progress("Interrupted. What was loaded stays; `make down` stops the server.")
        return INTERRUPTED


def run(keep: bool, scale: str, progress: Progress) -> int:
    """Start everything, run the night in Airflow, and say what came of it.

    Raises WarehouseError when a part does not start or a task fails for another
    reason than a rejected file.
    """
    settings = _own_settings()
    progress.say("starting the embedded Postgres")
    postgres.start(settings.home, embedded_port())
    with _airflow(settings, keep, progress) as stack:
        with _sample_being_written(settings, scale, progress) as sample:
            initialise(settings)
            progress.say("database initialised")
            before = read_moment(settings)
            Dbt(settings).manifest()
            progress.say("dbt project read")
            _await_sample(sample)
        with closing(_await_airflow(stack, progress)) as client:
            _run_night(client, stack, progress)
        progress.end()
        return _tell(settings, before, progress, stack if keep else None)


def _own_settings() -> Settings:
    foreign = [name for name in ("WAREHOUSE_URL", "LANDING_URL") if os.environ.get(name)]
    if foreign:
        raise ConfigurationError(
            "The demo writes sample data, so it uses its own server and landing zone.",
            where="environment",
            evidence=f"{' and '.join(foreign)} set",
            remedy=f"Run it as: env {' '.join(f'-u {name}' for name in foreign)} make demo",
        )
    return Settings.from_environment()


@contextmanager
def _airflow(settings: Settings, keep: bool, progress: Progress) -> Iterator[airflow.Airflow]:
    """Airflow, started unless it runs; stopped afterwards unless it ran or is to be kept."""
    found = airflow.running(settings.home)
    if found is not None:
        progress.say(f"Airflow runs already at {found.pages}")
        yield found
        return
    progress.say("starting Airflow")
    is_done = False
    try:
        yield airflow.start(settings.home, with_parent=not keep)
        is_done = True
    finally:
        if not (keep and is_done):
            airflow.stop(settings.home)


@contextmanager
def _sample_being_written(
    settings: Settings, scale: str, progress: Progress
) -> Iterator[subprocess.Popen[str]]:
    """The sample's writer in a process of its own, beside all that has to start."""
    command = [sys.executable, "-m", "warehouse.cli", "sample"]
    with subprocess.Popen(
        [*command, "--out", settings.landing_url, "--scale", scale],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            progress.say(f"writing the sample exports into {settings.landing_url}")
            progress.pass_on(process, "sample: ")
            yield process
        finally:
            process.terminate()


def _await_sample(sample: subprocess.Popen[str]) -> None:
    if code := sample.wait():
        raise WarehouseError(
            "The sample exports could not be written.",
            where=" ".join(map(str, sample.args)) if isinstance(sample.args, list) else None,
            evidence=f"exit code {code}; its messages stand above",
        )


def _await_airflow(stack: airflow.Airflow, progress: Progress) -> AirflowClient:
    """Return a client once Airflow runs and has read all of the night's DAGs."""
    progress.wait_for("Airflow")
    deadline = time.monotonic() + airflow.START_SECONDS
    client: AirflowClient | None = None
    while time.monotonic() < deadline:
        if not airflow.is_alive(stack):
            raise airflow.failure(stack)
        with suppress(httpx.TransportError):
            client = client or AirflowClient.connect(stack)
            if client.is_healthy() and client.dag_ids() >= set(NIGHT):
                progress.say(f"Airflow is ready: {stack.pages}")
                return client
        time.sleep(0.5)
    raise WarehouseError(
        "Airflow is not ready.",
        where=str(stack.logs),
        evidence="\n".join(client.import_errors()) if client else "its API does not answer",
    )


def _run_night(client: AirflowClient, stack: airflow.Airflow, progress: Progress) -> None:
    for dag_id in NIGHT:
        client.unpause(dag_id)
    runs = [client.trigger(dag_id) for dag_id in NIGHT if dag_id in BY_THE_CLOCK]
    progress.say(f"triggered {', '.join(run.dag_id for run in runs)}")
    follow(client, stack, runs, progress)


def _tell(
    settings: Settings, before: Moment, progress: Progress, kept: airflow.Airflow | None
) -> int:
    is_as_planned = summarise(settings, before)
    if kept is not None:
        console.say(
            f"Airflow runs at {kept.pages}, user {kept.user}, password in {kept.password_file}"
        )
    logs = airflow.airflow_home(settings.home) / "logs"
    console.say(f"Logs: {logs} and {postgres.log_file(settings.home)}")
    console.say("`make down` stops everything.")
    console.say(f"Done in {progress.seconds:.0f} s.")
    return 0 if is_as_planned else 1


if __name__ == "__main__":
    sys.exit(main())
