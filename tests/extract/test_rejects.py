"""The workbook that goes back to a sender: all that is wrong, in order, and nothing that runs."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from extract.contract import get_contract
from extract.rejects import write_rejects
from tests.extract.conftest import Bench, good_row, to_csv
from warehouse.errors import ConfigurationError

AREAS = "reference.areas"
AMBASSADORS = get_contract("platform", "ambassadors")
RED = "FFF4B6AE"


def good_hubs(count: int = 60) -> str:
    """Return hubs' rows, their columns in an order of the sender's own."""
    return "".join(f"England,H{n},Hub,Kent,2020-01-01,1\n" for n in range(count))


HUBS = "nation,hub_id,hub_name,region,valid_from,share\n"


def land_hubs(bench: Bench, *bad: str, day: str = "2021-01-01") -> None:
    """Load a file of good hubs and some bad lines."""
    bench.land(f"platform/hubs/hubs_{day}.csv", HUBS + good_hubs() + "\n".join(bad) + "\n")
    bench.load("platform.hubs")


def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the values of each sheet of a workbook."""
    book = load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def first_sheet(path: Path) -> str:
    return "\n".join(str(row[0]) for row in sheets(path)["Contents"])


def test_each_rejected_row_says_where_it_stands_and_what_is_wrong(
    bench: Bench, tmp_path: Path
) -> None:
    land_hubs(bench, "Wales,H77,,Dyfed,31/02/2020,7", "Wales,H78")
    out = tmp_path / "hubs.xlsx"
    (written,) = write_rejects(bench.settings, out, "platform.hubs").workbooks
    assert (written.sender, written.rejected_rows_count) == ("platform.hubs", 2)
    header, first, second = sheets(out)["hubs"]
    assert header == (
        "file", "record", "line", "what is wrong",
        "nation", "hub_id", "hub_name", "region", "valid_from", "share",
    )  # fmt: skip
    assert first == (
        "hubs_2021-01-01.csv", 61, 62,
        "hub_name is empty\nvalid_from: '31/02/2020' is not YYYY-MM-DD\n"
        "share: '7' is more than 1",
        "Wales", "H77", None, "Dyfed", "31/02/2020", "7",
    )  # fmt: skip
    assert second[:6] == (
        "hubs_2021-01-01.csv", 62, 63,
        "too few fields on line 63: 2 where the header has 6", "Wales", "H78",
    )  # fmt: skip


