"""What Airflow is told, all of it by environment variables: no airflow.cfg to drift."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from cryptography.fernet import Fernet

from warehouse.secret_file import read_or_create
from warehouse.settings import PROJECT_ROOT

ADMIN = "admin"
PASSWORDS_FILE = "passwords.json"

# Chained tasks start at once, on a machine with two cores that Postgres and polars share.
PACE = {
    "AIRFLOW__CORE__PARALLELISM": "4",
    "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.5",
    "AIRFLOW__API__WORKERS": "1",
    "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
    "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "300",
}


def base_environment(home: Path) -> dict[str, str]:
    """Return what every Airflow process of ours is told, wherever its metadata are.

    `home` becomes AIRFLOW_HOME. This version of Airflow sends no usage data to anyone.
    """
    path = filter(None, [os.environ.get("PYTHONPATH")])
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT_ROOT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__LOGGING__COLORED_CONSOLE_LOG": "False",
        # Renaming a process must not wipe the environment by which it is found again.
        "SPT_NOENV": "1",
        "PYTHONPATH": os.pathsep.join([str(PROJECT_ROOT), *path]),
    }


def stack_environment(
    home: Path, metadata_url: str, port: int, inherited: Mapping[str, str]
) -> dict[str, str]:
    """Return the environment of the processes that the supervisor starts.

    `metadata_url` is a Postgres URL, `port` that of Airflow's pages on 127.0.0.1. Keys
    and the admin's password are made once and kept under `home`, readable by its owner only.
    """
    keys = _keys(home)
    pages = f"http://127.0.0.1:{port}"
    return {
        **inherited,
        **base_environment(home),
        **PACE,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": with_driver(metadata_url, "psycopg2"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": with_driver(metadata_url, "psycopg"),
        "AIRFLOW__CORE__FERNET_KEY": keys["fernet_key"],
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{ADMIN}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / PASSWORDS_FILE),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{pages}/execution/",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": pages,
        "AIRFLOW__API__SECRET_KEY": keys["secret_key"],
        "AIRFLOW__API_AUTH__JWT_SECRET": keys["jwt_secret"],
    }


def with_driver(url: str, driver: str) -> str:
    """Return a Postgres URL as SQLAlchemy names it: `postgresql+<driver>://…`."""
    return urlunsplit(urlsplit(url)._replace(scheme=f"postgresql+{driver}"))


def password(home: Path) -> str:
    """Return the password of Airflow's user `admin`."""
    return str(json.loads((home / PASSWORDS_FILE).read_text())[ADMIN])


def _keys(home: Path) -> dict[str, str]:
    read_or_create(home / PASSWORDS_FILE, lambda: json.dumps({ADMIN: secrets.token_urlsafe(18)}))
    keys: dict[str, str] = json.loads(read_or_create(home / "keys.json", _generate))
    return keys


def _generate() -> str:
    return json.dumps(
        {
            "fernet_key": Fernet.generate_key().decode(),
            "secret_key": secrets.token_urlsafe(32),
            "jwt_secret": secrets.token_urlsafe(64),
        }
    )
