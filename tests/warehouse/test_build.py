"""Building aside, testing, releasing: what readers get, and what they are spared."""

import json
import threading
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from publish.release import rollback
from warehouse import build
from warehouse.build import BuildReport
from warehouse.database import connect
from warehouse.errors import BuildFailed, WarehouseError
from warehouse.releases import build_lock
from warehouse.settings import Settings

pytestmark = pytest.mark.usefixtures("tiny_project")

LEEDS = ("H1", "Leeds", "England")
CARDIFF = ("H2", "Cardiff", "Wales")

Load = Callable[..., int]


def rows(settings: Settings, query: str, role: str = "warehouse_transformer") -> list[tuple]:
    with connect(settings.warehouse_url, role) as connection:
        return connection.execute(query.encode()).fetchall()


def hubs(settings: Settings) -> list[tuple]:
    return rows(
        settings, "select nation, hubs_count from marts.kpi_hubs order by 1", "warehouse_bi"
    )


def statuses(settings: Settings) -> list[str]:
    return [row[0] for row in rows(settings, "select status from ops.releases order by release_id")]


def built(settings: Settings, **options: object) -> BuildReport:
    return build.build(settings, **options)  # type: ignore[arg-type]


def test_a_build_releases_what_was_loaded(build_settings: Settings, load_hubs: Load) -> None:
    load_id = load_hubs(LEEDS, CARDIFF)
    said: list[str] = []
    report = built(build_settings, report=said.append)

    assert hubs(build_settings) == [("England", 1), ("Wales", 1)]
    assert (report.is_released, report.as_of_on) == (True, date(2021, 7, 31))
    assert (report.tests_count, report.warnings) == (5, ())
    steps = ["stage", "clean", "core", "marts", "test", "release"]
    assert [line.split(":")[0] for line in said] == steps
    assert rows(
        build_settings, "select status, built_from_load_id, built_from, as_of_on from ops.releases"
    ) == [("live", load_id, {"platform.hubs": load_id}, date(2021, 7, 31))]


def test_nothing_new_is_not_built_again_and_it_says_so(
    build_settings: Settings, load_hubs: Load
) -> None:
    load_hubs(LEEDS)
    first = built(build_settings).release_id
    report = built(build_settings)
    assert (report.release_id, report.is_released) == (None, False)
    assert report.message == f"Nothing new since release {first}: no build."
    assert build.stage(build_settings) is None
    assert statuses(build_settings) == ["live"]


def test_force_builds_all_the_same(build_settings: Settings, load_hubs: Load) -> None:
    load_hubs(LEEDS)
    built(build_settings)
    assert built(build_settings, force=True).is_released
    assert statuses(build_settings) == ["former", "live"]


def test_before_the_first_load_there_is_nothing_to_build(build_settings: Settings) -> None:
    assert built(build_settings).message == "Nothing has been loaded yet: nothing to build."
    assert statuses(build_settings) == []


def test_a_changed_project_is_built_again_from_the_same_loads(
    own_home: Settings, load_hubs: Load, tiny_project: Path
) -> None:
    load_hubs(LEEDS)
    built(own_home)
    with (tiny_project / "seeds" / "nations.csv").open("a") as file:
        file.write("Scotland\n")
    assert built(own_home).is_released


def test_another_as_of_day_is_built_from_the_same_loads(
    build_settings: Settings, load_hubs: Load
) -> None:
    load_hubs(LEEDS)
    built(build_settings)
    assert built(build_settings, as_of=date(2020, 1, 31)).as_of_on == date(2020, 1, 31)
    assert built(build_settings).as_of_on == date(2021, 7, 31)


def test_a_load_that_commits_after_one_with_a_higher_number_is_not_overlooked(
    build_settings: Settings, load_hubs: Load
) -> None:
    low, high = load_hubs(LEEDS), load_hubs(feed="targets")
    with connect(build_settings.warehouse_url) as connection:
        connection.execute("update ops.ledger set feed = 'uncommitted' where load_id = %s", (low,))
    built(build_settings)
    with connect(build_settings.warehouse_url) as connection:
        connection.execute("update ops.ledger set feed = 'hubs' where load_id = %s", (low,))
    report = built(build_settings)
    assert report.is_released
    assert rows(build_settings, "select built_from from ops.releases where status = 'live'") == [
        ({"platform.hubs": low, "platform.targets": high},)
    ]


def test_a_load_during_a_build_is_left_to_the_next_one(
    build_settings: Settings, load_hubs: Load
) -> None:
    load_hubs(LEEDS)
    release_id = build.stage(build_settings)
    load_hubs(CARDIFF)
    build.clean(build_settings, release_id)
    build.build_core(build_settings, release_id)
    build.build_marts(build_settings, release_id)
    build.test_candidate(build_settings, release_id)
    from publish.release import release

    release(build_settings, release_id)
    assert hubs(build_settings) == [("England", 1)]
    assert built(build_settings).is_released
    assert hubs(build_settings) == [("England", 1), ("Wales", 1)]


