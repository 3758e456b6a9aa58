import pytest

from cleaning.spelling import Speller
from cleaning.text import fold, stem, words


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Y5/6", ["stagetwo"]),
        ("yr 8", ["stagethree"]),
        ("Year 9s", ["stagethree"]),
        ("key stage two", ["stagetwo"]),
        ("ages 11-14", ["stagethree"]),
        ("9 year olds", ["stagetwo"]),
        ("Yr R", ["stageearly"]),
        ("Y12-13", ["stagefive"]),
        ("KS2 (Y5)", ["stagetwo", "stagetwo"]),
        ("yaers 5", ["stagetwo"]),
        ("kye satge 2", ["stagetwo"]),
        ("11 to 14s", ["stagethree"]),
    ],
)
def test_school_years_and_ages_become_key_stages(typed: str, expected: list[str]) -> None:
    assert words(typed) == expected


@pytest.mark.parametrize("typed", ["Years 5 to 8", "KS1 & KS2", "Y6 and Y7", "reception to year 6"])
def test_a_span_of_key_stages_says_that_there_are_several(typed: str) -> None:
    assert "stageseveral" in words(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("D&T", ["design", "technology"]),
        ("I.T.", ["it"]),
        ("N H S", ["nhs"]),
        ("f2f", ["facetoface"]),
        ("Face-to-Face", ["facetoface"]),
        ("1:1 mentor", ["onetoone", "mentor"]),
        ("St Thérèse’s", ["st", "therese"]),
        ("science co-ordinator", ["science", "coordinator"]),
        ("1 year course", ["1", "year", "course"]),
    ],
)
def test_short_forms_are_unified(typed: str, expected: list[str]) -> None:
    assert words(typed) == expected


def test_forms_of_a_word_meet() -> None:
    assert {stem(word) for word in ("mentor", "mentors", "mentoring", "mentored")} == {"mentor"}


def test_folding_keeps_letters_and_digits_only() -> None:
    assert fold(" Year-9, Talk! ") == "year9talk"


def test_folding_keeps_numbers_apart() -> None:
    assert fold("Year 1/2") == fold("year 1 - 2") == "year1 2"
    assert fold("Year 12") == "year12"


def test_misspelt_words_are_set_right_and_others_left() -> None:
    speller = Speller(["mentoring", "exhibition", "youth", "club"])
    assert speller.corrected("mentroing") == "mentoring"
    assert speller.corrected("exhibtion") == "exhibition"
    assert speller.corrected("youthclub") == "youth club"
    assert speller.corrected("monitoring") == "monitoring"
    assert speller.corrected("xyzzy") == "xyzzy"