def test_the_cells_that_are_wrong_are_red_and_the_header_stays_in_sight(
    bench: Bench, tmp_path: Path
) -> None:
    land_hubs(bench, "Wales,H77,,Dyfed,2020-01-01,7", "Wales,H78,Hub,Dyfed,2020-01-01,1,one,two")
    out = tmp_path / "hubs.xlsx"
    write_rejects(bench.settings, out, "platform")
    sheet = load_workbook(out)["hubs"]
    red = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == RED
    }
    assert red == {"G2", "J2", "K3", "L3"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("D2", "A1:J3")
    assert sheet.column_dimensions["D"].width == 56


def test_nothing_a_sender_wrote_can_run(bench: Bench, tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://example.org"; "x")'
    quoted = '"' + formula.replace('"', '""') + '"'
    land_hubs(bench, f"+1,@SUM(A1),-2,#N/A,{quoted},\x0bone")
    out = tmp_path / "hubs.xlsx"
    write_rejects(bench.settings, out)
    (_, row) = load_workbook(out)["hubs"].iter_rows(min_col=4)
    assert {cell.data_type for cell in row} == {"s"}
    assert [cell.value for cell in row[1:]] == [
        "+1",
        "@SUM(A1)",
        "-2",
        "#N/A",
        formula,
        "\ufffdone",
    ]
    assert [bool(cell.quotePrefix) for cell in row[1:]] == [True, True, True, False, True, False]


def test_a_rejected_file_stands_with_its_reason_and_first_mistakes(
    bench: Bench, tmp_path: Path
) -> None:
    bad = "England,H1,Hub,Kent,2020-01-01,2\n" * 30
    bench.land("platform/hubs/hubs_2021-01-01.csv", HUBS + good_hubs() + bad)
    bench.land("platform/hubs/hubs_2021-01-02.csv", "nonsense\n")
    bench.load("platform.hubs")
    out = tmp_path / "out.xlsx"
    write_rejects(bench.settings, out, "platform")
    contents = sheets(out)
    assert list(contents) == ["Contents", "Rejected files"]
    _, first, second = contents["Rejected files"]
    assert first[0] == "platform/hubs/hubs_2021-01-01.csv"
    assert first[3] == "30 of 90 rows are bad, more than 5%"
    mistakes = first[4].splitlines()
    assert len(mistakes) == 20
    assert mistakes[0] == "record 61, line 62: share: '2' is more than 1"
    assert "lacks required columns" in second[3]
    assert second[4] is None


def land_ambassadors(bench: Bench) -> None:
    """Load Ambassadors of which two are bad, one of them with a cell too many."""
    rows = [good_row(AMBASSADORS, number) for number in range(60)]
    personal = {"first_name": "Ada", "email": "ada@example.org", "date_of_birth": "never"}
    rows.append(good_row(AMBASSADORS, 99, registered_on="soon", **personal))
    text = to_csv(rows) + "A100,Ada," + "," * (len(AMBASSADORS.fields) - 1) + "\n"
    bench.land("platform/ambassadors/ambassadors_2021-01-01.csv", text)
    bench.load("platform.ambassadors")


def test_personal_data_is_left_out_unless_it_is_asked_for(bench: Bench, tmp_path: Path) -> None:
    land_ambassadors(bench)
    out = tmp_path / "out.xlsx"
    (written,) = write_rejects(bench.settings, out, "platform").workbooks
    assert not written.holds_personal_data
    assert "Columns of personal data are left out: date_of_birth, email" in first_sheet(out)
    header, row, shifted = sheets(out)["ambassadors"]
    assert "email" not in header
    assert "Ada" not in json.dumps([row, shifted])
    assert "date_of_birth: the value is not YYYY-MM-DD" in row[3]
    assert "the cells are not shown" in shifted[3]
    assert not any(shifted[4:])


def test_a_workbook_with_personal_data_says_so_on_its_first_sheet(
    bench: Bench, tmp_path: Path
) -> None:
    land_ambassadors(bench)
    out = tmp_path / "out.xlsx"
    (written,) = write_rejects(bench.settings, out, "platform", with_personal_data=True).workbooks
    assert written.holds_personal_data
    assert "THIS WORKBOOK HOLDS PERSONAL DATA (date_of_birth, email" in first_sheet(out)
    header, row, shifted = sheets(out)["ambassadors"]
    assert row[header.index("email")] == "ada@example.org"
    assert shifted[header.index("ambassador_id") + 1] == "Ada"
    assert out.stat().st_mode & 0o077 == 0


def test_each_family_gets_a_workbook_of_its_own(bench: Bench, tmp_path: Path) -> None:
    land_hubs(bench, "Wales,H77,,Dyfed,2020-01-01,1")
    bench.land("reference/areas/areas_2021-01-01.csv", "nonsense\n")
    bench.load(AREAS)
    report = write_rejects(bench.settings, tmp_path / "mail")
    names = [Path(written.workbook).name for written in report.workbooks]
    assert names == ["rejects_platform.xlsx", "rejects_reference.xlsx"]
    assert list(sheets(tmp_path / "mail" / names[0])) == ["Contents", "hubs"]
    together = tmp_path / "all.xlsx"
    write_rejects(bench.settings, together)
    assert list(sheets(together)) == ["Contents", "Rejected files", "platform.hubs"]


def test_only_what_was_sent_since_a_day_and_is_still_wrong_is_listed(
    bench: Bench, tmp_path: Path
) -> None:
    land_hubs(bench, "Wales,H77,,Dyfed,2020-01-01,1")
    land_hubs(bench, "Wales,H78,,Dyfed,2020-01-01,1", day="2021-02-01")
    out = tmp_path / "out.xlsx"
    write_rejects(bench.settings, out, since=date(2021, 2, 1))
    assert [row[5] for row in sheets(out)["hubs"][1:]] == ["H78"]
    bench.execute("update ops.quarantine set replayed_by_load_id = load_id")
    report = write_rejects(bench.settings, tmp_path / "none.xlsx")
    assert report.workbooks == ()
    assert not (tmp_path / "none.xlsx").exists()


def test_a_sheet_too_long_says_how_much_it_shows(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.rejects_workbook.MOST_ROWS", 1)
    land_hubs(bench, *["Wales,H77,,Dyfed,2020-01-01,1"] * 3)
    out = tmp_path / "out.xlsx"
    write_rejects(bench.settings, out)
    assert len(sheets(out)["hubs"]) == 2
    assert sheets(out)["Contents"][-1][-1] == "hubs (the first 1 rows)"


def test_of_a_survey_every_answer_stands_under_its_question_and_the_wrong_one_is_red(
    bench: Bench, tmp_path: Path
) -> None:
    bench.land(
        "survey/questions/questions_2021-01-01.csv",
        "survey,version,question_code,wording,scale,order\n"
        "teacher,1,T1,I am sure,agree5,1\nteacher,1,T2,Why?,text,2\n",
    )
    header = "Response ID,Submitted at,Partnership,School,Phase,I am sure,Why?,Why?.1,Shoes\n"
    rows = "".join(f"R{n},2021-02-01,North,A school,Primary,Agree,,,7\n" for n in range(60))
    bad = "R98,2021-02-01,North,A school,Primary,Surely,,=1,7\n"
    short = "R99,2021-02-01,North,A school,Primary,Agree, ,so\n"
    text = header + rows + bad + short
    bench.land("survey/online/online_2021-02-02_teacher_start.csv", text)
    bench.load("survey.questions")
    assert bench.load_one("survey.online").rows_quarantined == 2
    out = tmp_path / "out.xlsx"
    write_rejects(bench.settings, out, "survey")
    header_row, *found = load_workbook(out)["online"].iter_rows()
    names = [cell.value for cell in header_row]
    assert "answers" not in names
    shown = [dict(zip(names, [cell.value for cell in row], strict=True)) for row in found]
    assert [(row["response_id"], row["T1"], row["T2"]) for row in shown] == [
        ("R98", "Surely", "=1"),
        ("R99", "Agree", "so"),
    ]
    red = [cell.column for cell in found[0] if cell.fill.fgColor.rgb == RED]
    assert [names[column - 1] for column in red] == ["T1"]


def test_a_sender_there_is_none_of_is_an_error(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such feed"):
        write_rejects(bench.settings, tmp_path / "out.xlsx", "platfrom")
