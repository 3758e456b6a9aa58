"""Passwords of the embedded server's users: generated once, kept in a file of mode 0600.

The file has the form of libpq's password file, so `PGPASSFILE=… psql …` works.
"""

import secrets
from pathlib import Path

from warehouse.errors import ConfigurationError
from warehouse.secret_file import read_or_create

SUPERUSER = "postgres"
OWNER = "warehouse"
AIRFLOW = "airflow"
READERS = ("warehouse_analyst", "warehouse_bi", "warehouse_pii")
USERS = (SUPERUSER, OWNER, AIRFLOW, *READERS)
HOST = "127.0.0.1"


def password_file(home: Path) -> Path:
    """Return where the passwords of the embedded server under `home` are kept."""
    return home / "postgres" / "pgpass"


def read_passwords(home: Path) -> dict[str, str]:
    """Return user → password, generating all of them the first time.

    Raises ConfigurationError when the file cannot be read or lacks a user.
    """
    text = read_or_create(password_file(home), _generate)
    fields = [line.split(":") for line in text.splitlines() if line]
    found = {line[3]: line[4] for line in fields if len(line) == 5}
    if missing := set(USERS) - found.keys():
        raise ConfigurationError(
            "The password file of the embedded server is incomplete.",
            where=str(password_file(home)),
            evidence=f"no line for {', '.join(sorted(missing))}",
            remedy="Restore the file from a backup; the passwords cannot be computed again.",
        )
    return found


def server_url(home: Path, port: int, user: str, database: str = "warehouse") -> str:
    """Return the address of a database of the embedded server, password included."""
    return f"postgresql://{user}:{read_passwords(home)[user]}@{HOST}:{port}/{database}"


def _generate() -> str:
    return "".join(f"{HOST}:*:*:{user}:{secrets.token_hex(16)}\n" for user in USERS)
