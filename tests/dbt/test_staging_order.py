"""Generated files of feeds of every kind give the same staging in whatever order they arrive."""

import random
from pathlib import Path
from typing import Any

import pytest

from extract.contract import get_contract
from extract.load import load_feeds
from tests.dbt.conftest import Project
from tests.extract.generated_files import GeneratedFile, Shape, make_file, questions_file

# Tombstones with and without a time of change, none, personal data, lists, Windows-1252, answers.
FEEDS = (
    "cpd.participants",
    "cpd.event_feedback",
    "cpd.maturity",
    "cpd.programmes",
    "reference.gias_links",
    "reference.recode_decisions",
    "survey.paper_counts",
    "survey.online",
)
DAYS = ("2021-03-01", "2021-03-02", "2021-03-03")
FORMATS = ("csv", "ndjson", "csv.gz")
QUESTIONS = GeneratedFile("survey/questions/questions_2021-01-01.csv", questions_file(), records=())


def _files() -> list[GeneratedFile]:
    """Three days of each feed, records of the same keys in all of them, one of them bad."""
    made = [QUESTIONS]
    for name in FEEDS:
        for number, (day, form) in enumerate(zip(DAYS, FORMATS, strict=True)):
            shape = Shape(
                format=form, rows=25 - number, faults={number: "cell"}, is_plain=True, seed=number
            )
            made.append(make_file(get_contract(*name.split(".")), shape, day))
    return made


def _land(project: Project, files: list[GeneratedFile]) -> None:
    for file in files:
        target = Path(project.landing) / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.data)
    load_feeds(project.settings)


def _staged(project: Project) -> dict[str, list[str]]:
    models = [name.replace(".", "__") for name in FEEDS]
    project.run(*(f"+stg_{model}" for model in models))
    return {model: sorted(map(_shown, _rows(project, model))) for model in models}


def _rows(project: Project, model: str) -> list[dict[str, Any]]:
    return project.query(f"select * from staging.stg_{model}")


def _shown(row: dict[str, Any]) -> str:
    return str({name: cell for name, cell in row.items() if name != "_load_id"})


@pytest.fixture(scope="module")
def all_at_once(
    parsed_project: Project, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    """What staging holds when every file is there before the first load."""
    parsed_project.empty(tmp_path_factory.mktemp("landing"))
    _land(parsed_project, _files())
    staged = _staged(parsed_project)
    assert all(staged.values())
    return staged


@pytest.mark.parametrize("seed", range(2))
def test_any_order_and_batches_of_generated_files_give_the_same_staging(
    seed: int, all_at_once: dict[str, list[str]], project: Project
) -> None:
    files = _files()
    random.Random(seed).shuffle(files)  # noqa: S311
    cut = len(files) // 2
    for batch in (files[:cut], files[cut:]):
        _land(project, batch)
        staged = _staged(project)
    assert staged == all_at_once
