"""Wordings are the same whatever a form tool or a writer makes of them."""

import pytest

from extract.wording import fold_wording


@pytest.mark.parametrize(
    "rendering",
    [
        "Don't you like it?",
        "  don\u2019t  YOU\u00a0like\nit ",
        "Don't you like it? [tick one]",
        "[Q1] Don't you like it:",
        "Don't you like it?.1",
        "Don't you like it?.12 ",
        "\ufeffDon't you like it",
    ],
)
def test_renderings_of_a_wording_fold_alike(rendering: str) -> None:
    assert fold_wording(rendering) == "don't you like it"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I like it", "I like them"),
        ("In year 1", "In year 2"),
        ("Version 1.5 is good", "Version 1.6 is good"),
    ],
)
def test_other_wordings_do_not(one: str, other: str) -> None:
    assert fold_wording(one) != fold_wording(other)
