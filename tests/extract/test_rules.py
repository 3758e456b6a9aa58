"""What a cell may hold: every outcome of the loader's rules on real rows."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from extract.bad_records import BadRecords, Reason
from extract.contract import get_contract
from extract.parsing import BlockParser
from extract.validation import Validation
from tests.extract.conftest import good_row, to_csv

LONDON = ZoneInfo("Europe/London")
TODAY = datetime.now(LONDON).date()


def reasons(feed: str, **cells: str) -> list[str]:
    """Return what is wrong with one row of a feed, with `cells` set, among good ones."""
    return [f"{reason.column} {reason.rule}" for reason in broken(feed, **cells)]


def broken(feed: str, **cells: str) -> list[Reason]:
    contract = get_contract(*feed.split("."))
    rows = [good_row(contract, number) for number in range(1, 4)]
    rows.insert(1, good_row(contract, 9, **cells))
    frame = BlockParser(tuple(rows[0]), "utf-8").parse(to_csv(rows).partition("\n")[2].encode())
    with BadRecords() as bad:
        validation = Validation(contract, frozenset(rows[0]), bad)
        validation.check(frame)
        validation.finish()
    assert validation.records == 4
    assert {reason.record_number for reason in bad.first} <= {2}
    assert bad.count == bool(bad.first)
    return list(bad.first)


@pytest.mark.parametrize("hours", ["0", "200", "1.25", "+3", "007", " 2 ", "\u00a02\u00a0", "2.0"])
def test_a_decimal_number_within_its_bounds_loads(hours: str) -> None:
    assert reasons("platform.volunteering", preparation_hours=hours) == []


@pytest.mark.parametrize(
    ("hours", "rule"),
    [
        ("Infinity", "type"), ("NaN", "type"), ("0x1F", "type"), ("1e2", "type"),
        ("1,5", "type"), ("1.", "type"), (".5", "type"), ("two", "type"), ("1 000", "type"),
        ("-0.01", "minimum"), ("200.5", "maximum"), ("", "required"), ("   ", "required"),
        ("\u00a0\u2003", "required"), ("\u0661", "type"),
    ],
)  # fmt: skip
def test_what_is_no_decimal_number_is_a_row_error(hours: str, rule: str) -> None:
    expected = [f"preparation_hours {rule}"]
    assert reasons("platform.volunteering", preparation_hours=hours) == expected


@pytest.mark.parametrize("count", ["1", "1,234", "12,345,678", "+5", "999999999999999999"])
def test_a_count_may_have_thousands_commas(count: str) -> None:
    assert reasons("platform.requests", ambassadors_wanted=count) == []


@pytest.mark.parametrize(
    ("count", "rule"),
    [
        ("1,23", "type"), (",123", "type"), ("1.0", "type"), ("1e3", "type"), ("0x10", "type"),
        ("0", "minimum"), ("-1", "minimum"), ("1234567890123456789", "type"), ("", "required"),
    ],
)  # fmt: skip
def test_what_is_no_count_is_a_row_error(count: str, rule: str) -> None:
    expected = [f"ambassadors_wanted {rule}"]
    assert reasons("platform.requests", ambassadors_wanted=count) == expected


@pytest.mark.parametrize("answer", ["Yes", "no", "TRUE", "false", "1", "0", "", " yes "])
def test_a_boolean_may_be_said_in_three_ways(answer: str) -> None:
    assert reasons("reference.areas", is_opportunity_area=answer) == []


@pytest.mark.parametrize("answer", ["Y", "maybe", "2"])
def test_what_is_neither_yes_nor_no_is_a_row_error(answer: str) -> None:
    expected = ["is_opportunity_area type"]
    assert reasons("reference.areas", is_opportunity_area=answer) == expected


@pytest.mark.parametrize("day", ["2020-02-29", "1900-01-01", "2021-12-31", " 2021-04-30 "])
def test_an_iso_day_that_exists_loads(day: str) -> None:
    assert reasons("platform.activities", starts_on=day) == []


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        ("2021-02-29", "type"), ("2020-02-31", "type"), ("2021-04-31", "type"),
        ("2021-13-01", "type"), ("31/12/2020", "type"), ("2020-1-5", "type"),
        ("20200105", "type"), ("2020-01-05T10:00", "type"), ("today", "type"),
        ("infinity", "type"), ("1899-12-31", "too_early"), ("0001-01-01", "too_early"),
        ("0000-01-01", "too_early"), ("", "required"),
    ],
)  # fmt: skip
def test_an_impossible_day_is_a_row_error(day: str, rule: str) -> None:
    assert reasons("platform.activities", starts_on=day) == [f"starts_on {rule}"]


@pytest.mark.parametrize("day", ["2021-03-31", "31/03/2021", "31-03-2021", "", "01-01-1900"])
def test_the_register_writes_days_in_british_order(day: str) -> None:
    assert reasons("reference.gias_links", link_established_on=day) == []


@pytest.mark.parametrize("day", ["03/31/2021", "31/02/2021", "31.03.2021", "31/03/21", "3/3/2021"])
def test_american_and_other_orders_are_row_errors(day: str) -> None:
    expected = ["link_established_on type"]
    assert reasons("reference.gias_links", link_established_on=day) == expected


@pytest.mark.parametrize(
    "time",
    [
        "2021-03-28T01:30:00", "2021-03-28 10:00", "2021-03-28T10:00:00.123456Z",
        "2021-03-28T10:00:00+01:00", "2021-03-28T10:00:00-0530", "1900-01-01T00:00",
        "2021-03-28 10:00:00+00", "2021-03-28t10:00:00,25-05", "2021-03-28 10:00z",
    ],
)  # fmt: skip
def test_an_iso_timestamp_loads(time: str) -> None:
    assert reasons("platform.volunteering", submitted_at=time) == []


@pytest.mark.parametrize(
    ("time", "rule"),
    [
        ("2021-03-28", "type"), ("28/03/2021 10:00", "type"), ("2021-03-28T24:00", "type"),
        ("2021-03-28T10:60", "type"), ("2021-03-28T10:00:61", "type"),
        ("2021-02-30T10:00", "type"), ("2021-03-28T10:00+1", "type"),
        ("2021-03-28T10:00 BST", "type"), ("now", "type"), ("1899-12-31T10:00", "too_early"),
        ("", "required"),
    ],
)  # fmt: skip
def test_what_is_no_timestamp_is_a_row_error(time: str, rule: str) -> None:
    expected = [f"submitted_at {rule}"]
    assert reasons("platform.volunteering", submitted_at=time) == expected


@pytest.mark.parametrize(
    "time",
    [
        "2021-03-28T10:00:00Z", "2021-03-28 10:00", "2021-03-28", "28/03/2021 10:00",
        "28-03-2021 10:00:59", "28/03/2021", " 28/03/2021T10:00 ",
    ],
)  # fmt: skip
def test_a_survey_writes_times_in_british_order_too(time: str) -> None:
    assert reasons("survey.online", submitted_at=time) == []


@pytest.mark.parametrize(
    ("time", "rule"),
    [
        ("03/28/2021 10:00", "type"), ("31/02/2021 10:00", "type"), ("28/03/2021 24:00", "type"),
        ("28/03/2021 10:00Z", "type"), ("28/03/21 10:00", "type"), ("8/3/2021", "type"),
        ("28.03.2021", "type"), ("2021-02-30", "type"), ("31/12/1899", "too_early"),
        ("", "required"), ("31/12/2199 10:00", "not_in_future"),
    ],
)  # fmt: skip
def test_other_forms_of_a_surveys_times_are_row_errors(time: str, rule: str) -> None:
    assert reasons("survey.online", submitted_at=time) == [f"submitted_at {rule}"]


@pytest.mark.parametrize("day", ["2013-04-18", "20130418"])
def test_an_inspection_may_be_dated_without_dashes(day: str) -> None:
    assert reasons("reference.ofsted_inspections", inspected_on=day) == []


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        ("20130231", "type"), ("2013041", "type"), ("201304-18", "type"), ("18/04/2013", "type"),
        ("2013-0418", "type"), ("18991231", "too_early"), ("21991231", "not_in_future"),
    ],
)  # fmt: skip
def test_other_forms_of_an_inspections_day_are_row_errors(day: str, rule: str) -> None:
    assert reasons("reference.ofsted_inspections", inspected_on=day) == [f"inspected_on {rule}"]


@pytest.mark.parametrize(
    ("feed", "cells"),
    [
        ("reference.ofsted_inspections", {"overall_rating": "Splendid"}),
        ("cpd.subject_ratings", {"subject": "", "criterion": "Beauty", "point": "Middle"}),
        ("cpd.event_feedback", {"role": "", "overall_quality": "", "online_resources": "n/a"}),
        ("survey.questions", {"scale": "agree9"}), ("survey.questions", {"scale": ""}),
        ("survey.paper_counts", {"survey": "parents", "wave": "later", "partnership_id": ""}),
        ("survey.paper_counts", {"strongly_agree": "", "not_sure": " "}),
        ("survey.paper_percentages", {"disagree_pct": ""}),
        ("survey.paper_percentages", {"agree_pct": "45%", "disagree_pct": " 12.5 %"}),
        ("reference.recode_decisions", {"decision": "ponder", "category": ""}),
    ],
)  # fmt: skip
def test_what_is_not_in_a_list_is_no_row_error(feed: str, cells: dict[str, str]) -> None:
    assert reasons(feed, **cells) == []


@pytest.mark.parametrize(
    ("feed", "cells", "expected"),
    [
        ("cpd.events", {"hours": "0"}, "hours minimum"),
        ("cpd.subject_ratings", {"rating": "5"}, "rating maximum"),
        ("cpd.maturity", {"stage": "0"}, "stage minimum"),
        ("survey.paper_counts", {"agree": "-1"}, "agree minimum"),
        ("survey.paper_counts", {"agree": "2.5"}, "agree type"),
        ("survey.paper_percentages", {"agree_pct": "100.1"}, "agree_pct maximum"),
        ("survey.paper_percentages", {"agree_pct": "101%"}, "agree_pct maximum"),
        ("survey.paper_percentages", {"agree_pct": "4%5"}, "agree_pct type"),
        ("survey.paper_counts", {"agree": "45%"}, "agree type"),
        ("survey.paper_counts", {"returned_on": "03/28/2021"}, "returned_on type"),
        ("survey.online", {"years_in_teaching": "-1"}, "years_in_teaching minimum"),
        ("cpd.partnership_schools", {"is_active": "sometimes"}, "is_active type"),
    ],
)  # fmt: skip
def test_numbers_and_days_of_the_other_families_have_their_bounds(
    feed: str, cells: dict[str, str], expected: str
) -> None:
    assert reasons(feed, **cells) == [expected]


SHARES = ("strongly_agree", "agree", "not_sure", "disagree", "strongly_disagree")


@pytest.mark.parametrize("shares", [(0.2, 0.3, 0.1, 0.4, 0), (0.33, 0.33, 0.33, 0, 0), (1, "", 0)])
def test_shares_of_one_are_no_percentages(shares: tuple[float, ...]) -> None:
    cells = {f"{name}_pct": str(share) for name, share in zip(SHARES, shares, strict=False)}
    (reason,) = broken("survey.paper_percentages", **cells)
    assert reason.message.startswith("shares of 1, not percentages: strongly_agree_pct to ")
    assert (reason.rule, reason.column) == ("percentages", "strongly_agree_pct")


@pytest.mark.parametrize("shares", [(20, 30, 10, 40, 0), (0.9, 0, 0), ("1%", "99%"), ("", "")])
def test_other_shares_load_as_they_are(shares: tuple[float, ...]) -> None:
    cells = {f"{name}_pct": str(share) for name, share in zip(SHARES, shares, strict=False)}
    assert reasons("survey.paper_percentages", **cells) == []


@pytest.mark.parametrize("days", [0, 1])
def test_what_happens_until_tomorrow_loads(days: int) -> None:
    day = (TODAY + timedelta(days=days)).isoformat()
    assert reasons("platform.ambassadors", registered_on=day) == []


def test_what_has_happened_after_tomorrow_is_a_row_error() -> None:
    day = (TODAY + timedelta(days=2)).isoformat()
    expected = ["registered_on not_in_future"]
    assert reasons("platform.ambassadors", registered_on=day) == expected


def test_what_is_planned_may_lie_in_the_future() -> None:
    assert reasons("platform.activities", starts_on="2199-01-01") == []


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("00:30:00+05:00", []),
        ("23:30:00-05:00", ["submitted_at not_in_future"]),
        ("12:00:00", []),
    ],
)
def test_a_timestamp_is_judged_by_its_day_in_london(clock: str, expected: list[str]) -> None:
    day = TODAY + timedelta(days=2 if clock.startswith("00") else 1)
    time = f"{day}T{clock}"
    assert reasons("platform.volunteering", submitted_at=time) == expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [("2020/21", []), ("2020-21", ["programme_year pattern"]), ("", ["programme_year required"])],
)
def test_a_programme_year_has_one_form(year: str, expected: list[str]) -> None:
    assert reasons("reference.priority_schools", programme_year=year) == expected


def test_a_category_is_never_refused_nor_required() -> None:
    assert reasons("platform.activities", activity_type="Juggling", setting="") == []


def test_every_broken_rule_of_a_row_is_kept() -> None:
    found = reasons(
        "platform.volunteering", activity_id=" ", preparation_hours="x", delivery_hours="-1"
    )
    assert found == ["activity_id required", "preparation_hours type", "delivery_hours minimum"]


def test_a_tombstone_needs_only_key_and_times() -> None:
    cells = {"activity_id": "", "preparation_hours": "x", "deleted_at": "2021-01-01T00:00Z"}
    assert reasons("platform.volunteering", **cells) == []


def test_a_tombstone_without_key_or_time_is_a_row_error() -> None:
    cells = {"volunteering_id": "", "updated_at": "", "deleted_at": "2021-01-01T00:00Z"}
    expected = ["volunteering_id required", "updated_at required"]
    assert reasons("platform.volunteering", **cells) == expected


def test_a_tombstone_without_a_readable_time_is_none() -> None:
    cells = {"activity_id": "", "deleted_at": "yesterday"}
    expected = ["activity_id required", "deleted_at type"]
    assert reasons("platform.volunteering", **cells) == expected


def test_a_reason_never_shows_personal_data() -> None:
    (reason,) = broken("platform.ambassadors", date_of_birth="31/12/1999")
    assert reason.message == "date_of_birth: the value is not YYYY-MM-DD"


def test_a_reason_shows_what_was_found_elsewhere() -> None:
    (reason,) = broken("platform.volunteering", delivery_hours="x{}")
    assert reason.message == "delivery_hours: 'x{}' is not a decimal number"


def test_a_reason_shows_long_values_cut() -> None:
    (reason,) = broken("platform.volunteering", delivery_hours="x" * 1000)
    assert reason.message == f"delivery_hours: '{'x' * 40}…' is not a decimal number"
