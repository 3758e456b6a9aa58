"""Aspire to STEM's figures, counted again from the files, without the project's own code."""

import gzip
import re
from functools import cached_property
from pathlib import Path

import polars as pl

from tests.sample.recount import PHASES, Recount, as_header, folded

PROGRAMME = "Aspire to STEM"
ROLES = (
    "Teacher",
    "Senior leader (Head Teacher)",
    "Senior leader",
    "Middle leader",
    "Subject leader",
    "Teaching assistant",
    "Technician",
    "Nursery Nurse",
    "Trainee",
    "Other",
)
SUBJECTS_TAUGHT = (
    "Science",
    "Mathematics",
    "Technology",
    "Computer Science",
    "Engineering",
    "Other",
)
SUBJECTS = (
    "Science",
    "Leadership",
    "Mathematics",
    "Computing Science",
    "Technology",
    "Engineering",
    "Other",
)
# What needs no decision of a steward.
BY_RULE = {"acting headteacher": ROLES[1], "deputy head teacher": ROLES[2]}
WORDS = {"Outstanding": 1, "Good": 2, "Requires improvement": 3, "Inadequate": 4}
GRADES = WORDS | {str(grade): grade for grade in range(1, 5)}


def letters(text: str) -> str:
    return re.sub("[^a-z0-9]", "", text.lower())


