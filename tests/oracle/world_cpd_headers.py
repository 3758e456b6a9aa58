"""The columns of a world's files of courses, and what must not stand in them."""

from __future__ import annotations

from tests.oracle.cpd_feeds import CPD_FEEDS

# senders cut all the columns that the interface names
CPD_HEADERS: dict[str, tuple[str, ...]] = {feed.name: tuple(feed.columns) for feed in CPD_FEEDS}

CPD_SPOILERS: dict[str, tuple[tuple[str, str], ...]] = {
    "partnerships": (("funding_gbp", "£5"), ("cohort", " ")),
    "partnership_schools": (("engaged_on", "2019-02-29"), ("is_active", "perhaps")),
    "events": (("hours", "0"), ("hours", "-1"), ("starts_on", "01/09/2019"), ("programme_id", "")),
    "participants": (("registered_on", "2999-01-01"), ("email", ""), ("urn", "1E+05")),
    "bookings": (("hours_attended", "1,5"), ("booked_at", "2999-01-01T00:00"), ("event_id", "")),
    "event_feedback": (("submitted_at", "soon"), ("event_id", " ")),
    "subject_ratings": (("rating", "0"), ("rating", "5"), ("rating", "1.5")),
    "maturity": (("stage", "6"), ("stage", ""), ("assessed_on", "31/02/2019")),
    "outcomes": (("recorded_on", ""), ("programme_id", "")),
    "ofsted_inspections": (("inspected_on", "20190229"), ("inspected_on", "2999-01-01")),
}
