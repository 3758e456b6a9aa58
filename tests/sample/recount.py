"""The published figures, counted again from the files, with nothing of the project's own code."""

import gzip
import re
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

NAMES = re.compile(r"_(\d{4}-\d{2}-\d{2})(?:_([^.]+))?\.csv(\.gz)?$")
MIDDLE = {"Middle deemed primary": "primary", "Middle deemed secondary": "secondary"}
PHASES = {"Primary": "primary", "Secondary": "secondary", "All-through": "secondary"} | MIDDLE
ENDS = re.compile(r"^(\d+) to (\d+)$")
NON_SCHOOL = ("communitygroup", "libraryormuseum", "workplace")
EDUCATIONAL = ("primaryschool", "secondaryschool", "specialschool", "college", "university")
TOP_FOUR = (
    "handsonpracticals",
    "stemcareerstalksandoradvice",
    "mentoringorsupport",
    "supportanexhibitionorevent",
)


def folded(column: str) -> pl.Expr:
    return pl.col(column).str.to_lowercase().str.replace_all("[^a-z0-9]", "")


def as_header(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().lower())


def read_file(path: Path, encoding: str = "utf-8") -> pl.DataFrame:
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    frame = pl.read_csv(text.encode(), infer_schema=False, truncate_ragged_lines=True)
    return frame.rename(as_header)


