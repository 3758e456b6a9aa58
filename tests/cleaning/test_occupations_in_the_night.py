"""A night codes what people do for a living, with the index and without it."""

from pathlib import Path

import psycopg
from openpyxl import load_workbook

from cleaning.review import write_review
from extract.load import load_feeds
from tests.cleaning.test_occupations import index_titles
from tests.dbt.conftest import File
from warehouse.build import build
from warehouse.settings import Settings

HEADER = (
    "ambassador_id,registered_on,status,hub_id,first_name,last_name,email,gender,gender_other,"
    "ethnicity,ethnicity_other,disability,employer_name,employer_sector,employer_sector_other,"
    "occupation,stem_discipline,stem_discipline_other,updated_at\n"
)
TYPED = {
    "A1": "Bridge ENGINEER",
    "A2": '"Nurses, ward"',
    "A3": "zqxer",
    "A4": "",
    "A5": "group 92",
    "A6": "zqxer (mail ada@example.org)",
}
CODED = (
    "select ambassadors.ambassador_id, occupation_group, occupation_group_code, "
    "occupation_unit_group, occupation_method "
    "from core.dim_ambassador as dim "
    "inner join staging.stg_platform__ambassadors as ambassadors using (ambassador_key) order by 1"
)
PREDICTED = (
    "select model_version, category, is_applied, unit_group_code from ops.category_predictions "
    "where taxonomy = 'occupation' order by category, is_applied"
)
ASKED = "select text_hash, predicted_at from ops.category_predictions where taxonomy = 'occupation'"
ALREADY_CATEGORIES = (
    "select is_category_itself from quality.recode_decisions order by lower(raw_value)"
)


def ambassadors() -> File:
    rows = [
        f"{name},2020-01-01,Active,H1,Ada,Byron,a@example.org,,,,,,,,,{typed},,,2021-01-01T10:00\n"
        for name, typed in TYPED.items()
    ]
    return File("platform/ambassadors", "2021-01-31.csv", text=HEADER + "".join(rows))


def occupations(tail: str = "2021-01-31.csv") -> File:
    columns = ("occupation_title", "soc2010_code", "soc2010_unit_group")
    columns += ("soc2010_sub_major_code", "soc2010_sub_major_group")
    rows = [
        dict(
            zip(
                columns,
                (row.title, row.unit_code, row.unit_group, row.sub_major_code, row.sub_major_group),
                strict=True,
            )
        )
        for row in index_titles()
    ]
    return File("reference/occupations", tail, rows=rows)


def land(settings: Settings, *files: File) -> None:
    for file in files:
        file.write(Path(settings.landing_url))
    load_feeds(settings)
    assert build(settings).is_released


def run(settings: Settings, query: str) -> list[tuple]:
    with psycopg.connect(settings.warehouse_url) as connection:
        return connection.execute(query.encode()).fetchall()


def test_before_the_index_has_come_what_is_stated_is_unresolved_and_nobody_is_asked(
    settings: Settings,
) -> None:
    land(settings, ambassadors())
    assert run(settings, CODED) == [
        ("A1", "Unresolved", None, None, "unresolved"),
        ("A2", "Unresolved", None, None, "unresolved"),
        ("A3", "Unresolved", None, None, "unresolved"),
        ("A4", "Not stated", None, None, "as_reported"),
        ("A5", "Unresolved", None, None, "unresolved"),
        ("A6", "Unresolved", None, None, "unresolved"),
    ]
    assert run(settings, "select * from quality.other_review_queue") == []


def test_the_index_codes_its_titles_in_any_form_and_a_steward_the_rest(
    settings: Settings, tmp_path: Path
) -> None:
    land(settings, ambassadors())
    before = run(settings, PREDICTED)
    land(settings, occupations())
    coded = [
        ("A1", "group 21", "21", "unit 2126", "as_reported"),
        ("A2", "group 22", "22", "unit 2231", "model"),
        ("A3", "Unresolved", None, None, "unresolved"),
        ("A4", "Not stated", None, None, "as_reported"),
        ("A5", "group 92", "92", None, "as_reported"),
        ("A6", "Unresolved", None, None, "unresolved"),
    ]
    assert run(settings, CODED) == coded
    after = run(settings, PREDICTED)
    # 'mail' is no word of the index, but an ordinary one: enough for a guess.
    assert [row[1:] for row in after] == [
        ("group 21", False, None),
        ("group 22", True, "2231"),
        (None, False, None),
    ]
    assert {row[0] for row in before}.isdisjoint(row[0] for row in after)

    write_review(settings, tmp_path / "queue.xlsx")
    sheet = load_workbook(tmp_path / "queue.xlsx")["Answers"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:2] for row in rows] == [["occupation", "zqxer"]]

    asked = set(run(settings, ASKED))
    decisions = "field,raw_value,category,decision,decided_by,decided_on\n"
    decisions += "occupation,Zqxer,Group 21,map,Ada,2021-02-01\n"
    decisions += "occupation,ward nurse,group 21,map,Ada,2021-02-01\n"
    land(settings, File("reference/recode_decisions", "2021-02-01.csv", text=decisions))
    coded[2] = ("A3", "group 21", "21", None, "decision")
    assert run(settings, CODED) == coded
    assert run(settings, ALREADY_CATEGORIES) == [(True,), (False,)]
    # What the coder said stays: neither its index nor its code has changed.
    assert set(run(settings, ASKED)) < asked
