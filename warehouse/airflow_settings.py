"""The warehouse's settings inside an Airflow task."""

import os
from urllib.parse import quote, urlencode

from airflow.sdk import Connection, Variable
from airflow.sdk.exceptions import AirflowNotFoundException

from warehouse.settings import Settings

CONNECTION = "warehouse"
VARIABLES = {"LANDING_URL": "landing_url", "OUTBOX_URL": "outbox_url"}


def settings_in_task() -> Settings:
    """Return what Connection `warehouse` and the Variables say, else what the environment says.

    Raises ConfigurationError when one of them cannot be used.
    """
    told = {"WAREHOUSE_URL": _warehouse_url()}
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
