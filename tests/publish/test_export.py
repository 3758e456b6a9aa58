"""The released marts as files in the outbox."""

import csv
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import fsspec
import pytest
from frictionless import validate
from pyarrow import parquet

from publish import export
from publish.export import PublishReport, publish_marts
from publish.release import release, rollback
from tests.publish.candidates import make_candidate, transformer
from warehouse.errors import SourceUnavailable, WarehouseError
from warehouse.settings import Settings

EVERY_TYPE = """
create table marts_candidate.kpi_types (
    code text primary key,
    label text,
    hubs_count integer not null,
    hours numeric,
    share numeric(7, 4),
    is_provisional boolean,
    ends_on date,
    reported_at timestamptz,
    years integer [],
    note varchar(40)
);
comment on table marts_candidate.kpi_types is 'One row a code.';
comment on column marts_candidate.kpi_types.code is 'The code, as reports spell it.';
insert into marts_candidate.kpi_types values
    ('b', 'has "quotes", commas and' || chr(10) || 'a newline', 1, 0.1, 12.3456, true,
    '2021-07-31', '2021-07-31 12:30:00.25+01', '{2020,2021}', 'café'),
    ('B', '', 2, 33.333333333333333333, null, false, null, null, null, null),
    ('a', null, 3, null, 0, null, '1900-01-01', '1970-01-01 00:00+00', '{}', '')
"""


@pytest.fixture
def released(settings: Settings) -> Callable[..., int]:
    """Return a function that releases marts, with more tables if SQL for them is given."""

    def make(statements: str = "") -> int:
        make_candidate(settings)
        if statements:
            with transformer(settings) as connection:
                connection.execute(statements.encode())
        return release(settings).release_id

    return make


def package(settings: Settings) -> dict[str, Any]:
    path = Path(settings.outbox_url, "latest", "datapackage.json")
    content: dict[str, Any] = json.loads(path.read_text())
    return content


def rows_of(settings: Settings, name: str) -> list[list[str]]:
    with Path(settings.outbox_url, "latest", name).open(newline="") as file:
        return list(csv.reader(file))


def test_every_mart_is_there_as_csv_and_parquet_with_a_descriptor(
    settings: Settings, released: Callable[..., int]
) -> None:
    number = released(EVERY_TYPE)
    report = publish_marts(settings)

    folder = Path(settings.outbox_url, "releases", str(number))
    assert sorted(path.name for path in folder.iterdir()) == [
        "datapackage.json",
        *("kpi_a.csv", "kpi_a.parquet", "kpi_b.csv", "kpi_b.parquet"),
        *("kpi_types.csv", "kpi_types.parquet"),
    ]
    assert Path(settings.outbox_url, "latest").readlink() == Path("releases", str(number))
    assert (report.release_id, report.is_new, report.tables_count) == (number, True, 3)
    assert report.rows_count == 50 + 50 + 3


def test_the_package_is_valid_to_frictionless(
    settings: Settings, released: Callable[..., int]
) -> None:
    released(EVERY_TYPE)
    publish_marts(settings)
    outcome = validate(f"{settings.outbox_url}/latest/datapackage.json")
    assert outcome.valid, outcome.flatten(["name", "message"])
    assert len(outcome.tasks) == 6


def test_a_byte_that_was_changed_later_is_noticed(
    settings: Settings, released: Callable[..., int]
) -> None:
    released()
    publish_marts(settings)
    path = Path(settings.outbox_url, "latest", "kpi_a.parquet")
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert not validate(f"{settings.outbox_url}/latest/datapackage.json").valid


def test_the_descriptor_says_what_the_catalog_says(
    settings: Settings, released: Callable[..., int]
) -> None:
    number = released(EVERY_TYPE)
    publish_marts(settings)

    content = package(settings)
    assert (content["release_id"], content["as_of_on"]) == (number, "2021-07-31")
    resource = next(r for r in content["resources"] if r["name"] == "kpi_types")
    assert resource["description"] == "One row a code."
    assert resource["schema"]["primaryKey"] == ["code"]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert fields["code"]["description"] == "The code, as reports spell it."
    assert fields["hubs_count"]["constraints"] == {"required": True}
    assert {name: field["type"] for name, field in fields.items()} == {
        **dict.fromkeys(("code", "label", "note"), "string"),
        **dict.fromkeys(("hours", "share"), "number"),
        "hubs_count": "integer",
        "is_provisional": "boolean",
        "ends_on": "date",
        "reported_at": "datetime",
        "years": "array",
    }


