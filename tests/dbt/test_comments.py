"""Comments: wrong patterns are named, and what people wrote is for stewards alone."""

import pytest

from cleaning.comment_text import FIELD, read_reasons
from tests.dbt.conftest import File, Project, Row, read_as_analyst
from tests.dbt.test_categories import check
from warehouse.database import connect
from warehouse.errors import BuildFailed

SECRET = "Ask Ada Byron"
PRACTICAL = "Microscopes, as Ada Byron has them"
SUGGESTED = "What July is for, by Ada Byron"
MISSED = "No targets, says Ada Byron"
PREDICTED = """
insert into ops.category_predictions
    (taxonomy, text_hash, model_version, category, confidence, is_applied)
select %(field)s, text_hash, 'tests', %(reason)s, 0.6, false from staging.int_comment__said
"""


@pytest.mark.parametrize(
    ("table", "values", "fault"),
    [
        ("feedback_reason_rules", "(1, 'k*', 'kit', 'test')", "matches whatever is typed"),
        ("feedback_reason_rules", "(1, 'kit', 'tools', 'test')", "not match its own example"),
        ("feedback_reason_rules", "(99, 'kit', 'kit', 'test')", "no place 99"),
        ("feedback_negations", "('none', 'not one', 'test')", "not match its own example"),
    ],
)
def test_a_wrong_pattern_for_comments_is_named_with_its_fault(
    project: Project, table: str, values: str, fault: str
) -> None:
    project.run("path:seeds/cpd")
    with connect(project.settings.warehouse_url, "warehouse_transformer") as connection:
        connection.execute(f"insert into staging.{table} values {values}".encode())
    project.run(
        "+int_category__rule_fault", "int_comment__rule_fault", "--exclude", "path:seeds/cpd"
    )

    with pytest.raises(BuildFailed) as caught:
        check(project.settings)
    assert table in caught.value.what
    assert fault in (caught.value.evidence or "")


def form(number: int, comment: str, submitted_at: str = "2021-03-01T10:00:00Z") -> Row:
    """A form on an event of nobody's, and nothing on it but a comment."""
    questions = "role role_other overall_satisfaction overall_quality well_organised"
    more = "relevant_useful outcomes_met impact_practice impact_students share_learning"
    blank = f"{questions} {more} improved_knowledge online_resources deleted_at".split()
    filled = {"feedback_id": f"F{number}", "event_id": "E1", "useful_why": comment}
    return dict.fromkeys(blank, "") | filled | {"submitted_at": submitted_at}


def said_of_activity(number: int, comment: str, enjoyment: str) -> Row:
    scores = ("satisfaction", "learning_objectives", "community_links", "ambassador_id")
    return dict.fromkeys((*scores, "deleted_at"), "") | {
        "feedback_id": f"A{number}",
        "activity_id": "X1",
        "respondent": "Organiser",
        "enjoyment": enjoyment,
        "comment": comment,
        "submitted_at": "2021-03-01T10:00:00Z",
        "updated_at": "2021-03-01T10:00:00Z",
    }


@pytest.fixture(scope="module")
def built(parsed_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Models of comments, among them one of each feed in a row that was rejected."""
    parsed_project.empty(tmp_path_factory.mktemp("landing"))
    said = [PRACTICAL, SUGGESTED, SUGGESTED.upper(), MISSED, "-", *[""] * 35]
    forms = [form(number, comment) for number, comment in enumerate(said)]
    parsed_project.land(
        File("cpd/event_feedback", "2021-03-01.csv",
             rows=[*forms, form(99, SECRET, "2999-01-01T10:00:00Z")]),
        File("platform/activity_feedback", "2021-03-01.csv",
             rows=[*[said_of_activity(n, SECRET, "4") for n in range(40)],
                   said_of_activity(99, SECRET, "6")]),
    )  # fmt: skip
    parsed_project.run("path:seeds/cpd", "path:seeds/categories", "+path:models/cleaning")
    with connect(parsed_project.settings.warehouse_url, "warehouse_transformer") as connection:
        connection.execute(PREDICTED, {"field": FIELD, "reason": read_reasons()[11]})
    parsed_project.run(
        "+uncoded_comment_texts",
        "+kpi_cpd_feedback_reasons",
        "+fct_activity_feedback",
        "+rejected_rows",
    )
    return parsed_project


def test_no_comment_leaves_staging_for_an_analyst(built: Project) -> None:
    found = read_as_analyst(built)

    assert len(found["core_candidate.fct_event_feedback"]) == 40
    assert len(found["core_candidate.fct_activity_feedback"]) == 40
    assert len(found["core_candidate.brg_feedback_reason"]) == 1
    assert len(found["quality_candidate.uncoded_comments"]) == 3
    assert len(found["quality_candidate.rejected_rows"]) == 2
    assert found["core_candidate.int_feedback__comment"] == []
    assert found["quality_candidate.uncoded_comment_texts"] == []
    for name, texts in found.items():
        for secret in ("byron", "microscope", "july"):
            assert not any(secret in text.lower() for text in texts), name


def test_stewards_read_what_no_rule_finds_a_reason_in_with_the_suggestion(built: Project) -> None:
    rows = built.query(
        "select text, comments_count, suggested_reason, confidence "
        "from quality_candidate.uncoded_comment_texts order by comments_count desc"
    )
    assert [tuple(row.values()) for row in rows] == [
        (SUGGESTED.lower(), 2, read_reasons()[11], 0.6),
        (MISSED.lower(), 1, None, None),
    ]


def test_a_reason_of_which_the_model_is_not_sure_is_in_no_figure(built: Project) -> None:
    assert built.query(
        "select feedback_id, reason_method from core_candidate.brg_feedback_reason"
    ) == [{"feedback_id": "F0", "reason_method": "rule"}]
    (row,) = built.query(
        "select base_count, uncoded_count from marts_candidate.kpi_cpd_feedback_reasons "
        "where comments_count > 0"
    )
    assert tuple(row.values()) == (4, 3)
