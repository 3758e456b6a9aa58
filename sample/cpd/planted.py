"""What is wrong on purpose in the files of courses and inspections."""

from sample.planting import BadRow, Planted

COURSES_PLANTED = (
    Planted(
        "cpd/participants/participants_2021-08-31.csv",
        "quarantined",
        "no e-mail, a school in words, registered in the future",
        (
            BadRow("email", "  "),
            BadRow("urn", "ask the office"),
            BadRow("registered_on", "2091-09-01"),
        ),
    ),
    Planted(
        "cpd/events/events_2021-08-31.csv",
        "quarantined",
        "an event of no hours, an impossible date",
        (BadRow("hours", "0"), BadRow("starts_on", "2019-04-31")),
    ),
    Planted(
        "cpd/bookings/bookings_2021-08-31_2.csv.gz",
        "quarantined",
        "hours in words, an impossible time, nobody booked",
        (
            BadRow("hours_attended", "half a day"),
            BadRow("booked_at", "2019-02-30 09:00:00"),
            BadRow("participant_id", ""),
        ),
    ),
    Planted(
        "cpd/event_feedback/event_feedback_2021-08-31.csv",
        "quarantined",
        "a row with a field too many",
        (BadRow(ragged="surplus"),),
    ),
    Planted(
        "cpd/subject_ratings/subject_ratings_2021-08-31.csv",
        "quarantined",
        "a fifth grade",
        (BadRow("rating", "5"),),
    ),
    Planted(
        "cpd/maturity/maturity_2021-08-31.csv",
        "quarantined",
        "a stage before the first",
        (BadRow("stage", "0"),),
    ),
    Planted(
        "reference/ofsted_inspections/ofsted_inspections_2021-08-31.csv",
        "quarantined",
        "an impossible date",
        (BadRow("inspected_on", "20190231"),),
    ),
    Planted(
        "cpd/bookings/bookings_2021-11-15.csv",
        "rejected",
        "a required column under another name",
        damage="column missing",
    ),
)
