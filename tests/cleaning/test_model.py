import os
from pathlib import Path

import polars as pl
import pytest

from cleaning.examples import Decision, Synonym, examples_of
from cleaning.kept import kept
from cleaning.model import Model, train
from cleaning.seeds import read_synonyms, read_taxonomy
from cleaning.version import version_of

FIELDS = ("delivery_mode", "format", "subject_taught")


def taught(*decisions: Decision) -> Model:
    taxonomy = {name: read_taxonomy()[name] for name in FIELDS}
    return train(taxonomy, [row for row in read_synonyms() if row.taxonomy in FIELDS], decisions)


@pytest.fixture(scope="module")
def model() -> Model:
    return taught()


def answer(model: Model, field: str, text: str) -> dict[str, object]:
    return model.predict(field, [text]).row(0, named=True)


def test_a_paraphrase_and_a_misspelling_get_their_category(model: Model) -> None:
    for field, text, category in [
        ("delivery_mode", "face to face in the schoool", "In person"),
        ("delivery_mode", "over a zooom call", "Online"),
        ("subject_taught", "A-level phyiscs", "Science"),
    ]:
        found = answer(model, field, text)
        assert (found["category"], found["is_applied"], found["is_known"]) == (
            category,
            True,
            False,
        )


@pytest.mark.parametrize("text", ["banana", "church organ recital", "?", "", "Thursday week"])
def test_a_text_about_something_else_is_left_alone(model: Model, text: str) -> None:
    assert not answer(model, "delivery_mode", text)["is_applied"]


def test_a_known_other_text_is_other_and_not_applied(model: Model) -> None:
    found = answer(model, "delivery_mode", "Phone CALL")
    assert (found["category"], found["is_known"], found["is_applied"]) == ("Other", True, False)


def test_answers_come_one_a_text_in_order_whatever_their_number(model: Model) -> None:
    texts = ["zoom", "zoom", "xx", "by tram", "face2face"] * 2000
    found = model.predict("delivery_mode", texts)
    assert found["text"].to_list() == texts
    assert found.equals(pl.concat([found.head(5)] * 2000))
    assert model.predict("delivery_mode", []).height == 0


def test_the_same_input_gives_the_same_model(model: Model) -> None:
    texts = ["on zom", "half and half", "in the lab room", "by bus", "mixd"]
    again = taught()
    for field in FIELDS:
        assert model.predict(field, texts).equals(again.predict(field, texts))
    assert model.calibration.bars == again.calibration.bars


def test_a_decision_outweighs_a_synonym_and_teaches_its_like() -> None:
    decisions = [
        Decision("delivery_mode", "by tram", "In person", "map"),
        Decision("delivery_mode", "zoom", "", "keep_other"),
        Decision("delivery_mode", "by sledge", "No such category", "map"),
    ]
    model = taught(*decisions)
    assert answer(model, "delivery_mode", "By Tram")["category"] == "In person"
    assert answer(model, "delivery_mode", "with the trams")["category"] == "In person"
    assert answer(model, "delivery_mode", "Zoom")["category"] == "Other"
    assert not answer(model, "delivery_mode", "by sledge")["is_known"]


def test_what_a_model_does_not_apply_it_suggests(model: Model) -> None:
    found = model.predict("format", ["hotel", "a thing at school maybe", "course by video"])
    assert (found["confidence"] <= 1).all()
    assert found["runner_up"].null_count() == 0
    assert (found["category"] != found["runner_up"]).all()


def test_a_field_without_a_model_is_an_error(model: Model) -> None:
    with pytest.raises(KeyError, match="disability"):
        model.predict("disability", ["yes"])


def test_a_kept_model_answers_as_before_and_one_that_was_touched_is_made_anew(
    model: Model, tmp_path: Path
) -> None:
    path, texts = tmp_path / "model" / "now.pickle", ["on zom", "at our scool"]
    expected = model.predict("format", texts)
    kept(path, lambda: model)
    assert path.stat().st_mode & 0o777 == 0o600
    assert kept(path, lambda: None).predict("format", texts).equals(expected)
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    assert kept(path, lambda: "made anew") == "made anew"
    assert kept(tmp_path / "model" / "later.pickle", lambda: model) is model


def test_of_other_versions_those_asked_for_last_are_kept(tmp_path: Path) -> None:
    for long_ago, name in enumerate(("a", "b", "c")):
        path = tmp_path / f"{name}.pickle"
        kept(path, str)
        os.utime(path, (long_ago, long_ago))
    kept(tmp_path / "a.pickle", str)
    kept(tmp_path / "d.pickle", str)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.pickle", "c.pickle", "d.pickle"]


def test_a_decision_on_any_list_does_not_stop_the_training() -> None:
    taxonomy = read_taxonomy()
    synonyms = [row for row in read_synonyms() if row.taxonomy == "format"]
    decisions = [
        Decision(name, "jvk 151 to 250", categories[0], "map")
        for name, categories in taxonomy.items()
    ]
    assert list(train(taxonomy, synonyms, decisions).columns) == ["format"]


def test_of_a_text_without_letters_nothing_is_said(model: Model) -> None:
    (said,) = model.predict("format", ["?"]).rows(named=True)
    assert (said["category"], said["confidence"], said["is_applied"]) == (None, None, False)


def test_the_version_changes_with_a_row_and_not_with_their_order() -> None:
    rows = [("a", "b"), ("c", "d")]
    assert version_of(rows) == version_of(reversed(rows))
    assert version_of(rows) != version_of(rows[:1])
    assert version_of(rows, []) != version_of([], rows)


def test_examples_hold_each_folded_text_once() -> None:
    synonyms = [
        Synonym("x", "A", "One two"),
        Synonym("x", "B", "one-TWO"),
        Synonym("y", "A", "three"),
    ]
    found = examples_of("x", ["A", "B", "Other"], synonyms, [])
    assert found.known == {"a": "A", "b": "B", "other": "Other", "onetwo": "B"}
