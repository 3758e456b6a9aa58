"""A night asks the model about each text once, and forgets what nobody asks any more."""

import subprocess
import sys
from pathlib import Path

import pytest

from cleaning.nightly import Predicted, predict_new_texts
from tests.cleaning.conftest import KnownByHeart
from warehouse.database import connect
from warehouse.settings import Settings

ALL = (
    "select taxonomy, text_hash, category, confidence, is_applied from ops.category_predictions "
    "order by 1, 2"
)


def night(settings: Settings) -> Predicted:
    with connect(settings.warehouse_url, "warehouse_transformer", autocommit=True) as connection:
        return predict_new_texts(connection, settings.home / "model")


def run(settings: Settings, query: str) -> list[tuple]:
    with connect(settings.warehouse_url, "warehouse_transformer") as connection:
        cursor = connection.execute(query.encode())
        return cursor.fetchall() if cursor.description else []


def test_what_nobody_answers_is_asked_once_and_kept_without_its_text(
    staged: Settings, model: KnownByHeart
) -> None:
    assert night(staged) == Predicted(3, 1)
    assert run(staged, ALL) == [
        ("setting", "hash of moon", "Workplace", 0.4, False),
        ("setting", "hash of works", "Workplace", 0.99, True),
        ("venue", "hash of somewhere", None, None, False),
    ]
    assert model.asked == ["moon base", "our works"]
    assert night(staged) == Predicted(0, 0)
    assert model.asked == ["moon base", "our works"]


def test_only_a_new_text_is_asked_about_on_the_next_night(
    staged: Settings, model: KnownByHeart
) -> None:
    night(staged)
    model.asked.clear()
    run(
        staged,
        "insert into staging.int_category__answered values ('setting', 'a barn', 'hash of barn')",
    )
    assert night(staged).texts_count == 1
    assert model.asked == ["a barn"]


def test_a_text_that_is_gone_or_answered_is_forgotten(
    staged: Settings, model: KnownByHeart
) -> None:
    night(staged)
    run(staged, "delete from staging.int_category__answered where text = 'moon base'")
    run(
        staged,
        "update staging.int_category__answered set method = 'rule', category = 'Workplace' "
        "where text = 'our works'",
    )
    night(staged)
    assert [row[1] for row in run(staged, ALL)] == ["hash of somewhere"]


def test_after_a_decision_a_new_model_is_asked_about_everything(
    staged: Settings, model: KnownByHeart
) -> None:
    night(staged)
    model.asked.clear()
    run(
        staged,
        "insert into staging.int_category__decision values "
        "('setting', 'A Barn', 'Workplace', 'map', true)",
    )
    assert night(staged).texts_count == 3
    assert model.asked == ["moon base", "our works"]
    assert len(run(staged, "select distinct model_version from ops.category_predictions")) == 1


def test_a_night_that_fails_leaves_the_predictions_as_they_were(
    staged: Settings, model: KnownByHeart, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(staged)
    before = run(staged, ALL)
    run(staged, "insert into staging.category_synonyms values ('setting', 'Workplace', 'yard')")

    def fail(field: str, texts: object) -> None:
        raise MemoryError

    monkeypatch.setattr(model, "predict", fail)
    with pytest.raises(MemoryError):
        night(staged)
    assert run(staged, ALL) == before


def test_nothing_heavy_is_imported_before_there_is_something_to_ask(tmp_path: Path) -> None:
    code = (
        "import sys, cleaning.nightly, cleaning.rules; "
        "print(*{'numpy', 'scipy', 'sklearn', 'polars', 'pandas'} & set(sys.modules))"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert outcome.stdout.strip() == ""
