"""The feeds of surveys, declared a second time from the interface document."""

from __future__ import annotations

from tests.oracle.cells import decimal_between, integer, integer_between, uk_day
from tests.oracle.columns import ANY, MAY, MUST, Column, Feed

ANSWERS = ("strongly_agree", "agree", "not_sure", "disagree", "strongly_disagree")
RETURN = {
    "survey": MUST,
    "wave": MUST,
    "partnership_id": MAY,
    "school_name": MUST,
    "urn": Column(integer, optional=True),
    "returned_on": Column(uk_day, required=True),
    "question_code": MUST,
}
RETURN_KEY = ("school_name", "partnership_id", "survey", "wave", "question_code", "returned_on")

SURVEY_FEEDS = (
    Feed(
        "survey",
        "questions",
        "snapshot",
        ("survey", "version", "question_code"),
        {
            "survey": MUST,
            "version": MUST,
            "question_code": MUST,
            "wording": MUST,
            "scale": ANY,
            "order": Column(integer, required=True),
            "date_format": MAY,
        },
    ),
    Feed(
        "survey",
        "paper_counts",
        "delta",
        RETURN_KEY,
        {**RETURN, **{name: Column(integer_between(0)) for name in ANSWERS}},
    ),
    Feed(
        "survey",
        "paper_percentages",
        "delta",
        RETURN_KEY,
        {**RETURN, **{name: Column(decimal_between("0", "100")) for name in ANSWERS}},
    ),
)

SURVEY_HEADERS = {feed.name: tuple(feed.columns) for feed in SURVEY_FEEDS}
SURVEY_SPOILERS = {
    "paper_counts": (("agree", "-1"), ("not_sure", "2.5"), ("returned_on", "31/02/2020")),
    "paper_percentages": (("agree", "101"), ("returned_on", "2020-02-30"), ("survey", " ")),
}
