import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.conftest import free_port, passable_folder, running_as_root, settings_in
from warehouse import passwords, postgres
from warehouse.database import initialise
from warehouse.errors import ServerError
from warehouse.postgres_cluster import parallel_memory
from warehouse.postgres_programs import run
from warehouse.settings import PROJECT_ROOT


@pytest.fixture(scope="module")
def made_once() -> Iterator[Path]:
    """The home of a server that was made and stopped."""
    with passable_folder() as folder:
        postgres.start(folder, free_port())
        postgres.stop(folder)
        yield folder


@pytest.fixture
def made_home(made_once: Path, home: Path) -> Path:
    """A home with a copy of that server."""
    subprocess.run(["cp", "-a", f"{made_once}/.", str(home)], check=True)
    return home


def start_command(home: Path, port: int) -> list[str]:
    return [
        sys.executable,
        "-c",
        "import sys; from pathlib import Path; from warehouse import postgres; "
        "postgres.start(Path(sys.argv[1]), int(sys.argv[2]))",
        str(home),
        str(port),
    ]


def kill_nine(home: Path) -> None:
    pid = postgres.status(home).pid
    assert pid is not None
    server = psutil.Process(pid)
    server.kill()
    psutil.wait_procs([server])


def test_a_server_is_made_answers_and_is_stopped(home: Path) -> None:
    port = free_port()
    assert postgres.status(home).state == "absent"
    url = postgres.start(home, port)
    with psycopg.connect(url) as connection:
        assert connection.info.server_version // 10000 == 18
        assert connection.info.dbname == "warehouse"
        assert connection.info.user == "warehouse"
    assert postgres.status(home).state == "running"
    assert postgres.stop(home)
    assert postgres.status(home).state == "stopped"
    assert not postgres.stop(home)


def test_starting_a_running_server_leaves_it_as_it_is(made_home: Path) -> None:
    port = free_port()
    url = postgres.start(made_home, port)
    pid = postgres.status(made_home).pid
    assert postgres.start(made_home, port) == url
    assert postgres.status(made_home).pid == pid


def test_two_starts_at_once_make_one_server(home: Path) -> None:
    port = free_port()
    starts = [subprocess.Popen(start_command(home, port), cwd=PROJECT_ROOT) for _ in range(2)]
    assert [start.wait(timeout=120) for start in starts] == [0, 0]
    assert postgres.status(home).state == "running"


def test_what_was_committed_survives_a_kill(made_home: Path) -> None:
    port = free_port()
    url = postgres.start(made_home, port)
    with psycopg.connect(url) as connection:
        connection.execute("create table kept as select generate_series(1, 100000) as number")
    kill_nine(made_home)
    assert postgres.status(made_home).state == "stopped"
    assert postgres.start(made_home, port) == url
    answer = run("pg_isready", "--host", passwords.HOST, "--port", str(port))
    assert answer.returncode == 0
    with psycopg.connect(url) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (100000,)


def test_a_query_that_outlives_the_killed_server_does_not_block_the_next(made_home: Path) -> None:
    port = free_port()
    connection = psycopg.connect(postgres.start(made_home, port))
    busy = connection.info.backend_pid

    def work() -> None:
        with contextlib.suppress(psycopg.OperationalError):
            connection.execute("select sum(sqrt(n)) from generate_series(1, 10000000000) as n")

    query = threading.Thread(target=work)
    query.start()
    while psutil.Process(busy).cpu_times().user < 0.2:
        time.sleep(0.02)
    kill_nine(made_home)
    assert psutil.pid_exists(busy)
    postgres.start(made_home, port)
    query.join(timeout=30)
    assert not query.is_alive()
    assert postgres.status(made_home).state == "running"
    connection.close()


def test_a_process_that_got_the_dead_servers_number_does_not_block_the_next(
    made_home: Path,
) -> None:
    port = free_port()
    postgres.start(made_home, port)
    pid_file = postgres.data_folder(made_home) / "postmaster.pid"
    kill_nine(made_home)
    owner = pid_file.stat()
    # As the server's own user: of others PostgreSQL itself knows that they are no server.
    with subprocess.Popen(
        ["/bin/sleep", "60"],
        user=owner.st_uid if running_as_root() else None,
    ) as bystander:
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
        postgres.start(made_home, port)
        assert bystander.poll() is None
        bystander.kill()
    assert postgres.status(made_home).state == "running"


def test_a_taken_port_is_named_and_nothing_is_started(made_home: Path) -> None:
    with socket.socket() as taken:
        taken.bind((passwords.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=f"Port {port} is taken") as caught:
            postgres.start(made_home, port)
    assert "EMBEDDED_PORT" in str(caught.value)
    assert postgres.status(made_home).state == "stopped"


def test_a_server_that_runs_on_another_port_is_not_started_again(made_home: Path) -> None:
    port = free_port()
    postgres.start(made_home, port)
    with pytest.raises(ServerError, match=f"runs already, on port {port}"):
        postgres.start(made_home, free_port())


def test_a_killed_initdb_leaves_nothing_that_looks_like_a_server(home: Path) -> None:
    port = free_port()
    start = subprocess.Popen(start_command(home, port), cwd=PROJECT_ROOT, start_new_session=True)
    while not list(home.glob("postgres/data.making-*/data/PG_VERSION")):
        assert start.poll() is None
        time.sleep(0.005)
    os.killpg(start.pid, signal.SIGKILL)
    start.wait()
    assert not postgres.data_folder(home).exists()
    assert list(home.glob("postgres/data.making-*"))
    postgres.start(home, port)
    assert postgres.status(home).state == "running"
    assert not list(home.glob("postgres/data.making-*"))


def test_a_data_folder_that_is_not_whole_is_explained_and_left_alone(home: Path) -> None:
    data = postgres.data_folder(home)
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("18\n")
    with pytest.raises(ServerError, match="not whole") as caught:
        postgres.start(home, free_port())
    assert caught.value.where == str(data)
    assert "global/pg_control" in str(caught.value.evidence)
    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]


