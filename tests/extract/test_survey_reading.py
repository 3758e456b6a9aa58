"""Returns of surveys: headed by wordings, answers gathered, everything odd in them told apart."""

import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extract.replay import replay
from tests.extract.conftest import Bench
from warehouse.settings import PROJECT_ROOT

FIRST = ["Response ID", "Submitted at", "Partnership", "School"]
LIKE, CLUB, BEST = "I like science lessons", "How many clubs do you go to?", "What is best?"
EVALUATION = PROJECT_ROOT.parent / "shared" / "data" / "surveys"
CARPENTRIES = EVALUATION / "carpentries_instructor_training_post.csv"


def question(code: str, wording: str, scale: str = "agree5", **more: str) -> dict[str, str]:
    row = {"survey": "secondary", "version": "1", "question_code": code, "wording": wording}
    return row | {"scale": scale, "order": "1"} | more


def teach(bench: Bench, *questions: dict[str, str], day: str = "2021-01-01") -> None:
    columns = list(dict.fromkeys(key for one in questions for key in one))
    rows = [{column: one.get(column, "") for column in columns} for one in questions]
    bench.land(f"survey/questions/questions_{day}.csv", rows)
    assert bench.load_one("survey.questions").rows_loaded == len(questions)


def response(number: int = 1, *answers: str) -> list[Any]:
    return [f"R{number}", "2021-02-01 10:00", "North", "Hill School", *answers]


def land_csv(
    bench: Bench, *rows: Sequence[Any], part: str = "secondary_start", day: str = "2021-03-01"
) -> Path:
    text = io.StringIO()
    for row in rows:
        text.write(",".join('"' + str(cell).replace('"', '""') + '"' for cell in row) + "\r\n")
    return bench.land(f"survey/online/online_{day}_{part}.csv", text.getvalue())


def land_workbook(
    bench: Bench, *rows: Sequence[Any], part: str = "secondary_start", day: str = "2021-03-01"
) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    data = io.BytesIO()
    workbook.save(data)
    return bench.land(f"survey/online/online_{day}_{part}.xlsx", data.getvalue())


def answers(bench: Bench) -> list[dict[str, str]]:
    return [json.loads(row["answers"]) for row in bench.raw("survey.online")]


def test_answers_are_gathered_by_question_with_survey_and_wave_from_the_name(bench: Bench) -> None:
    teach(bench, question("S1", LIKE), question("S2", CLUB, "count"), question("S3", BEST, "text"))
    best = 'He said "why?" \\ and\tleft'
    land_csv(
        bench,
        [*FIRST, LIKE, CLUB, BEST],
        response(1, "Agree", "2", best),
        response(2, "", "", " "),
    )
    report = bench.load_one("survey.online")
    assert (report.status, report.rows_loaded, report.warnings) == ("loaded", 2, ())
    first = bench.raw("survey.online")[0]
    assert (first["survey"], first["wave"], first["response_id"]) == ("secondary", "start", "R1")
    assert answers(bench) == [{"S1": "Agree", "S2": "2", "S3": best}, {}]


def test_a_nul_in_an_answer_makes_one_bad_record(bench: Bench) -> None:
    teach(bench, question("S1", LIKE))
    good = [response(number, "Agree") for number in range(2, 30)]
    land_csv(bench, [*FIRST, LIKE], response(1, "Agree\0"), *good)
    report = bench.load_one("survey.online")
    assert (report.rows_loaded, report.rows_quarantined) == (28, 1)
    assert [reason.rule for reason in report.first_reasons] == ["nul"]


@pytest.mark.parametrize(
    "header",
    [
        "  I LIKE   science\u00a0lessons ",
        "I like science lessons [choose one]",
        "[Q7] I like science lessons:",
        "I like science lessons.1",
        "I like science lessons.",
    ],
)
def test_a_wording_is_known_in_whatever_form(bench: Bench, header: str) -> None:
    teach(bench, question("S1", LIKE))
    land_csv(bench, [*FIRST, header], response(1, "Agree"))
    assert bench.load_one("survey.online").warnings == ()
    assert answers(bench) == [{"S1": "Agree"}]


