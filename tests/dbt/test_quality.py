"""What a person must look at, with nothing of anybody's person in it."""

from tests.dbt.conftest import File, Project

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
    assert (row["family"], row["feed"], row["record_number"]) == ("platform", "ambassadors", 101)
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


def test_a_feed_without_personal_columns_shows_the_whole_record(project: Project) -> None:
    good = [f"VOL_HOURS,2020/21,{n},2020-09-01" for n in range(100)]
    lines = ["kpi_code,programme_year,target_value,effective_from", *good, "VOL_HOURS,2020/21,1"]
    project.land(File("platform/targets", "2021-01-01.csv", text="\n".join(lines) + "\n"))
    project.run("rejected_rows")

    (row,) = project.query("select * from quality_candidate.rejected_rows")
    assert row["raw"]["target_value"] == "1"


def test_a_rejected_file_is_listed_until_it_loads(project: Project) -> None:
    project.land(File("platform/targets", "2021-01-01.csv", text="kpi_code\nX\n"))
    project.run("rejected_files", "loads")

    (rejected,) = project.query("select * from quality_candidate.rejected_files")
    assert rejected["file"] == "platform/targets/targets_2021-01-01.csv"
    assert rejected["reason"]
    (load,) = project.query("select * from quality_candidate.loads")
    assert (load["status"], load["rows_loaded"]) == ("rejected", 0)
