"""Each of Aspire to STEM's figures, looked up in a recount as the marts' definitions say."""

import json
from statistics import mean
from typing import Any

import polars as pl

from tests.sample.aspire_recount import AspireRecount
from tests.sample.recount import folded

STATEMENTS = (
    "well_organised",
    "relevant_useful",
    "outcomes_met",
    "impact_practice",
    "impact_students",
    "share_learning",
    "improved_knowledge",
)
STEM = ("Science", "D&T", "Maths", "Computer Science", "Engineering")
CRITERIA = (
    "Quality of teaching",
    "Pupil learning",
    "Quality of subject leading",
    "STEM careers education",
)
ASPECTS = (
    "CPD for STEM teachers",
    "STEM enrichment",
    "Collaboration with other schools",
    "Quality of STEM teaching",
    "Quality of subject leadership",
    "STEM careers education",
)
FUNDING = "funding_gbp"


class AspireFigures:
    """Looks figures up by mart, column and dimensions."""

    def __init__(self, recount: AspireRecount) -> None:
        self.of = recount

    def figure(self, printed: dict[str, str]) -> Any:
        """The figure that the files give."""
        dimensions = json.loads(printed["dimensions"])
        dimensions.pop("programme")
        name = printed["mart"].removeprefix("kpi_")
        return getattr(self, name)(printed["column"], **dimensions)

    def programme_summary(self, column: str, cohort: str) -> Any:
        of, schools = self.of, self.of.schools
        recruited = len(self._recruited("cohort" if cohort != "all" else "all", cohort))
        funding = of.partnerships[FUNDING].cast(pl.Float64).sum()
        came = of.attended["participant_id"].unique()
        return {
            "schools_recruited_count": lambda: schools["urn"].n_unique(),
            "schools_primary_count": lambda: (schools["kind"] == "Primary").sum(),
            "schools_secondary_count": lambda: (
                schools["kind"].is_in(["Secondary", "Middle deemed secondary"]).sum()
            ),
            "schools_all_through_count": lambda: (schools["kind"] == "All-through").sum(),
            "schools_active_count": lambda: schools["is_active"].sum(),
            "partnerships_count": lambda: len(of.partnerships),
            "participants_recruited_count": lambda: recruited,
            "participants_recruited_target": lambda: of.programme["participants_target"][0],
            "cpd_events_count": lambda: len(of.events.filter("is_cpd", "is_delivered")),
            "community_events_count": lambda: len(of.events.filter(~pl.col("is_cpd"))),
            "unique_participants_count": lambda: (
                of.participants["participant_id"].is_in(came.implode()).sum()
            ),
            "participations_count": lambda: len(of.attended),
            "schools_with_cpd_count": lambda: len(of.hours),
            "cpd_units": lambda: of.hours["hours"].sum() / 5,
            "cpd_hours": lambda: of.hours["hours"].sum(),
            FUNDING: lambda: funding,
            "funding_per_participant_gbp": lambda: funding / recruited,
        }[column]()

    def _recruited(self, breakdown: str, category: str) -> pl.DataFrame:
        people = self.of.participants.filter("is_recruited")
        if category == "Senior leadership team":
            return people.filter(folded("is_senior_leadership_team") == "yes")
        if breakdown == "cohort":
            people = people.join(self.of.schools.select("urn", "cohort"), on="urn")
        return people if breakdown == "all" else people.filter(pl.col(breakdown) == category)

    def cpd_participants(self, column: str, breakdown: str, category: str) -> int:
        assert column == "participants_recruited_count"
        return len(self._recruited(breakdown, category))

    def cpd_events(self, column: str, breakdown: str, category: str) -> float:
        if column == "share_pct":
            return 100 * (self.of.attended["phase"] == category).sum() / len(self.of.attended)
        is_wanted = pl.col("subject") == category
        if category == "Community event":
            return len(self.of.events.filter("is_delivered", ~pl.col("is_cpd")))
        assert breakdown == "subject"
        return len(self.of.events.filter("is_delivered", "is_cpd", is_wanted))

    def ofsted_movement(self, column: str, rating_before: str) -> int:
        schools = self.of.schools.filter("is_active").with_columns(
            rating=pl.col("before").cast(pl.String).fill_null("new")
        )
        if rating_before != "all":
            schools = schools.filter(pl.col("rating") == rating_before)
        change = schools["since"] - schools["before"]
        return {
            "schools_count": len(schools),
            "inspected_since_count": len(change.drop_nulls()),
            "improved_count": (change < 0).sum(),
            "same_count": (change == 0).sum(),
            "declined_count": (change > 0).sum(),
        }[column]

    def school_journey(self, column: str, school: str) -> Any:
        row = self.of.schools.row(by_predicate=pl.col("school") == school, named=True)
        before, since = row["before"], row["since"]
        return {
            "cpd_units": row["hours"] / 5,
            "pupils_count": row["pupils"],
            "days_to_inspection": row["days"],
            "cohort": row["cohort"],
            "phase": row["phase"],
            "partnership": row["partnership_name"],
            "rating_before": "new" if before is None else str(before),
            "rating_change": "none"
            if since is None
            else "first inspection"
            if before is None
            else ("improved", "same", "declined")[(since > before) - (since < before) + 1],
        }[column]

    def subject_ratings(
        self, column: str, point: str, school: str, subject: str, criterion: str
    ) -> float:
        assert column == "mean_rating"
        rows = self.of.rows("subject_ratings", "urn", "point", "subject", "criterion")
        rows = rows.filter(folded("point") == point)
        if school != "all":
            register = self.of.establishments.filter(pl.col("school") == school)
            rows = rows.join(register, on="urn", how="semi")
        means = {
            (row[0], row[1]): row[2]
            for row in rows.group_by("subject", "criterion")
            .agg(pl.col("rating").cast(pl.Float64).mean())
            .iter_rows()
        }
        subjects = STEM if subject == "STEM" else (subject,)
        criteria = CRITERIA if criterion == "All criteria" else (criterion,)
        return mean(mean(means[one, other] for one in subjects) for other in criteria)

    def cpd_feedback(self, column: str, question: str, role: str, response: str = "") -> float:
        forms = self.of.forms
        if role != "all":
            forms = forms.filter(pl.col("role") == role)
        answers = forms[question].drop_nulls().str.to_lowercase()
        if column == "base_count":
            return len(answers)
        if column == "question_rank":
            shares = {name: self._strongly(forms, name) for name in STATEMENTS}
            return 1 + sum(share > shares[question] for share in shares.values())
        count = (answers == response.lower()).sum()
        return count if column == "responses_count" else 100 * count / len(answers)

    @staticmethod
    def _strongly(forms: pl.DataFrame, name: str) -> int:
        answers = forms[name].drop_nulls().str.to_lowercase()
        return int(100 * (answers == "agree strongly").sum() / len(answers) + 0.5)

    def cpd_feedback_reasons(self, column: str) -> int:
        assert column == "base_count"
        return self.of.forms["useful_why"].fill_null("").str.contains("[A-Za-z0-9]").sum()

    def stem_maturity(self, column: str, aspect: str) -> float:
        rows = self.of.rows("maturity", "urn", "point", "aspect").with_columns(
            pl.col("stage").cast(pl.Int64), pl.col("point").str.to_lowercase()
        )
        wide = rows.pivot("point", index=["urn", "aspect"], values="stage").drop_nulls()
        if column == "schools_count":
            return wide["urn"].n_unique()
        changes = wide.with_columns(change=pl.col("end") - pl.col("start"))
        wanted = ASPECTS if aspect == "Overall" else (aspect,)
        return mean(changes.filter(pl.col("aspect") == one)["change"].mean() or 0 for one in wanted)

    def programme_outcomes(self, column: str, audience: str, outcome: str) -> int:
        assert column == "outcomes_count"
        rows = self.of.rows("outcomes", "outcome_id")
        for name, value in (("audience", audience), ("outcome", outcome)):
            rows = rows if value == "all" else rows.filter(pl.col(name) == value)
        return len(rows)

    def outcome_dosage(self, column: str, breakdown: str, category: str) -> float:
        assert column == "outcomes_per_school"
        counts = self.of.rows("outcomes", "outcome_id").drop_nulls("urn").group_by("urn").len()
        units = pl.col("hours") / 5
        band = pl.when(units < 10).then(pl.lit("under 10")).when(units > 20)
        rows = counts.join(self.of.schools, on="urn").with_columns(
            all=pl.lit("all"), cpd_units=band.then(pl.lit("over 20")).otherwise(pl.lit("10 to 20"))
        )
        return float(rows.filter(pl.col(breakdown) == category)["len"].mean() or 0)