def test_curly_quotes_and_dashes_are_the_straight_ones(bench: Bench) -> None:
    teach(bench, question("S1", "I don't like 'hard' sums - ever"))
    land_csv(
        bench, [*FIRST, "I don\u2019t like \u2018hard\u2019 sums \u2013 ever"], response(1, "Agree")
    )
    assert bench.load_one("survey.online").rows_loaded == 1
    assert answers(bench) == [{"S1": "Agree"}]


def test_the_first_of_repeated_columns_with_an_answer_counts(bench: Bench) -> None:
    teach(bench, question("S1", LIKE))
    land_csv(
        bench,
        [*FIRST, LIKE, f"{LIKE}.1", f"{LIKE}.2"],
        response(1, "", "Agree", "Disagree"),
        response(2, "Not sure", "Agree", ""),
    )
    assert bench.load_one("survey.online").rows_loaded == 2
    assert answers(bench) == [{"S1": "Agree"}, {"S1": "Not sure"}]


def test_a_question_of_an_older_wording_is_the_same_question(bench: Bench) -> None:
    teach(bench, question("S1", LIKE))
    teach(bench, question("S1", "I enjoy science", version="2"), day="2021-02-01")
    land_csv(bench, [*FIRST, LIKE], response(1, "Agree"))
    land_csv(bench, [*FIRST, "I enjoy science"], response(2, "Agree"), day="2021-03-02")
    assert [report.rows_loaded for report in bench.load("survey.online").files] == [1, 1]
    assert answers(bench) == [{"S1": "Agree"}, {"S1": "Agree"}]


@pytest.mark.parametrize(
    ("scale", "good", "bad", "allowed"),
    [
        ("agree5", " strongly  AGREE ", "Maybe", "Strongly agree, Agree, Not sure, Disagree or"),
        ("count", "1,200", "-1", "a whole number from 0"),
        ("rating4", "4", "5", "a whole number from 1 to 4"),
    ],
)
def test_an_answer_outside_its_scale_is_a_bad_row_that_names_question_and_column(
    bench: Bench, scale: str, good: str, bad: str, allowed: str
) -> None:
    teach(bench, question("S1", LIKE, scale))
    rows = [response(n, good) for n in range(1, 21)]
    land_csv(bench, [*FIRST, LIKE], *rows, response(21, bad))
    report = bench.load_one("survey.online")
    assert (report.rows_loaded, report.rows_quarantined) == (20, 1)
    (reason,) = report.first_reasons
    assert (reason.record_number, reason.line, reason.column) == (21, 22, "S1")
    assert reason.message.startswith(f"S1 (column 5): the answer is not {allowed}")
    (row,) = bench.quarantine()
    assert json.loads(row["raw"]["answers"]) == {"S1": bad}


@pytest.mark.parametrize("land", [land_csv, land_workbook])
def test_second_header_rows_are_no_records(bench: Bench, land: Any) -> None:
    teach(bench, question("S1", LIKE))
    rows = [response(n, "Agree") for n in range(1, 21)]
    second = ["", "", "", "", "Response"]
    land(bench, [*FIRST, LIKE], second, *rows, response(21, "Perhaps"))
    report = bench.load_one("survey.online")
    assert (report.rows_read, report.rows_loaded) == (21, 20)
    (reason,) = report.first_reasons
    assert (reason.record_number, reason.line) == (21, 23)


@pytest.mark.parametrize("land", [land_csv, land_workbook])
@pytest.mark.parametrize(
    ("hint", "is_doubtful"),
    [
        ("DD/MM/YYYY e.g. 31/12/2021", False),
        ("Q2", False),
        ("12/31/2021", True),
        ("31/12/2020 09:00", True),
        ("2020-12-31T09:00:00Z", True),
    ],
)
def test_a_second_header_row_may_show_how_to_write_a_time(
    bench: Bench, land: Any, hint: str, is_doubtful: bool
) -> None:
    teach(bench, question("S1", LIKE))
    rows = [response(n, "Agree") for n in range(1, 21)]
    land(bench, [*FIRST, LIKE], ["", hint, "Name", "Name", "Choice"], *rows)
    report = bench.load_one("survey.online")
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (20, 20, 0)
    warning = "passed over as second headers, though with a time: 1 records"
    assert report.warnings == (warning,) * is_doubtful


