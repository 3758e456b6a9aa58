"""The forms of times that a questions file can state."""

import polars as pl
import pytest

from extract.date_form import is_date_form, parse_date_form


@pytest.mark.parametrize(
    ("stated", "written", "expected"),
    [
        ("MM/DD/YYYY HH:MM", "02/13/2021 09:05", "2021-02-13 09:05:00"),
        ("MM/DD/YYYY HH:MM", "2/3/2021 9:05:07", "2021-02-03 09:05:07"),
        ("M/D/YY HH:MM", " 9/8/18 3:42 ", "2018-09-08 03:42:00"),
        ("D.M.YYYY", "1.2.2021", "2021-02-01 00:00:00"),
        ("YYYY-MM-DD HH:MM", "2021-02-01T10:00", "2021-02-01 10:00:00"),
        ("MM/DD/YYYY HH:MM AM", "1/2/2021 12:05 am", "2021-01-02 00:05:00"),
        ("MM/DD/YYYY HH:MM AM/PM", "1/2/2021 1:05 PM", "2021-01-02 13:05:00"),
        ("MM/DD/YYYY HH:MM", "13/02/2021 09:05", None),
        ("MM/DD/YYYY HH:MM", "02/30/2021 09:05", None),
        ("MM/DD/YYYY HH:MM", "02/03/2021 24:00", None),
        ("MM/DD/YYYY HH:MM", "02/03/21 09:05", None),
        ("MM/DD/YYYY HH:MM AM", "02/03/2021 13:05 PM", None),
        ("DD/MM/YYYY", "yesterday", None),
        ("%m/%d/%Y %H:%M", "02/13/2021 09:05", "2021-02-13 09:05:00"),
        ("%m/%d/%y", "2/13/21", "2021-02-13 00:00:00"),
        ("%m/%d/%Y %I:%M %p", "2/13/2021 1:05 PM", "2021-02-13 13:05:00"),
        ("%Y-%m-%dT%H:%M:%S", "2021-02-13T09:05:07", "2021-02-13 09:05:07"),
        ("%-d/%-m/%Y %T", "3/2/2021 09:05:07", "2021-02-03 09:05:07"),
        ("%D %R", "02/13/21 09:05", "2021-02-13 09:05:00"),
        ("m/d/yyyy h:mm AM/PM", "2/13/2021 1:05 PM", "2021-02-13 13:05:00"),
        ("M/D/YYYY h:mm a", "2/13/2021 12:05 AM", "2021-02-13 00:05:00"),
        ("MM/DD/YYYY hh:mm tt", "02/13/2021 01:05\u202fPM", "2021-02-13 13:05:00"),
        ("dd/MM/yyyy HH:mm:ss", "13/02/2021 09:05:07", "2021-02-13 09:05:07"),
        ("yyyy-MM-dd'T'HH:mm", "2021-02-13T09:05", "2021-02-13 09:05:00"),
        ("MM/DD/YYYY, h:mm:ss a", "2/13/2021, 9:05:07 a.m.", "2021-02-13 09:05:07"),
        ("[$-409]m/d/yy\\ h:mm AM/PM;@", "2/13/21 9:05 AM", "2021-02-13 09:05:00"),
        ("dd.mm.yyyy hh.mm", "13.02.2021 09.05", "2021-02-13 09:05:00"),
    ],
)
def test_times_of_a_stated_form_become_iso_and_others_nothing(
    stated: str, written: str, expected: str | None
) -> None:
    times = pl.DataFrame({"at": [written, None]}).select(parse_date_form(stated).iso("at"))
    assert times["at"].to_list() == [expected, None]


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("", "once each"),
        ("day first", "other letters"),
        ("MM/DD", "once each"),
        ("DD/DD/YYYY", "once each"),
        ("HH:MM DD/MM/YYYY", "before the clock"),
        ("d MMM yyyy", "once each|other letters"),
        ("%d/%b/%Y", "other directives"),
        ("%d/%a/%Y", "other directives"),
        ("%d/%M/%Y", "once each"),
        ("%d/%m/YYYY", "other directives"),
        ("DD/MM/YYYY HH", "its clock"),
        ("DD/MM/YYYY HH:SS", "its clock"),
    ],
)
def test_what_states_no_whole_day_is_no_form(stated: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_date_form(stated)
    assert not is_date_form(stated)