def test_csv_is_sorted_by_the_key_and_keeps_every_digit(
    settings: Settings, released: Callable[..., int]
) -> None:
    released(EVERY_TYPE)
    publish_marts(settings)
    assert rows_of(settings, "kpi_types.csv") == [
        [
            *("code", "label", "hubs_count", "hours", "share", "is_provisional"),
            *("ends_on", "reported_at", "years", "note"),
        ],
        ["B", "", "2", "33.333333333333333333", "", "false", "", "", "", ""],
        ["a", "", "3", "", "0.0000", "", "1900-01-01", "1970-01-01T00:00:00.000000Z", "[]", ""],
        [
            *("b", 'has "quotes", commas and\na newline', "1", "0.1", "12.3456", "true"),
            *("2021-07-31", "2021-07-31T11:30:00.250000Z", "[2020,2021]", "café"),
        ],
    ]


def test_parquet_is_typed_and_tells_an_empty_text_from_none(
    settings: Settings, released: Callable[..., int]
) -> None:
    released(EVERY_TYPE)
    publish_marts(settings)
    table = parquet.read_table(Path(settings.outbox_url, "latest", "kpi_types.parquet"))
    assert {field.name: str(field.type) for field in table.schema} == {
        **dict.fromkeys(("code", "label", "years", "note"), "string"),
        "hubs_count": "int32",
        "hours": "double",
        "share": "decimal128(7, 4)",
        "is_provisional": "bool",
        "ends_on": "date32[day]",
        "reported_at": "timestamp[us, tz=UTC]",
    }
    empty, null, full = table.to_pylist()
    assert (empty["label"], null["label"]) == ("", None)
    assert (empty["note"], null["note"]) == (None, "")
    assert full["share"] == Decimal("12.3456")
    assert full["ends_on"] == date(2021, 7, 31)
    assert full["reported_at"] == datetime(2021, 7, 31, 11, 30, 0, 250000, tzinfo=UTC)
    assert full["label"] == 'has "quotes", commas and\na newline'


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1+1", "＠x"],
)
def test_a_text_that_a_spreadsheet_would_run_is_neutralised_in_csv_alone(
    settings: Settings, released: Callable[..., int], text: str
) -> None:
    released(
        "create table marts_candidate.kpi_c as select "
        f"convert_from(decode('{text.encode().hex()}', 'hex'), 'UTF8') as label, -1 as change"
    )
    publish_marts(settings)
    assert rows_of(settings, "kpi_c.csv")[1] == ["'" + text, "-1"]
    table = parquet.read_table(Path(settings.outbox_url, "latest", "kpi_c.parquet"))
    assert table.to_pylist() == [{"label": text, "change": -1}]


@pytest.mark.parametrize("text", ["Aspire to STEM", "10 = ten", "a-b", "'quoted'", "", "(1)"])
def test_other_texts_stay_as_they_are(
    settings: Settings, released: Callable[..., int], text: str
) -> None:
    quoted = text.replace("'", "''")
    released(f"create table marts_candidate.kpi_c as select '{quoted}'::text as label, 1 as n")
    publish_marts(settings)
    assert rows_of(settings, "kpi_c.csv")[1] == [text, "1"]


def test_a_mart_without_rows_is_a_file_with_a_header(
    settings: Settings, released: Callable[..., int]
) -> None:
    released("create table marts_candidate.kpi_c (label text, n integer)")
    publish_marts(settings)
    assert rows_of(settings, "kpi_c.csv") == [["label", "n"]]
    table = parquet.read_table(Path(settings.outbox_url, "latest", "kpi_c.parquet"))
    assert (table.num_rows, table.schema.names) == (0, ["label", "n"])


def test_publishing_a_second_time_changes_nothing_and_says_so(
    settings: Settings, released: Callable[..., int]
) -> None:
    number = released()
    publish_marts(settings)
    before = listing(settings)
    report = publish_marts(settings)
    assert not report.is_new
    assert report.message == f"Release {number} was published already."
    assert listing(settings) == before


def test_the_same_rows_give_the_same_bytes_whatever_order_they_are_stored_in(
    settings: Settings, released: Callable[..., int]
) -> None:
    query = "create table marts_candidate.kpi_c as select 'x' || n as x, n from {} order by n {}"
    hashes = []
    for direction in ("asc", "desc"):
        released(query.format("generate_series(1, 999) as n", direction))
        publish_marts(settings)
        hashes.append({r["name"]: r["hash"] for r in package(settings)["resources"]})
    assert hashes[0]["kpi_c"] == hashes[1]["kpi_c"]
    assert hashes[0]["kpi_c-parquet"] == hashes[1]["kpi_c-parquet"]


