"""What a person must look at, with nothing of anybody's person in it."""

from datetime import date, timedelta

import pytest

from extract.contract import all_contracts, get_contract, parse_contract
from extract.replay import replay
from tests.dbt.conftest import File, Project

HUB = {
    "hub_id": "H1",
    "hub_name": "Hub",
    "nation": "England",
    "region": "Kent",
    "valid_from": "2020-01-01",
}
AMBASSADOR = {
    "ambassador_id": "A1",
    "registered_on": "2020-01-01",
    "status": "Active",
    "hub_id": "H1",
    "first_name": "Ada",
    "last_name": "Byron",
    "email": "ada@example.org",
    "date_of_birth": "1990-12-10",
    "postcode": "SW1A 1AA",
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
PERSONAL = ("Ada", "Byron", "ada@example.org", "1990", "SW1A")


def ambassadors(*bad: str) -> File:
    """A file of a hundred good Ambassadors and some bad lines."""
    header = ",".join(AMBASSADOR)
    good = [",".join({**AMBASSADOR, "ambassador_id": f"A{n}"}.values()) for n in range(100)]
    return File(
        "platform/ambassadors", "2021-01-01.csv", text="\n".join([header, *good, *bad]) + "\n"
    )


def test_rejected_rows_tell_the_rules_and_no_personal_column(project: Project) -> None:
    bad_dates = {
        **AMBASSADOR,
        "ambassador_id": "B1",
        "registered_on": "2020-02-31",
        "date_of_birth": "1990-02-31",
    }
    project.land(ambassadors(",".join(bad_dates.values())))
    project.run("rejected_rows")

    (row,) = project.query("select * from quality_candidate.rejected_rows")
    assert (row["family"], row["feed"]) == ("platform", "ambassadors")
    assert (row["record_number"], row["line"]) == (101, 102)
    assert len(row["rules"]) == 2
    assert [reason["column"] for reason in row["reasons"]] == ["registered_on"]
    assert row["raw"]["ambassador_id"] == "B1"
    assert row["raw"]["registered_on"] == "2020-02-31"
    assert not any(word in str(row) for word in PERSONAL)


def test_of_a_record_whose_cells_are_shifted_nothing_personal_is_shown(project: Project) -> None:
    shifted = [*AMBASSADOR.values()]
    shifted.insert(1, "one cell too many")
    project.land(ambassadors(",".join(shifted)))
    project.run("rejected_rows")

    (row,) = project.query("select * from quality_candidate.rejected_rows")
    assert row["raw"] is None
    assert row["rules"] == ["fields"]
    assert not any(word in str(row) for word in PERSONAL)


def test_of_a_record_whose_quotes_do_not_match_nothing_personal_is_shown(project: Project) -> None:
    torn = {**AMBASSADOR, "status": 'Active "or, so', "ambassador_id": "B1"}
    project.land(ambassadors(",".join(torn.values())))
    project.run("rejected_rows")

    (row,) = project.query("select * from quality_candidate.rejected_rows")
    assert (row["rules"], row["raw"]) == (["quoting"], None)
    assert not any(word in str(row) for word in PERSONAL)


def test_a_feed_without_personal_columns_shows_the_whole_record(project: Project) -> None:
    good = [f"VOL_HOURS,2020/21,{n},2020-09-01" for n in range(100)]
    lines = ["kpi_code,programme_year,target_value,effective_from", *good, "VOL_HOURS,2020/21,1"]
    project.land(File("platform/targets", "2021-01-01.csv", text="\n".join(lines) + "\n"))
    project.run("rejected_rows")

    (row,) = project.query("select * from quality_candidate.rejected_rows")
    assert row["raw"]["target_value"] == "1"


def test_a_replayed_row_is_rejected_only_where_it_still_is(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = [f"VOL_HOURS,2020/21,{n},2020-09-01" for n in range(100)]
    bad = ["VOL_HOURS,20/21,1,2020-09-01", "VOL_HOURS,20/21,none,2020-09-01"]
    lines = ["kpi_code,programme_year,target_value,effective_from", *good, *bad]
    project.land(File("platform/targets", "2021-01-01.csv", text="\n".join(lines) + "\n"))
    (load,) = project.query("select load_id from ops.ledger")
    descriptor = dict(get_contract("platform", "targets").descriptor)
    descriptor["fields"] = [
        {**field, "constraints": {"required": True}} if field["name"] == "programme_year" else field
        for field in descriptor["fields"]
    ]
    looser = parse_contract(descriptor)
    monkeypatch.setattr("extract.replay.get_contract", lambda *_: looser)
    report = replay(project.settings, load["load_id"])
    project.run("rejected_rows", "loads", "base_ops__quarantined", "base_ops__contents")

    (row,) = project.query("select * from quality_candidate.rejected_rows")
    assert (row["load_id"], row["record_number"], row["line"]) == (report.load_id, 102, 103)
    assert [reason["column"] for reason in row["reasons"]] == ["target_value"]
    (open_row,) = project.query("select * from staging.base_ops__quarantined")
    assert open_row["load_id"] == report.load_id
    loads = project.query("select * from quality_candidate.loads order by load_id")
    assert [load["replays_load_id"] for load in loads] == [None, load["load_id"]]


def test_a_rejected_file_is_listed_until_it_loads(project: Project) -> None:
    project.land(File("platform/targets", "2021-01-01.csv", text="kpi_code\nX\n"))
    project.run("rejected_files", "loads")

    (rejected,) = project.query("select * from quality_candidate.rejected_files")
    assert rejected["file"] == "platform/targets/targets_2021-01-01.csv"
    assert "lacks required columns" in rejected["reason"]
    assert rejected["remedy"].startswith("Ask the sender")
    (load,) = project.query("select * from quality_candidate.loads")
    assert (load["status"], load["rows_loaded"]) == ("rejected", 0)


def test_references_that_point_nowhere_are_counted_by_value(project: Project) -> None:
    areas = {"hub_id": "H1", "local_authority_code": "202", "valid_from": "2020-01-01"}
    project.land(
        File("platform/hubs", "2021-01-01.csv", rows=[HUB]),
        File("platform/hub_areas", "2021-01-01.csv", rows=[areas]),
        File(
            "platform/hub_areas",
            "2021-01-02.csv",
            rows=[
                areas,
                areas | {"hub_id": "H9", "local_authority_code": "203"},
                areas | {"hub_id": "H9", "local_authority_code": "204"},
            ],
        ),
    )
    project.run("path:models/staging", "reference_gaps")

    (gap,) = project.query("select * from quality_candidate.reference_gaps")
    assert gap == {
        "family": "platform",
        "feed": "hub_areas",
        "column_name": "hub_id",
        "missing_from": "platform.hubs",
        "missing_value": "H9",
        "rows_count": 2,
        "first_seen_on": date(2021, 1, 2),
    }


def test_names_and_questions_that_point_nowhere_are_found_whatever_their_spelling(
    project: Project,
) -> None:
    asked = {"survey": "secondary", "version": "1", "question_code": "S1", "wording": "Why?"}
    partnership = {
        "partnership_id": "P1",
        "partnership_name": "North & East",
        "programme_id": "G1",
        "cohort": "1",
        "lead_urn": "100001",
        "adviser": "",
        "funder": "A funder",
        "funding_gbp": "1",
        "starts_on": "2020-01-01",
        "ends_on": "",
        "status": "Active",
        "updated_at": "2021-01-01T10:00:00Z",
        "deleted_at": "",
    }
    first = {"Submitted at": "2021-02-01 10:00", "School": "Hill", "Why?": "Agree"}
    paper = {
        "survey": "Secondary",
        "wave": "start",
        "school_name": "Hill",
        "returned_on": "2021-02-01",
        "strongly_agree_pct": "0%",
        "agree_pct": "12.5 %",
        "not_sure_pct": "87.5",
        "disagree_pct": "",
        "strongly_disagree_pct": "0",
    }
    project.land(
        File("cpd/partnerships", "2021-01-01.csv", rows=[partnership]),
        File(
            "survey/questions",
            "2021-01-01.csv",
            rows=[asked | {"scale": "agree5", "order": "1"}],
        ),
        File(
            "survey/online",
            "2021-02-01_secondary_start.csv",
            rows=[
                {"Response ID": "1", "Partnership": "NORTH &  east", **first},
                {"Response ID": "2", "Partnership": "Nowhere", **first},
            ],
        ),
        File(
            "survey/paper_percentages",
            "2021-02-01.csv",
            rows=[paper | {"question_code": "s1"}, paper | {"question_code": "S9"}],
        ),
    )
    project.run("path:models/staging", "reference_gaps")

    query = "select * from quality_candidate.reference_gaps where family = 'survey'"
    gaps = [(gap["feed"], gap["missing_value"]) for gap in project.query(query)]
    assert sorted(gaps) == [("online", "Nowhere"), ("paper_percentages", "Secondary / S9")]
    query = "select agree_pct from staging.stg_survey__paper_percentages"
    assert {float(row["agree_pct"]) for row in project.query(query)} == {12.5}


def test_freshness_tells_each_feed_by_its_rhythm(project: Project) -> None:
    today = project.query("select current_date as day")[0]["day"]
    project.land(
        File("platform/hubs", f"{today - timedelta(days=36)}.csv", rows=[HUB]),
        File("platform/targets", f"{today}.csv", text="nonsense\n"),
    )
    project.run("feed_rhythm", "feed_rhythms", "freshness")

    rows = {row["feed"]: row for row in project.query("select * from quality_candidate.freshness")}
    assert set(rows) == {contract.feed for contract in all_contracts().values()}
    assert (rows["hubs"]["days_since"], rows["hubs"]["is_late"]) == (36, True)
    assert (rows["targets"]["newest_file_on"], rows["targets"]["is_late"]) == (None, False)
