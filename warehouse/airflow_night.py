"""A night in Airflow, followed from its first runs to the last that their assets started."""

import json
import time
from collections.abc import Sequence
from pathlib import Path

from warehouse import airflow
from warehouse.airflow_client import AirflowClient, Run, Task
from warehouse.demo_progress import Progress
from warehouse.errors import BuildFailed
from warehouse.nightly import NIGHT

POLL_SECONDS = 1.0


def follow(
    client: AirflowClient, stack: airflow.Airflow, runs: Sequence[Run], progress: Progress
) -> None:
    """Wait until these runs are finished, and all that their assets set going.

    Raises BuildFailed for a task that failed for another reason than a rejected
    file, ServerError when Airflow ends meanwhile.
    """
    seen: dict[tuple[Run, str], str | None] = {}
    watched = dict.fromkeys(runs)
    while watched:
        if not airflow.is_alive(stack):
            raise airflow.failure(stack)
        going_on = _going_on(client)
        watched |= dict.fromkeys(going_on)
        for run in watched:
            _tell_news(client.tasks(run), seen, progress, stack)
        watched = dict.fromkeys(going_on)
        progress.wait_for(", ".join(run.dag_id for run in watched))
        time.sleep(POLL_SECONDS)


def _going_on(client: AirflowClient) -> list[Run]:
    """Return the unfinished runs; if there are none, those that assets are about to start."""
    while not (runs := client.unfinished_runs()):
        is_due = any(client.has_unread_assets(dag_id) for dag_id in NIGHT)
        # Asked again: what has left the queue in between shows up as a run.
        if (runs := client.unfinished_runs()) or not is_due:
            break
        time.sleep(POLL_SECONDS)
    return runs


def _tell_news(
    tasks: Sequence[Task],
    seen: dict[tuple[Run, str], str | None],
    progress: Progress,
    stack: airflow.Airflow,
) -> None:
    for task in tasks:
        key = (task.run, task.task_id)
        if seen.get(key) == task.state:
            continue
        seen[key] = task.state
        if task.state in ("success", "skipped"):
            took = f" in {task.seconds:.1f} s" if task.seconds else ""
            progress.say(f"{task.run.dag_id}.{task.task_id}: {task.state}{took}")
        elif task.has_failed and task.task_id != "report_failed_feeds":
            _tell_failure(task, progress, stack)


def _tell_failure(task: Task, progress: Progress, stack: airflow.Airflow) -> None:
    kind, message = _error_of(task, stack)
    progress.say(f"{task.run.dag_id}.{task.task_id}: {task.state}: {message.splitlines()[0]}")
    if kind != "FileRejected":
        raise BuildFailed(
            f"Task {task.task_id} of {task.run.dag_id} failed.",
            where=str(_log_of(task, stack)),
            evidence=f"{kind}: {message}",
        )


def _error_of(task: Task, stack: airflow.Airflow) -> tuple[str, str]:
    """Return the kind and text of the exception that ended a task, from its log."""
    found = ("unknown", "its log names no exception")
    for line in _log_of(task, stack).read_text(errors="replace").splitlines():
        try:
            details = json.loads(line).get("error_detail")
        except ValueError:
            continue
        if details:
            found = (str(details[0]["exc_type"]), str(details[0]["exc_value"]))
    return found


def _log_of(task: Task, stack: airflow.Airflow) -> Path:
    folder = stack.logs / f"dag_id={task.run.dag_id}" / f"run_id={task.run.run_id}"
    return max(folder.glob(f"task_id={task.task_id}/attempt=*.log"))