def test_a_data_folder_of_another_version_is_explained(home: Path) -> None:
    data = postgres.data_folder(home)
    (data / "global").mkdir(parents=True)
    (data / "global" / "pg_control").touch()
    (data / "PG_VERSION").write_text("17\n")
    with pytest.raises(ServerError, match="another version") as caught:
        postgres.start(home, free_port())
    assert "made by 17, the programs are 18" in str(caught.value)


def test_an_empty_data_folder_is_filled(home: Path) -> None:
    postgres.data_folder(home).mkdir(parents=True)
    postgres.start(home, free_port())
    assert postgres.status(home).state == "running"


def test_a_setting_the_server_refuses_is_quoted_from_its_log(made_home: Path) -> None:
    with pytest.raises(ServerError, match="did not start") as caught:
        postgres.start(made_home, free_port(), {"shared_buffers": "nonsense"})
    assert 'invalid value for parameter "shared_buffers"' in str(caught.value.evidence)


def test_a_lost_password_file_is_explained(made_home: Path) -> None:
    port = free_port()
    postgres.start(made_home, port)
    passwords.password_file(made_home).unlink()
    with pytest.raises(ServerError, match="password file is not the one") as caught:
        postgres.start(made_home, port)
    assert not any(password in str(caught.value) for password in all_passwords(made_home))


def test_passwords_are_readable_by_their_owner_only(home: Path) -> None:
    passwords.read_passwords(home)
    assert passwords.password_file(home).stat().st_mode & 0o777 == 0o600


def all_passwords(home: Path) -> set[str]:
    return set(passwords.read_passwords(home).values())


def test_every_login_has_its_own_scram_password_and_no_other_way_in(made_home: Path) -> None:
    port = free_port()
    postgres.start(made_home, port)
    assert len(all_passwords(made_home)) == len(passwords.USERS)
    superuser = passwords.server_url(made_home, port, passwords.SUPERUSER, "postgres")
    with psycopg.connect(superuser) as connection:
        ways = connection.execute("select distinct auth_method from pg_hba_file_rules").fetchall()
        assert ways == [("scram-sha-256",)]
        logins = connection.execute(
            "select rolname, rolpassword like 'SCRAM-SHA-256$%%' from pg_authid where rolcanlogin"
        ).fetchall()
        assert dict(logins) == dict.fromkeys(passwords.USERS, True)
    initialise(settings_in(made_home, passwords.server_url(made_home, port, passwords.OWNER)))
    for user in passwords.USERS:
        database = "airflow" if user == passwords.AIRFLOW else "warehouse"
        psycopg.connect(passwords.server_url(made_home, port, user, database)).close()
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(f"postgresql://{user}:wrong@{passwords.HOST}:{port}/{database}")


def test_the_server_listens_on_this_machine_only(made_home: Path) -> None:
    port = free_port()
    postgres.start(made_home, port)
    server = psutil.Process(postgres.status(made_home).pid)
    listening = [c.laddr for c in server.net_connections() if c.status == psutil.CONN_LISTEN]
    assert [(address.ip, address.port) for address in listening] == [("127.0.0.1", port)]


def test_a_commit_of_the_real_server_is_on_disk(made_home: Path) -> None:
    with psycopg.connect(postgres.start(made_home, free_port())) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert connection.execute(f"show {setting}").fetchone() == ("on",), setting


def test_values_in_a_failed_statement_do_not_reach_the_servers_log(made_home: Path) -> None:
    with psycopg.connect(postgres.start(made_home, free_port()), autocommit=True) as connection:
        for statement in ("select 'someone@example.org'::date", "select %s::date"):
            with pytest.raises(psycopg.errors.InvalidDatetimeFormat):
                connection.execute(statement, ["someone@example.org"] if "%" in statement else None)
    log = postgres.log_file(made_home).read_text()
    assert "ready to accept connections" in log
    assert "someone@example.org" not in log


def test_parallel_queries_work_where_shared_memory_is_scarce(made_home: Path) -> None:
    url = postgres.start(made_home, free_port(), {"dynamic_shared_memory_type": "mmap"})
    with psycopg.connect(url) as connection:
        connection.execute(
            "create table numbers as select n, n::text as word from generate_series(1, 200000) as n"
        )
        connection.execute("analyze numbers")
        connection.execute("set parallel_setup_cost to 0")
        plan = connection.execute(
            "explain (analyze, costs off) "
            "select count(*) from numbers as one join numbers as other using (word)"
        ).fetchall()
    assert any("Workers Launched: " in line and "Launched: 0" not in line for (line,) in plan)


def test_shared_memory_is_used_only_where_there_is_enough(tmp_path: Path) -> None:
    assert parallel_memory(tmp_path / "nowhere") == "mmap"
    assert parallel_memory(Path("/proc")) == "mmap"  # a file system without any room
    assert parallel_memory(tmp_path) == "posix"
