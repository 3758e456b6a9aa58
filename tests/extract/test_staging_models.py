"""Staging models come from the contracts, but for those that say they are special."""

from pathlib import Path

import pytest
import yaml

from extract import staging_models
from extract.contract import all_contracts, get_contract
from extract.staging_models import HEADINGS, STAGING_FOLDER, models_of, outdated, render, write

STALE = "reference/stg_reference__comets.sql"
SPECIAL = {"stg_platform__hubs", "stg_reference__priority_schools"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A staging folder that is up to date."""
    write(tmp_path)
    return tmp_path


def test_what_is_committed_is_what_is_generated() -> None:
    assert [path for path, _ in outdated()] == [], "run `make contracts`"


def test_every_feed_has_its_models_and_only_the_special_ones_are_written_by_hand() -> None:
    by_hand = set()
    for path in render(all_contracts().values()):
        assert (STAGING_FOLDER / path).exists()
        if not staging_models.is_generated(STAGING_FOLDER / path):
            by_hand.add(path.stem)
    assert by_hand == SPECIAL


def test_writing_again_changes_nothing(folder: Path) -> None:
    assert len(list(folder.rglob("*.sql"))) > 2 * len(all_contracts())
    assert write(folder) == []


def test_a_model_that_differs_from_its_contract_is_written_anew(folder: Path) -> None:
    model = folder / "platform" / "stg_platform__hubs.sql"
    generated = model.read_text()
    model.write_text(generated.replace("select", "selekt"))
    assert write(folder) == [model]
    assert model.read_text() == generated


def test_a_model_written_by_hand_is_left_alone(folder: Path) -> None:
    model = folder / "platform" / "stg_platform__hubs.sql"
    model.write_text("select 1\n")
    assert write(folder) == []
    assert model.read_text() == "select 1\n"


def test_a_model_of_a_feed_that_is_no_more_goes(folder: Path) -> None:
    stale = folder / STALE
    stale.write_text(HEADINGS[".sql"] + "select 1\n")
    by_hand = stale.with_name("stg_reference__planets.sql")
    by_hand.write_text("select 1\n")
    assert write(folder) == [stale]
    assert by_hand.exists()


def test_personal_columns_stand_in_a_model_of_their_own() -> None:
    models = {model.path.name: model for model in models_of(get_contract("cpd", "participants"))}
    assert set(models) == {
        "base_cpd__participants",
        "pii_cpd__participants",
        "stg_cpd__participants",
    }
    columns = {
        name: {column["name"] for column in model.properties["columns"]}
        for name, model in models.items()
    }
    assert "email" in columns["pii_cpd__participants"]
    for name in ("base_cpd__participants", "stg_cpd__participants"):
        assert {"participant_id", "participant_key"} <= columns[name]
        assert not {"email", "first_name", "last_name"} & columns[name]


def test_a_models_tests_are_those_of_its_contract() -> None:
    files = render([get_contract("cpd", "bookings")])
    text = files[Path("cpd/stg_cpd__bookings.yml")]
    (model,) = yaml.safe_load(text)["models"]
    assert model["data_tests"] == [{"grain": {"arguments": {"columns": ["booking_id"]}}}]
    tests = {column["name"]: column.get("data_tests") for column in model["columns"]}
    (relationships,) = tests["event_id"]
    assert relationships["relationships"]["arguments"] == {
        "to": "ref('stg_cpd__events')",
        "field": "event_id",
    }
    assert relationships["relationships"]["config"] == {"severity": "warn"}
    assert tests["booking_id"] is None
