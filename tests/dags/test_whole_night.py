"""From files to released and published KPIs through every DAG, and the night after."""

from pathlib import Path
from typing import Any

import psycopg

from sample.planted import planted_rejects
from sample.writer import write_sample
from warehouse import nightly
from warehouse.demo_summary import read_moment
from warehouse.settings import Settings

REJECTED = {Path(p.path).parts[:2] for p in planted_rejects() if p.outcome == "rejected"}
DAGS = {"platform": "load_platform", "cpd": "load_cpd", "survey": "load_surveys"}


def live_hours(settings: Settings) -> Any:
    with psycopg.connect(settings.warehouse_url) as connection:
        connection.execute("set role warehouse_bi")
        return connection.execute(
            "select volunteer_hours from marts.kpi_volunteer_hours "
            "where geography_level = 'national' and period_type = 'all'"
        ).fetchone()


def figures_at_every_scale(settings: Settings) -> list[Any]:
    """By report, whether its figures agree: those of Ambassadors only do at full scale."""
    with psycopg.connect(settings.warehouse_url) as connection:
        connection.execute("set role warehouse_bi")
        return connection.execute(
            "select split_part(report, ' ', 1), agrees, count(*) from marts.kpi_published_check "
            "where report not like 'STEM Ambassador%' group by 1, 2 order by 1, 2"
        ).fetchall()


def notes_of_slips(settings: Settings) -> dict[str, str]:
    with psycopg.connect(settings.warehouse_url) as connection:
        connection.execute("set role warehouse_bi")
        return dict(
            connection.execute(
                "select figure_id, note from marts.kpi_published_check "
                "where figure_id in ('F049', 'F125', 'F211', 'F309')"
            ).fetchall()
        )


def test_a_night_releases_and_publishes_and_the_next_one_has_nothing_to_do(
    dags: dict[str, Any], settings: Settings
):
    write_sample(Path(settings.landing_url), "small")

    first = {outcome.dag: outcome for outcome in nightly.run_dags(dags).dags}

    assert {dag: outcome.state for dag, outcome in first.items()} == {
        "load_platform": "failed",
        "load_cpd": "failed",
        "load_surveys": "failed",
        "load_reference": "success",
        "build_warehouse": "success",
        "publish_release": "success",
    }
    assert {family for family, _ in REJECTED} == DAGS.keys()
    for family, dag in DAGS.items():
        failed = {f"load_{feed}" for rejected, feed in REJECTED if rejected == family}
        assert set(first[dag].failed_tasks) == failed | {"report_failed_feeds"}
    assert first["build_warehouse"].emitted == ("marts",)
    assert list(Path(settings.outbox_url).rglob("datapackage.json"))
    hours = live_hours(settings)
    assert hours[0] > 0
    assert figures_at_every_scale(settings) == [("Aspire", True, 508), ("ENTHUSE", True, 139)]
    notes = notes_of_slips(settings)
    assert notes["F049"].endswith("356.9, printed as 356")
    assert notes["F125"] == "the text prints 2.47"
    assert notes["F211"].startswith("printed as 110, a slip")
    assert "the table and the total of 184 need 13" in notes["F309"]
    before = read_moment(settings)

    second = [(outcome.dag, outcome.state) for outcome in nightly.run_dags(dags).dags]

    assert second == [
        ("load_platform", "success"),
        ("load_cpd", "success"),
        ("load_surveys", "success"),
        ("load_reference", "success"),
        ("build_warehouse", "not due"),
        ("publish_release", "not due"),
    ]
    assert read_moment(settings) == before

    third = nightly.run_dag(dags["build_warehouse"])

    assert (third.state, third.emitted) == ("success", ())
    assert read_moment(settings) == before
    assert live_hours(settings) == hours