def test_a_response_without_identifier_is_a_bad_row_below_the_first(bench: Bench) -> None:
    teach(bench, question("S1", LIKE))
    rows = [response(n, "Agree") for n in range(1, 41)]
    rows[1][0] = rows[9][0] = ""
    land_csv(bench, [*FIRST, LIKE], *rows)
    report = bench.load_one("survey.online")
    assert [reason.record_number for reason in report.first_reasons] == [2, 10]
    assert {reason.message for reason in report.first_reasons} == {"response_id is empty"}
    assert report.warnings == ()


def test_a_workbook_with_titles_above_its_header_and_dates_of_excel(bench: Bench) -> None:
    teach(bench, question("S1", LIKE), question("S2", CLUB, "count"))
    header = [
        "Response ID",
        "Submitted At",
        "Partnership name",
        "School",
        "URN",
        LIKE + "\u00a0",
        CLUB,
    ]
    rows = [
        [101, dt.datetime.fromisoformat("2021-02-01T09:30"), "North", "Hill", 123456, "agree", 3.0],
        [102, dt.datetime.fromisoformat("2021-02-01"), "North", "Hill", "123456", "Not sure", "4"],
        ["R3", "01/02/2021 09:30", "North", "Hill", None, None, None],
    ]
    land_workbook(bench, ["Secondary survey: start"], [], ["", "Exported 1 March"], header, *rows)
    report = bench.load_one("survey.online")
    assert (report.status, report.rows_loaded, report.warnings) == ("loaded", 3, ())
    loaded = bench.raw("survey.online")
    assert [row["response_id"] for row in loaded] == ["101", "102", "R3"]
    assert [row["school_urn"] for row in loaded] == ["123456", "123456", None]
    assert [row["submitted_at"] for row in loaded] == [
        "2021-02-01 09:30:00",
        "2021-02-01 00:00:00",
        "01/02/2021 09:30",
    ]
    assert answers(bench) == [{"S1": "agree", "S2": "3"}, {"S1": "Not sure", "S2": "4"}, {}]


def test_a_survey_that_was_never_taught_is_rejected_until_its_questions_come(bench: Bench) -> None:
    land_csv(bench, [*FIRST, LIKE], response(1, "Agree"))
    report = bench.load_one("survey.online")
    assert report.status == "rejected"
    assert "Nothing is known of what the survey 'secondary' asks" in str(report.reason)
    assert bench.load("survey.online").files == ()
    teach(bench, question("S1", LIKE))
    assert bench.load_one("survey.online").rows_loaded == 1


def test_a_wording_that_is_only_close_is_named_and_kept_out(bench: Bench) -> None:
    teach(bench, question("S1", LIKE))
    land_csv(bench, [*FIRST, "I like science lesson", "Shoe size"], response(1, "Agree", "5"))
    report = bench.load_one("survey.online")
    assert report.warnings == (
        "unknown columns kept out: I like science lesson (close to S1), Shoe size",
    )
    assert answers(bench) == [{}]


def test_a_new_question_is_adopted_from_the_files_that_had_it(bench: Bench) -> None:
    teach(bench, question("S1", LIKE))
    land_csv(bench, [*FIRST, LIKE, "Shoe size"], response(1, "Agree", "5"))
    assert bench.load_one("survey.online").unknown_columns == ("Shoe size",)
    teach(bench, question("S1", LIKE), question("S9", "Shoe size", "count"), day="2021-04-01")
    assert bench.load_one("survey.online").rows_loaded == 1
    assert answers(bench)[-1] == {"S1": "Agree", "S9": "5"}


def test_two_questions_of_one_wording_are_not_told_apart(bench: Bench) -> None:
    teach(bench, question("S1", LIKE), question("S2", LIKE + "!"), question("S3", BEST, "text"))
    land_csv(bench, [*FIRST, LIKE], response(1, "Agree"))
    (warning,) = bench.load_one("survey.online").warnings
    assert warning == f"unknown columns kept out: {LIKE} (means S1 and S2)"