def test_a_failing_test_leaves_the_live_marts_and_names_test_and_rows(
    build_settings: Settings, load_hubs: Load
) -> None:
    load_hubs(LEEDS)
    built(build_settings)
    load_hubs(LEEDS, CARDIFF)
    with pytest.raises(BuildFailed) as failure:
        built(build_settings)

    text = str(failure.value)
    assert "Test unique_dim_hub_hub_id failed on core.dim_hub (1 rows)" in text
    assert "unique_field=H1, n_records=2" in text
    assert "live release stays as it was" in text
    assert hubs(build_settings) == [("England", 1)]
    assert statuses(build_settings) == ["live", "failed"]


def test_every_test_of_a_build_is_kept_with_its_rows(
    build_settings: Settings, load_hubs: Load
) -> None:
    load_hubs(LEEDS, ("H1", None, "Wales"), ("H3", "x" * 40, "Mercia"))
    with pytest.raises(BuildFailed):
        built(build_settings)
    found = rows(
        build_settings,
        "select test, status, failures, relation, rows from ops.test_results order by test",
    )
    assert found == [
        ("hubs_have_short_names", "fail", 1, "core.dim_hub", [{"hub_id": "H3", "name_length": 40}]),
        ("not_null_dim_hub_hub_id", "pass", 0, "core.dim_hub", []),
        ("not_null_dim_hub_hub_name", "fail", 1, "core.dim_hub", [{"hub_id": "H1"}]),
        ("relationships_dim_hub_nation__nation__ref_nations_", "warn", 1, "core.dim_hub", []),
        (
            "unique_dim_hub_hub_id",
            "fail",
            1,
            "core.dim_hub",
            [{"unique_field": "H1", "n_records": 2}],
        ),
    ]


def test_only_the_first_twenty_rows_are_kept(build_settings: Settings, load_hubs: Load) -> None:
    load_hubs(*((f"H{n}", None, "Wales") for n in range(100)))
    with pytest.raises(BuildFailed, match=r"not_null_dim_hub_hub_name .* \(100 rows\)"):
        built(build_settings)
    kept = rows(build_settings, "select rows from ops.test_results where status = 'fail'")
    assert len(kept[0][0]) == 20


def test_a_warning_is_recorded_and_released(build_settings: Settings, load_hubs: Load) -> None:
    load_hubs(LEEDS, ("H9", "Atlantis", "Atlantis"))
    report = built(build_settings)
    assert report.is_released
    assert [(w.relation, w.failures) for w in report.warnings] == [("core.dim_hub", 1)]
    assert hubs(build_settings) == [("Atlantis", 1), ("England", 1)]
    assert json.dumps(asdict(report), default=str)


def test_a_model_that_cannot_be_built_is_named_without_the_values_of_rows(
    own_home: Settings, load_hubs: Load, tiny_project: Path
) -> None:
    load_hubs(("H1", "Ada Lovelace", "England"))
    (tiny_project / "models" / "marts" / "kpi_broken.sql").write_text(
        "select hub_name::integer as n from {{ ref('dim_hub') }}"
    )
    with pytest.raises(BuildFailed) as failure:
        built(own_home)
    text = str(failure.value)
    assert "Model kpi_broken could not be built" in text
    assert "models/marts/kpi_broken.sql" in text
    assert "invalid input syntax for type integer" in text
    assert "Lovelace" not in text
    assert statuses(own_home) == ["failed"]


def test_no_file_of_dbt_holds_the_values_of_rows_that_an_error_quotes(
    own_home: Settings, load_hubs: Load, tiny_project: Path
) -> None:
    load_hubs(("H1", "Ada Lovelace", "England"))
    (tiny_project / "models" / "marts" / "kpi_broken.sql").write_text(
        "select hub_name::integer as n from {{ ref('dim_hub') }}"
    )
    with pytest.raises(BuildFailed):
        built(own_home)
    written = [path for path in own_home.home.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if b"Lovelace" in path.read_bytes()]


def test_a_project_that_dbt_cannot_read_is_said_in_one_error(
    own_home: Settings, load_hubs: Load, tiny_project: Path
) -> None:
    load_hubs(LEEDS)
    (tiny_project / "models" / "core" / "dim_broken.sql").write_text("select {{ ref('nowhere') }}")
    with pytest.raises(BuildFailed, match="depends on a node named 'nowhere'"):
        built(own_home)


def test_without_release_the_candidate_stands_aside(
    build_settings: Settings, load_hubs: Load
) -> None:
    load_hubs(LEEDS)
    report = built(build_settings, release=False)
    assert not report.is_released
    assert "stands aside" in report.message
    assert rows(build_settings, "select count(*) from marts_candidate.kpi_hubs") == [(1,)]
    assert rows(build_settings, "select to_regclass('marts.kpi_hubs')") == [(None,)]
    assert built(build_settings).is_released


