"""A title of the index in another form is known; names of unit groups are titles too."""

import pytest

from cleaning.occupation_forms import KnownForms
from cleaning.occupation_index import IndexTitle
from cleaning.occupation_names import names_of


@pytest.fixture(scope="module")
def forms() -> KnownForms:
    return KnownForms(
        [
            ("joiner Machinist", "8121"),
            ("back Washer", "8113"),
            ("Co-ordinator", "4159"),
            ("Airman, Force, Air, Royal", "3311"),
            ("head-waiter", "9273"),
            ("head waiter", "9273"),
        ]
    )


def test_order_plural_woman_and_joined_words_make_no_other_title(forms: KnownForms) -> None:
    asked = ["machinists, joiner", "backwasher", "Back-washers", "Royal Air Force airwoman"]
    assert [forms.unit_of(text) for text in asked] == ["8121", "8113", None, None]
    assert forms.unit_of("Airwoman, Force, Air, Royal") == "3311"


def test_a_hyphen_for_a_space_may_make_another_title(forms: KnownForms) -> None:
    assert forms.unit_of("joiner-machinist") is None
    assert forms.is_other_by_hyphen("joiner-machinist")
    assert not forms.is_other_by_hyphen("joiner machinist")
    assert not forms.is_other_by_hyphen("who knows")


def test_a_hyphen_that_the_index_has_both_ways_does_not_matter(forms: KnownForms) -> None:
    assert forms.unit_of("Head-Waiter") == forms.unit_of("head Waiters") == "9273"


def test_a_hyphen_that_parts_no_words_does_not_matter(forms: KnownForms) -> None:
    assert forms.unit_of("coordinator") == forms.unit_of("co-ordinators") == "4159"


def test_a_unit_group_is_named_as_a_whole_and_by_its_parts() -> None:
    rows = [
        IndexTitle("x", "5432", "Bakers, pastry cooks and confectioners (retail)", "54", "g"),
        IndexTitle("y", "5432", "Bakers, pastry cooks and confectioners (retail)", "54", "g"),
        IndexTitle("z", "5449", "Other skilled trades n.e.c.", "54", "g"),
        IndexTitle("w", "2431", "Architects", "24", "g"),
    ]
    assert names_of(rows) == [
        ("Architects", "2431"),
        ("Bakers, pastry cooks and confectioners", "5432"),
        ("Bakers", "5432"),
        ("pastry cooks", "5432"),
        ("confectioners", "5432"),
    ]
