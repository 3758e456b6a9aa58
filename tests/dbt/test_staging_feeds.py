"""What the generated models do with feeds of every kind: no file, keys with gaps, personal data."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from extract.contract import all_contracts
from tests.dbt.conftest import File, Project, Row
from tests.extract.conftest import good_row

ONE_AREA = File(
    "reference/areas",
    "2021-01-01.csv",
    text="old_la_code,la_name,region_name\n201,City of London,London\n",
)


def rows_of(name: str, *cells: Row) -> list[dict[str, str]]:
    """Rows of a feed, good but for the cells given."""
    contract = all_contracts()[name]
    return [good_row(contract, number) | dict(row) for number, row in enumerate(cells, start=1)]


def staged(project: Project, model: str, columns: str) -> list[tuple[Any, ...]]:
    """Columns of a model in their order."""
    rows = project.query(f"select {columns} from staging.{model} order by {columns}")
    return [tuple(row.values()) for row in rows]


def test_a_feed_without_any_file_has_its_tables_all_the_same(project: Project) -> None:
    project.land(ONE_AREA)
    project.run("path:models/staging")
    tables = project.query(
        "select table_schema || '.' || table_name as name from information_schema.tables "
        "where table_schema in ('staging', 'pii')"
    )
    names = {row["name"] for row in tables}
    for contract in all_contracts().values():
        model = f"{contract.family}__{contract.feed}"
        assert {f"staging.base_{model}", f"staging.stg_{model}"} <= names
        rows = 1 if contract.name == "reference.areas" else 0
        assert staged(project, f"stg_{model}", "count(*)") == [(rows,)]
        if any(field.pii for field in contract.fields):
            assert f"pii.{contract.feed}" in names


def test_a_key_may_lack_what_its_contract_lets_it_lack(project: Project) -> None:
    of_class = {"school_name": "Mill Lane", "urn": "100001", "question_code": "Q1", "agree": "3"}
    counted = rows_of("survey.paper_counts", of_class, {**of_class, "partnership_id": "P1"})
    project.land(
        File("survey/paper_counts", "2021-01-01.csv", counted),
        File("survey/paper_counts", "2021-01-02.csv", [counted[0] | {"agree": "1,024"}]),
    )
    project.run("+stg_survey__paper_counts")
    found = staged(project, "stg_survey__paper_counts", "agree, partnership_id")
    assert found == [(3, "P1"), (1024, None)]

    project.land(File("survey/paper_counts", "2021-01-03.csv", [counted[0] | {"agree": ""}]))
    project.run("+stg_survey__paper_counts")
    found = staged(project, "stg_survey__paper_counts", "agree, partnership_id")
    assert found == [(3, "P1"), (None, None)]


def test_a_category_in_a_key_may_be_blank_or_unheard_of(project: Project) -> None:
    school = {"urn": "100001", "programme_id": "ENTHUSE", "point": "Start", "criterion": "Any"}
    subjects = ("Maths", "Alchemy", "")
    rows = [
        row | {"subject": s} for s in subjects for row in rows_of("cpd.subject_ratings", school)
    ]
    project.land(
        File("cpd/subject_ratings", "2021-01-01.csv", rows),
        File("cpd/subject_ratings", "2021-01-02.csv", [row | {"rating": "1"} for row in rows[1:]]),
    )
    project.run("+stg_cpd__subject_ratings")
    found = staged(project, "stg_cpd__subject_ratings", "subject, rating")
    assert found == [("Alchemy", 1), ("Maths", 3), (None, 1)]


def test_a_tombstone_without_a_time_of_change_counts_by_its_files_date(project: Project) -> None:
    forms = rows_of("cpd.event_feedback", {"feedback_id": "gone"}, {"feedback_id": "back"})
    dead = [{**row, "deleted_at": "2021-01-02T10:00:00Z", "event_id": ""} for row in forms]
    project.land(
        File("cpd/event_feedback", "2021-01-03.csv", [forms[1]]),
        File("cpd/event_feedback", "2021-01-01.csv", forms),
        File("cpd/event_feedback", "2021-01-02.csv", dead),
    )
    project.run("+stg_cpd__event_feedback")
    assert staged(project, "stg_cpd__event_feedback", "feedback_id") == [("back",)]
    assert staged(project, "base_cpd__event_feedback", "feedback_id, event_id") == [
        ("back", "A1"),
        ("gone", None),
    ]


def test_who_a_participant_is_stands_apart(project: Project) -> None:
    person = {"participant_id": "7", "first_name": "Ada", "teacher_reference_number": "1234567"}
    project.land(File("cpd/participants", "2021-01-01.csv", rows_of("cpd.participants", person)))
    project.run("+stg_cpd__participants", "pii_cpd__participants")
    (row,) = project.query("select * from staging.stg_cpd__participants")
    (who,) = project.query("select *, ops.pseudonym('7') as expected from pii.participants")
    assert row["participant_key"] == who["participant_key"] == who["expected"]
    assert not {"first_name", "last_name", "email", "teacher_reference_number"} & set(row)
    assert (who["first_name"], who["teacher_reference_number"]) == ("Ada", "1234567")


def test_who_advises_a_partnership_stands_apart(project: Project) -> None:
    rows = rows_of("cpd.partnerships", {"partnership_id": "P1", "adviser": "Grace"})
    project.land(File("cpd/partnerships", "2021-01-01.csv", rows))
    project.run("+stg_cpd__partnerships", "pii_cpd__partnerships")
    (row,) = project.query("select * from staging.stg_cpd__partnerships")
    (who,) = project.query("select * from pii.partnerships")
    assert "adviser" not in row
    assert (who["partnership_id"], who["adviser"]) == ("P1", "Grace")


def test_a_days_inspections_are_dated_in_either_form(project: Project) -> None:
    text = "URN,Rating,Inspection Date\n100001,Good,20130418\n100001,9,2014-05-01\n"
    project.land(File("reference/ofsted_inspections", "2021-01-01.csv", text=text))
    project.run("+stg_reference__ofsted_inspections")
    found = staged(project, "stg_reference__ofsted_inspections", "inspected_on, overall_rating")
    assert found == [(date(2013, 4, 18), "Good"), (date(2014, 5, 1), "9")]


QUESTIONS = """survey,version,question_code,wording,scale,order
teacher,1,response_id,Response ID,text,1
teacher,1,enjoys,I enjoy teaching,agree5,2
teacher,1,why,Why?,text,3
"""
ONLINE = "Response ID,Submitted at,Partnership,School,I enjoy teaching,Why?\n"


@pytest.mark.parametrize("options", ["-c timezone=America/New_York", "-c datestyle=SQL,MDY"])
def test_the_later_file_of_a_survey_wins_answer_by_answer(
    project: Project, options: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGOPTIONS", options)
    project.land(
        File("survey/questions", "2021-01-01.csv", text=QUESTIONS),
        File(
            "survey/online",
            "2021-07-02_teacher_start.csv",
            text=ONLINE + "R1,02/07/2021 10:30,North,Mill Lane,Agree,Because\n"
            "R2,2021-07-02T10:30:00Z,North,Mill Lane,,\n",
        ),
        File(
            "survey/online",
            "2021-07-03_teacher_start.csv",
            text=ONLINE + "R1,02-07-2021,North,Mill Lane, DISAGREE ,\n",
        ),
        File(
            "survey/online",
            "2021-07-03_teacher_end.csv",
            text=ONLINE + "R1,02/01/2021 10:30,North,Mill Lane,Agree,\n",
        ),
    )
    project.run("+stg_survey__online_answers")
    columns = "wave, response_id, submitted_at, answers"
    assert staged(project, "stg_survey__online", columns) == [
        ("end", "R1", datetime(2021, 1, 2, 10, 30, tzinfo=UTC), {"enjoys": "Agree"}),
        ("start", "R1", datetime(2021, 7, 1, 23, 0, tzinfo=UTC), {"enjoys": "DISAGREE"}),
        ("start", "R2", datetime(2021, 7, 2, 10, 30, tzinfo=UTC), {}),
    ]
    answers = staged(project, "stg_survey__online_answers", "wave, question_code, answer")
    assert answers == [("end", "enjoys", "Agree"), ("start", "enjoys", "DISAGREE")]
