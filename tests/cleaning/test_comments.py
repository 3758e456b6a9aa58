import re

import psycopg

from cleaning.comment_model import train_on
from cleaning.comments import (
    as_ruled,
    figures,
    read_labelled,
    read_negations,
    read_patterns,
    reasons_of,
)
from cleaning.seeds import SEEDS, read_rows
from tests.conftest import Server

LIST = SEEDS.parent / "cpd" / "feedback_reasons.csv"


def test_every_label_and_rule_points_at_a_reason_of_the_list() -> None:
    places = {int(row["position"]) for row in read_rows(LIST)}

    assert set().union(*(row.reasons for row in read_labelled())) == places
    assert {place for place, _ in read_patterns()} == places


def test_a_labelled_comment_stands_once() -> None:
    comments = [as_ruled(row.comment) for row in read_labelled()]
    assert len(set(comments)) == len(comments)


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
    ):
        assert reasons_of(complaint, patterns, negations) == frozenset(), complaint


def test_what_is_praised_beside_a_complaint_is_a_reason() -> None:
    patterns, negations = read_patterns(), read_negations()

    assert reasons_of("Too little time, but great practicals", patterns, negations) == {1}
    assert reasons_of("Assessment, not just marking", patterns, negations) == {2}


def test_on_comments_they_have_not_seen_the_rules_are_right_nine_times_in_ten() -> None:
    held_out = [row for row in read_labelled() if row.part == "held_out"]
    found = figures(held_out, read_patterns())

    assert found.precision.right >= 0.9 * found.precision.tried
    assert found.coverage.right >= 0.65 * found.coverage.tried


def test_where_the_model_is_sure_of_a_comment_it_has_not_seen_more_reasons_are_found() -> None:
    held_out = [row for row in read_labelled() if row.part == "held_out"]
    by_rule = figures(held_out, read_patterns())
    with_model = figures(held_out, read_patterns(), train_on(read_labelled()))

    assert with_model.precision.right >= 0.9 * with_model.precision.tried
    assert with_model.coverage.right >= by_rule.coverage.right + 4
    assert with_model.coverage.tried == by_rule.coverage.tried


def test_the_server_reads_the_rules_as_they_are_meant(server: Server) -> None:
    rows, patterns, negations = read_labelled(), read_patterns(), read_negations()
    with psycopg.connect(server.url()) as connection:
        for row in rows:
            found = connection.execute(
                r"select place from unnest(%s::int[], %s::text[]) as rules (place, pattern) "
                r"where regexp_replace(%s, %s, ' . ', 'g') ~ replace(pattern, '\b', '\y')",
                (
                    [place for place, _ in patterns],
                    [pattern for _, pattern in patterns],
                    as_ruled(row.comment),
                    negations.pattern.replace(r"\b", r"\y"),
                ),
            ).fetchall()
            assert {place for (place,) in found} == reasons_of(row.comment, patterns, negations), (
                row
            )
