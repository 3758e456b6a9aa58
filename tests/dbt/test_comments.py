"""Comments on why CPD was useful: wrong patterns are named, and texts are for stewards alone."""

import psycopg
import pytest

from tests.dbt.conftest import Project
from tests.dbt.test_categories import check
from warehouse.database import connect
from warehouse.errors import BuildFailed


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


def test_analysts_do_not_read_what_comments_say(project: Project) -> None:
    project.run("+uncoded_comment_texts")
    url = project.settings.warehouse_url
    with psycopg.connect(url) as connection:
        connection.execute(
            "insert into quality_candidate.uncoded_comment_texts values ('lunch', 1, '2020-01-01')"
        )
        connection.execute("grant usage on schema quality_candidate to warehouse_analyst")
        connection.execute(
            "grant select on all tables in schema quality_candidate to warehouse_analyst"
        )
    for role, count in (("warehouse_analyst", 0), ("warehouse_transformer", 1)):
        with connect(url, role) as connection:
            rows = connection.execute("select * from quality_candidate.uncoded_comment_texts")
            assert len(rows.fetchall()) == count
    with connect(url, "warehouse_analyst") as connection:
        listed = connection.execute("select * from quality_candidate.uncoded_comments")
        assert "text" not in [column.name for column in listed.description or ()]
