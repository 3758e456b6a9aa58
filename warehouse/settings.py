"""The settings of the warehouse, read from the environment once."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from warehouse.errors import ConfigurationError

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DEFAULT_PORT = 54330
DEFAULT_AIRFLOW_PORT = 8080


@dataclass(frozen=True)
class Settings:
    """Where the warehouse reads from, works in and writes to.

    The address of the database, the pseudonym key and the options of landing zone and outbox
    (fsspec's, credentials among them) are kept out of `repr`, hence out of logs.
    `pseudonym_key` None means the one generated under `home`.
    """

    warehouse_url: str = field(repr=False)
    landing_url: str
    outbox_url: str
    home: Path
    pseudonym_key: str | None = field(default=None, repr=False)
    landing_options: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    outbox_options: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    def __post_init__(self) -> None:
        if not self.warehouse_url.startswith(("postgresql://", "postgres://")):
            raise ConfigurationError(
                "WAREHOUSE_URL is not the address of a Postgres database.",
                where="environment variable WAREHOUSE_URL",
                evidence="it does not begin with postgresql://",
                remedy="Write it as postgresql://user:password@host:port/database.",
            )
        for name, url in (("LANDING_URL", self.landing_url), ("OUTBOX_URL", self.outbox_url)):
            if not url:
                raise ConfigurationError(
                    f"{name} is empty.",
                    where=f"environment variable {name}",
                    remedy="Give a folder or an fsspec address such as s3://bucket/path.",
                )
            if _holds_password(url):
                raise ConfigurationError(
                    f"{name} holds a password, and addresses are shown.",
                    where=f"environment variable {name}",
                    remedy=f"Put it into {name.replace('URL', 'OPTIONS')}, in Airflow into the "
                    "Connection; see docs/operations.md.",
                )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Return the settings of this process; what is unset means a place under var/.

        Raises ConfigurationError when a variable cannot be used.
        """
        home = home_folder(environment)
        return cls(
            warehouse_url=environment.get("WAREHOUSE_URL") or _embedded_url(home, environment),
            landing_url=environment.get("LANDING_URL") or str(home / "landing"),
            outbox_url=environment.get("OUTBOX_URL") or str(home / "outbox"),
            home=home,
            pseudonym_key=environment.get("PSEUDONYM_KEY") or None,
            landing_options=_options("LANDING_OPTIONS", environment),
            outbox_options=_options("OUTBOX_OPTIONS", environment),
        )


def home_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of everything the warehouse keeps on this machine (default var/)."""
    return Path(environment.get("WAREHOUSE_HOME") or PROJECT_ROOT / "var").absolute()


def embedded_port(environment: Mapping[str, str] = os.environ) -> int:
    """Return the port of the embedded server; raises ConfigurationError if it is none."""
    return _port("EMBEDDED_PORT", DEFAULT_PORT, environment)


def airflow_port(environment: Mapping[str, str] = os.environ) -> int:
    """Return the port of Airflow's pages; raises ConfigurationError if it is none."""
    return _port("AIRFLOW_PORT", DEFAULT_AIRFLOW_PORT, environment)


def _options(name: str, environment: Mapping[str, str]) -> dict[str, Any]:
    try:
        options = json.loads(environment.get(name) or "{}")
    except ValueError:
        options = None
    if not isinstance(options, dict):
        raise ConfigurationError(
            f"{name} is not a JSON object.",
            where=f"environment variable {name}",
            remedy='Write fsspec options such as {"key": "…", "secret": "…"}.',
        )
    return options


def _holds_password(url: str) -> bool:
    try:
        return urlsplit(url).password is not None
    except ValueError:
        return "@" in url and "://" in url


def _port(name: str, default: int, environment: Mapping[str, str]) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise ConfigurationError(
            f"{name} is not a port.",
            where=f"environment variable {name}",
            evidence=repr(text),
            remedy="Give a number from 1 to 65535, or unset it.",
        )
    return int(text)


def _embedded_url(home: Path, environment: Mapping[str, str]) -> str:
    from warehouse import passwords  # here: passwords needs no settings, settings few passwords

    return passwords.server_url(home, embedded_port(environment), passwords.OWNER)
