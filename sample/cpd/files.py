"""What the booking system sent of Aspire to STEM, and what inspectors published of its schools."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import polars as pl
from numpy.random import Generator

from sample.cast import FULL, MONTH_ENDS
from sample.cpd.assessments import maturity_frame, outcomes_frame, ratings_frame
from sample.cpd.attendance import build_attendance
from sample.cpd.bookings import bookings_frame, build_bookings
from sample.cpd.courses import build_courses
from sample.cpd.events import build_events, events_frame
from sample.cpd.feedback import feedback_frame
from sample.cpd.inspections import inspections_frame
from sample.cpd.people import build_people, participants_frame
from sample.cutting import cut_files, in_parts, with_damaged
from sample.rendering import Delivery, Style
from sample.scene import Scene
from sample.streams import Ints, stream
from sample.versions import Deliveries, history, with_tombstones
from sample.years import day_number

FAMILY = "cpd"
_CORRECTED_ON = MONTH_ENDS[1]
_RATINGS_SPELT = {"rating": "Rating ", "rated_on": "Rated-On"}
_AS_PUBLISHED = {"inspected_on": "Inspection Date", "overall_rating": "Rating"}


def aspire_files(scene: Scene, urns: Ints, seed: int) -> list[Delivery]:
    """Return the deliveries of everything but the roster; `urns` are those of the members."""
    story, members = scene.story.aspire, scene.members

    def numbers(subject: str) -> Generator:
        return stream(seed, f"aspire {subject}")

    courses = build_courses(story, members, numbers("courses"))
    attendance = build_attendance(story, members, courses, numbers("attendance"))
    events = build_events(story, courses, numbers("events"))
    bookings = build_bookings(attendance, events, numbers("bookings"))
    people = build_people(story, attendance, bookings, events, numbers("people"))
    deliveries = Deliveries((FULL, MONTH_ENDS[0], MONTH_ENDS[2], scene.story.as_of))
    rng = numbers("rows")
    participants = participants_frame(story, members, urns, attendance, people, rng)
    return [
        *_event_files(events_frame(story, events, rng), deliveries, rng),
        *_participant_files(participants, deliveries, rng),
        *_booking_files(bookings_frame(bookings, events, people.number, rng), deliveries, rng),
        *_feedback_files(feedback_frame(story, events, rng), rng),
        *_corrected("subject_ratings", ratings_frame(story, members, urns, rng), _better_rating),
        *_corrected("maturity", maturity_frame(story, members, urns, rng), _lower_stage),
        *_corrected("outcomes", outcomes_frame(story, members, urns, rng), _no_evidence),
    ]


def inspection_files(scene: Scene, urns: Ints, seed: int) -> list[Delivery]:
    """Return the deliveries of `ofsted_inspections`: the first as published."""
    rng, last = stream(seed, "inspections"), day_number(MONTH_ENDS[2])
    rows = inspections_frame(scene.schools, scene.members, urns, last, rng)
    first, second = _corrected("ofsted_inspections", rows, _not_judged, family="reference")
    in_figures = pl.col("inspected_on").dt.strftime("%Y%m%d")
    copies = second.frame.with_columns(in_figures)
    style = Style(headers=_AS_PUBLISHED)
    return [
        replace(first, frame=first.frame.with_columns(in_figures), bad_copies=copies, style=style),
        second,
    ]


def _event_files(rows: pl.DataFrame, deliveries: Deliveries, rng: Generator) -> list[Delivery]:
    versions = history(rows, deliveries, rng.random(len(rows)) < 0.012, {"hours": pl.lit(1.0)}, rng)
    files = cut_files("events", deliveries, versions, "event_id", FAMILY)
    files[1] = replace(files[1], style=Style(line_end="\r\n", headers={"hours": "Hours"}))
    return files


def _participant_files(
    rows: pl.DataFrame, deliveries: Deliveries, rng: Generator
) -> list[Delivery]:
    mistakes = {"role": pl.lit("tbc"), "urn": pl.lit(None, pl.Int64)}
    gone = rows.filter("is_deleted")
    rows = rows.drop("is_deleted")
    versions = history(rows, deliveries, rng.random(len(rows)) < 0.012, mistakes, rng)
    versions = with_tombstones(versions, gone, "participant_id", deliveries, rng)
    files = cut_files("participants", deliveries, versions, "participant_id", FAMILY)
    spelt = {"teacher_reference_number": "Teacher Reference Number", "urn": " URN"}
    files[1] = replace(files[1], style=Style(has_bom=True, headers=spelt))
    return files


def _booking_files(rows: pl.DataFrame, deliveries: Deliveries, rng: Generator) -> list[Delivery]:
    """Return the bookings: some entered twice and removed, some still open in the full delivery."""
    mistakes = {"status": pl.lit("Booked"), "hours_attended": pl.lit(None, pl.Float64)}
    versions = history(rows, deliveries, rng.random(len(rows)) < 0.01, mistakes, rng)
    twice = rows.sample(40, seed=int(rng.integers(2**31))).with_columns(
        booking_id=pl.col("booking_id").str.replace("BKG0", "BKG8"),
        updated_at=pl.col("created_at"),
    )
    versions = pl.concat([versions, twice.select(versions.columns)])
    versions = with_tombstones(versions, twice, "booking_id", deliveries, rng)
    full, *rest = cut_files("bookings", deliveries, versions, "booking_id", FAMILY)
    first, second = in_parts(full, (0.6, 1.0))
    rest[0] = replace(rest[0], style=Style(times="%Y-%m-%dT%H:%M:%S"))
    files = [replace(first, has_manifest=True), replace(second, is_compressed=True), *rest]
    return with_damaged(files, 3, date(2021, 11, 15))


def _feedback_files(rows: pl.DataFrame, rng: Generator) -> list[Delivery]:
    """Return the forms; a few test entries were removed. The later file of a form holds."""
    rows = rows.drop("created_at")
    tests = rows.sample(6, seed=int(rng.integers(2**31))).with_columns(
        feedback_id=pl.col("feedback_id").str.replace("EVF0", "EVF9")
    )
    first, second = _corrected("event_feedback", pl.concat([rows, tests]), _no_comment)
    removed = tests.select("feedback_id", deleted_at=pl.lit(_CORRECTED_ON).cast(pl.Datetime("ms")))
    return [first, replace(second, frame=pl.concat([second.frame, removed], how="diagonal"))]


def _corrected(
    feed: str, rows: pl.DataFrame, mistake: Callable[[], pl.Expr], family: str = FAMILY
) -> list[Delivery]:
    """Return the whole feed with a mistake in one row of forty, and these rows put right later."""
    is_wrong = pl.int_range(pl.len()) % 40 == 7
    wrong = mistake()
    name = wrong.meta.output_name()
    first = rows.with_columns(pl.when(is_wrong).then(wrong).otherwise(name).alias(name))
    right = rows.filter(is_wrong)
    style = Style(headers=_RATINGS_SPELT) if feed == "subject_ratings" else Style()
    return [
        Delivery(family, feed, FULL, first, bad_copies=right),
        Delivery(family, feed, _CORRECTED_ON, right, style=style),
    ]


def _better_rating() -> pl.Expr:
    return pl.lit(1, pl.Int64).alias("rating")


def _lower_stage() -> pl.Expr:
    return pl.lit(1, pl.Int64).alias("stage")


def _no_evidence() -> pl.Expr:
    return pl.lit("to follow").alias("evidence")


def _no_comment() -> pl.Expr:
    return pl.lit("tbc").alias("useful_why")


def _not_judged() -> pl.Expr:
    return pl.lit("Not judged").alias("overall_rating")
