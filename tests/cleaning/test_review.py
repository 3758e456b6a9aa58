"""The steward's loop: what waits goes out as a workbook, and comes back as decisions."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cleaning.review import Question, write_review
from cleaning.review_workbook import write_workbook
from extract.load import load_feeds
from tests.dbt.conftest import File
from warehouse.build import build
from warehouse.errors import ConfigurationError, WarehouseError
from warehouse.settings import Settings
from warehouse.status import read_status

HEADER = (
    "activity_id,organisation_id,activity_type,activity_type_other,setting,setting_other,"
    "delivery_mode,starts_on,key_stage,audience_band,status,reported_at,updated_at"
)
TEXTS = ("zqx bleem", "ZQX-Bleem", "=1+1", "at work", "vvk", "mail ada@example.org", "")
ENTRIES = (
    "volunteering_id,activity_id,ambassador_id,preparation_hours,delivery_hours,submitted_at,"
    "updated_at\n"
    "E1,A1,B1,1,2.5,2021-01-02T10:00,2021-01-02T10:00\n"
)
FILLED_IN = {"zqx bleem": "Community group", "=1+1": "keep_other", "vvk": "ignore"}


def activities() -> File:
    lines = [
        f"A{number},O1,Careers fair,,Other,{text},Online,2021-01-0{number},KS1,1 to 10,Completed,"
        "2021-01-10T10:00,2021-01-10T10:00"
        for number, text in enumerate(TEXTS, start=1)
    ]
    return File("platform/activities", "2021-01-31.csv", text="\n".join([HEADER, *lines]) + "\n")


def settings_of(where: Settings) -> dict[str, tuple[str, str]]:
    with psycopg.connect(where.warehouse_url) as connection:
        rows = connection.execute(
            "select activity_id, setting, setting_method from core.fct_activity order by 1"
        ).fetchall()
    return {activity: (setting, method) for activity, setting, method in rows}


def answers_in(path: Path) -> tuple[Workbook, Worksheet]:
    book = load_workbook(path)
    return book, book["Answers"]


def test_what_a_steward_fills_in_holds_from_the_next_night_on(
    settings: Settings, tmp_path: Path
) -> None:
    landing = Path(settings.landing_url)
    activities().write(landing)
    File("platform/volunteering", "2021-01-31.csv", text=ENTRIES).write(landing)
    load_feeds(settings)
    build(settings)
    assert settings_of(settings) == {
        "A1": ("Unresolved", "unresolved"),
        "A2": ("Unresolved", "unresolved"),
        "A3": ("Unresolved", "unresolved"),
        "A4": ("Workplace", "model"),
        "A5": ("Unresolved", "unresolved"),
        "A6": ("Unresolved", "unresolved"),
        "A7": ("Other", "as_reported"),
    }
    (waiting,) = read_status(settings).review_queue
    assert (waiting.field, waiting.texts_count, waiting.rows_count) == ("setting", 3, 4)

    report = write_review(settings, tmp_path / "queue.xlsx", by="Grace Hopper")
    assert (report.questions_count, report.rows_count, report.hours) == (3, 4, Decimal("3.5"))
    book, sheet = answers_in(tmp_path / "queue.xlsx")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:2] for row in rows] == [
        ["setting", rows[0][1]],
        ["setting", "=1+1"],
        ["setting", "vvk"],
    ]
    assert rows[0][9] == "activities A1\nactivities A2"
    for row in sheet.iter_rows(min_row=2):
        row[2].value = FILLED_IN[str(row[1].value).lower().replace("-", " ")]
    sheet.append(["setting", "not answered", None, "Grace Hopper", date(2021, 2, 1)])
    folder = landing / "reference" / "recode_decisions"
    folder.mkdir(parents=True)
    book.save(folder / "recode_decisions_2021-02-01.xlsx")

    loaded = load_feeds(settings)
    (file,) = next(feed for feed in loaded.feeds if feed.feed == "recode_decisions").files
    assert (file.status, file.rows_loaded, file.rows_quarantined) == ("loaded", 3, 0)
    assert build(settings).is_released
    assert settings_of(settings) == {
        "A1": ("Community group", "decision"),
        "A2": ("Community group", "decision"),
        "A3": ("Other", "decision"),
        "A4": ("Workplace", "model"),
        "A5": ("Not stated", "decision"),
        "A6": ("Unresolved", "unresolved"),
        "A7": ("Other", "as_reported"),
    }
    assert write_review(settings, tmp_path / "next.xlsx").workbook is None
    assert not (tmp_path / "next.xlsx").exists()

    # A changed mind: the newest holds, and both stay on record.
    later = "field,raw_value,category,decision,decided_by,decided_on\n"
    later += "setting,Zqx Bleem!,Workplace,map,Ada,2021-03-01\n"
    later += "setting,vvk,Nowhere,map,Ada,2021-03-01\n"
    File("reference/recode_decisions", "2021-03-01.csv", text=later).write(landing)
    load_feeds(settings)
    warned = {test.test: test.failures for test in build(settings).warnings}
    assert settings_of(settings)["A1"] == ("Workplace", "decision")
    assert settings_of(settings)["A5"] == ("Not stated", "decision")
    assert warned["decisions_can_be_followed"] == 1
    assert warned["decisions_agree_with_each_other_and_with_rules"] == 1
    with psycopg.connect(settings.warehouse_url) as connection:
        history = connection.execute(
            "select category, decided_by, is_in_force, contradicts_earlier "
            "from quality.recode_decisions where lower(raw_value) like 'zqx%' order by file_on"
        ).fetchall()
    assert history == [
        ("Community group", "Grace Hopper", False, False),
        ("Workplace", "Ada", True, True),
    ]


def question(raw_value: str, field: str = "setting", **others: Any) -> Question:
    return Question(
        **{
            "field": field,
            "raw_value": raw_value,
            "rows_count": 2,
            "hours": Decimal("1.5"),
            "suggested_category": "Workplace",
            "confidence": 0.4,
            "examples": ["activities A1"],
            "first_seen_on": date(2021, 1, 1),
            **others,
        }
    )


def test_each_row_offers_the_answers_of_its_own_field(tmp_path: Path) -> None:
    questions = [question("a"), question("b", "key_stage"), question("c")]
    answers = {"setting": ["Workplace", "keep_other", "ignore"], "key_stage": ["KS1", "ignore"]}
    path = tmp_path / "queue.xlsx"
    write_workbook(path, questions, answers, None, date(2021, 2, 1))

    book, sheet = answers_in(path)
    lists = book["Lists"]
    offered = {}
    for drop_down in sheet.data_validations.dataValidation:
        cells = lists[str(drop_down.formula1).removeprefix("Lists!").replace("$", "")]
        for place in str(drop_down.sqref).split():
            offered[place] = [row[0].value for row in cells]
    assert offered == {
        "C2": answers["setting"],
        "C3": answers["key_stage"],
        "C4": answers["setting"],
    }
    assert lists.sheet_state == "hidden"
    assert sheet.freeze_panes == "C2"
    assert book.sheetnames == ["How to answer", "Answers", "Lists"]


@pytest.mark.parametrize("text", ["=1+1", "+44", "-x", "@sum", '=HYPERLINK("http://x")'])
def test_what_people_typed_never_becomes_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "queue.xlsx"
    write_workbook(path, [question(text)], {"setting": ["ignore"]}, None, date(2021, 2, 1))
    cell = answers_in(path)[1]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_before_the_first_release_there_is_no_queue(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="There is no review queue yet"):
        write_review(settings, tmp_path / "queue.xlsx")
    assert read_status(settings).review_queue == ()


def test_a_queue_that_is_no_workbook_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="written as a workbook"):
        write_review(settings, tmp_path / "queue.csv")
