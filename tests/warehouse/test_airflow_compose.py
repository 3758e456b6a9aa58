"""docker-compose.yml, read as it stands and checked against the commands it calls."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from warehouse.settings import PROJECT_ROOT

PARTS = ("api-server", "scheduler", "dag-processor", "triggerer", "worker")
# Prints the settings that Airflow does not know and the commands its parser refuses.
CHECK = """
import json, os, sys
from airflow.cli import cli_parser
from airflow.configuration import conf
from airflow.providers_manager import ProvidersManager

ProvidersManager().initialize_providers_configuration()
described = dict(conf.configuration_description)
known = {(s.lower(), o.lower()) for s, d in described.items() for o in d["options"]}
set_here = [n.split("__")[1:] for n in os.environ if n.startswith("AIRFLOW__")]
unknown = [n for n in set_here if (n[0].lower(), n[1].lower()) not in known]
parser = cli_parser.get_parser()
for command in json.loads(sys.argv[1]):
    parser.parse_args(command)
print(json.dumps(unknown))
"""


@pytest.fixture(scope="module")
def stack() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((PROJECT_ROOT / "docker-compose.yml").read_text())
    return found


def substituted(environment: dict[str, str | None]) -> dict[str, str]:
    """Fill ${NAME:-default} in with the default, ${NAME:?message} with a value; null is unset."""
    return {
        name: re.sub(r"\$\{\w+(?::-([^}]*)|:\?[^}]*)?\}", lambda m: m[1] or "value", value)
        for name, value in environment.items()
        if value is not None
    }


def test_every_part_of_airflow_the_broker_and_postgres_18_are_there(stack: dict[str, Any]):
    assert {*PARTS, "init", "redis", "postgres"} == set(stack["services"])
    assert stack["services"]["postgres"]["image"] == "postgres:18"
    assert stack["services"]["worker"]["command"] == ["airflow", "celery", "worker"]
    assert stack["services"]["worker"]["deploy"]["replicas"] >= 2


def test_airflow_knows_every_setting_and_command(stack: dict[str, Any], tmp_path: Path):
    services = [stack["services"][part] for part in PARTS]
    checks = [service["healthcheck"]["test"] for service in services if "healthcheck" in service]
    commands = [service["command"] for service in services]
    commands += [check[1:] for check in checks if check[1] == "airflow"]
    environment = substituted(stack["services"]["worker"]["environment"])
    outcome = subprocess.run(
        [sys.executable, "-c", CHECK, json.dumps([command[1:] for command in commands])],
        env={**environment, "AIRFLOW_HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    assert json.loads(outcome.stdout.splitlines()[-1]) == []


def test_every_password_and_key_must_be_given(stack: dict[str, Any]):
    text = (PROJECT_ROOT / "docker-compose.yml").read_text()
    for name in re.findall(r"\$\{(\w*(?:PASSWORD|KEY|SECRET)\w*)", text):
        assert f"${{{name}:?" in text, f"{name} may be left out"
    assert "PSEUDONYM_KEY" in stack["services"]["init"]["environment"]
    assert "PSEUDONYM_KEY" not in stack["services"]["worker"]["environment"]


def test_only_the_pages_are_reachable_and_only_from_this_machine(stack: dict[str, Any]):
    published = {name: s["ports"] for name, s in stack["services"].items() if "ports" in s}
    assert published == {"api-server": ["127.0.0.1:8080:8080"]}


def test_the_image_has_the_folders_that_the_stack_mounts(stack: dict[str, Any]):
    dockerfile = (PROJECT_ROOT / "Dockerfile").read_text()
    for volume in stack["services"]["worker"]["volumes"]:
        folder = re.sub(r"\$\{[^}]*\}", "", volume).split(":")[1]
        assert folder in dockerfile


def test_the_image_is_made_from_the_locks():
    dockerfile = (PROJECT_ROOT / "Dockerfile").read_text()
    assert "--require-hashes requirements.lock bootstrap.lock" in dockerfile
