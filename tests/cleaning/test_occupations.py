from pathlib import Path

import pytest

from cleaning.job_titles import job_of, key_of
from cleaning.kept import kept
from cleaning.occupation_index import IndexTitle, OccupationIndex
from cleaning.occupations import OccupationCoder

GROUPS = {
    "21": ("2126", "engineer", ["design", "software", "bridge", "water", "systems", "rail"]),
    "92": ("9233", "cleaner", ["window", "office", "school", "hospital", "carriage", "street"]),
    "22": ("2231", "nurse", ["staff", "district", "theatre", "ward", "dental", "charge"]),
}


def index_titles() -> list[IndexTitle]:
    return [
        IndexTitle(title, unit, f"unit {unit}", code, f"group {code}")
        for code, (unit, noun, narrowing) in GROUPS.items()
        for word in narrowing
        for title in (
            f"{word} {noun.title()}",
            f"{word} {noun}'s mate",
            f"chief {word} {noun.title()}",
        )
    ]


@pytest.fixture(scope="module")
def coder() -> OccupationCoder:
    return OccupationCoder(index_titles())


def test_word_order_plural_and_brackets_do_not_matter() -> None:
    typed = ["Software Engineer", "Engineer, software", "software engineers", "Engineer (software)"]
    assert len({job_of(title) for title in typed}) == 1
    assert len({key_of(title) for title in typed}) == 1
    assert key_of("marketing assistant") != key_of("market assistant")


def test_what_people_add_about_themselves_does_not_matter() -> None:
    assert job_of("retired software engineer") == job_of("software engineer")
    assert job_of("Retired").noun


def test_the_noun_stands_before_a_preposition() -> None:
    assert job_of("Head of physics").noun == "head"


def test_a_title_of_the_index_is_known_in_any_form(coder: OccupationCoder) -> None:
    found = coder.predict(["Engineers, bridge", "OFFICE CLEANER"])
    assert found["sub_major_code"].to_list() == ["21", "92"]
    assert found["is_known"].all()
    assert (found["confidence"] == 1).all()


def test_joined_words_and_who_does_the_job_do_not_matter() -> None:
    rows = [
        IndexTitle("bath-room attendant", "9279", "Other elementary", "92", "Elementary"),
        IndexTitle("van salesman", "7123", "Roundspersons", "71", "Sales"),
    ]
    asked = ["Bathroom Attendants", "van saleswoman", "salesperson, van", "sales man van"]
    found = OccupationCoder(rows).predict(asked)
    assert found["unit_code"].to_list() == ["9279", "7123", "7123", None]


def test_a_new_title_goes_by_its_noun_and_says_that_it_is_new(coder: OccupationCoder) -> None:
    found = coder.predict(["harbour engineer", "night cleanner", ""])
    assert found["category"].to_list()[:2] == ["group 21", "group 92"]
    assert not found["is_known"].any()


def test_of_a_title_without_a_word_of_the_index_nothing_is_said(coder: OccupationCoder) -> None:
    found = coder.predict(["zqx vvk", "n/a", "", "???"])
    assert found["category"].null_count() == 4
    assert not found["is_applied"].any()


def test_a_particle_is_not_the_noun() -> None:
    assert job_of("tobacco layer-out").noun == job_of("tobacco layer").noun
    assert job_of("cutter up") != job_of("cutter")


def test_an_index_too_short_to_learn_from_codes_its_own_titles_only() -> None:
    rows = index_titles()
    few = OccupationCoder([rows[0], rows[-1]])
    found = few.predict([rows[0].title.upper(), "harbour engineer"])
    assert found["category"].to_list() == [rows[0].sub_major_group, None]
    assert found["is_applied"].to_list() == [True, False]


def test_forms_that_stand_for_two_groups_are_not_known() -> None:
    rows = [
        IndexTitle("packer and sorter", "9134", "Packers", "91", "Elementary"),
        IndexTitle("sorter and packer", "8133", "Sorters", "81", "Operatives"),
    ]
    assert not OccupationCoder(rows).predict(["sorters and packers"])["is_known"].any()


def test_a_coder_that_was_kept_says_the_same(coder: OccupationCoder, tmp_path: Path) -> None:
    asked = ["harbour engineer", "night cleanner", "Engineers, bridge"]
    kept(tmp_path / "coder.pickle", lambda: coder)
    again: OccupationCoder = kept(tmp_path / "coder.pickle", lambda: coder)
    assert again is not coder
    assert again.predict(asked).equals(coder.predict(asked))
    assert OccupationCoder(index_titles()).predict(asked).equals(coder.predict(asked))


def test_the_coder_is_trained_once_for_an_index(tmp_path: Path) -> None:
    index = OccupationIndex(index_titles())
    index.coder(tmp_path)
    (kept,) = (tmp_path / "occupations").iterdir()
    written = kept.stat().st_ino
    index.coder(tmp_path)
    assert kept.stat().st_ino == written

    longer = OccupationIndex([*index_titles(), IndexTitle("new nurse", "2231", "u", "22", "g")])
    longer.coder(tmp_path)
    assert len({kept, *(tmp_path / "occupations").iterdir()}) == 2