def test_two_builds_at_once_are_refused(build_settings: Settings, load_hubs: Load) -> None:
    load_hubs(LEEDS)
    with build_lock(build_settings), pytest.raises(WarehouseError, match="Another build"):
        built(build_settings)
    assert built(build_settings).is_released


def test_a_step_of_a_build_that_another_has_replaced_is_refused(
    build_settings: Settings, load_hubs: Load
) -> None:
    load_hubs(LEEDS)
    first = build.stage(build_settings)
    second = build.stage(build_settings)
    with pytest.raises(BuildFailed, match=f"Build {first} is not open any more"):
        build.build_core(build_settings, first)
    build.build_core(build_settings, second)


def test_a_project_that_changes_between_two_steps_stops_the_build(
    own_home: Settings, load_hubs: Load, tiny_project: Path
) -> None:
    load_hubs(LEEDS)
    release_id = build.stage(own_home)
    with (tiny_project / "models" / "core" / "dim_hub.sql").open("a") as file:
        file.write("-- another day\n")
    with pytest.raises(BuildFailed, match=f"changed while build {release_id} was running"):
        build.build_core(own_home, release_id)
    assert statuses(own_home) == ["failed"]


def test_a_relation_that_left_the_project_leaves_the_release_too(
    own_home: Settings, load_hubs: Load, tiny_project: Path
) -> None:
    load_hubs(LEEDS)
    extra = tiny_project / "models" / "marts" / "kpi_extra.sql"
    extra.write_text("select 1 as n")
    built(own_home)
    extra.unlink()
    built(own_home)
    assert rows(own_home, "select to_regclass('marts.kpi_extra')") == [(None,)]


def test_what_was_rolled_back_is_not_released_again_without_new_loads(
    build_settings: Settings, load_hubs: Load
) -> None:
    load_hubs(LEEDS)
    built(build_settings)
    load_hubs(CARDIFF)
    second = built(build_settings).release_id
    rollback(build_settings)
    assert hubs(build_settings) == [("England", 1)]

    report = built(build_settings)
    assert not report.is_released
    assert f"release {second}, which was rolled back" in report.message
    assert "warehouse build --force" in report.message
    assert hubs(build_settings) == [("England", 1)]

    load_hubs(("H3", "Bath", "England"))
    assert built(build_settings).is_released
    assert hubs(build_settings) == [("England", 2), ("Wales", 1)]
    assert statuses(build_settings) == ["former", "withdrawn", "live"]


def test_the_project_is_parsed_once_for_all_processes(
    build_settings: Settings, load_hubs: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warehouse.dbt import Dbt

    Dbt(build_settings).parse()
    saved = build_settings.home / "dbt" / "test_build" / "partial_parse.msgpack"
    before = saved.stat().st_mtime_ns
    load_hubs(LEEDS)
    built(build_settings)
    assert saved.stat().st_mtime_ns == before


def test_a_reader_of_quality_sees_loads_that_no_build_has_seen(
    build_settings: Settings, load_hubs: Load
) -> None:
    load_hubs(LEEDS)
    built(build_settings)
    load_hubs(CARDIFF)
    assert rows(build_settings, "select count(*) from quality.loads", "warehouse_analyst") == [(2,)]


def test_a_failed_build_stays_to_be_looked_at_until_the_next(
    build_settings: Settings, load_hubs: Load
) -> None:
    load_hubs(LEEDS, LEEDS)
    with pytest.raises(BuildFailed):
        built(build_settings)
    assert rows(build_settings, "select count(*) from core_candidate.dim_hub") == [(2,)]
    with connect(build_settings.warehouse_url) as connection:
        connection.execute("delete from raw.platform_hubs where _record_number = 2")
    assert built(build_settings).is_released
    assert rows(build_settings, "select to_regnamespace('core_candidate')") == [(None,)]


def test_readers_keep_reading_during_a_build(build_settings: Settings, load_hubs: Load) -> None:
    load_hubs(LEEDS)
    built(build_settings)
    load_hubs(CARDIFF)
    seen: list[int] = []
    stop = threading.Event()

    def read() -> None:
        with connect(build_settings.warehouse_url, "warehouse_bi", autocommit=True) as connection:
            is_last = False
            while not is_last:
                is_last = stop.is_set()  # asked first: one read begins after the release
                row = connection.execute("select sum(hubs_count) from marts.kpi_hubs").fetchone()
                seen.append(int(row[0]) if row else 0)

    reader = threading.Thread(target=read)
    reader.start()
    built(build_settings)
    stop.set()
    reader.join()
    assert seen == sorted(seen)
    assert set(seen) == {1, 2}
