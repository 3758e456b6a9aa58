import re

import psycopg
import pytest

from cleaning import comment_text
from cleaning.calibration import NEVER
from cleaning.comment_model import train_on
from cleaning.comment_text import (
    FIELD,
    HELD_OUT,
    HELD_OUT_BEFORE,
    Labelled,
    as_ruled,
    read_labelled,
    read_negations,
    read_patterns,
    read_reasons,
    reasons_of,
)
from cleaning.comments import by_rules, by_rules_and_model, figures, heard, suggested
from cleaning.model import Model

GENERIC = (
    "good", "Very good", "very useful", "Excellent!", "excellent trainer", "nice venue", "n/a",
    "Great food", "Thank you", "thanks for having us", "lunch", "lovely hotel and easy parking",
    "none", "yes", "Everything", "It was all good", "The room was warm", "no complaints", "10/10",
    "well organised and ran to time", "The online link worked well", "Would recommend",
)  # fmt: skip
# A rule at a time, as the warehouse does.
READ_BY_SERVER = """
with said as materialized (
    select number, regexp_replace(text, ops.server_pattern(%(negations)s), ' . ', 'g') as text
    from unnest(%(comments)s::text[]) with ordinality as comments (text, number)
)
select distinct found.number, rules.place
from unnest(%(places)s::int[], %(patterns)s::text[]) as rules (place, pattern)
cross join lateral (
    select said.number from said where said.text ~ ops.server_pattern(rules.pattern) offset 0
) as found
"""


@pytest.fixture(scope="module")
def held_out() -> list[Labelled]:
    return [row for row in read_labelled() if row.part in (HELD_OUT, HELD_OUT_BEFORE)]


@pytest.fixture(scope="module")
def model() -> Model:
    return train_on(read_labelled())


def test_every_label_and_rule_points_at_a_reason_of_the_list() -> None:
    places = set(read_reasons())

    assert set().union(*(row.reasons for row in read_labelled())) == places
    assert {place for place, _ in read_patterns()} == places


def test_reasons_are_known_by_their_position_whatever_the_order_of_the_file(
    tmp_path, monkeypatch
) -> None:
    shuffled = tmp_path / "reasons.csv"
    shuffled.write_text("reason,position\nTargets,11\nPractical ideas,1\n", encoding="utf-8")
    monkeypatch.setattr(comment_text, "REASONS", shuffled)

    assert read_reasons() == {11: "Targets", 1: "Practical ideas"}


def test_a_labelled_comment_stands_once() -> None:
    comments = [as_ruled(row.comment) for row in read_labelled()]
    assert len(set(comments)) == len(comments)


def test_both_parts_have_many_comments_without_a_reason() -> None:
    for part in ("development", HELD_OUT):
        plain = [row for row in read_labelled() if row.part == part and not row.reasons]
        assert len(plain) >= 70, part


def test_a_rule_fits_some_comment_and_not_whatever_is_typed() -> None:
    comments = [as_ruled(row.comment) for row in read_labelled()]
    for _, pattern in read_patterns():
        assert any(re.search(pattern, comment) for comment in comments), pattern
        assert not re.search(pattern, ""), pattern
        assert not re.search(pattern, "zqx 0 jvk"), pattern


def test_a_comment_may_give_several_reasons_or_none() -> None:
    patterns = [(1, r"\bexperiments?\b"), (11, r"\btargets\b")]

    negations = read_negations()

    assert reasons_of("EXPERIMENTS,\nand clear  targets", patterns, negations) == {1, 11}
    assert reasons_of("Lunch was lovely", patterns, negations) == frozenset()


def test_a_complaint_gives_no_reason() -> None:
    patterns, negations = read_patterns(), read_negations()
    for complaint in (
        "Not enough hands on",
        "I didn’t find the practicals useful",
        "It made no impact",
        "Nothing on assessment, no lesson plans",
        "Lack of free resources",
        "The assessment part was weak",
        "The practicals did not work",
        "The ideas were too hard for my class",
        "Poor resources",
        "It could have been more hands on",
    ):
        assert reasons_of(complaint, patterns, negations) == frozenset(), complaint


def test_what_is_praised_beside_a_complaint_is_a_reason() -> None:
    patterns, negations = read_patterns(), read_negations()

    assert reasons_of("Too little time, but great practicals", patterns, negations) == {1}
    assert reasons_of("Assessment, not just marking", patterns, negations) == {2}
    assert reasons_of("Great practicals and the food was poor", patterns, negations) == {1}


def test_generic_praise_thanks_and_logistics_get_nothing_from_rules_or_model(model: Model) -> None:
    rows = [Labelled(HELD_OUT, comment, frozenset()) for comment in GENERIC]

    assert by_rules_and_model(rows, model) == [frozenset()] * len(rows)


@pytest.mark.parametrize(
    ("parts", "precision", "coverage"),
    [((HELD_OUT,), 0.90, 0.74), ((HELD_OUT, HELD_OUT_BEFORE), 0.92, 0.80)],
)
def test_on_comments_they_have_not_seen_the_rules_are_as_good_as_the_docs_say(
    held_out: list[Labelled], parts: tuple[str, ...], precision: float, coverage: float
) -> None:
    rows = [row for row in held_out if row.part in parts]
    found = figures("rules", rows, by_rules(rows))

    assert found.precision.right >= precision * found.precision.tried
    assert found.coverage.right >= coverage * found.coverage.tried
    assert found.forced.right == 0
    assert found.forced.tried >= 70


def test_the_model_applies_nothing_where_it_cannot_be_sure_and_suggests_instead(
    held_out: list[Labelled], model: Model
) -> None:
    assert model.calibration.bars == {FIELD: NEVER}
    assert by_rules_and_model(held_out, model) == by_rules(held_out)
    found = figures("suggested", held_out, suggested(held_out, model))
    assert found.coverage.right > 10


def test_on_a_complaint_the_model_is_not_heard(model: Model) -> None:
    row = Labelled(HELD_OUT, "There was nothing on explaining misconceptions", frozenset())

    assert heard([row], model) == [(None, False)]


def test_figures_count_reasons_and_comments_without_one() -> None:
    rows = [
        Labelled(HELD_OUT, "a", frozenset({1, 2})),
        Labelled(HELD_OUT, "b", frozenset()),
        Labelled(HELD_OUT, "c", frozenset()),
    ]
    found = figures("x", rows, [frozenset({1, 3}), frozenset({4, 5}), frozenset()])

    assert (found.precision.right, found.precision.tried) == (1, 4)
    assert (found.coverage.right, found.coverage.tried) == (1, 2)
    assert (found.forced.right, found.forced.tried) == (1, 2)


def test_the_server_reads_the_rules_as_they_are_meant(database_url: str) -> None:
    comments = [as_ruled(row.comment) for row in read_labelled()]
    patterns, negations = read_patterns(), read_negations()
    places, written = zip(*patterns, strict=True)
    with psycopg.connect(database_url) as connection:
        found = connection.execute(
            READ_BY_SERVER,
            {
                "places": list(places),
                "patterns": list(written),
                "comments": comments,
                "negations": negations.pattern,
            },
        ).fetchall()
    expected = {
        (number, place)
        for number, comment in enumerate(comments, start=1)
        for place in reasons_of(comment, patterns, negations)
    }
    assert set(found) == expected
