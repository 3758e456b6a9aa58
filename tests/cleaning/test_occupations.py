import pytest

from cleaning.occupations import IndexTitle, OccupationCoder, job_of, key_of

GROUPS = {
    "21": ("2126", "engineer", ["design", "software", "bridge", "water", "systems", "rail"]),
    "92": ("9233", "cleaner", ["window", "office", "school", "hospital", "carriage", "street"]),
    "22": ("2231", "nurse", ["staff", "district", "theatre", "ward", "dental", "charge"]),
}


@pytest.fixture(scope="module")
def coder() -> OccupationCoder:
    return OccupationCoder(
        IndexTitle(title, unit, f"unit {unit}", code, f"group {code}")
        for code, (unit, noun, narrowing) in GROUPS.items()
        for word in narrowing
        for title in (
            f"{word} {noun.title()}",
            f"{word} {noun}'s mate",
            f"chief {word} {noun.title()}",
        )
    )


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


def test_a_new_title_goes_by_its_noun_and_says_that_it_is_new(coder: OccupationCoder) -> None:
    found = coder.predict(["harbour engineer", "night cleanner", ""])
    assert found["category"].to_list()[:2] == ["group 21", "group 92"]
    assert not found["is_known"].any()
