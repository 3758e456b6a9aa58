"""Staging holds the newest version of each key, however the files arrive."""

import csv
import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.dbt.conftest import File, Project, Row

MODELS = (
    "+stg_platform__organisations",
    "+stg_platform__targets",
    "+stg_platform__hubs",
    "+stg_reference__priority_schools",
)
VIEWS = (
    "stg_platform__organisations",
    "base_platform__organisations",
    "stg_platform__targets",
    "stg_platform__hubs",
    "stg_reference__priority_schools",
)


def organisation(organisation_id: str, name: str, updated_at: str, deleted_at: str = "") -> Row:
    """A row of the feed organisations."""
    return {
        "organisation_id": organisation_id,
        "organisation_name": name,
        "organisation_type": "School",
        "organisation_type_other": "",
        "hub_id": "H1",
        "updated_at": updated_at,
        "deleted_at": deleted_at,
    }


def target(value: str) -> Row:
    """A row of the feed targets: always the same key."""
    return {
        "kpi_code": "VOL_HOURS",
        "hub_id": "",
        "phase": "",
        "programme_year": "2020/21",
        "target_value": value,
        "effective_from": "2020-09-01",
    }


def hub(hub_id: str, successor: str = "", share: str = "", valid_to: str = "") -> Row:
    """A row of the feed hubs."""
    return {
        "hub_id": hub_id,
        "hub_name": f"Hub {hub_id}",
        "nation": "England",
        "region": "South",
        "valid_from": "2016-01-01",
        "valid_to": valid_to,
        "successor_hub_id": successor,
        "share": share,
    }


def priority(urn: int, programme_year: str) -> Row:
    """A row of the feed priority_schools."""
    return {"urn": str(urn), "programme_year": programme_year}


def organisations(*rows: Row, tail: str) -> File:
    """A file of organisations."""
    return File("platform/organisations", tail, rows)


FILES = (
    organisations(
        organisation("tie", "first day", "2021-01-01T10:00:00Z"),
        organisation("late", "newest", "2021-03-01T10:00:00Z"),
        organisation("gone", "was there", "2021-01-01T10:00:00Z"),
        organisation("back", "was there", "2021-01-01T10:00:00Z"),
        organisation("line", "line 5", "2021-01-01T10:00:00Z"),
        organisation("line", "line 6", "2021-01-01T10:00:00Z"),
        tail="2021-01-01.csv",
    ),
    organisations(
        organisation("tie", "part 2", "2021-01-01T10:00:00Z"),
        organisation("gone", "not looked at", "2021-01-02T10:00:00Z", "2021-01-02T10:00:00Z"),
        organisation("back", "not looked at", "2021-01-02T10:00:00Z", "2021-01-02T10:00:00Z"),
        tail="2021-01-02_2.csv",
    ),
    organisations(
        organisation("tie", "part 10", "2021-01-01T10:00:00Z"),
        organisation("back", "revived", "2021-01-03T10:00:00Z"),
        tail="2021-01-02_10.csv.gz",
    ),
    organisations(
        organisation("late", "came later, is older", "2021-02-01T10:00:00Z"), tail="2021-01-05.csv"
    ),
    File("platform/targets", "2021-01-01.csv", [target("100")]),
    File("platform/targets", "2021-01-02.csv", [target("200")]),
    File("platform/targets", "2021-01-03.csv", [target("100")]),
    File("platform/hubs", "2021-01-01.csv", [hub("A"), hub("B"), hub("C"), hub("D")]),
    File(
        "platform/hubs",
        "2021-01-02.csv",
        [
            hub("A", "B", "0.6", "2020-12-31"),
            hub("A", "C", "0.4", "2020-12-31"),
            hub("B"),
            *(hub(f"X{number}") for number in range(40)),
            hub("C", share="not a number"),
        ],
    ),
    File(
        "reference/priority_schools",
        "2020-09-01.csv",
        [priority(100, "2019/20"), priority(100, "2020/21"), priority(101, "2020/21")],
    ),
    File("reference/priority_schools", "2020-10-01.csv", [priority(101, "2020/21")]),
    File("reference/priority_schools", "2020-11-01.csv", text="urn\n1\n"),
)


def staged(project: Project) -> dict[str, list[str]]:
    """What staging holds, but for the numbers of loads."""
    project.run(*MODELS)
    return {view: sorted(map(_without_load, _rows(project, view))) for view in VIEWS}


def _rows(project: Project, view: str) -> list[dict[str, Any]]:
    return project.query(f"select * from staging.{view}")


