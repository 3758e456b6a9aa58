"""What is wrong on purpose in the sample: bad rows, bad files, files sent twice.

Every bad row and rejected file has a good version in another file, so that no figure suffers.
"""

from collections.abc import Mapping

from sample.cpd.planted import COURSES_PLANTED
from sample.planting import BadRow, Planted

PLANTED: tuple[Planted, ...] = (
    Planted(
        "platform/activities/activities_2021-08-31_1.csv",
        "quarantined",
        "impossible dates, a time in the future, no organisation",
        (
            BadRow("starts_on", "31/02/2021"),
            BadRow("starts_on", "2021-02-30"),
            BadRow("starts_on", "1899-05-04"),
            BadRow("reported_at", "not known"),
            BadRow("reported_at", "2091-01-05 10:00:00"),
            BadRow("organisation_id", ""),
        ),
    ),
    Planted(
        "platform/volunteering/volunteering_2021-08-31_1.csv",
        "quarantined",
        "hours that are no hours",
        (
            BadRow("delivery_hours", "250"),
            BadRow("delivery_hours", "-3"),
            BadRow("delivery_hours", "NaN"),
            BadRow("preparation_hours", "two"),
            BadRow("preparation_hours", "1e1"),
            BadRow("preparation_hours", "Infinity"),
            BadRow("submitted_at", "2021-08-31"),
        ),
    ),
    Planted(
        "platform/volunteering/volunteering_2021-08-31_3.csv",
        "quarantined",
        "a row with a field too few",
        (BadRow(ragged="short"),),
    ),
    Planted(
        "platform/ambassadors/ambassadors_2021-08-31.csv",
        "quarantined",
        "no e-mail, American and impossible dates",
        (
            BadRow("email", "   "),
            BadRow("date_of_birth", "12/25/1980"),
            BadRow("registered_on", "31/02/2019"),
            BadRow("registered_on", "2091-01-01"),
        ),
    ),
    Planted(
        "platform/organisations/organisations_2021-08-31.csv",
        "quarantined",
        "a URN in words, no name",
        (BadRow("urn", "see website"), BadRow("organisation_name", "")),
    ),
    Planted(
        "platform/requests/requests_2021-08-31.csv.gz",
        "quarantined",
        "nobody and half an Ambassador wanted",
        (BadRow("ambassadors_wanted", "0"), BadRow("ambassadors_wanted", "2.5")),
    ),
    Planted(
        "platform/activity_feedback/activity_feedback_2021-08-31_2.csv",
        "quarantined",
        "a row with a field too many",
        (BadRow(ragged="surplus"),),
    ),
    Planted(
        "platform/activity_feedback/activity_feedback_2021-08-31_1.csv.gz",
        "quarantined",
        "scores out of range",
        (BadRow("enjoyment", "6"), BadRow("satisfaction", "0x4")),
    ),
    Planted(
        "platform/commentaries/commentaries_2021-08-31.csv",
        "quarantined",
        "a thirteenth month",
        (BadRow("month", "2021-13"),),
    ),
    Planted(
        "platform/targets/targets_2021-08-31.csv",
        "quarantined",
        "a programme year in another form",
        (BadRow("programme_year", "2021-22"),),
    ),
    Planted(
        "reference/gias/gias_2022-01-04.csv",
        "quarantined",
        "a number of pupils in words",
        (BadRow("number_of_pupils", "about 200", in_place=True),),
    ),
    Planted(
        "reference/priority_schools/priority_schools_2020-09-01.csv",
        "quarantined",
        "a school without its number",
        (BadRow("urn", "to follow", in_place=True),),
    ),
    *COURSES_PLANTED,
    Planted(
        "survey/online/online_2020-08-31_teacher_start.xlsx",
        "quarantined",
        "an answer that is none of the five, years in words",
        (
            BadRow("practical_confidence", "Maybe", in_place=True),
            BadRow("years_in_teaching", "about ten", in_place=True),
        ),
    ),
    Planted(
        "survey/paper_counts/paper_counts_2020-07-31.csv",
        "quarantined",
        "counts that are no counts, no school",
        (
            BadRow("agree", "-4"),
            BadRow("not_sure", "a few"),
            BadRow("disagree", "2.5"),
            BadRow("school_name", ""),
        ),
    ),
    Planted(
        "survey/paper_percentages/paper_percentages_2019-07-31.csv",
        "quarantined",
        "more than everybody",
        (BadRow("agree_pct", "140"),),
    ),
    Planted(
        "platform/requests/requests_2021-11-15.csv",
        "rejected",
        "a byte that is no UTF-8",
        damage="stray byte",
    ),
    Planted(
        "platform/targets/targets_2021-09-15.csv",
        "rejected",
        "a required column under another name",
        damage="column missing",
    ),
    Planted(
        "platform/activity_feedback/activity_feedback_2021-12-10.csv",
        "rejected",
        "a tenth of the rows with scores out of range",
        damage="too many bad rows",
    ),
    Planted(
        "platform/volunteering/volunteering_2021-12-15.csv",
        "rejected",
        "fewer rows than its manifest says",
        damage="manifest",
    ),
    Planted(
        "platform/commentaries/commentaries_2021-10-15.csv.gz",
        "rejected",
        "compressed, and cut off",
        damage="truncated",
    ),
    Planted(
        "survey/online/online_2021-06-30_teacher_summer.csv",
        "rejected",
        "a wave that does not exist",
        damage="unknown wave",
    ),
    Planted(
        "platform/volunteering/volunteering_2021-11-30_2.csv",
        "duplicate",
        "the same bytes as volunteering_2021-11-30.csv",
    ),
    Planted(
        "platform/hubs/hubs_2021-12-31.csv",
        "unchanged",
        "the same bytes as hubs_2021-08-31.csv",
    ),
    Planted(
        "platform/ambassadors/ambassadors_2021-10-31.csv",
        "warned",
        "a column that the contract does not know",
    ),
    Planted(
        "survey/online/online_2019-08-30_teacher_start.csv",
        "warned",
        "a heading that is nearly a question's wording",
    ),
)
_BY_PATH: Mapping[str, Planted] = {planted.path: planted for planted in PLANTED}


def planted_rejects() -> tuple[Planted, ...]:
    """Return the files with rows to be quarantined and the files to be rejected."""
    return tuple(p for p in PLANTED if p.outcome in ("quarantined", "rejected"))


def planted_in(path: str) -> Planted | None:
    """Return what is planted in a file (relative to the landing zone), if anything."""
    return _BY_PATH.get(path)