@pytest.mark.parametrize("land", [land_csv, land_workbook])
def test_a_survey_states_its_own_form_of_times(bench: Bench, land: Any) -> None:
    teach(bench, question("S1", LIKE, date_format="MM/DD/YYYY HH:MM"))
    rows = [response(n, "Agree") for n in range(1, 41)]
    for row in rows:
        row[1] = "02/13/2021 9:05"
    rows[0][1], rows[1][1] = "3/4/2021 10:00", "25/12/2020 10:00"
    land(bench, [*FIRST, LIKE], *rows)
    report = bench.load_one("survey.online")
    (reason,) = report.first_reasons
    assert reason.message == "submitted_at: '25/12/2020 10:00' is not MM/DD/YYYY HH:MM"
    assert reason.rule == "type"
    moments = [row["submitted_at"] for row in bench.raw("survey.online")]
    assert moments[:2] == ["2021-03-04 10:00:00", "2021-02-13 09:05:00"]
    assert bench.quarantine()[0]["raw"]["submitted_at"] == "25/12/2020 10:00"


def test_a_form_of_times_is_never_guessed(bench: Bench) -> None:
    stated = ["MM/DD/YYYY", "DD/MM/YYYY"]
    codes = [question(f"S{n}", f"{LIKE} {n}", date_format=form) for n, form in enumerate(stated)]
    teach(bench, *codes)
    land_csv(bench, [*FIRST, LIKE], response(1, "Agree"))
    report = bench.load_one("survey.online")
    assert report.status == "rejected"
    assert "The form of times of the survey 'secondary' is not known" in str(report.reason)
    assert "date_format DD/MM/YYYY, MM/DD/YYYY: one questions file states" in str(report.reason)
    corrected = [one | {"date_format": "DD/MM/YYYY"} for one in codes]
    teach(bench, *corrected, day="2021-01-02")
    assert bench.load_one("survey.online").rows_loaded == 1


def test_two_spellings_of_one_form_of_times_are_one(bench: Bench) -> None:
    stated = ["MM/DD/YYYY HH:MM", "m/d/yyyy h:mm", "%m/%d/%Y %H:%M"]
    codes = [question(f"S{n}", f"{LIKE} {n}", date_format=form) for n, form in enumerate(stated)]
    teach(bench, *codes)
    row = response(1, "Agree")
    row[1] = "2/13/2021 09:05"
    land_csv(bench, [*FIRST, f"{LIKE} 1"], row)
    assert bench.load_one("survey.online").rows_loaded == 1
    assert bench.raw("survey.online")[0]["submitted_at"] == "2021-02-13 09:05:00"


def test_a_form_of_times_that_is_not_understood_is_a_bad_row_of_the_questions(
    bench: Bench,
) -> None:
    good = [question(f"S{n}", f"{LIKE} {n}", date_format="%m/%d/%Y") for n in range(20)]
    rows = [*good, question("S20", BEST, date_format="day first")]
    bench.land("survey/questions/questions_2021-01-01.csv", rows)
    report = bench.load_one("survey.questions")
    assert (report.rows_loaded, report.rows_quarantined) == (20, 1)
    (reason,) = report.first_reasons
    assert (reason.column, reason.record_number) == ("date_format", 21)
    assert reason.message.startswith("date_format: 'day first' is not understood; write it like ")


def test_the_newest_file_that_states_a_form_of_times_decides(bench: Bench) -> None:
    teach(bench, question("S1", LIKE, date_format="DD/MM/YYYY"))
    newer = question("S1", "I enjoy science", version="2", date_format="MM/DD/YYYY HH:MM")
    teach(bench, newer, day="2021-02-01")
    teach(bench, question("S2", BEST, "text", version="3"), day="2021-03-01")
    row = response(1, "Agree", "Agree")
    row[1] = "02/13/2021 09:05"
    land_csv(bench, [*FIRST, LIKE, "I enjoy science"], row)
    report = bench.load_one("survey.online")
    assert (report.status, report.rows_loaded, report.warnings) == ("loaded", 1, ())
    assert bench.raw("survey.online")[0]["submitted_at"] == "2021-02-13 09:05:00"