def _without_load(row: dict[str, Any]) -> str:
    return str({name: value for name, value in row.items() if name != "_load_id"})


@pytest.fixture(scope="module")
def all_at_once(
    parsed_project: Project, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    """What staging holds when every file is there before the first load."""
    parsed_project.empty(tmp_path_factory.mktemp("landing"))
    parsed_project.land(*FILES)
    return staged(parsed_project)


@pytest.mark.parametrize("seed", range(3))
def test_any_order_and_batches_of_the_same_files_give_the_same_staging(
    seed: int, all_at_once: dict[str, list[str]], project: Project
) -> None:
    for batch in _dealt(FILES, seed):
        project.land(*batch)
        found = staged(project)

    assert found == all_at_once


def _dealt(files: Sequence[File], seed: int) -> list[list[File]]:
    """The files shuffled, in one to five batches."""
    source = random.Random(seed)  # noqa: S311
    shuffled = source.sample(files, len(files))
    cuts = sorted(source.sample(range(1, len(files)), source.randint(1, 4)))
    return [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(files)], strict=True)]


def test_the_newest_version_wins_ties_by_date_then_part_then_line(project: Project) -> None:
    project.land(*FILES)
    project.run("+stg_platform__organisations")

    rows = project.query("select * from staging.stg_platform__organisations")
    assert {row["organisation_id"]: row["organisation_name"] for row in rows} == {
        "tie": "part 10",
        "late": "newest",
        "back": "revived",
        "line": "line 6",
    }


def test_a_tombstone_stays_in_base_with_nothing_but_its_key_and_times(project: Project) -> None:
    bad_cells = organisation("T", "", "2021-01-02T10:00:00Z", "2021-01-02T10:00:00Z")
    project.land(organisations(dict(bad_cells, hub_id="", urn="no number"), tail="2021-01-02.csv"))
    project.run("+stg_platform__organisations")

    base = project.query("select * from staging.base_platform__organisations")
    assert [row["organisation_id"] for row in base] == ["T"]
    assert base[0]["organisation_name"] is None
    assert base[0]["urn"] is None
    assert project.query("select * from staging.stg_platform__organisations") == []


def test_a_list_that_returns_to_an_earlier_state_counts_again(project: Project) -> None:
    for file in FILES[4:7]:
        project.land(file)
        project.run("+stg_platform__targets")

    rows = project.query("select target_value, _file_date from staging.stg_platform__targets")
    assert [(int(row["target_value"]), str(row["_file_date"])) for row in rows] == [
        (100, "2021-01-03")
    ]


def test_a_hub_that_closed_is_its_rows_with_successors_alone(project: Project) -> None:
    project.land(*FILES)
    project.run("+stg_platform__hubs")

    rows = project.query(
        "select hub_id, successor_hub_id, share, absent_on::text from staging.stg_platform__hubs "
        "where hub_id not like 'X%' order by 1, 2"
    )
    assert [
        (r["hub_id"], r["successor_hub_id"], float(r["share"]), r["absent_on"]) for r in rows
    ] == [
        ("A", "B", 0.6, None),
        ("A", "C", 0.4, None),
        ("B", None, 1.0, None),
        ("C", None, 1.0, None),  # its row is in quarantine
        ("D", None, 1.0, "2021-01-02"),
    ]


