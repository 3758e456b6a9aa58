"""The trial asks for every title once, keeps apart what has the same words, and counts by way."""

import csv
from pathlib import Path

import polars as pl
import pytest

from cleaning.figures import Share
from cleaning.job_titles import key_of
from cleaning.occupation_figures import FORM, LISTED, NEW
from cleaning.occupation_index import IndexTitle
from cleaning.occupation_names import names_of
from cleaning.occupation_trial import (
    CODER,
    _applied,
    _at_random,
    _by_meaning,
    _listed,
    try_occupations,
)
from tests.cleaning.test_occupations_applied import index_titles


def test_every_title_is_asked_for_once_and_never_learnt_when_asked() -> None:
    splits = list(_at_random(index_titles()))
    asked = [row.title for _, part in splits for row in part]
    assert sorted(asked) == sorted(row.title for row in index_titles())
    assert all(not {*learnt} & {*part} for learnt, part in splits)


def test_by_meaning_no_title_has_just_the_words_of_a_title_or_name_that_is_learnt() -> None:
    rows = index_titles()
    turned = [
        IndexTitle(" ".join(reversed(row.title.split())), *list(vars(row).values())[1:])
        for row in rows
    ]
    named = [IndexTitle("Engineer", *list(vars(rows[0]).values())[1:])]
    for learnt, asked in _by_meaning([*rows, *turned, *named]):
        known = {key_of(row.title) for row in learnt} | {
            key_of(name) for name, _ in names_of(learnt)
        }
        assert asked
        assert known.isdisjoint(key_of(row.title) for row in asked)


def test_what_is_applied_is_counted_by_way_and_unit_groups_apart() -> None:
    told = pl.DataFrame(
        [
            ("A", "A1", "A", "A1", "B", True, True, "B1"),
            ("A", "A1", None, None, "A", True, True, "A1"),
            ("B", "B1", None, None, "A", True, False, None),
            ("B", "B1", None, None, "B", True, False, "B2"),
            ("B", "B1", None, None, "B", False, False, None),
        ],
        schema=[
            "meant",
            "meant_unit",
            "listed",
            "listed_unit",
            "sub_major_code",
            "is_applied",
            "is_known",
            "unit_code",
        ],
        orient="row",
    )
    found = _applied(told)
    assert (found[LISTED].group, found[LISTED].unit) == (Share(1, 1), Share(1, 1))
    assert (found[FORM].group, found[FORM].unit) == (Share(1, 1), Share(1, 1))
    assert (found[NEW].group, found[NEW].unit) == (Share(1, 2), Share(0, 1))


def test_a_title_that_stands_for_two_groups_but_for_signs_is_answered_by_no_list() -> None:
    rows = [
        IndexTitle("joiner Machinist", "8121", "u", "81", "g"),
        IndexTitle("Joiner-machinist", "5315", "u", "53", "g"),
        IndexTitle("Bar-maid", "9274", "u", "92", "g"),
        IndexTitle("Barmaid", "9275", "u", "92", "g"),
    ]
    assert _listed(rows).select("folded", "listed", "listed_unit").rows() == [
        ("barmaid", "92", None)
    ]


def test_a_trial_tells_of_every_way_beside_the_coder(tmp_path: Path) -> None:
    path = tmp_path / "index.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["title", "code", "unit", "group_code", "group"]]
            + [list(vars(row).values()) for row in index_titles()[::4]]
        )
    found = try_occupations(path)
    assert sum(trial.right.tried for trial in found.at_random) == len(index_titles()[::4])
    assert f"| {CODER} | 1.000" in found.markdown
    assert "| what the coder sees, linear support vectors | " in found.markdown


@pytest.mark.parametrize("parts", [(Share(1, 2), Share(2, 3))])
def test_shares_add_up(parts: tuple[Share, Share]) -> None:
    assert parts[0] + parts[1] == Share(3, 5)