class AspireRecount:
    """The programme's rows as they stand at last, and the figures that follow from them."""

    def __init__(self, root: Path, skipped: set[str]) -> None:
        self.register = Recount(root, skipped)

    def rows(
        self, feed: str, *key: str, family: str = "cpd", encoding: str = "utf-8-sig"
    ) -> pl.DataFrame:
        """A feed's newest rows by key, stripped; deleted ones are gone."""
        frames = []
        for number, (_, _, path) in enumerate(self.register.files(family, feed)):
            content = path.read_bytes()
            text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode(encoding)
            frame = pl.read_csv(text.encode(), infer_schema=False, truncate_ragged_lines=True)
            frames.append(frame.rename(as_header).with_columns(file=pl.lit(number)))
        rows = pl.concat(frames, how="diagonal").with_columns(pl.col(pl.String).str.strip_chars())
        if "updated_at" in rows.columns:
            moment = pl.col("updated_at").str.replace("T", " ")
            rows = rows.sort(moment, "file", maintain_order=True)
        newest = rows.unique(list(key), keep="last", maintain_order=True) if key else rows
        if "deleted_at" in newest.columns:
            newest = newest.filter(pl.col("deleted_at").is_null())
        return newest

    @cached_property
    def decided(self) -> dict[str, dict[str, str]]:
        """By field: what stewards took a text for."""
        decided: dict[str, dict[str, str]] = {}
        rows = self.rows("recode_decisions", "field", "raw_value", family="reference")
        for row in rows.iter_rows(named=True):
            category = row["category"] or "Other"
            decided.setdefault(row["field"], {})[letters(row["raw_value"])] = category
        return decided

    def category(self, column: str, field: str, listed: tuple[str, ...]) -> pl.Expr:
        """The category that a cell and its companion mean; null where both are blank."""
        known = {letters(name): name for name in listed} | self.decided.get(field, {})
        known |= {letters(text): name for text, name in BY_RULE.items() if field == "role"}
        said = pl.when(folded(column) == "other").then(
            pl.coalesce(folded(f"{column}_other"), pl.lit("other"))
        )
        said = said.otherwise(folded(column))
        resolved = said.replace_strict(known, default="Unresolved")
        return pl.when(said.is_not_null()).then(resolved)

    @cached_property
    def partnerships(self) -> pl.DataFrame:
        mine = self.programme.select("programme_id")
        return self.rows("partnerships", "partnership_id").join(mine, on="programme_id")

    @cached_property
    def programme(self) -> pl.DataFrame:
        rows = self.rows("programmes", "programme_id")
        return rows.filter(pl.col("programme_name") == PROGRAMME)

    @cached_property
    def establishments(self) -> pl.DataFrame:
        path = self.register.files("reference", "gias")[0][2]
        text = gzip.decompress(path.read_bytes()).decode("cp1252")
        rows = pl.read_csv(text.encode(), infer_schema=False).rename(as_header)
        return rows.select(
            "urn",
            school="establishmentname",
            kind="phaseofeducation_(name)",
            phase=pl.col("phaseofeducation_(name)").replace_strict(PHASES, default="other"),
            pupils=pl.col("numberofpupils").str.replace(",", "").cast(pl.Int64),
        )

    @cached_property
    def schools(self) -> pl.DataFrame:
        """The recruited schools, with CPD hours and their inspections before and since."""
        members = self.rows("partnership_schools", "partnership_id", "urn")
        return (
            members.join(self.partnerships, on="partnership_id")
            .join(self.establishments, on="urn", how="left")
            .with_columns(pl.col("engaged_on").str.to_date())
            .join(self.hours, on="urn", how="left")
            .with_columns(pl.col("hours").fill_null(0), is_active=folded("is_active") == "yes")
            .join(self.journeys(members), on="urn", how="left")
        )

    def journeys(self, members: pl.DataFrame) -> pl.DataFrame:
        """Of each member: the last grade before it joined, the latest since, and the days to it."""
        joined = members.join(self.partnerships, on="partnership_id").select(
            "urn", pl.col("engaged_on").str.to_date()
        )
        seen = joined.join(self.inspections, on="urn", how="left").sort("day")
        is_since = pl.col("day") > pl.col("engaged_on")
        return seen.group_by("urn").agg(
            before=pl.col("grade").filter(pl.col("day") < pl.col("engaged_on")).last(),
            since=pl.col("grade").filter(is_since).last(),
            days=(pl.col("day") - pl.col("engaged_on")).filter(is_since).last().dt.total_days(),
        )

    @cached_property
    def inspections(self) -> pl.DataFrame:
        """Full inspections; the older file has the publisher's headings and days without dashes."""
        rows = self.rows("ofsted_inspections", family="reference").with_columns(
            day=pl.coalesce("inspected_on", "inspection_date").str.replace_all("-", ""),
            grade=pl.coalesce("overall_rating", "rating").replace_strict(GRADES, default=None),
        )
        newest = rows.unique(["urn", "day"], keep="last", maintain_order=True)
        is_full = pl.col("inspection_type").fill_null("Full") == "Full"
        return newest.filter(is_full & pl.col("grade").is_not_null()).select(
            "urn", "grade", pl.col("day").str.to_date("%Y%m%d", strict=False)
        )

    @cached_property
    def events(self) -> pl.DataFrame:
        rows = self.rows("events", "event_id").join(self.programme, on="programme_id", how="semi")
        return rows.with_columns(
            pl.col("hours").cast(pl.Decimal(10, 2)),
            subject=self.category("subject", "subject", SUBJECTS),
            is_cpd=folded("event_type") == "cpd",
            is_delivered=folded("status") == "delivered",
        )

    @cached_property
    def participants(self) -> pl.DataFrame:
        rows = self.rows("participants", "participant_id")
        known = ("teacher_reference_number", "urn", "role", "subject_taught")
        return rows.with_columns(
            is_recruited=pl.all_horizontal(pl.col(name).is_not_null() for name in known),
            subject=self.category("subject_taught", "subject_taught", SUBJECTS_TAUGHT),
        ).join(self.establishments.select("urn", "phase"), on="urn", how="left")

    @cached_property
    def attended(self) -> pl.DataFrame:
        """Attended bookings of CPD events, with the event's and the participant's columns."""
        rows = self.rows("bookings", "booking_id")
        there = rows.filter(folded("status").is_in(["attended", "partattended"]))
        people = self.participants.select("participant_id", "urn", "phase")
        events = self.events.filter("is_cpd").select("event_id", "hours", "is_delivered")
        return there.join(events, on="event_id").join(people, on="participant_id", how="left")

    @cached_property
    def hours(self) -> pl.DataFrame:
        """CPD hours by school: each event once."""
        once = self.attended.filter("is_delivered").drop_nulls("urn").unique(["urn", "event_id"])
        return once.group_by("urn").agg(pl.col("hours").sum().cast(pl.Float64))

    @cached_property
    def forms(self) -> pl.DataFrame:
        rows = self.rows("event_feedback", "feedback_id").join(
            self.events, on="event_id", how="semi"
        )
        return rows.with_columns(role=self.category("role", "role", ROLES))