def test_of_two_files_of_a_day_the_later_part_decides_the_form_of_times(bench: Bench) -> None:
    for part, form in (("_10", "MM/DD/YYYY"), ("_2", "DD/MM/YYYY")):
        row = question("S1", LIKE, version=part, date_format=form)
        bench.land(f"survey/questions/questions_2021-01-01{part}.csv", [row])
    assert [report.rows_loaded for report in bench.load("survey.questions").files] == [1, 1]
    row = response(1, "Agree")
    row[1] = "02/13/2021"
    land_csv(bench, [*FIRST, LIKE], row)
    assert bench.load_one("survey.online").rows_loaded == 1


@pytest.mark.parametrize("wave", ["x", "secondary", "secondary_start_2", "secondary_strat"])
def test_a_name_that_does_not_say_survey_and_wave_is_rejected(bench: Bench, wave: str) -> None:
    teach(bench, question("S1", LIKE))
    land_csv(bench, [*FIRST, LIKE], response(1, "Agree"), part=wave)
    report = bench.load_one("survey.online")
    assert report.status == "rejected"
    assert "The file's name does not say the wave" in str(report.reason)
    last = wave.rpartition("_")[2]
    assert f"'{last}', which is none of start, middle, end" in str(report.reason)
    land_csv(bench, [*FIRST, LIKE], response(1, "Agree"), part="Secondary_Start")
    assert bench.load_one("survey.online").rows_loaded == 1
    assert bench.raw("survey.online")[0]["wave"] == "start"


@pytest.mark.parametrize("feed", ["paper_counts", "paper_percentages"])
def test_returns_on_paper_of_another_wave_load_with_a_warning(bench: Bench, feed: str) -> None:
    waves = ["Start", " end ", "baseline", "strat", "baseline"]
    bench.land_rows(f"survey.{feed}", "2021-03-01", *({"wave": wave} for wave in waves))
    report = bench.load_one(f"survey.{feed}")
    assert (report.rows_loaded, report.rows_quarantined) == (5, 0)
    assert report.warnings == (
        "wave: not one of start, middle, end, and loaded as it is: 'baseline', 'strat'",
    )


def test_answers_of_a_blank_scale_are_not_checked(bench: Bench) -> None:
    teach(bench, question("S1", LIKE, ""), question("S2", CLUB, "agree9"))
    land_csv(bench, [*FIRST, LIKE, CLUB], response(1, "Perhaps", "7"))
    report = bench.load_one("survey.online")
    assert report.warnings == (
        "answers not checked, as their scale is not known: S1 (blank), S2 (agree9)",
    )
    assert answers(bench) == [{"S1": "Perhaps", "S2": "7"}]


def test_questions_that_only_brackets_or_numbers_tell_apart_are_told_apart(bench: Bench) -> None:
    teach(
        bench,
        question("S1", "I like it [science]", "text"),
        question("S2", "I like it [maths]", "text"),
        question("S3", "Who helps.1", "text"),
        question("S4", "Who helps.2", "text"),
    )
    headers = ["I LIKE it  [science]:", "I like it [maths]", "Who helps.1", "Who helps.2"]
    repeated = ["I like it [maths].1", "I like it [music]", "Who helps.3", "I like it"]
    values = ["a", "b", "c", "d", "e", "f", "g", "h"]
    only_repeated = ["", "", "", "", *values[4:]]
    rows = response(1, *values), response(2, *only_repeated)
    land_csv(bench, [*FIRST, *headers, *repeated], *rows)
    report = bench.load_one("survey.online")
    assert answers(bench) == [{"S1": "a", "S2": "b", "S3": "c", "S4": "d"}, {"S2": "e"}]
    assert report.unknown_columns == ("I like it [music]", "Who helps.3", "I like it")
    (warning,) = report.warnings
    assert "I like it [music] (means S1 and S2)" in warning


