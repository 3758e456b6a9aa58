import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from warehouse import console
from warehouse.errors import ServerError


@dataclass(frozen=True)
class Part:
    part_id: int
    rows_count: int
    tags: tuple[str, ...] = ()
    inner: tuple["Part", ...] = ()


@dataclass(frozen=True)
class Report:
    message: str
    is_new: bool
    as_of_on: date | None
    released_at: datetime
    seconds: dict[str, float]
    parts: tuple[Part, ...] = ()


REPORT = Report(
    "Done [bold]as it is[/bold].",
    True,
    None,
    datetime(2026, 1, 31, 4, 5, 6, tzinfo=UTC),
    {"stage": 1.234},
    (Part(1234, 5678, ("a", "b")), Part(2, 3, (), (Part(4, 5),))),
)


def test_a_report_is_drawn_field_by_field(capsys: pytest.CaptureFixture[str]) -> None:
    console.show(REPORT, as_json=False)
    text = capsys.readouterr().out
    for words in (
        "Done [bold]as it is[/bold].",
        "is new    yes",
        "2026-01-31 04:05:06",
        "stage 1.23",
        "│    1234 │ 5,678 │ a, b │       │",
        "│       2 │     3 │      │ 1     │",
    ):
        assert words in text


def test_a_report_as_json_holds_everything(capsys: pytest.CaptureFixture[str]) -> None:
    console.show(REPORT, as_json=True)
    report = json.loads(capsys.readouterr().out)
    assert report["as_of_on"] is None
    assert report["parts"][1]["inner"][0]["part_id"] == 4


def test_an_error_goes_to_stderr_with_its_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_error(ServerError("It broke.", evidence="one\ntwo", remedy="Mend it."), False)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == ("It broke.\n evidence: one\n           two\n   remedy: Mend it.\n")


def test_long_lines_are_not_folded_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    console.say("word " * 200)
    assert capsys.readouterr().out.count("\n") == 1
