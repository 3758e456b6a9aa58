"""Every category column has its list, and cleaning keeps every row."""

import psycopg
import pytest
from dbt.contracts.results import TestStatus
from psycopg import sql

from cleaning.rules import check_patterns, check_rules
from extract.contract import all_contracts
from tests.dbt.conftest import File, Project
from warehouse.database import connect
from warehouse.errors import BuildFailed
from warehouse.settings import Settings

# Its list comes with the measures that need it: grades come as words and figures.
WITHOUT_A_LIST = {"overall_rating"}
ACTIVITY = (
    "activity_id,organisation_id,activity_type,activity_type_other,setting,setting_other,"
    "delivery_mode,starts_on,key_stage,audience_band,status,reported_at,updated_at\n"
    "A1,O1,?,,Scout hut in Ada Byron's garden,,,2021-01-01,,,Completed,2021-01-02T10:00,"
    "2021-01-02T10:00\n"
    "A2,O1,,,,,,2021-01-01,,,Completed,2021-01-02T10:00,2021-01-02T10:00\n"
)


def test_every_category_column_has_a_list(parsed_project: Project) -> None:
    parsed_project.run("taxonomy")
    lists = {
        row["taxonomy"]
        for row in parsed_project.query("select distinct taxonomy from staging.taxonomy")
    }
    columns = {
        field.category
        for contract in all_contracts().values()
        for field in contract.fields
        if field.category
    }
    assert columns - lists == WITHOUT_A_LIST
    assert lists <= columns


def test_a_fact_that_is_lost_or_multiplied_is_found(project: Project) -> None:
    project.land(File("platform/activities", "2021-01-31.csv", text=ACTIVITY))
    project.run("+fct_activity")
    test = "as_many_rows_as_fct_activity_activity_id__ref_stg_platform__activities_"
    assert [result.status for result in project.dbt.run("test", "--select", test)] == [
        TestStatus.Pass
    ]
    for statement in (
        "delete from core_candidate.fct_activity where activity_id = 'A1'",
        "insert into core_candidate.fct_activity select * from core_candidate.fct_activity",
    ):
        with psycopg.connect(project.settings.warehouse_url) as connection:
            connection.execute(statement)
        (result,) = project.dbt.run("test", "--select", test)
        assert (result.status, result.failures) == (TestStatus.Fail, statement.count("A1") or 2)


def add_rule(
    settings: Settings, pattern: str, category: str, example: str, taxonomy: str = "setting"
) -> None:
    with connect(settings.warehouse_url, "warehouse_transformer") as connection:
        connection.execute(
            "insert into staging.category_rules values (%s, %s, %s, %s, 'for a test')",
            (taxonomy, pattern, category, example),
        )


def check(settings: Settings) -> None:
    with connect(settings.warehouse_url, "warehouse_transformer", autocommit=True) as connection:
        check_patterns(connection)
        check_rules(connection)


@pytest.mark.parametrize(
    ("pattern", "category", "taxonomy", "fault"),
    [
        ("garden", "Workplace", "setting", "overlaps with /scout hut/"),
        ("hut in", "Community group", "setting", "overlaps with /scout hut/"),
        ("scout huts", "Nowhere", "setting", 'no category "Nowhere"'),
        ("scout hut", "Workplace", "place", 'no category "Workplace"'),
        ("another text", "Workplace", "setting", "does not match its own example"),
        ("x*", "Community group", "setting", "matches whatever is typed"),
    ],
)
def test_a_wrong_rule_is_named_with_its_fault(
    project: Project, pattern: str, category: str, taxonomy: str, fault: str
) -> None:
    project.land(File("platform/activities", "2021-01-31.csv", text=ACTIVITY))
    project.run("path:seeds", "path:models/staging")
    add_rule(project.settings, "scout hut", "Community group", "Scout hut")
    example = "some text" if pattern == "another text" else pattern
    add_rule(project.settings, pattern, category, example, taxonomy)
    project.dbt.run("run", "--select", "path:models/cleaning")

    with pytest.raises(BuildFailed) as caught:
        check(project.settings)
    assert f"{taxonomy} /{pattern}/" in caught.value.what
    assert fault in (caught.value.evidence or "")
    assert "Byron" not in str(caught.value)


def test_the_rules_of_the_project_are_sound(project: Project) -> None:
    project.run("path:seeds", "path:models/staging", "path:models/cleaning")
    check(project.settings)


def test_analysts_do_not_read_what_people_say_of_themselves(project: Project) -> None:
    project.run("+other_review_queue", "+recode_decisions")
    url = project.settings.warehouse_url
    with connect(url, "warehouse_transformer") as connection:
        for table in ("other_review_queue", "recode_decisions"):
            connection.execute(
                sql.SQL(
                    "insert into quality_candidate.{} (field, raw_value) values "
                    "('gender', 'x'), ('ethnicity', 'x'), ('occupation', 'x'), ('setting', 'x')"
                ).format(sql.Identifier(table))
            )
        connection.execute("grant usage on schema quality_candidate to warehouse_analyst")
        connection.execute(
            "grant select on all tables in schema quality_candidate to warehouse_analyst"
        )
    for role, count in (("warehouse_analyst", 1), ("warehouse_transformer", 4)):
        with connect(url, role) as connection:
            for query in (
                "select field from quality_candidate.other_review_queue",
                "select field from quality_candidate.recode_decisions",
            ):
                assert len(connection.execute(query.encode()).fetchall()) == count
