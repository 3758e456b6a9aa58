"""The swap, its grants, and the way back."""

import psycopg
import pytest
from psycopg import errors

from publish.release import release, rollback
from tests.publish.candidates import (
    former_release,
    live_release,
    make_candidate,
    status_of,
    transformer,
)
from warehouse.database import connect
from warehouse.errors import BuildFailed, WarehouseError
from warehouse.settings import Settings


def read(settings: Settings, role: str, query: str) -> list[tuple[object, ...]]:
    with connect(settings.warehouse_url, role) as connection:
        return connection.execute(query.encode()).fetchall()


def schemas(settings: Settings) -> set[str]:
    rows = read(
        settings,
        "warehouse_transformer",
        "select nspname from pg_namespace where nspname ~ '^(core|marts|quality)'",
    )
    return {str(row[0]) for row in rows}


def test_the_candidate_becomes_live_and_the_live_release_former(settings: Settings) -> None:
    first = make_candidate(settings)
    info = release(settings)
    assert (info.release_id, info.former_id) == (first, None)
    assert str(info.as_of_on) == "2021-07-31"

    second = make_candidate(settings)
    assert live_release(settings) == first
    info = release(settings, second)

    assert (live_release(settings), former_release(settings)) == (second, first)
    assert (info.release_id, info.former_id) == (second, first)
    assert (status_of(settings, second), status_of(settings, first)) == ("live", "former")


def test_only_one_former_release_is_kept(settings: Settings) -> None:
    numbers = []
    for _ in range(3):
        numbers.append(make_candidate(settings))
        release(settings)

    assert former_release(settings) == numbers[1]
    assert [status_of(settings, n) for n in numbers] == ["retired", "former", "live"]
    assert schemas(settings) == {
        *("core", "marts", "quality"),
        *("core_former", "marts_former", "quality_former"),
    }


@pytest.mark.parametrize(
    ("role", "relation"),
    [
        ("warehouse_bi", "marts.kpi_a"),
        ("warehouse_analyst", "marts.kpi_a"),
        ("warehouse_analyst", "core.dim_hub"),
        ("warehouse_analyst", "quality.loads"),
    ],
)
def test_readers_may_read_what_is_theirs(settings: Settings, role: str, relation: str) -> None:
    make_candidate(settings)
    release(settings)
    assert len(read(settings, role, f"select * from {relation}")) in (0, 50)


@pytest.mark.parametrize(
    ("role", "relation"),
    [
        ("warehouse_bi", "core.dim_hub"),
        ("warehouse_bi", "quality.loads"),
        ("warehouse_bi", "ops.releases"),
        ("warehouse_bi", "marts_former.kpi_a"),
        ("warehouse_bi", "marts_candidate.kpi_a"),
        ("warehouse_analyst", "core_former.dim_hub"),
        ("warehouse_analyst", "marts_candidate.kpi_a"),
        ("warehouse_analyst", "ops.ledger"),
        ("warehouse_pii", "marts.kpi_a"),
    ],
)
def test_readers_may_not_read_anything_else(settings: Settings, role: str, relation: str) -> None:
    for _ in range(2):
        make_candidate(settings)
        release(settings)
    make_candidate(settings)
    with pytest.raises(errors.InsufficientPrivilege):
        read(settings, role, f"select * from {relation}")


def test_a_candidate_whose_tests_failed_is_not_released(settings: Settings) -> None:
    first = make_candidate(settings)
    release(settings)
    make_candidate(settings, ("pass", "fail"))
    with pytest.raises(BuildFailed, match="tests failed"):
        release(settings)
    assert live_release(settings) == first


def test_a_candidate_without_tests_is_not_released(settings: Settings) -> None:
    make_candidate(settings, ())
    with pytest.raises(BuildFailed, match="not tested"):
        release(settings)


def test_a_warning_does_not_hold_up_a_release(settings: Settings) -> None:
    number = make_candidate(settings, ("pass", "warn"))
    assert release(settings).release_id == number


