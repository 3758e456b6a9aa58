"""Head teachers' titles are told by what a person says they mean, known spellings apart."""

import csv
from pathlib import Path

from cleaning.head_titles import MEANT, TITLE_COLUMN, try_head_titles
from cleaning.model import train
from cleaning.seeds import read_rows, read_synonyms, read_taxonomy


def test_titles_are_judged_by_their_labels_and_those_without_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    spelt = ["Headteacher"] * 5 + ["Prinicpal", "Pa To Ceo of Wwpat", "Somebody Else", "", "  "]
    with path.open("w", encoding="windows-1252", newline="") as file:
        csv.writer(file).writerows([["URN", TITLE_COLUMN], *(["1", title] for title in spelt)])
    synonyms = [row for row in read_synonyms() if row.taxonomy == "role"]
    told = try_head_titles(train({"role": read_taxonomy()["role"]}, synonyms, []), path)
    assert "4 spellings, of which 1 have no label" in told
    assert "| all | 1.000 " in told
    assert "of the 7 schools that have them" in told


def test_every_label_is_a_role_of_the_list_and_every_spelling_has_one() -> None:
    rows = read_rows(MEANT)
    assert {row["role"] for row in rows} <= set(read_taxonomy()["role"])
    assert len({row["title"] for row in rows}) == len(rows)