def test_a_question_headed_by_brackets_alone_takes_no_other_column(bench: Bench) -> None:
    teach(bench, question("S1", "[1]", "text"))
    land_csv(bench, [*FIRST, "[1]", "", "[2]"], response(1, "a", "b", "c"))
    assert bench.load_one("survey.online").unknown_columns == ("(no name)", "[2]")
    assert answers(bench) == [{"S1": "a"}]


@pytest.mark.parametrize("land", [land_csv, land_workbook])
def test_columns_that_are_no_questions_may_have_brackets_and_colons_too(
    bench: Bench, land: Any
) -> None:
    teach(bench, question("S1", LIKE), question("S2", "School [which year?]", "text"))
    header = [
        "Response ID [from the tool]",
        "Submitted at:",
        "Partnership [name]",
        "School [please choose]",
        "School URN:",
        LIKE,
        "School [which year?]",
    ]
    cells = ["R1", "2021-02-01 10:00", "North", "Hill", "123456", "Agree", "7"]
    title = [["Secondary survey"]] if land is land_workbook else []
    land(bench, *title, header, cells)
    report = bench.load_one("survey.online")
    assert (report.status, report.rows_loaded, report.warnings) == ("loaded", 1, ())
    row = bench.raw("survey.online")[0]
    assert (row["school"], row["school_urn"], row["partnership"]) == ("Hill", "123456", "North")
    assert answers(bench) == [{"S1": "Agree", "S2": "7"}]


def test_a_header_that_is_nearly_a_column_is_kept_out_where_the_column_is_there(
    bench: Bench,
) -> None:
    teach(bench, question("S1", LIKE))
    land_csv(bench, [*FIRST, "School [of your friend]", LIKE], response(1, "Elsewhere", "Agree"))
    report = bench.load_one("survey.online")
    assert report.unknown_columns == ("School [of your friend]",)
    assert bench.raw("survey.online")[0]["school"] == "Hill School"


def test_a_bad_answer_can_be_replayed_once_its_scale_is_another(bench: Bench) -> None:
    teach(bench, question("S1", LIKE))
    rows = [response(n, "Agree") for n in range(1, 21)]
    land_csv(bench, [*FIRST, LIKE], *rows, response(21, "Perhaps"))
    report = bench.load_one("survey.online")
    assert report.load_id is not None
    again = replay(bench.settings, report.load_id)
    assert (again.rows_loaded, again.rows_quarantined) == (0, 1)
    teach(bench, question("S1", LIKE, "choice"), day="2021-04-01")
    assert again.load_id is not None
    third = replay(bench.settings, again.load_id)
    assert (third.rows_loaded, third.rows_quarantined) == (1, 0)
    assert answers(bench)[-1] == {"S1": "Perhaps"}


@pytest.mark.skipif(not CARPENTRIES.is_file(), reason=f"the evaluation is not there: {EVALUATION}")
def test_an_evaluation_of_another_form_tool_is_read_after_its_questions_alone(bench: Bench) -> None:
    with CARPENTRIES.open(encoding="utf-8") as file:
        headers = file.readline().strip().split(",")
    teach(
        bench,
        question("response_id", "UniqueID", "none", survey="carpentries"),
        question("partnership", "Partnership", "none", survey="carpentries"),
        question("school", "School", "none", survey="carpentries"),
        question("submitted_at", "Date", "text", survey="carpentries", date_format="M/D/YY HH:MM"),
        question("LikelyToRecommend", "LikelyToRecommend", "count", survey="carpentries"),
        *(
            question(name, name, "choice", survey="carpentries")
            for name in headers
            if name not in ("Date", "UniqueID", "LikelyToRecommend")
        ),
    )
    bench.land("survey/online/online_2018-09-09_carpentries_end.csv", CARPENTRIES.read_bytes())
    report = bench.load_one("survey.online")
    assert (report.status, report.rows_read, report.rows_loaded) == ("loaded", 967, 967)
    assert report.warnings == ()
    loaded = bench.raw("survey.online")
    assert len({row["response_id"] for row in loaded}) == 967
    assert loaded[0]["submitted_at"] == "2018-09-08 15:29:00"
    assert answers(bench)[0]["LearnedSkills"] == "Strongly Agree"
    assert sum("LikelyToRecommend" in found for found in answers(bench)) == 967 - 78
