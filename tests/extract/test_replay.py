"""What was kept out gets in once the contract allows it, and the ledger keeps the history."""

from pathlib import Path

import psycopg
import pytest

from extract.contract import get_contract, parse_contract
from extract.replay import replay
from tests.extract.conftest import Bench
from warehouse.errors import ConfigurationError, FileRejected, ServerError, SourceUnavailable

PRIORITY = "reference.priority_schools"
FOLDER = "reference/priority_schools/priority_schools_"
HEADER = "urn,programme_year\n"
GOOD = "".join(f"{urn},2020/21\n" for urn in range(100_000, 100_100))


def reword(
    monkeypatch: pytest.MonkeyPatch, key: tuple[str, ...] = ("urn",), **changed: object
) -> None:
    """Change the programme year's field in the contract of the priority schools."""
    descriptor = {**get_contract(*PRIORITY.split(".")).descriptor, "primaryKey": key}
    descriptor["snapshotBy"] = ()
    descriptor["fields"] = [
        {**field, **changed} if field["name"] == "programme_year" else field
        for field in descriptor["fields"]
    ]
    contract = parse_contract(descriptor)
    monkeypatch.setattr("extract.load.get_contract", lambda *_: contract)
    monkeypatch.setattr("extract.replay.get_contract", lambda *_: contract)


def first_id(bench: Bench) -> int:
    """Return the id of the first load; ids of what was rolled back are lost."""
    return int(bench.ledger()[0]["load_id"])


def loosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a programme year be written as 20/21, too."""
    reword(monkeypatch, constraints={"required": True, "pattern": "^[0-9]{2,4}/[0-9]{2}$"})


@pytest.fixture
def loaded(bench: Bench) -> Bench:
    """A bench with one load: a hundred good rows and three bad ones, one of them by its form."""
    bad = "100200,20/21\n100201,never\n100202\n"
    bench.land(FOLDER + "2021-01-01.csv", HEADER + GOOD + bad)
    assert bench.load_one(PRIORITY).rows_quarantined == 3
    return bench


def test_rows_that_hold_under_the_contract_of_today_are_loaded(
    loaded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    loosen(monkeypatch)
    report = replay(loaded.settings, first_id(loaded))
    assert (report.status, report.replayed_load_id) == ("loaded", first_id(loaded))
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (2, 1, 1)
    assert report.rows_beyond_replay == 1
    new = loaded.raw(PRIORITY)[-1]
    assert new == {
        "_load_id": report.load_id,
        "_record_number": 101,
        "urn": "100200",
        "programme_year": "20/21",
    }


def test_the_ledger_and_the_quarantine_keep_the_history(
    loaded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = loaded.quarantine()
    loosen(monkeypatch)
    replay(loaded.settings, first_id(loaded))
    first, second = loaded.ledger()
    for column in ("file_path", "file_date", "part", "sha256", "size_bytes", "columns"):
        assert second[column] == first[column], column
    new = second["load_id"]
    assert (second["replays_load_id"], second["content_load_id"]) == (first["load_id"], new)
    assert second["contract_version"] != first["contract_version"]
    *former, latter = loaded.quarantine()
    assert [row["replayed_by_load_id"] for row in former] == [new, new, None]
    assert [row | {"replayed_by_load_id": None} for row in former] == before
    assert (latter["load_id"], latter["record_number"], latter["line"]) == (new, 102, 103)
    message = "programme_year: 'never' does not match ^[0-9]{2,4}/[0-9]{2}$"
    assert [reason["message"] for reason in latter["reasons"]] == [message]
    assert latter["raw"] == {"urn": "100201", "programme_year": "never"}


def test_a_replay_can_be_replayed_and_no_row_is_tried_twice(
    loaded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    loosen(monkeypatch)
    second = replay(loaded.settings, first_id(loaded)).load_id
    assert second is not None
    reword(monkeypatch, constraints={})
    report = replay(loaded.settings, second)
    assert (report.rows_read, report.rows_loaded) == (1, 1)
    replays = [entry["replays_load_id"] for entry in loaded.ledger()]
    assert replays == [None, first_id(loaded), second]
    assert len({row["urn"] for row in loaded.raw(PRIORITY)}) == len(loaded.raw(PRIORITY)) == 102
    assert loaded.load(PRIORITY).files == ()
    with pytest.raises(
        ConfigurationError, match=f"in load {second}; 1 open rows are no records by their form"
    ):
        replay(loaded.settings, first_id(loaded))


def test_cells_follow_a_field_that_was_renamed(
    loaded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    reword(monkeypatch, name="year", aliases=["programme_year"], constraints={})
    assert replay(loaded.settings, first_id(loaded)).rows_loaded == 2
    assert [row["year"] for row in loaded.raw(PRIORITY)[-2:]] == ["20/21", "never"]


def test_a_column_that_is_required_by_now_is_required_of_replayed_rows(
    loaded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    reword(monkeypatch, name="year", aliases=[], constraints={"required": True})
    report = replay(loaded.settings, first_id(loaded))
    assert (report.rows_loaded, report.rows_quarantined) == (0, 2)
    assert [reason.message for reason in report.first_reasons] == ["year is empty"] * 2
    assert [reason.line for reason in report.first_reasons] == [102, 103]


def test_more_rows_than_are_held_at_once_are_replayed(
    loaded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.replay.ROWS_AT_ONCE", 1)
    reword(monkeypatch, constraints={})
    assert replay(loaded.settings, first_id(loaded)).rows_loaded == 2
    assert [row["_record_number"] for row in loaded.raw(PRIORITY)[-2:]] == [101, 102]


def test_a_load_there_is_none_of_is_an_error(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="no load 99"):
        replay(bench.settings, 99)


def test_a_load_with_nothing_in_quarantine_is_an_error(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER + GOOD)
    bench.land(FOLDER + "2021-01-02.csv", HEADER + GOOD)
    bench.load(PRIORITY)
    with pytest.raises(ConfigurationError, match="none of its rows is in quarantine"):
        replay(bench.settings, first_id(bench))
    with pytest.raises(ConfigurationError, match=f"Replay load {first_id(bench)}"):
        replay(bench.settings, bench.ledger()[1]["load_id"])
    assert len(bench.ledger()) == 2


def test_rows_replayed_before_are_found_under_the_later_load(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER + GOOD + "100200,20/21\n")
    bench.load(PRIORITY)
    later = replay(bench.settings, first_id(bench)).load_id
    with pytest.raises(ConfigurationError, match=f"under load {later}: replay that one"):
        replay(bench.settings, first_id(bench))


def test_records_that_are_none_by_their_form_cannot_be_replayed(bench: Bench) -> None:
    bench.land(FOLDER + "2021-01-01.csv", HEADER + GOOD + "100202\n")
    bench.load(PRIORITY)
    with pytest.raises(ConfigurationError, match="1 open rows are no records by their form"):
        replay(bench.settings, first_id(bench))


def test_a_feed_that_is_being_loaded_is_not_replayed(loaded: Bench) -> None:
    with psycopg.connect(loaded.settings.warehouse_url) as other:
        other.execute("select pg_advisory_lock(hashtextextended(%s, 0))", (f"load {PRIORITY}",))
        with pytest.raises(ServerError, match="being loaded"):
            replay(loaded.settings, first_id(loaded))


@pytest.fixture
def rejected(bench: Bench) -> Bench:
    """A bench with one load, rejected because its manifest announced another row."""
    bench.land(FOLDER + "2021-01-01.csv", HEADER + GOOD, {"rows": 101})
    assert bench.load_one(PRIORITY).status == "rejected"
    return bench


def test_a_rejected_file_is_read_again_from_the_landing_zone(rejected: Bench) -> None:
    again = replay(rejected.settings, first_id(rejected))
    assert again.status == "rejected"
    with pytest.raises(FileRejected, match="101 rows announced"):
        again.raise_for_rejected()
    rejected.land(FOLDER + "2021-01-01.csv", HEADER + GOOD, {"rows": 100})
    report = replay(rejected.settings, first_id(rejected))
    assert (report.status, report.rows_loaded) == ("loaded", 100)
    assert [row["status"] for row in rejected.ledger()] == ["rejected", "rejected", "loaded"]
    with pytest.raises(ConfigurationError, match="has been loaded since"):
        replay(rejected.settings, first_id(rejected))


def test_a_rejected_file_that_is_gone_cannot_be_replayed(rejected: Bench) -> None:
    Path(rejected.settings.landing_url, FOLDER + "2021-01-01.csv").unlink()
    with pytest.raises(SourceUnavailable, match="not in the landing zone any more"):
        replay(rejected.settings, first_id(rejected))
