"""Surveys from files to marts: nothing but files says which surveys and questions there are."""

from typing import Any

import pytest

from tests.dbt.conftest import File, Project, Row, read_as_analyst

SURVEYS, MARTS = "path:models/core/surveys", "path:models/marts/surveys"
OTHERS = ("+kpi_partnership_health", "+kpi_school_engagement")
QUALITY = ("+possible_double_returns", "rejected_rows", "rejected_files", "loads")
PARTNERSHIP = {
    "programme_id": "G1", "cohort": "1", "lead_urn": "100001", "adviser": "", "funder": "A funder",
    "funding_gbp": "1", "starts_on": "2020-01-01", "ends_on": "", "status": "Active",
    "updated_at": "2021-01-01T10:00:00Z", "deleted_at": "",
}  # fmt: skip
LIKE, ENJOY, WHY = "I like science", "I enjoy science lessons", "Why is that?"
CHILD, EVENTS = "My child talks about science", "How many events did you attend?"
SECRET = "Because I am Ada Byron"
HILL = {"School URN": "100001"}


def question(survey: str, version: str, code: str, wording: str, scale: str = "agree5") -> Row:
    row = {"survey": survey, "version": version, "question_code": code, "wording": wording}
    return {**row, "scale": scale, "order": "1"}


def online(day: str, part: str, partnership: str, *answers: Row) -> File:
    """One response for each of the answers, all of them of one school."""
    fixed = {"Submitted at": f"{day} 10:00", "Partnership": partnership, "School": "Hill School"}
    rows = [{"Response ID": f"R{n}", **fixed, **answer} for n, answer in enumerate(answers)]
    return File("survey/online", f"{day}_{part}.csv", rows=rows)


IN_CLASS = {"survey": "Secondary", "wave": "Start", "partnership_id": "P2", "question_code": "s1"}
PARENTS = {"survey": "Parents", "wave": "End", "partnership_id": "P3", "question_code": "c1"}


def on_paper(feed: str, school: str, day: str, of: Row = IN_CLASS, **answers: str) -> File:
    row = {**of, "school_name": school, "returned_on": day}
    scale = ("strongly_agree", "agree", "not_sure", "disagree", "strongly_disagree")
    suffix = "_pct" if feed == "paper_percentages" else ""
    cells = {f"{column}{suffix}": answers.get(column, "") for column in scale}
    return File(f"survey/{feed}", f"{day}.csv", rows=[row | cells])


PROGRAMME = [
    File(
        "cpd/programmes",
        "2021-01-01.csv",
        rows=[{"programme_id": "G1", "programme_name": "ENTHUSE", "funder": "A funder",
               "starts_on": "2016-01-01", "ends_on": "", "participants_target": ""}],
    ),
    File(
        "cpd/partnerships",
        "2021-01-01.csv",
        rows=[
            {"partnership_id": key, "partnership_name": name} | PARTNERSHIP
            for key, name in {"P1": "North & East", "P2": "South", "P3": "West"}.items()
        ],
    ),
]  # fmt: skip
FIRST = [
    question("secondary", "1", "S1", LIKE),
    question("secondary", "1", "S2", WHY, "text"),
]
RETURNS = [
    File("survey/questions", "2021-01-01.csv", rows=FIRST),
    online("2021-02-01", "secondary_start", "NORTH &  east",
           {LIKE: "agree", WHY: SECRET},
           {LIKE: " Not  sure", WHY: ""},
           {LIKE: "DISAGREE", WHY: ""}),
    on_paper("paper_counts", "Vale School", "2021-02-03", agree="4", not_sure="3"),
    on_paper("paper_percentages", "Dale School", "2021-02-03", agree="45%", not_sure="55%"),
]  # fmt: skip
# Twenty good questionnaires and one that is rejected.
MIDDLE = online(
    "2021-02-17", "secondary_middle", "South",
    *[{"Years in teaching": "3.7512843", LIKE: "Agree", WHY: SECRET}] * 20,
    {"Years in teaching": "7.2512843", LIKE: f"{SECRET}?", WHY: SECRET},
)  # fmt: skip
# What only files add: another version with another wording, and a survey that nobody had heard of.
LATER = [
    File(
        "survey/questions",
        "2021-08-01.csv",
        rows=[
            *FIRST,
            question("secondary", "2", "S1", ENJOY),
            question("parents", "1", "C1", CHILD),
            question("parents", "1", "C2", EVENTS, "choice"),
        ],
    ),
    online("2021-09-01", "secondary_end", "North & East", *[{f"{ENJOY} ": "Strongly agree"}] * 6),
    online("2021-09-02", "parents_start", "West",
           *[{**HILL, CHILD: "Agree", EVENTS: "None"}] * 4,
           {**HILL, CHILD: "Not sure", EVENTS: "none "}),
    online("2021-09-03", "parents_end", "West",
           *[{**HILL, CHILD: "Agree", EVENTS: "Six or more"}] * 5),
    on_paper("paper_counts", "HILL  SCHOOL", "2021-09-03", PARENTS, agree="1"),
]  # fmt: skip


