"""Staging of surveys is the same in whatever order questions and returns come."""

import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

from tests.dbt.conftest import File, Project, Row

LIKE, CLUB = "I like science lessons", "How many clubs do you go to?"


def question(code: str, wording: str, scale: str = "agree5", date_format: str = "") -> Row:
    row = {"version": "1", "question_code": code, "wording": wording, "scale": scale}
    return row | {"order": "1", "date_format": date_format}


def response(number: int, club: str) -> Row:
    row = {"Response ID": f"R{number}", "Submitted at": "03/02/2021 10:00", "Partnership": "North"}
    return row | {"School": "Hill School", LIKE: "Agree", CLUB: club}


FIRST = (question("S1", LIKE), question("S2", CLUB, "text"))
US = "MM/DD/YYYY HH:MM"
# What later questions say, by the name of a survey that stands for the change.
SECOND = {
    "scale": (question("S1", LIKE), question("S2", CLUB, "count")),
    "time": (question("S1", LIKE, date_format=US), question("S2", CLUB, "text", US)),
    "code": (question("S1", "Other"), question("S2", "None", "text"), question("S3", LIKE)),
    "bad": (question("S1", LIKE, "count"),),
    "ids": (question("response_id", "Response ID", "none"),),
    "none": FIRST,
}
RETURNS = [
    File("survey/online", f"{day}_{survey}_start.csv", rows=rows)
    for survey in SECOND
    for day, rows in {
        "2021-02-01": [response(1, "7")],
        "2021-03-01": [response(1, "many"), *(response(n, str(n)) for n in range(2, 43))],
    }.items()
]


def questions(day: str, asked: dict[str, tuple[Row, ...]]) -> File:
    rows = [{"survey": survey, **row} for survey, several in asked.items() for row in several]
    return File("survey/questions", f"{day}.csv", rows=rows)


TAUGHT = [questions("2021-01-01", dict.fromkeys(SECOND, FIRST))]
TAUGHT_ANEW = [questions("2021-04-01", SECOND)]


def staged(project: Project, landing: Path, *steps: Sequence[File]) -> dict[str, list[str]]:
    """Return the responses of each survey when one step is loaded after the other."""
    project.empty(landing)
    for files in steps:
        project.land(*files)
    before = project.query("select count(*) from ops.ledger")
    project.land()
    assert project.query("select count(*) from ops.ledger") == before, "nothing is new"
    project.run("path:models/staging/ops", "+stg_survey__online")
    found: dict[str, list[str]] = {survey: [] for survey in SECOND}
    for row in project.query("select * from staging.stg_survey__online order by 1, 2, 3"):
        del row["_load_id"]
        found[row["survey"]].append(json.dumps(row, default=str))
    return found


def test_any_order_of_questions_and_returns_gives_the_same_staging(
    project: Project, tmp_path: Path
) -> None:
    expected = staged(project, tmp_path / "0", TAUGHT, TAUGHT_ANEW, RETURNS)
    assert {survey: len(rows) for survey, rows in expected.items()} == {
        "scale": 42, "time": 42, "code": 42, "bad": 0, "ids": 42, "none": 42,
    }  # fmt: skip
    for n, steps in enumerate(permutations([TAUGHT, TAUGHT_ANEW, RETURNS]), start=1):
        assert staged(project, tmp_path / str(n), *steps) == expected, n


def test_questions_that_come_to_say_again_what_they_said_are_read_again(
    project: Project, tmp_path: Path
) -> None:
    again = [questions("2021-05-01", dict.fromkeys(SECOND, FIRST))]
    # What one file taught of further codes, another does not take back.
    kept = ("scale", "bad", "none")
    expected = staged(project, tmp_path / "1", TAUGHT, RETURNS)
    found = staged(project, tmp_path / "2", TAUGHT, RETURNS, TAUGHT_ANEW, again)
    assert {s: found[s] for s in kept} == {s: expected[s] for s in kept}
