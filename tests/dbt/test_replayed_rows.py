"""A replayed row stands in staging where it would have stood, had it been good from the start."""

from datetime import date

import pytest

from extract.contract import get_contract, parse_contract
from extract.replay import replay
from tests.dbt.conftest import File, Project

AREAS = [
    {"local_authority_code": str(code), "local_authority_name": f"Place {code}", "region": "Kent"}
    for code in range(200, 240)
]
VOLUNTEERING = {
    "volunteering_id": "V1",
    "activity_id": "A1",
    "ambassador_id": "B1",
    "preparation_hours": "1",
    "delivery_hours": "2",
    "submitted_at": "2021-01-01T10:00:00Z",
    "updated_at": "2021-01-01T10:00:00Z",
}


def forgive(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let replays know a contract of a feed without any constraint but on its key."""
    descriptor = dict(get_contract(*name.split(".")).descriptor)
    descriptor["fields"] = [
        field if field["name"] in descriptor["primaryKey"] else {**field, "constraints": {}}
        for field in descriptor["fields"]
    ]
    contract = parse_contract(descriptor)
    monkeypatch.setattr("extract.replay.get_contract", lambda *_: contract)


def replay_all(project: Project) -> None:
    """Replay every load that has open rows."""
    query = "select distinct load_id from ops.quarantine where replayed_by_load_id is null"
    for row in project.query(query):
        replay(project.settings, row["load_id"])


def area(project: Project) -> tuple[object, ...]:
    """Return what staging says of area 239 after it is brought up to date."""
    project.run("path:models/staging/ops", "+stg_reference__areas")
    query = (
        "select local_authority_name, region, absent_on from staging.stg_reference__areas "
        "where local_authority_code = '239'"
    )
    (row,) = project.query(query)
    return tuple(row.values())


def test_a_key_of_a_snapshot_stays_open_in_quarantine_and_after_its_replay(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = AREAS[-1] | {"local_authority_name": "Renamed", "region": ""}
    project.land(
        File("reference/areas", "2021-01-01.csv", rows=AREAS),
        File("reference/areas", "2021-02-01.csv", rows=[*AREAS[:-1], bad]),
    )
    assert area(project) == ("Place 239", "Kent", None)

    forgive(monkeypatch, "reference.areas")
    replay_all(project)
    assert area(project) == ("Renamed", None, None)

    project.land(File("reference/areas", "2021-03-01.csv", rows=AREAS[:-1]))
    assert area(project) == ("Renamed", None, date(2021, 3, 1))


def test_a_row_that_is_replayed_late_gives_way_to_newer_files(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = AREAS[-1] | {"local_authority_name": "Renamed", "region": ""}
    project.land(
        File("reference/areas", "2021-01-01.csv", rows=[*AREAS[:-1], bad]),
        File("reference/areas", "2021-02-01.csv", rows=AREAS),
    )
    before = area(project)
    forgive(monkeypatch, "reference.areas")
    replay_all(project)
    assert area(project) == before == ("Place 239", "Kent", None)


def test_of_a_delta_the_newest_change_wins_whenever_it_was_replayed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = [VOLUNTEERING | {"volunteering_id": f"G{number}"} for number in range(40)]
    changed = {"delivery_hours": "300", "updated_at": "2021-01-03T10:00:00Z"}
    older = {"delivery_hours": "400", "updated_at": "2021-01-01T09:00:00Z"}
    project.land(
        File("platform/volunteering", "2021-01-02.csv", rows=[*good, VOLUNTEERING]),
        File("platform/volunteering", "2021-01-03.csv", rows=[*good, VOLUNTEERING | changed]),
        File("platform/volunteering", "2021-01-04.csv", rows=[*good, VOLUNTEERING | older]),
    )
    query = (
        "select delivery_hours, _file_date from staging.stg_platform__volunteering "
        "where volunteering_id = 'V1'"
    )
    models = ("path:models/staging/ops", "+stg_platform__volunteering")
    project.run(*models)
    assert project.query(query)[0]["delivery_hours"] == 2

    forgive(monkeypatch, "platform.volunteering")
    replay_all(project)
    project.run(*models)
    (row,) = project.query(query)
    assert (row["delivery_hours"], row["_file_date"]) == (300, date(2021, 1, 3))
