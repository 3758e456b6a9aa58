"""Airflow over its REST API: DAGs switched on, runs started, and what they led to."""

import json
from dataclasses import dataclass
from typing import Any, Self

import httpx

from warehouse.airflow import Airflow


@dataclass(frozen=True)
class Run:
    """One run of a DAG."""

    dag_id: str
    run_id: str


@dataclass(frozen=True)
class Task:
    """A task of a run as it stands; `state` is None before it is scheduled."""

    run: Run
    task_id: str
    state: str | None
    seconds: float | None

    @property
    def has_failed(self) -> bool:
        """Whether it failed, be it to be tried again."""
        return self.state in ("failed", "up_for_retry")


@dataclass(frozen=True)
class AirflowClient:
    """Airflow's REST API, as its admin."""

    api: httpx.Client

    @classmethod
    def connect(cls, airflow: Airflow) -> Self:
        """Log in. Raises httpx.HTTPError when Airflow does not answer."""
        password = json.loads(airflow.password_file.read_text())[airflow.user]
        api = httpx.Client(base_url=airflow.pages, timeout=60, trust_env=False)
        answer = api.post("/auth/token", json={"username": airflow.user, "password": password})
        token = answer.raise_for_status().json()["access_token"]
        api.headers["Authorization"] = f"Bearer {token}"
        return cls(api)

    def close(self) -> None:
        """Close the connection."""
        self.api.close()

    def is_healthy(self) -> bool:
        """Return whether every part of Airflow is up."""
        parts = self._get("/monitor/health").values()
        return all(part["status"] == "healthy" for part in parts)

    def dag_ids(self) -> set[str]:
        """Return the DAGs that Airflow has read and can run."""
        dags = self._get("/dags", exclude_stale=True)["dags"]
        return {dag["dag_id"] for dag in dags if not dag["has_import_errors"]}

    def import_errors(self) -> list[str]:
        """Return the files that Airflow could not read, each with the reason's last line."""
        errors = self._get("/importErrors")["import_errors"]
        return [f"{e['filename']}: {e['stack_trace'].strip().splitlines()[-1]}" for e in errors]

    def unpause(self, dag_id: str) -> None:
        """Let a DAG run."""
        self.api.patch(f"/api/v2/dags/{dag_id}", json={"is_paused": False}).raise_for_status()

    def trigger(self, dag_id: str) -> Run:
        """Start a run now."""
        answer = self.api.post(f"/api/v2/dags/{dag_id}/dagRuns", json={"logical_date": None})
        return Run(dag_id, answer.raise_for_status().json()["dag_run_id"])

    def tasks(self, run: Run) -> list[Task]:
        """Return the tasks of a run."""
        found = self._get(f"/dags/{run.dag_id}/dagRuns/{run.run_id}/taskInstances")
        return [
            Task(run, task["task_id"], task["state"], task["duration"])
            for task in found["task_instances"]
        ]

    def unfinished_runs(self) -> list[Run]:
        """Return the runs of all DAGs that are queued or running."""
        found = self._get("/dags/~/dagRuns", state=["queued", "running"], order_by="id")
        return [Run(run["dag_id"], run["dag_run_id"]) for run in found["dag_runs"]]

    def has_unread_assets(self, dag_id: str) -> bool:
        """Return whether a DAG is about to run because of an asset."""
        answer = self.api.get(f"/api/v2/dags/{dag_id}/assets/queuedEvents")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return False
        return bool(answer.raise_for_status().json()["queued_events"])

    def _get(self, path: str, **parameters: Any) -> Any:
        return self.api.get(f"/api/v2{path}", params=parameters).raise_for_status().json()
