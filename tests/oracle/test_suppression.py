"""Small cells are hidden, and so is what would tell them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.oracle.attack import Shown, computable
from tests.oracle.categories import Categories, decisions_in_force
from tests.oracle.records import age_band_of
from tests.oracle.suppression import Cell, suppressed


def cells(*places: tuple[str, str, str | None, dict[str, int]]) -> dict[Cell, Fraction]:
    return {
        Cell(level, code, category, nation): Fraction(count)
        for level, code, nation, counts in places
        for category, count in counts.items()
    }


def hidden(counts: dict[Cell, Fraction]) -> list[str]:
    return sorted(f"{cell.geography_code} {cell.category}" for cell in suppressed(counts))


def test_ten_are_shown_and_nine_are_not() -> None:
    assert hidden(cells(("national", "UK", None, {"a": 10, "b": 11}))) == []
    assert hidden(cells(("national", "UK", None, {"a": 9, "b": 9, "c": 30}))) == ["UK a", "UK b"]


def test_the_next_smallest_is_hidden_with_one_and_of_equals_the_first_by_name() -> None:
    counts = cells(("national", "UK", None, {"small": 1, "z": 12, "m": 12, "a": 40}))
    assert hidden(counts) == ["UK m", "UK small"]


def test_one_category_alone_has_nothing_beside_it() -> None:
    assert hidden(cells(("national", "UK", None, {"a": 3}))) == ["UK a"]


def test_what_is_hidden_in_one_hub_is_hidden_in_another_of_the_nation_and_beside_it_there() -> None:
    counts = cells(
        ("hub", "H1", "England", {"a": 5, "b": 50, "c": 60}),
        ("hub", "H2", "England", {"a": 20, "b": 70, "c": 80}),
        ("hub", "H3", "England", {"a": 30, "b": 90, "c": 99}),
        ("hub", "H4", "Wales", {"a": 20, "b": 20}),
        ("nation", "England", None, {"a": 55, "b": 210, "c": 239}),
    )
    assert hidden(counts) == ["H1 a", "H1 b", "H2 a", "H2 b"]


H1, H2, ENGLAND, UK = ("hub", "H1"), ("hub", "H2"), ("nation", "England"), ("national", "UK")
WHOLES = {ENGLAND: {H1, H2}, UK: {H1, H2}}


def told(*hidden: tuple[tuple[str, str], str], silent: set[tuple[str, str]] | None = None) -> int:
    return len(computable(Shown(frozenset(hidden), frozenset(silent or ())), WHOLES))


def test_a_cell_hidden_alone_is_told_by_its_place_and_by_its_nation() -> None:
    assert told((H1, "a")) == 1
    assert told((H1, "a"), (H1, "b")) == 2
    assert told((H1, "a"), (H2, "b")) == 2


def test_a_square_of_cells_keeps_its_secret() -> None:
    assert told((H1, "a"), (H1, "b"), (H2, "a"), (H2, "b")) == 0


def test_what_hubs_and_nations_hide_is_told_by_the_country() -> None:
    square = [(H1, "a"), (H1, "b"), (ENGLAND, "a"), (ENGLAND, "b")]
    assert told(*square) == 4
    assert told(*square, (UK, "a"), (UK, "b")) == 0


def test_a_total_that_nobody_knows_tells_nothing() -> None:
    assert told((H1, "a"), (H2, "a"), (ENGLAND, "a"), (UK, "a")) == 4
    everywhere = {H1, H2, ENGLAND, UK}
    assert told((H1, "a"), (H2, "a"), (ENGLAND, "a"), (UK, "a"), silent=everywhere) == 0


@pytest.mark.parametrize(
    ("born_on", "as_of", "band"),
    [
        (date(1996, 2, 29), date(2021, 2, 28), "under 25"),
        (date(1996, 2, 29), date(2021, 3, 1), "25 to 34"),
        (date(1956, 9, 1), date(2021, 9, 1), "65 and over"),
        (date(1956, 9, 2), date(2021, 9, 1), "55 to 64"),
        (date(2021, 9, 2), date(2021, 9, 1), "Not stated"),
        (None, date(2021, 9, 1), "Not stated"),
    ],
)
def test_an_age_is_that_of_the_day(born_on: date | None, as_of: date, band: str) -> None:
    assert age_band_of(born_on, as_of) == band


def decided(*rows: tuple[str, str, str | None, str | None]) -> Categories:
    names = ("field", "raw_value", "category", "decision")
    return Categories(decisions_in_force(dict(zip(names, row, strict=True)) for row in rows))


def test_the_newest_decision_that_can_be_followed_holds() -> None:
    categories = decided(
        ("Setting", "a field", "Workplace", "map"),
        ("setting", "A-FIELD", "Moon", "map"),
        ("setting", "college", "University", "map"),
        ("setting", "barn", "ignore", None),
        ("key_stage", "zz", None, "keep_other"),
        ("setting", "shed", None, "keep_other"),
    )
    assert categories.resolve("setting", "Other", "A field") == "Workplace"
    assert categories.resolve("setting", "College") == "College"
    assert categories.resolve("setting", "barn") == "Not stated"
    assert categories.resolve("setting", "shed") == "Other"
    assert categories.resolve("key_stage", "zz") == "Unresolved"