def test_former_releases_stay_and_latest_moves_on(
    settings: Settings, released: Callable[..., int]
) -> None:
    first = released()
    publish_marts(settings)
    second = released()
    publish_marts(settings)
    folders = Path(settings.outbox_url, "releases").iterdir()
    assert {path.name for path in folders} == {str(first), str(second)}
    assert package(settings)["release_id"] == second
    pointer = json.loads(Path(settings.outbox_url, "latest.json").read_text())
    assert pointer["descriptor"] == f"releases/{second}/datapackage.json"


def test_after_a_rollback_latest_points_to_the_release_that_is_live_again(
    settings: Settings, released: Callable[..., int]
) -> None:
    first = released()
    publish_marts(settings)
    released()
    publish_marts(settings)
    rollback(settings)
    report = publish_marts(settings)
    assert (report.is_new, report.release_id) == (False, first)
    assert "latest again" in report.message
    assert package(settings)["release_id"] == first


def test_a_publication_that_breaks_off_is_never_visible(
    settings: Settings, released: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = released()
    publish_marts(settings)
    second = released()

    def disk_full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(export, "descriptor", disk_full)
        with pytest.raises(SourceUnavailable, match="No space left"):
            publish_marts(settings)
    assert [path.name for path in Path(settings.outbox_url, "releases").iterdir()] == [str(first)]
    assert package(settings)["release_id"] == first

    leftover = Path(settings.outbox_url, "releases", f".{second}.killed.partial")
    leftover.mkdir()
    assert publish_marts(settings).is_new
    assert not leftover.exists()


def test_two_publications_at_once_write_one_release(
    settings: Settings, released: Callable[..., int]
) -> None:
    released()
    reports: list[PublishReport] = []
    threads = [
        threading.Thread(target=lambda: reports.append(publish_marts(settings))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.is_new for report in reports) == [False, False, True]


def test_any_fsspec_address_is_an_outbox_whose_pointer_comes_last(
    settings: Settings, released: Callable[..., int]
) -> None:
    number = released()
    remote = replace(settings, outbox_url=f"memory://outbox-{settings.home.parent.name}")
    assert publish_marts(remote).is_new
    assert not publish_marts(remote).is_new

    files, root = fsspec.core.url_to_fs(remote.outbox_url)
    pointer = json.loads(files.cat_file(f"{root}/latest.json"))
    assert pointer["path"] == f"releases/{number}"
    content = json.loads(files.cat_file(f"{root}/{pointer['descriptor']}"))
    assert {resource["path"] for resource in content["resources"]} | {"datapackage.json"} == {
        path.rsplit("/", 1)[1] for path in files.ls(f"{root}/{pointer['path']}", detail=False)
    }


def test_a_release_of_another_database_with_the_same_number_is_not_taken_for_ours(
    settings: Settings, released: Callable[..., int]
) -> None:
    number = released()
    publish_marts(settings)
    descriptor = Path(settings.outbox_url, "latest", "datapackage.json")
    descriptor.write_text(
        descriptor.read_text().replace(package(settings)["created"], "2001-01-01T00:00:00Z")
    )
    with pytest.raises(WarehouseError, match=f"holds another release {number}"):
        publish_marts(settings)


def test_without_a_release_there_is_nothing_to_publish(settings: Settings) -> None:
    with pytest.raises(WarehouseError, match="no release to publish"):
        publish_marts(settings)
    assert not any(Path(settings.outbox_url).iterdir())


def test_an_outbox_that_cannot_be_written_is_named(
    settings: Settings, released: Callable[..., int], tmp_path: Path
) -> None:
    released()
    (tmp_path / "file").write_text("not a folder")
    blocked = replace(settings, outbox_url=str(tmp_path / "file" / "outbox"))
    with pytest.raises(SourceUnavailable) as failure:
        publish_marts(blocked)
    assert "file/outbox" in str(failure.value)
    assert "OUTBOX_URL" in str(failure.value)


def listing(settings: Settings) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.lstat().st_mtime_ns, path.lstat().st_size)
        for path in Path(settings.outbox_url).rglob("*")
    }