def test_a_build_that_is_not_open_is_not_released(settings: Settings) -> None:
    first = make_candidate(settings)
    second = make_candidate(settings)
    assert status_of(settings, first) == "failed"
    with pytest.raises(BuildFailed, match=f"no open build {first}"):
        release(settings, first)
    assert release(settings, second).release_id == second
    with pytest.raises(BuildFailed, match="no open build"):
        release(settings)


def test_a_release_that_is_tried_again_after_its_work_was_done_does_nothing(
    settings: Settings,
) -> None:
    first, second = (released(settings) for _ in range(2))
    info = release(settings, second)
    assert (info.release_id, info.former_id) == (second, first)
    assert (live_release(settings), former_release(settings)) == (second, first)


def test_a_view_that_reads_beyond_the_candidate_is_not_released(settings: Settings) -> None:
    first = make_candidate(settings)
    release(settings)
    make_candidate(settings)
    with transformer(settings) as connection:
        connection.execute("create table staging.stg_hubs (hub_id text)")
        connection.execute(
            "create view marts_candidate.kpi_c as select hub_id from staging.stg_hubs"
        )
    with pytest.raises(BuildFailed) as failure:
        release(settings)
    assert "marts_candidate.kpi_c reads staging.stg_hubs" in str(failure.value)
    assert live_release(settings) == first


def test_rollback_brings_the_former_release_back_and_withdraws_the_live_one(
    settings: Settings,
) -> None:
    first, second = (released(settings) for _ in range(2))
    info = rollback(settings)

    assert info.release_id == first
    assert "warehouse publish" in info.message
    assert (live_release(settings), former_release(settings)) == (first, second)
    assert (status_of(settings, first), status_of(settings, second)) == ("live", "withdrawn")
    assert read(settings, "warehouse_bi", "select distinct release_id from marts.kpi_b") == [
        (first,)
    ]
    with pytest.raises(errors.InsufficientPrivilege):
        read(settings, "warehouse_bi", "select * from marts_former.kpi_a")


def test_a_second_rollback_is_refused_and_changes_nothing(settings: Settings) -> None:
    first, second = (released(settings) for _ in range(2))
    rollback(settings)
    with pytest.raises(WarehouseError) as refusal:
        rollback(settings)
    assert f"live: {first}, last rolled back: {second}" in str(refusal.value)
    assert "warehouse build --force" in str(refusal.value)
    assert live_release(settings) == first


def test_the_first_release_cannot_be_rolled_back(settings: Settings) -> None:
    first = released(settings)
    with pytest.raises(WarehouseError, match="no former release"):
        rollback(settings)
    assert live_release(settings) == first


def test_a_release_after_a_rollback_can_be_rolled_back_to_what_stood_before_it(
    settings: Settings,
) -> None:
    first, second = (released(settings) for _ in range(2))
    rollback(settings)
    third = released(settings)
    assert [status_of(settings, n) for n in (first, second, third)] == [
        *("former", "withdrawn", "live")
    ]
    assert rollback(settings).release_id == first


def test_a_reader_of_the_retired_release_holds_up_nothing(settings: Settings) -> None:
    first, second = (released(settings) for _ in range(2))
    with transformer(settings) as reader, reader.transaction():
        reader.execute("select * from marts_former.kpi_a")
        make_candidate(settings)
        info = release(settings)
        assert info.still_open == (f"marts_retired_{info.release_id}",)
        rows = reader.execute(
            f"select distinct release_id from {info.still_open[0]}.kpi_a".encode()
        ).fetchall()
    assert rows == [(first,)]
    assert former_release(settings) == second
    released(settings)
    assert not any("retired" in schema for schema in schemas(settings))


def test_a_swap_that_breaks_off_leaves_everything_as_it_was(settings: Settings) -> None:
    first = released(settings)
    second = make_candidate(settings)
    with transformer(settings) as connection:
        # The last of the renames now fails.
        connection.execute("drop schema quality_candidate cascade")
    with pytest.raises(psycopg.Error):
        release(settings)
    assert live_release(settings) == first
    assert (status_of(settings, first), status_of(settings, second)) == ("live", "building")
    assert {"core_candidate", "marts_candidate"} <= schemas(settings)


def released(settings: Settings) -> int:
    make_candidate(settings)
    return release(settings).release_id
