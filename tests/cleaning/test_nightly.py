"""A night asks the model about each text once, and forgets what nobody asks any more."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from cleaning.nightly import Predicted, predict_new_texts
from warehouse.database import connect
from warehouse.settings import Settings

ALL = (
    "select taxonomy, text_hash, case when is_applied then category end, is_applied "
    "from ops.category_predictions order by 1, 2"
)
WRITTEN = "select text_hash, xmin::text from ops.category_predictions"


def night(settings: Settings, kept: Path) -> Predicted:
    with connect(settings.warehouse_url, "warehouse_transformer", autocommit=True) as connection:
        return predict_new_texts(connection, kept)


def run(settings: Settings, query: str) -> list[tuple]:
    with connect(settings.warehouse_url, "warehouse_transformer") as connection:
        cursor = connection.execute(query.encode())
        return cursor.fetchall() if cursor.description else []


def test_what_nobody_answers_is_asked_once_and_kept_without_its_text(
    staged: Settings, kept: Path
) -> None:
    assert night(staged, kept) == Predicted(3, 1)
    assert run(staged, ALL) == [
        ("setting", "hash of moon", None, False),
        ("setting", "hash of works", "Workplace", True),
        ("venue", "hash of somewhere", None, False),
    ]
    before = run(staged, WRITTEN)
    assert night(staged, kept) == Predicted(0, 0)
    assert run(staged, WRITTEN) == before


def test_only_a_new_text_is_asked_about_on_the_next_night(staged: Settings, kept: Path) -> None:
    night(staged, kept)
    before = run(staged, WRITTEN)
    run(
        staged,
        "insert into staging.int_category__answered values ('setting', 'a barn', 'hash of barn')",
    )
    assert night(staged, kept).texts_count == 1
    after = dict(run(staged, WRITTEN))
    assert after.pop("hash of barn")
    assert after == dict(before)


def test_a_text_that_is_gone_or_answered_is_forgotten(staged: Settings, kept: Path) -> None:
    night(staged, kept)
    run(staged, "delete from staging.int_category__answered where text = 'moon base'")
    run(
        staged,
        "update staging.int_category__answered set method = 'rule', category = 'Workplace' "
        "where text = 'our works'",
    )
    night(staged, kept)
    assert [row[1] for row in run(staged, ALL)] == ["hash of somewhere"]


def test_after_a_decision_a_model_that_learnt_it_is_asked_about_everything(
    staged: Settings, kept: Path
) -> None:
    night(staged, kept)
    run(
        staged,
        "insert into staging.int_category__decision values "
        "('setting', 'Moon Base', 'Workplace', 'map', true)",
    )
    assert night(staged, kept) == Predicted(3, 2)
    assert run(staged, ALL)[0] == ("setting", "hash of moon", "Workplace", True)
    assert len(run(staged, "select distinct model_version from ops.category_predictions")) == 1


def test_a_night_that_fails_leaves_the_predictions_as_they_were(
    staged: Settings, kept: Path
) -> None:
    night(staged, kept)
    before = run(staged, ALL)
    run(staged, "insert into staging.int_category__answered values ('setting', 'a barn', null)")
    run(staged, "delete from staging.int_category__answered where text = 'moon base'")
    with pytest.raises(psycopg.errors.NotNullViolation):
        night(staged, kept)
    assert run(staged, ALL) == before


def test_nothing_heavy_is_imported_before_there_is_something_to_ask(tmp_path: Path) -> None:
    code = (
        "import sys, cleaning.nightly, cleaning.rules, cleaning.comment_night; "
        "assert cleaning.comment_night.comment_version(); "
        "print(*{'numpy', 'scipy', 'sklearn', 'polars', 'pandas', 'rich'} & set(sys.modules))"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert outcome.stdout.strip() == ""
