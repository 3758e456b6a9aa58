"""Generated files of feeds of every kind give the same staging in whatever order they arrive."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.contract import get_contract
from extract.load import load_feeds
from tests.dbt.conftest import Project
from tests.extract.generated_files import GeneratedFile, Shape, make_file, questions_file
from tests.property_examples import examples

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


def _files(seed: int) -> list[GeneratedFile]:
    """Three days of each feed, records of the same keys in all of them, one of them bad."""
    made = [QUESTIONS]
    for name in FEEDS:
        for number, (day, form) in enumerate(zip(DAYS, FORMATS, strict=True)):
            shape = Shape(
                format=form,
                rows=25 - number,
                faults={number: "cell"},
                is_plain=True,
                seed=seed + number,
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


def test_any_order_and_batches_of_generated_files_give_the_same_staging(
    parsed_project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @examples(2)
    @given(seed=st.integers(0, 1 << 20), data=st.data())
    def holds(seed: int, data: st.DataObject) -> None:
        files = _files(seed)
        order = data.draw(st.permutations(files))
        cut = data.draw(st.integers(1, len(files) - 1))
        parsed_project.empty(tmp_path_factory.mktemp("landing"))
        _land(parsed_project, files)
        expected = _staged(parsed_project)
        assert all(expected.values())
        parsed_project.empty(tmp_path_factory.mktemp("landing"))
        for batch in (order[:cut], order[cut:]):
            _land(parsed_project, batch)
            staged = _staged(parsed_project)
        assert staged == expected

    holds()
