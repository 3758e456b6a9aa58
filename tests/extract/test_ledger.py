"""Nothing loads twice, nothing is forgotten: repeats, late files, retries, feeds side by side."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from extract import contract as contracts
from extract.contract import Contract, get_contract, parse_contract
from extract.load import load_feed, load_feeds
from tests.extract.conftest import Bench
from warehouse.errors import ConfigurationError, FileRejected, SourceUnavailable

PRIORITY = "reference.priority_schools"
FOLDER = "reference/priority_schools/priority_schools_"
HEADER = "urn,programme_year\n"
ROWS = HEADER + "100001,2020/21\n100002,2020/21\n"
OTHER_ROWS = HEADER + "100003,2020/21\n100004,2020/21\n"


def test_a_second_run_finds_nothing_new(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", ROWS)
    bench.land(FOLDER + "2021-01-02.csv", "nonsense")
    bench.load(PRIORITY)
    before = bench.ledger()
    report = bench.load(PRIORITY)
    assert (report.files, report.known_files) == ((), 2)
    assert bench.ledger() == before
    assert len(bench.raw(PRIORITY)) == 2


def test_a_file_that_was_only_touched_is_known(bench: Bench) -> None:
    path = bench.land(FOLDER + "2021-01-01.csv", ROWS)
    bench.load(PRIORITY)
    os.utime(path, (0, 0))
    assert bench.load(PRIORITY).files == ()


def test_the_same_bytes_on_the_same_day_are_a_duplicate(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", ROWS)
    bench.land(FOLDER + "2021-01-01_2.csv", ROWS)
    first, second = bench.load(PRIORITY).files
    assert (first.status, second.status) == ("loaded", "duplicate")
    assert second.content_load_id == first.load_id
    assert len(bench.raw(PRIORITY)) == 2
    assert [row["status"] for row in bench.ledger()] == ["loaded", "duplicate"]


def test_the_same_bytes_on_another_day_date_the_content_again(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", ROWS)
    bench.land(FOLDER + "2021-01-02.csv", OTHER_ROWS)
    bench.land(FOLDER + "2021-01-03.csv", ROWS)
    bench.land(FOLDER + "2021-01-03_again.csv", ROWS)
    first, _, third, fourth = bench.load(PRIORITY).files
    assert (third.status, fourth.status) == ("unchanged", "duplicate")
    assert third.content_load_id == fourth.content_load_id == first.load_id
    assert len(bench.raw(PRIORITY)) == 4
    entry = bench.ledger()[2]
    assert (entry["file_date"], entry["content_load_id"]) == (date(2021, 1, 3), first.load_id)


def test_a_packed_copy_is_not_the_same_bytes(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", ROWS)
    bench.land(FOLDER + "2021-01-01.csv.gz", ROWS)
    assert [report.status for report in bench.load(PRIORITY).files] == ["loaded", "loaded"]


def test_the_same_bytes_in_another_format_are_not_the_same_content(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", ROWS)
    bench.land(FOLDER + "2021-01-02.ndjson", ROWS)
    first, second = bench.load(PRIORITY).files
    assert (first.status, second.status) == ("loaded", "rejected")


def test_a_repeat_must_be_what_its_manifest_says(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", ROWS)
    bench.load(PRIORITY)
    bench.land(FOLDER + "2021-01-02.csv", ROWS, {"sha256": "0" * 64})
    assert bench.load_one(PRIORITY).status == "rejected"


def test_a_repeat_must_have_as_many_rows_as_its_manifest_says(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", ROWS)
    bench.land(FOLDER + "2021-01-02.csv", ROWS, {"rows": 3})
    bench.land(FOLDER + "2021-01-03.csv", ROWS, {"rows": 2})
    statuses = [report.status for report in bench.load(PRIORITY).files]
    assert statuses == ["loaded", "rejected", "unchanged"]


def test_other_bytes_under_a_known_name_load_with_a_warning(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", ROWS)
    first = bench.load_one(PRIORITY)
    bench.land(FOLDER + "2021-01-01.csv", OTHER_ROWS)
    second = bench.load_one(PRIORITY)
    assert second.status == "loaded"
    assert second.warnings == (
        f"its bytes are not those of load {first.load_id} under the same name",
    )
    assert len(bench.raw(PRIORITY)) == 4


def test_files_load_by_day_then_part_whatever_their_names(bench: Bench) -> None:
    for name in ("2021-01-02_10", "2021-01-02_9", "2021-01-02", "2021-01-03", "2021-01-01_x"):
        bench.land(FOLDER + name + ".csv", HEADER + f"{len(name)},2020/21\n" * len(name))
    names = [report.path.removeprefix(FOLDER) for report in bench.load(PRIORITY).files]
    assert names == [
        "2021-01-01_x.csv", "2021-01-02.csv", "2021-01-02_9.csv", "2021-01-02_10.csv",
        "2021-01-03.csv",
    ]  # fmt: skip
    in_ledger = bench.query("select file_path from ops.ledger order by file_date, part_order")
    assert [row["file_path"].removeprefix(FOLDER) for row in in_ledger] == names


def test_a_late_file_loads(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-02.csv", ROWS)
    bench.load(PRIORITY)
    bench.land(FOLDER + "2021-01-01.csv", OTHER_ROWS)
    assert bench.load_one(PRIORITY).rows_loaded == 2


def test_a_rejected_file_is_tried_again_only_under_another_contract(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.land(FOLDER + "2021-01-01.csv", "urn,year\n100001,2020/21\n")
    assert bench.load_one(PRIORITY).status == "rejected"
    assert bench.load(PRIORITY).files == ()
    with_alias = changed(get_contract(*PRIORITY.split(".")), aliases=["year"])
    monkeypatch.setattr("extract.load.get_contract", lambda *_: with_alias)
    assert bench.load_one(PRIORITY).status == "loaded"
    assert bench.load(PRIORITY).files == ()
    assert [row["status"] for row in bench.ledger()] == ["rejected", "loaded"]
    versions = {row["version"] for row in bench.query("select version from ops.contracts")}
    assert versions == {with_alias.version, get_contract(*PRIORITY.split(".")).version}


def test_the_bytes_of_a_rejected_file_may_load_under_another_name(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", ROWS, {"rows": 3})
    bench.land(FOLDER + "2021-01-02.csv", ROWS, {"rows": 2})
    statuses = [report.status for report in bench.load(PRIORITY).files]
    assert statuses == ["rejected", "loaded"]


def test_a_field_the_contract_gains_becomes_a_column(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.land(FOLDER + "2021-01-01.csv", ROWS)
    bench.load(PRIORITY)
    contract = get_contract(*PRIORITY.split("."))
    fields = [
        *contract.descriptor["fields"],
        {"name": "colour", "type": "string", "description": "New.", "optional": True},
    ]
    wider = parse_contract({**contract.descriptor, "fields": fields})
    monkeypatch.setattr("extract.load.get_contract", lambda *_: wider)
    bench.land(FOLDER + "2021-01-02.csv", "urn,programme_year,colour\n1,2020/21,red\n")
    assert bench.load_one(PRIORITY).warnings == ()
    assert [row["colour"] for row in bench.raw(PRIORITY)] == [None, None, "red"]


COLOURED = "urn,programme_year,colour\n100001,2020/21,red\n100002,2020/21,blue\n"


def test_a_new_column_is_reported_once_and_kept_in_the_ledger_always(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", COLOURED)
    bench.land(FOLDER + "2021-01-02.csv", COLOURED.replace("colour", "Colour"))
    first, second = bench.load(PRIORITY).files
    assert first.warnings == ("unknown columns kept out: colour",)
    assert second.warnings == ()
    bench.land(FOLDER + "2021-01-03.csv", COLOURED.replace("colour", "colour,shade", 1))
    bench.land(FOLDER + "2021-01-04.csv", "urn,programme_year,colour,shade\n100001,2020/21,a,b\n")
    third, fourth = bench.load(PRIORITY).files
    assert third.status == "rejected"
    assert fourth.warnings == ("unknown columns kept out: shade",)
    columns = [row["unknown_columns"] for row in bench.ledger()]
    assert columns == [["colour"], ["Colour"], [], ["colour", "shade"]]
    assert bench.ledger()[0]["columns"] == ["urn", "programme_year"]


def test_a_column_that_the_contract_adopts_is_loaded_from_the_files_that_had_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.land(FOLDER + "2021-01-01.csv", COLOURED)
    bench.land(FOLDER + "2021-01-02.csv", ROWS)
    bench.land(FOLDER + "2021-01-03.csv", COLOURED)
    bench.load(PRIORITY)
    adopt(monkeypatch, "shade")
    assert bench.load(PRIORITY).files == ()
    adopt(monkeypatch, "Colour")
    first, third = bench.load(PRIORITY).files
    assert (first.status, first.rows_loaded, first.warnings) == ("loaded", 2, ())
    assert (third.status, third.content_load_id) == ("unchanged", first.load_id)
    assert bench.load(PRIORITY).files == ()
    colours = [row["colour"] for row in bench.raw(PRIORITY) if row["_load_id"] == first.load_id]
    assert colours == ["red", "blue"]


def test_a_file_with_an_adopted_column_is_read_again_though_the_first_of_its_bytes_is_gone(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bench.land(FOLDER + "2021-01-01.csv", COLOURED)
    bench.land(FOLDER + "2021-01-02.csv", COLOURED)
    bench.load(PRIORITY)
    first.unlink()
    adopt(monkeypatch, "colour")
    assert bench.load_one(PRIORITY).status == "loaded"


def test_what_was_quarantined_of_a_file_that_is_read_again_is_no_longer_open(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = "".join(f"{number},2020/21,red\n" for number in range(100))
    bench.land(FOLDER + "2021-01-01.csv", HEADER.strip() + ",colour\n" + good + "x,2020/21,red\n")
    bench.load(PRIORITY)
    adopt(monkeypatch, "colour")
    again = bench.load_one(PRIORITY)
    former, latter = bench.quarantine()
    assert former["replayed_by_load_id"] == again.load_id
    assert (latter["load_id"], latter["replayed_by_load_id"]) == (again.load_id, None)


def test_names_that_say_nothing_are_left_alone_and_reported(bench: Bench) -> None:
    for name in ("priority_schools.csv", "priority_schools_2021-02-30.csv", "x_2021-01-01.csv"):
        bench.land("reference/priority_schools/" + name, ROWS)
    bench.land("reference/priority_schools/.hidden", "")
    bench.land(FOLDER + "2021-01-01.csv.tmp", "")
    report = bench.load(PRIORITY)
    assert report.files == ()
    assert [name.rsplit("/")[-1] for name in report.unrecognised] == [
        "priority_schools.csv",
        "priority_schools_2021-02-30.csv",
        "x_2021-01-01.csv",
    ]


def test_all_feeds_load_and_unknown_folders_are_reported(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", ROWS)
    bench.land("platform/hubs/hubs_2021-01-01.csv", "nonsense")
    bench.land("platform/hobbies/hobbies_2021-01-01.csv", "nonsense")
    report = load_feeds(bench.settings)
    assert report.rows_loaded == 2
    assert [file.path for file in report.rejected] == ["platform/hubs/hubs_2021-01-01.csv"]
    assert report.unknown_folders == ("platform/hobbies",)
    with pytest.raises(FileRejected, match="platform/hubs/hubs_2021-01-01"):
        report.raise_for_rejected()


@pytest.mark.parametrize("selection", [["reference"], [PRIORITY], ["platform", PRIORITY]])
def test_a_selection_names_families_or_feeds(bench: Bench, selection: list[str]) -> None:
    bench.land(FOLDER + "2021-01-01.csv", ROWS)
    bench.land("reference/areas/areas_2021-01-01.csv", "nonsense")
    report = load_feeds(bench.settings, selection)
    assert report.rows_loaded == 2
    assert len(report.rejected) == (selection == ["reference"])


@pytest.mark.parametrize("name", ["platfrom", "platform.hobs", ""])
def test_a_feed_there_is_none_of_is_an_error(bench: Bench, name: str) -> None:
    with pytest.raises(ConfigurationError, match="no such feed"):
        load_feeds(bench.settings, [name])


def test_a_landing_zone_that_is_not_there_is_an_error(bench: Bench) -> None:
    settings = replace(bench.settings, landing_url=bench.settings.landing_url + "/elsewhere")
    with pytest.raises(SourceUnavailable, match="elsewhere"):
        load_feeds(settings)


def test_a_file_that_cannot_be_read_now_is_tried_again(bench: Bench) -> None:
    path = bench.land(FOLDER + "2021-01-01.csv", ROWS)
    bench.land(FOLDER + "2021-01-02.csv", OTHER_ROWS)
    path.unlink()
    path.symlink_to(path.with_suffix(".gone"))
    first, second = bench.load(PRIORITY).files
    assert (first.status, second.status) == ("unavailable", "loaded")
    assert len(bench.ledger()) == 1
    with pytest.raises(SourceUnavailable, match="priority_schools_2021-01-01"):
        bench.load(PRIORITY).raise_for_rejected()
    path.unlink()
    path.write_text(ROWS)
    assert bench.load_one(PRIORITY).status == "loaded"


def test_two_loads_of_a_feed_at_once_load_it_once(bench: Bench) -> None:
    rows = "".join(f"{number},2020/21\n" for number in range(50_000))
    for day in range(1, 5):
        bench.land(FOLDER + f"2021-01-0{day}.csv", HEADER + f"{day},2020/21\n" + rows)
    with ThreadPoolExecutor(4) as pool:
        arguments = [bench.settings, *PRIORITY.split(".")]
        runs = [pool.submit(load_feed, *arguments) for _ in range(4)]
    assert sorted(len(run.result().files) for run in runs) == [0, 0, 0, 4]
    (row,) = bench.query("select count(*), count(distinct (_load_id, _record_number)) as distinct "
                         "from raw.reference_priority_schools")  # fmt: skip
    assert (row["count"], row["distinct"]) == (200_004, 200_004)


def adopt(monkeypatch: pytest.MonkeyPatch, column: str) -> None:
    """Let the contract of the priority schools know a further column."""
    descriptor = get_contract(*PRIORITY.split(".")).descriptor
    field = {"name": column.lower(), "type": "string", "description": "New.", "optional": True}
    wider = parse_contract({**descriptor, "fields": [*descriptor["fields"], field]})
    monkeypatch.setattr("extract.load.get_contract", lambda *_: wider)


def changed(contract: Contract, aliases: list[str]) -> Contract:
    """Return a contract whose programme year may also be headed otherwise."""
    descriptor = dict(contract.descriptor)
    descriptor["fields"] = [
        {**field, "aliases": aliases} if field["name"] == "programme_year" else field
        for field in descriptor["fields"]
    ]
    return contracts.parse_contract(descriptor)