def test_a_hub_in_a_record_whose_quotes_do_not_match_stays_open(project: Project) -> None:
    quoted = io.StringIO()
    writer = csv.DictWriter(quoted, list(hub("")), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows([hub("H8"), *(hub(f"X{number}") for number in range(40))])
    broken = quoted.getvalue().replace('"Hub H8"', '"Hub "H8"')
    project.land(
        File("platform/hubs", "2021-01-01.csv", [hub("H8"), hub("H9")]),
        File("platform/hubs", "2021-01-02.csv", text=broken),
    )
    project.run("+stg_platform__hubs")

    assert project.query("select count(*) as count from ops.quarantine") == [{"count": 1}]
    rows = project.query(
        "select hub_id, absent_on::text from staging.stg_platform__hubs "
        "where hub_id like 'H%' order by 1"
    )
    assert [tuple(row.values()) for row in rows] == [("H8", None), ("H9", "2021-01-02")]


def test_a_rejected_list_takes_no_school_off(project: Project) -> None:
    project.land(*FILES)
    project.run("+stg_reference__priority_schools")

    rows = project.query(
        "select urn, programme_year, absent_on::text from staging.stg_reference__priority_schools "
        "order by 1, 2"
    )
    assert [tuple(row.values()) for row in rows] == [
        (100, "2019/20", None),
        (100, "2020/21", "2020-10-01"),
        (101, "2020/21", None),
    ]


def test_without_new_loads_nothing_is_written(project: Project) -> None:
    project.land(*FILES[:4])
    project.run("+stg_platform__organisations")
    rows = "select organisation_id, xmin::text from staging.base_platform__organisations order by 1"
    before = project.query(rows)

    project.run("+stg_platform__organisations")

    assert project.query(rows) == before


def test_a_file_with_only_a_header_is_taken_in_once(project: Project) -> None:
    header = ",".join(organisation("", "", ""))
    project.land(File("platform/organisations", "2021-01-01.csv", text=header + "\n"))
    project.run("+stg_platform__organisations")

    (watermark,) = project.query("select * from ops.staging_watermark")
    (ledger,) = project.query("select max(load_id) as newest from ops.ledger")
    assert watermark["ledger_id"] == ledger["newest"]


def test_personal_columns_are_split_off_by_pseudonymous_key(
    project: Project, tmp_path: Path
) -> None:
    ambassador = {
        "ambassador_id": "A1",
        "registered_on": "2020-01-01",
        "status": "Active",
        "hub_id": "H1",
        "first_name": "Ada",
        "last_name": "Byron",
        "email": "ada@example.org",
        "date_of_birth": "1990-12-10",
        "gender": "",
        "gender_other": "",
        "ethnicity": "",
        "ethnicity_other": "",
        "disability": "",
        "employer_name": "",
        "employer_sector": "",
        "employer_sector_other": "",
        "occupation": "",
        "stem_discipline": "",
        "stem_discipline_other": "",
        "updated_at": "2021-01-01T10:00:00Z",
        "deleted_at": "",
    }
    project.land(File("platform/ambassadors", "2021-01-01.csv", [ambassador]))
    project.run("+pii_platform__ambassadors", "+stg_platform__ambassadors")

    (person,) = project.query("select * from pii.ambassadors")
    (base,) = project.query("select * from staging.base_platform__ambassadors")
    assert person["email"] == "ada@example.org"
    assert person["ambassador_key"] == base["ambassador_key"]
    assert len(base["ambassador_key"]) == 64
    assert not {"first_name", "last_name", "email", "date_of_birth", "postcode"} & base.keys()

    gone = dict(ambassador, updated_at="2021-01-02T10:00:00Z", deleted_at="2021-01-02T10:00:00Z")
    project.land(File("platform/ambassadors", "2021-01-02.csv", [gone]))
    project.run("+pii_platform__ambassadors")

    (person,) = project.query("select * from pii.ambassadors")
    assert (person["email"], person["date_of_birth"], person["first_name"]) == (None, None, None)


def test_a_load_that_ends_after_a_later_one_of_another_feed_is_taken_in(project: Project) -> None:
    models = ("+stg_platform__organisations", "+stg_platform__targets")
    number = "nextval(pg_get_serial_sequence('ops.ledger', 'load_id'))"
    with psycopg.connect(project.settings.warehouse_url) as connection:
        (early,) = connection.execute(f"select {number}").fetchone() or (0,)
    project.land(FILES[4])
    project.run(*models)

    project.land(FILES[0])
    with psycopg.connect(project.settings.warehouse_url) as connection:
        connection.execute("update raw.platform_organisations set _load_id = %s", (early,))
        connection.execute(
            "update ops.ledger set load_id = %s, content_load_id = %s where feed = 'organisations'",
            (early, early),
        )
    project.run(*models)

    assert len(project.query("select * from staging.stg_platform__organisations")) == 5


def test_when_a_column_is_read_otherwise_every_row_is_made_anew(project: Project) -> None:
    project.land(*FILES[:4])
    project.run("+stg_platform__organisations")
    with psycopg.connect(project.settings.warehouse_url) as connection:
        # As another version of the casting would have left them.
        connection.execute(
            "update staging.base_platform__organisations set organisation_name = null"
        )
        connection.execute(
            "update ops.staging_watermark set relation = split_part(relation, ' ', 1) || ' old'"
        )

    project.run("+stg_platform__organisations")

    rows = project.query("select organisation_name from staging.stg_platform__organisations")
    assert sorted(row["organisation_name"] for row in rows) == [
        "line 6",
        "newest",
        "part 10",
        "revived",
    ]
    (watermark,) = project.query("select relation from ops.staging_watermark")
    assert not watermark["relation"].endswith("old")