@pytest.fixture(scope="module")
def built(parsed_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The survey marts of files that landed one after the other; no test changes them."""
    parsed_project.empty(tmp_path_factory.mktemp("landing"))
    for file in (*PROGRAMME, *RETURNS, MIDDLE, *LATER):
        parsed_project.land(file)
    parsed_project.run(f"+{SURVEYS}", f"+{MARTS}", *QUALITY, *OTHERS)
    return parsed_project


def rows(project: Project, columns: str, table: str, where: str) -> list[tuple[Any, ...]]:
    found = project.query(f"select {columns} from {table} where {where} order by {columns}")
    return [tuple(row.values()) for row in found]


def test_a_new_version_and_a_whole_new_survey_are_added_by_files_alone(built: Project) -> None:
    columns = "question, start_base_count, start_agree_pct, end_base_count, end_agree_pct"
    change = "marts_candidate.kpi_survey_change"
    assert rows(built, columns, change, "survey = 'secondary'") == [("S1", 10, 50, 6, 100)]
    assert rows(built, columns, change, "survey = 'parents'") == [("C1", 5, 80, 6, 100)]
    wordings = "core_candidate.brg_question_wording"
    assert rows(built, "version, wording", wordings, "question_code = 'S1'") == [
        ("1", LIKE),
        ("2", ENJOY),
    ]
    columns = "wave, response, answers_count, base_count"
    assert rows(built, columns, "marts_candidate.kpi_survey_answers", "question = 'C2'") == [
        ("baseline", "None", 5, 5),
        ("baseline", "Six or more", 0, 5),
        ("end", "None", 0, 5),
        ("end", "Six or more", 5, 5),
    ]


def test_a_new_survey_is_in_the_marts_of_partnerships_and_schools_too(built: Project) -> None:
    columns = "partnership_id, surveys_returned, waves_returned, last_activity_on::text"
    health = "marts_candidate.kpi_partnership_health"
    assert rows(built, columns, health, "surveys_returned > 0") == [
        ("P1", 2, "baseline, end", "2021-09-01"),
        ("P2", 2, "baseline, middle", "2021-02-17"),
        ("P3", 2, "baseline, end", "2021-09-03"),
    ]
    engagement = "marts_candidate.kpi_school_engagement"
    assert rows(built, "urn, programme_year, surveys_count", engagement, "true") == [
        (100001, "2021/22", 2)
    ]


def test_paper_and_online_are_one_and_percentages_stand_apart(built: Project) -> None:
    columns = (
        "wave, responses_count, response_pct_of_baseline, partnerships_represented_count, "
        "partnerships_count, paper_share_pct, unmerged_percentage_returns_count"
    )
    response = "marts_candidate.kpi_survey_response"
    assert rows(built, columns, response, "programme = 'ENTHUSE' and survey = 'secondary'") == [
        ("baseline", 10, 100, 2, 3, 70, 1),
        ("end", 6, 60, 1, 3, 0, 0),
        ("middle", 20, 200, 1, 3, 0, 0),
    ]
    where = "survey = 'secondary' and wave = 'start'"
    columns = "basis, question_code, response, answers_count"
    assert rows(built, columns, "core_candidate.fct_survey_answer", where) == [
        ("online", "S1", "Agree", 1),
        ("online", "S1", "Disagree", 1),
        ("online", "S1", "Not sure", 1),
        ("online", "S2", "Free text", 1),
        ("paper_counts", "S1", "Agree", 4),
        ("paper_counts", "S1", "Not sure", 3),
    ]
    columns = "merge_status, question_code, agree_pct"
    assert rows(built, columns, "core_candidate.fct_survey_percentage_return", where) == [
        ("not merged", "S1", 45)
    ]


def test_a_class_counted_on_paper_on_the_days_of_its_online_responses_is_reported(
    built: Project,
) -> None:
    columns = (
        "survey, wave, partnership_id, school_name, paper_responses_count, online_responses_count"
    )
    doubles = "quality_candidate.possible_double_returns"
    assert rows(built, columns, doubles, "true") == [("parents", "end", "P3", "Hill School", 1, 5)]


def test_no_response_has_a_row_and_no_free_text_leaves_staging(built: Project) -> None:
    tables = built.query(
        "select table_schema, table_name, count(*) filter (where column_name = 'response_id') "
        "as responses from information_schema.columns where table_schema in "
        "('core_candidate', 'marts_candidate', 'quality_candidate') group by 1, 2"
    )
    assert [table for table in tables if table["responses"]] == []
    for table in tables:
        name = f"{table['table_schema']}.{table['table_name']}"
        found = built.query(f"select t.* from {name} as t where t::text like '%{SECRET}%'")
        assert found == [], name


def test_nothing_of_a_questionnaire_that_was_rejected_can_be_read_by_an_analyst(
    built: Project,
) -> None:
    (rejected,) = built.query("select * from quality_candidate.rejected_rows")
    assert (rejected["rules"], rejected["raw"]["partnership"]) == (["answer"], "South")
    # Read again when other questions came, it was rejected again.
    kept = built.query("select raw::text from ops.quarantine")
    assert len(kept) == 2
    assert all(SECRET in row["raw"] and "7.2512843" in row["raw"] for row in kept)

    found = read_as_analyst(built)
    assert found["core_candidate.fct_survey_answer"]
    assert found["quality_candidate.rejected_rows"]
    for table in ("answered", "by_subgroup", "tabulated"):
        assert found[f"core_candidate.int_survey__{table}"] == []
    assert found["core_candidate.int_answer__named"] == []
    for name, texts in found.items():
        for secret in (SECRET, "7.2512843", "3.7512843", "R20", "2021-02-17 10:00"):
            assert not any(secret in text for text in texts), name


def test_every_test_of_the_data_holds(built: Project) -> None:
    results = built.dbt.run("test", "--select", SURVEYS, MARTS)

    assert len(results) > 30
    assert [one.node.name for one in results if str(one.status) != "pass"] == []