class Recount:
    """Every feed's rows as they stand at last, and the figures that follow from them."""

    def __init__(self, root: Path, skipped: set[str]) -> None:
        self.root, self.skipped = root, skipped

    def files(self, family: str, feed: str) -> list[tuple[date, str, Path]]:
        found = []
        for path in (self.root / family / feed).glob("*.csv*"):
            match = NAMES.search(path.name)
            if match and str(path.relative_to(self.root)) not in self.skipped:
                found.append((date.fromisoformat(match[1]), match[2] or "", path))
        return sorted(found)

    def newest(self, feed: str, key: str) -> pl.DataFrame:
        frames = [
            read_file(path).with_columns(pl.lit(number).alias("file"))
            for number, (_, _, path) in enumerate(self.files("platform", feed))
        ]
        rows = pl.concat(frames, how="diagonal").with_columns(
            pl.col("updated_at").str.replace("T", " ").str.replace("Z", "")
        )
        last = rows.sort("updated_at", "file", maintain_order=True).group_by(key).last()
        return last.filter(pl.col("deleted_at").is_null())

    @cached_property
    def activities(self) -> pl.DataFrame:
        rows = self.newest("activities", "activity_id")
        return rows.filter(folded("status") == "completed").with_columns(
            pl.col("starts_on").str.to_date()
        )

    @cached_property
    def organisations(self) -> pl.DataFrame:
        rows = self.newest("organisations", "organisation_id")
        return rows.select("organisation_id", urn=pl.col("urn").cast(pl.Int64))

    @cached_property
    def ambassadors(self) -> pl.DataFrame:
        rows = self.newest("ambassadors", "ambassador_id")
        left = pl.col("withdrawn_on").str.to_date()
        updated = pl.col("updated_at").str.slice(0, 10).str.to_date()
        has_left = folded("status") == "withdrawn"
        return rows.select(
            "ambassador_id",
            registered_on=pl.col("registered_on").str.to_date(),
            withdrawn_on=left.fill_null(pl.when(has_left).then(updated)),
        )

    @cached_property
    def hours(self) -> pl.DataFrame:
        """One row per entry of a completed activity, with its activity's columns."""
        rows = self.newest("volunteering", "volunteering_id").select(
            "activity_id",
            "ambassador_id",
            hours=pl.col("preparation_hours").cast(pl.Float64)
            + pl.col("delivery_hours").cast(pl.Float64),
        )
        return rows.join(
            self.activities.select("activity_id", "organisation_id", "starts_on", "setting"),
            on="activity_id",
        )

    @cached_property
    def schools(self) -> pl.DataFrame:
        frames = [
            read_file(path, "cp1252").with_columns(pl.lit(number).alias("file"))
            for number, (_, _, path) in enumerate(self.files("reference", "gias"))
        ]
        rows = pl.concat(frames, how="diagonal")
        newest = max(day for day, _, _ in self.files("reference", "gias"))
        present = [n for n, (d, _, _) in enumerate(self.files("reference", "gias")) if d == newest]
        kept = pl.col("file").is_in(present).any().over("urn")
        special = pl.col("typeofestablishment_(name)").str.to_lowercase().str.contains("special")
        phase = pl.col("phaseofeducation_(name)")
        day = pl.col("closedate").str.to_date("%d-%m-%Y", strict=False)
        opened = pl.col("opendate").replace(["", "01-01-1900"], None).str.to_date("%d-%m-%Y")
        status = pl.col("establishmentstatus_(name)")
        return (
            rows.with_columns(vanished=~kept)
            .sort("file", maintain_order=True)
            .group_by("urn")
            .last()
            .select(
                pl.col("urn").cast(pl.Int64),
                local_authority_code=pl.col("la_(code)"),
                opened_on=opened,
                closed_on=day.fill_null(pl.when("vanished").then(pl.lit(newest))),
                never_open=((status == "Closed") & day.is_null())
                | ((status == "Proposed to open") & opened.is_null()),
                phase=phase.replace_strict(PHASES, default=None)
                .fill_null(pl.when(phase == "16 plus").then(pl.lit("college")))
                .fill_null(pl.when(special).then(pl.lit("special")).otherwise(pl.lit("other"))),
            )
        )

    def open_on(self, day: date) -> pl.DataFrame:
        opened = pl.col("opened_on").is_null() | (pl.col("opened_on") <= day)
        still = pl.col("closed_on").is_null() | (pl.col("closed_on") >= day)
        return self.schools.filter(opened & still & ~pl.col("never_open"))

    @staticmethod
    def period(label: str) -> tuple[date, date]:
        first = int(label[:4])
        return date(first, 9, 1), date(first + 1, 8, 31)

    def in_period(self, rows: pl.DataFrame, label: str) -> pl.DataFrame:
        return rows.filter(pl.col("starts_on").is_between(*self.period(label)))

    def priority(self, label: str) -> pl.Series:
        """URNs of the newest list of a programme year."""
        newest = pl.Series("urn", [], dtype=pl.Int64)
        for _, _, path in self.files("reference", "priority_schools"):
            rows = read_file(path).filter(pl.col("programme_year") == label)
            if len(rows):
                newest = rows["urn"].cast(pl.Int64, strict=False).drop_nulls()
        return newest

    def reach(
        self, label: str, phase: str, priority_only: bool
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Establishments in scope and, of these, reached."""
        scope = self.open_on(self.period(label)[1])
        if phase != "all":
            scope = scope.filter(pl.col("phase") == phase)
        if priority_only:
            scope = scope.filter(pl.col("urn").is_in(self.priority(label).implode()))
        visited = self.in_period(self.activities, label).join(
            self.organisations, on="organisation_id"
        )
        return scope, scope.filter(pl.col("urn").is_in(visited["urn"].drop_nulls().implode()))

    def reach_pct(self, label: str, phase: str, priority_only: bool = False) -> float:
        scope, reached = self.reach(label, phase, priority_only)
        return 100 * len(reached) / len(scope)

    def reach_by_hub(self, label: str) -> dict[str, float]:
        """Priority reach of each hub that held a local authority on the year's last day."""
        day = self.period(label)[1]
        path = self.files("platform", "hub_areas")[-1][2]
        areas = read_file(path).with_columns(pl.col("valid_from", "valid_to").str.to_date())
        held = areas.filter(
            (pl.col("valid_from") <= day)
            & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))
        )
        scope, reached = self.reach(label, "all", True)
        rows = scope.with_columns(is_reached=pl.col("urn").is_in(reached["urn"].implode())).join(
            held.select("local_authority_code", "hub_id"), on="local_authority_code", how="left"
        )
        hubs = rows.group_by("hub_id").agg(100 * pl.col("is_reached").mean())
        return dict(hubs.with_columns(pl.col("hub_id").fill_null("unknown")).iter_rows())

    def targets(self, code: str, label: str, phase: str | None = None) -> tuple[float, float]:
        """National target: the first, and the one in force at the year's end."""
        rows = pl.concat([read_file(path) for _, _, path in self.files("platform", "targets")])
        mine = rows.filter(
            pl.col("kpi_code") == code,
            pl.col("hub_id").is_null(),
            pl.col("programme_year") == label,
            pl.col("phase").is_null() if phase is None else pl.col("phase") == phase,
            pl.col("effective_from").str.to_date() <= self.period(label)[1],
        ).sort("effective_from")
        values = mine["target_value"].cast(pl.Float64)
        return values[0], values[-1]

    def non_school_pct(self, label: str) -> float:
        rows = self.in_period(self.hours, label).filter(folded("setting").is_in(NON_SCHOOL))
        return float(100 * rows["hours"].sum() / self.targets("NON_SCHOOL_HOURS", label)[1])

    def priority_ambassadors(self, label: str) -> int:
        _, reached = self.reach(label, "all", True)
        rows = (
            self.in_period(self.hours, label)
            .filter(pl.col("hours") > 0)
            .join(self.organisations, on="organisation_id")
            .filter(pl.col("urn").is_in(reached["urn"].implode()))
            .join(self.ambassadors, on="ambassador_id")
        )
        return rows["ambassador_id"].n_unique()

    def young_people(self) -> tuple[int, int]:
        bands = self.activities["audience_band"].drop_nulls()
        low = high = 0
        for band, count in bands.value_counts().iter_rows():
            ends = ENDS.match(band)
            first, last = (int(ends[1]), int(ends[2])) if ends else (501, 1000)
            low, high = low + first * count, high + last * count
        return low, high

    def figures(self) -> dict[str, float]:
        """Every figure of the review, by its number, as far as its sample tells it."""
        begins, ends = date(2016, 1, 1), date(2021, 12, 31)
        here = self.ambassadors.filter(
            pl.col("registered_on") <= ends,
            pl.col("withdrawn_on").is_null() | (pl.col("withdrawn_on") >= begins),
        )
        active = self.hours.filter(pl.col("hours") > 0).join(self.ambassadors, on="ambassador_id")
        actives = active["ambassador_id"].n_unique()
        figures: dict[str, float] = {
            "F001": len(here),
            "F002": actives,
            "F003": 100 * actives / len(here),
        }
        number = 4
        for phase in ("primary", "secondary", "college"):
            figures[f"F{number:03}"] = self.targets(f"REACH_{phase.upper()}", "2020/21")[1]
            for year in ("2018/19", "2019/20", "2020/21"):
                number += 1
                figures[f"F{number:03}"] = self.reach_pct(year, phase)
            if phase != "college":
                number += 1
                figures[f"F{number:03}"] = self.reach_pct("2020/21", phase, True)
            number += 1
        hubs = self.reach_by_hub("2020/21")
        low, high = self.young_people()
        hours = self.hours.group_by(folded("setting").alias("setting")).agg(pl.col("hours").sum())
        educational = hours.filter(pl.col("setting").is_in(EDUCATIONAL))["hours"].sum()
        types = self.activities.select(
            pl.when(folded("activity_type") == "other")
            .then(folded("activity_type_other"))
            .otherwise(folded("activity_type"))
            .alias("kind")
        )["kind"]
        return figures | {
            "F018": self.non_school_pct("2019/20"),
            "F019": self.non_school_pct("2020/21"),
            "F020": len(self.reach("2020/21", "all", True)[1]),
            "F021": self.priority_ambassadors("2020/21"),
            "F022": self.reach_pct("2020/21", "all", True),
            "F023": self.reach_pct("2018/19", "all", True),
            "F024": self.targets("PRIORITY_REACH", "2020/21")[1],
            "F025": min(hubs.values()),
            "F026": max(hubs.values()),
            "F027": len(self.activities),
            "F028": 100 * types.is_in(TOP_FOUR).sum() / len(types),
            "F029": 100 * educational / hours["hours"].sum(),
            "F030": low,
            "F031": high,
            "F032": min(self.organiser_scores().values()),
        }

    def organiser_scores(self) -> dict[str, float]:
        rows = self.newest("activity_feedback", "feedback_id").filter(
            folded("respondent") == "organiser"
        )
        criteria = ("enjoyment", "satisfaction", "learning_objectives", "community_links")
        return {name: float(rows[name].cast(pl.Float64).mean() or 0) for name in criteria}
