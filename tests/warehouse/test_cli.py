import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.extract.conftest import Bench
from warehouse.database import connect
from warehouse.settings import PROJECT_ROOT, Settings

SERVER = ["up", "down", "init"]
NIGHT = ["sample", "load", "build", "publish", "nightly"]
COMMANDS = [*SERVER, *NIGHT, "status", "rejects", "replay", "rollback"]


def warehouse(
    *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "warehouse.cli", *arguments],
        cwd=PROJECT_ROOT,
        env={"PATH": os.defpath, "HOME": "/nonexistent", **(environment or {})},
        check=False,
        capture_output=True,
        text=True,
    )


def environment_of(settings: Settings) -> dict[str, str]:
    return {
        "WAREHOUSE_URL": settings.warehouse_url,
        "LANDING_URL": settings.landing_url,
        "OUTBOX_URL": settings.outbox_url,
        "WAREHOUSE_HOME": str(settings.home),
        "PSEUDONYM_KEY": str(settings.pseudonym_key),
    }


def test_help_names_every_command_and_what_an_exit_code_means() -> None:
    outcome = warehouse("--help")
    assert outcome.returncode == 0
    for command in COMMANDS:
        assert f"│ {command} " in outcome.stdout, command
    assert "Exit codes: 0 done" in outcome.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    outcome = warehouse(command, "--help")
    assert outcome.returncode == 0, outcome.stderr
    assert "Usage:" in outcome.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"],
        ["up", "--no-such-option"],
        ["sample"],
        ["build", "--as-of", "31/12/2025"],
        ["rejects"],
        ["replay"],
        ["replay", "one"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_two(arguments: list[str]) -> None:
    outcome = warehouse(*arguments)
    assert outcome.returncode == 2
    assert "Usage:" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_init_and_status_of_a_fresh_database(empty_settings: Settings) -> None:
    environment = environment_of(empty_settings)
    outcome = warehouse("init", environment=environment)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert empty_settings.warehouse_url.rsplit("/", 1)[1] in outcome.stdout
    outcome = warehouse("status", "--json", environment=environment)
    assert outcome.returncode == 0
    sections = (
        *("feeds", "rejected_rows", "rejected_files", "freshness"),
        *("review_queue", "releases", "left_alone"),
    )
    assert json.loads(outcome.stdout) == {section: [] for section in sections}


def test_a_mistake_in_a_setting_is_explained_without_a_stack_trace() -> None:
    outcome = warehouse("status", environment={"WAREHOUSE_URL": "mysql://user:secret@host/db"})
    assert outcome.returncode == 1
    assert outcome.stdout == ""
    for part in ("WAREHOUSE_URL is not the address", "where: ", "remedy: ", "postgresql://"):
        assert part in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert "secret" not in outcome.stderr


def test_a_server_that_does_not_answer_is_explained_without_its_password() -> None:
    url = "postgresql://someone:secret@127.0.0.1:1/warehouse"
    outcome = warehouse("status", environment={"WAREHOUSE_URL": url})
    assert outcome.returncode == 1
    assert "postgresql://someone@127.0.0.1:1/warehouse" in outcome.stderr
    assert "warehouse up" in outcome.stderr
    assert "secret" not in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_an_error_is_json_for_a_machine(empty_settings: Settings) -> None:
    outcome = warehouse("status", "--json", environment=environment_of(empty_settings))
    assert outcome.returncode == 1
    assert outcome.stdout == ""
    error = json.loads(outcome.stderr)["error"]
    assert error["what"] == "The database has not been initialised."
    assert "warehouse init" in error["remedy"]


def test_a_rejected_file_exits_one_after_everything_else_is_loaded(settings: Settings) -> None:
    folder = Path(settings.landing_url) / "platform" / "hubs"
    folder.mkdir(parents=True)
    header = "hub_id,hub_name,nation,region,valid_from,valid_to,successor_hub_id,share\n"
    hub = "H1,North,England,North East,2020-01-01,,,\n"
    (folder / "hubs_2026-01-01.csv").write_text(header + hub)
    (folder / "hubs_2026-01-02.csv").write_text("not,a,hub\n1,2,3\n")
    environment = environment_of(settings)

    outcome = warehouse("load", "platform.hubs", environment=environment)
    assert outcome.returncode == 1
    assert "hubs_2026-01-02.csv" in outcome.stderr
    assert "remedy: " in outcome.stderr
    assert "Traceback" not in outcome.stderr

    outcome = warehouse("status", "--json", environment=environment)
    status = json.loads(outcome.stdout)
    assert [file["file_path"] for file in status["rejected_files"]] == [
        "platform/hubs/hubs_2026-01-02.csv"
    ]
    (feed,) = status["feeds"]
    assert (feed["files_count"], feed["rejected_files_count"], feed["rows_loaded"]) == (2, 1, 1)

    outcome = warehouse("load", "platform.hubs", environment=environment)
    assert outcome.returncode == 0, "nothing new, nothing newly rejected"


def test_an_unknown_feed_is_refused_with_those_there_are(settings: Settings) -> None:
    outcome = warehouse("load", "platform.nothing", environment=environment_of(settings))
    assert outcome.returncode == 1
    assert "platform.nothing" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_load_is_replayed_and_its_rows_are_read_as_json(settings: Settings) -> None:
    bench = Bench(settings)
    good = "".join(f"{urn},2020/21\n" for urn in range(100_000, 100_100))
    bench.land(
        "reference/priority_schools/priority_schools_2021-01-01.csv",
        f"urn,programme_year\n{good}100200,20/21\n",
    )
    load_id = bench.load_one("reference.priority_schools").load_id
    outcome = warehouse("replay", str(load_id), "--json", environment=environment_of(settings))
    assert outcome.returncode == 0, outcome.stderr
    report = json.loads(outcome.stdout)
    assert (report["rows_read"], report["rows_quarantined"]) == (1, 1)
    assert report["first_reasons"][0]["line"] == 102
    outcome = warehouse("replay", str(load_id), environment=environment_of(settings))
    assert outcome.returncode == 1
    assert "replay that one" in outcome.stderr


def test_a_load_there_is_none_of_is_explained(settings: Settings) -> None:
    outcome = warehouse("replay", "7", environment=environment_of(settings))
    assert outcome.returncode == 1
    assert "There is no load 7." in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_going_back_without_a_former_release_is_explained(settings: Settings) -> None:
    outcome = warehouse("rollback", environment=environment_of(settings))
    assert outcome.returncode == 1
    assert "no former release" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_up_prints_addresses_and_keeps_passwords_for_those_who_ask(server: Server) -> None:
    environment = {"WAREHOUSE_HOME": str(server.home), "EMBEDDED_PORT": str(server.port)}
    outcome = warehouse("up", "--json", environment=environment)
    assert outcome.returncode == 0, outcome.stderr
    addresses = json.loads(outcome.stdout)
    place = f"127.0.0.1:{server.port}/warehouse"
    assert addresses["owner"] == f"postgresql://warehouse@{place}"
    assert addresses["read_only_bi"] == f"postgresql://warehouse_bi@{place}"
    assert Path(addresses["password_file"]).exists()

    outcome = warehouse("up", "--json", "--show-passwords", environment=environment)
    with connect(json.loads(outcome.stdout)["owner"]) as connection:
        assert connection.info.dbname == "warehouse"


def test_down_says_when_nothing_runs(tmp_path: Path) -> None:
    outcome = warehouse("down", environment={"WAREHOUSE_HOME": str(tmp_path)})
    assert (outcome.returncode, outcome.stdout) == (0, "The embedded server was not running.\n")
