"""A build runs the staging models that have news, and all of them after a change of the project."""

import pytest

from tests.dbt.conftest import File, Project
from warehouse.database import connect
from warehouse.errors import BuildFailed
from warehouse.releases import newest_loads
from warehouse.staging import bring_up_to_date

HEADER = "old_la_code,la_name,region_name\n"
OUTCOMES = "outcome_id,programme_id,audience,outcome,domain,evidence,recorded_on\n"


def run(project: Project, force: bool = False) -> set[str]:
    """Bring staging up to date; return the names of what was run."""
    with connect(project.settings.warehouse_url, "warehouse_transformer", autocommit=True) as one:
        results = bring_up_to_date(one, project.dbt, newest_loads(one), force)
    return {result.node.name for result in results}


def execute(project: Project, statement: str) -> None:
    with connect(project.settings.warehouse_url, "warehouse_transformer") as connection:
        connection.execute(statement.encode())


def area(day: str, name: str) -> File:
    return File("reference/areas", f"{day}.csv", text=f"{HEADER}201,{name},London\n")


def test_only_the_models_of_feeds_with_news_are_run(project: Project) -> None:
    project.land(area("2021-01-01", "City"))
    everything = run(project)
    assert {"taxonomy", "base_reference__areas", "stg_reference__areas"} <= everything
    assert run(project) == set()

    project.land(
        area("2021-01-02", "City of London"),
        File("cpd/outcomes", "2021-01-02.csv", text=OUTCOMES + "1,E,,,,,2021-01-01\n"),
        File("cpd/participants", "2021-01-02.csv", text="no,such,columns\n1,2,3\n"),
    )
    assert run(project) == {
        "base_reference__areas",
        "base_cpd__outcomes",
        "base_cpd__participants",
        "pii_cpd__participants",
    }
    (row,) = project.query("select local_authority_name from staging.stg_reference__areas")
    assert row["local_authority_name"] == "City of London"
    assert run(project) == set()
    assert run(project, force=True) == everything


def test_the_views_of_a_table_that_is_made_anew_stay(project: Project) -> None:
    project.land(area("2021-01-01", "City"))
    run(project)

    project.land(File("survey/online", "2021-01-02_teacher_start.csv", text="Response ID\n1\n"))

    assert {"base_survey__online", "stg_survey__online", "stg_survey__answers"} <= run(project)
    assert project.query("select * from staging.stg_survey__answers") == []
    assert run(project) == set()


@pytest.mark.parametrize(
    "change",
    [
        "update ops.staging_watermark set relation = 'project x' where relation like 'project %'",
        "drop table pii.ambassadors",
    ],
)
def test_all_of_staging_is_run_when_the_project_changed_or_something_is_gone(
    project: Project, change: str
) -> None:
    project.land(area("2021-01-01", "City"))
    everything = run(project)
    execute(project, change)
    assert run(project) == everything
    assert run(project) == set()


def test_after_a_run_that_failed_all_of_staging_is_run_again(project: Project) -> None:
    project.land(area("2021-01-01", "City"))
    run(project)
    execute(project, "delete from ops.staging_watermark")
    damage = "update raw.reference_areas set achieving_excellence_band = {}"
    with connect(project.settings.warehouse_url, "warehouse_loader") as connection:
        connection.execute(damage.format("'six'").encode())
    with pytest.raises(BuildFailed, match="base_reference__areas"):
        run(project)
    with connect(project.settings.warehouse_url, "warehouse_loader") as connection:
        connection.execute(damage.format("'6'").encode())
    assert "stg_reference__areas" in run(project)
    assert run(project) == set()
