"""A night asks the model about each comment once, and forgets the comments that are gone."""

from pathlib import Path

import psycopg
import pytest

from cleaning.comment_night import predict_new_comments
from cleaning.nightly import Predicted, predict_new_texts
from warehouse.database import connect
from warehouse.settings import Settings

SURE = "explaining any misconceptions"  # as labelled
UNSURE = "lunch"
COMMENTS = """
set role warehouse_transformer;
create table staging.int_comment__said (text text, text_hash text);
"""
KEPT = "select text_hash, category, is_applied from ops.category_predictions where taxonomy = %s"


@pytest.fixture
def commented(staged: Settings) -> Settings:
    """The same with two comments."""
    with psycopg.connect(staged.warehouse_url) as connection:
        connection.execute(COMMENTS)
        for text in (SURE, UNSURE):
            connection.execute(
                "insert into staging.int_comment__said values (%s, %s)", (text, f"hash of {text}")
            )
    return staged


def night(settings: Settings, kept: Path) -> tuple[Predicted, Predicted]:
    with connect(settings.warehouse_url, "warehouse_transformer", autocommit=True) as connection:
        return predict_new_texts(connection, kept), predict_new_comments(connection, kept)


def kept_of(settings: Settings, field: str) -> dict[str, list[object]]:
    with connect(settings.warehouse_url, "warehouse_transformer") as connection:
        return {key: rest for key, *rest in connection.execute(KEPT, (field,)).fetchall()}


def test_each_comment_is_asked_about_once_beside_the_columns(
    commented: Settings, kept: Path
) -> None:
    texts, comments = night(commented, kept)
    assert (texts, comments.texts_count) == (Predicted(3, 1), 2)
    assert night(commented, kept) == (Predicted(), Predicted())
    answers = kept_of(commented, "useful_why")
    assert set(answers) == {f"hash of {SURE}", f"hash of {UNSURE}"}
    assert answers[f"hash of {SURE}"] == ["Reviewing concepts with colleagues", True]
    assert not answers[f"hash of {UNSURE}"][1]
    assert len(kept_of(commented, "setting")) == 2


def test_a_comment_that_is_gone_is_forgotten(commented: Settings, kept: Path) -> None:
    night(commented, kept)
    with connect(commented.warehouse_url, "warehouse_transformer") as connection:
        connection.execute("delete from staging.int_comment__said where text = %s", (UNSURE,))
    night(commented, kept)
    assert set(kept_of(commented, "useful_why")) == {f"hash of {SURE}"}
