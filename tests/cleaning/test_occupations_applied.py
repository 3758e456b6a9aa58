"""New titles of which the coder is sure are applied, down to the unit group."""

import random
from itertools import product

import numpy as np
import pytest

from cleaning.calibration import NEVER
from cleaning.occupation_index import IndexTitle
from cleaning.occupation_trial import read_index
from cleaning.occupations import OccupationCoder
from warehouse.settings import PROJECT_ROOT

INDEX = PROJECT_ROOT.parent / "shared" / "data" / "occupations" / "soc2010_index.csv"
NOUNS = {"21": "engineer physicist", "92": "cleaner porter", "22": "nurse midwife"}
NARROWING = "chief night assistant senior county city harbour island village river forest mountain"
ADDED = "north south east west upper lower"
NEW = ["valley engineer", "bridge cleaner", "coastal nurse", "desert midwife"]


def index_titles() -> list[IndexTitle]:
    """Titles whose noun alone tells their group, and their unit group too."""
    return [
        IndexTitle(f"{added} {word} {noun}", f"{code}{at}", f"{noun}s", code, f"group {code}")
        for code, nouns in NOUNS.items()
        for at, noun in enumerate(nouns.split())
        for word, added in product(NARROWING.split(), ADDED.split())
    ]


@pytest.fixture(scope="module")
def titles() -> list[IndexTitle]:
    return index_titles()


def test_a_new_title_is_applied_with_its_unit_group_where_enough_were_judged(
    titles: list[IndexTitle],
) -> None:
    found = OccupationCoder(titles, fewest_judged=100).predict([*NEW, "engineer nurse", "zqx"])
    assert found["is_applied"].to_list()[:4] == [True] * 4
    assert not found["is_known"].any()
    assert found["sub_major_code"].to_list()[:4] == ["21", "92", "22", "22"]
    assert found["unit_code"].to_list()[:4] == ["210", "920", "220", "221"]
    assert found["confidence"].head(4).min() >= 0.97
    assert not found["is_applied"][5]


def test_of_too_few_judged_titles_no_new_one_is_applied(titles: list[IndexTitle]) -> None:
    coder = OccupationCoder(titles)
    found = coder.predict(NEW)
    assert coder.bar == NEVER
    assert found["sub_major_code"].to_list() == ["21", "92", "22", "22"]
    assert not found["is_applied"].any()
    assert found["unit_code"].null_count() == len(NEW)


def test_a_hyphen_for_a_space_is_not_applied_however_sure(titles: list[IndexTitle]) -> None:
    coder = OccupationCoder(titles, fewest_judged=100)
    asked = ["north-chief engineer", "north chief engineer"]
    found = coder.predict(asked)
    assert found["sub_major_code"].to_list() == ["21", "21"]
    assert found["is_applied"].to_list() == [False, True]


@pytest.mark.skipif(not INDEX.is_file(), reason=f"the national index is not there: {INDEX}")
def test_of_the_national_index_what_is_applied_is_nearly_always_right() -> None:
    rows = read_index(INDEX)
    random.Random(5).shuffle(rows)  # noqa: S311
    learnt, asked = rows[:4_000], rows[4_000:10_000]
    found = OccupationCoder(learnt).predict([row.title for row in asked])
    is_new = (found["is_applied"] & ~found["is_known"]).to_numpy()
    group = np.array([row.sub_major_code for row in asked]) == found["sub_major_code"].to_numpy()
    unit = np.array([row.unit_code for row in asked]) == found["unit_code"].to_numpy()
    with_unit = is_new & found["unit_code"].is_not_null().to_numpy()
    assert is_new.sum() > with_unit.sum() > 0
    assert group[is_new].mean() > 0.9
    assert unit[with_unit].mean() > 0.9
