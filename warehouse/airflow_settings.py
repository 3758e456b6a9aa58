"""The warehouse's settings inside an Airflow task."""

import json
import os
from typing import Any
from urllib.parse import quote, urlencode

from airflow.sdk import Connection, Variable
from airflow.sdk.exceptions import AirflowNotFoundException

from warehouse.settings import Settings

CONNECTION = "warehouse"
VARIABLES = {"LANDING_URL": "landing_url", "OUTBOX_URL": "outbox_url"}


def settings_in_task() -> Settings:
    """Return what the Connections and Variables say, else what the environment says.

    Connection `warehouse` is the database; `landing` and `outbox` hold the credentials for the
    addresses in the Variables.

    Raises ConfigurationError when one of them cannot be used.
    """
    told = {"WAREHOUSE_URL": _warehouse_url()}
    told |= {"LANDING_OPTIONS": _options("landing"), "OUTBOX_OPTIONS": _options("outbox")}
    told |= {name: Variable.get(key, default=None) for name, key in VARIABLES.items()}
    given = {name: value for name, value in told.items() if value}
    return Settings.from_environment({**os.environ, **given})


def _warehouse_url() -> str | None:
    try:
        connection = Connection.get(CONNECTION)
    except AirflowNotFoundException:
        return None
    user = f"{quote(connection.login or '', safe='')}:{quote(connection.password or '', safe='')}"
    place = f"{connection.host or ''}:{connection.port or 5432}/{connection.schema or ''}"
    options = urlencode(connection.extra_dejson)
    return f"postgresql://{user}@{place}" + (f"?{options}" if options else "")


def _options(name: str) -> str | None:
    """Return a Connection as fsspec options, in JSON."""
    try:
        connection = Connection.get(name)
    except AirflowNotFoundException:
        return None
    told = connection.extra_dejson
    match connection.conn_type:
        case "aws" | "s3":
            region = told.get("region_name")
            options: dict[str, Any] = {
                "key": connection.login,
                "secret": connection.password,
                "token": told.get("aws_session_token"),
                "endpoint_url": told.get("endpoint_url"),
                "client_kwargs": {"region_name": region} if region else None,
            }
        case "sftp" | "ssh":
            options = {
                "host": connection.host,
                "port": connection.port,
                "username": connection.login,
                "password": connection.password,
                "key_filename": told.get("key_file"),
                "private_key": told.get("private_key"),
                "passphrase": told.get("private_key_passphrase"),
                "known_hosts": told.get("known_hosts"),
                "host_key": _with_type(told.get("host_key")),
                "check_host_key": str(told.get("no_host_key_check", False)).lower() != "true",
            }
        case _:
            options = dict(told)
    return json.dumps({key: value for key, value in options.items() if value not in (None, "")})


def _with_type(host_key: str | None) -> str | None:
    """Return a host key with its type; Airflow's own connections leave that of RSA keys out."""
    return f"ssh-rsa {host_key}" if host_key and " " not in host_key else host_key
