"""Where the embedded server is to be found, and by whom."""

from dataclasses import dataclass
from pathlib import Path

from warehouse import passwords
from warehouse.database import redacted


@dataclass(frozen=True)
class Addresses:
    """The embedded server's addresses; `password_file` has the form of libpq's PGPASSFILE."""

    owner: str
    read_only_bi: str
    airflow: str
    password_file: str


def addresses(home: Path, port: int, show_passwords: bool = False) -> Addresses:
    """Return the addresses of a server, without passwords unless they are asked for."""
    urls = [
        passwords.server_url(home, port, passwords.OWNER),
        passwords.server_url(home, port, "warehouse_bi"),
        airflow_url(home, port),
    ]
    owner, bi, airflow = urls if show_passwords else map(redacted, urls)
    return Addresses(owner, bi, airflow, str(passwords.password_file(home)))


def airflow_url(home: Path, port: int) -> str:
    """Return the address of the database that Airflow keeps its own records in."""
    return passwords.server_url(home, port, passwords.AIRFLOW, "airflow")
