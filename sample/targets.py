"""Targets of the KPIs, nationally and by hub, with their revisions.

Those of September 2020 are printed (Table 1). In the February after, when schools were closed,
fewer new Ambassadors were asked for: invented, so that months of one year differ in their target.
"""

from datetime import date

import polars as pl

from sample.cpd.targets import course_targets
from sample.places import read_hubs, read_places
from sample.story import Story
from sample.surveys.targets import survey_targets
from sample.years import day_number

# Hours targeted, as a multiple of what was then done; 2020/21 was planned as if without Covid-19.
_HOURS = {"2016/17": 0.97, "2017/18": 1.0, "2018/19": 1.01, "2019/20": 1.04, "2020/21": 1.08}
_HOURS_BEFORE_REVISION = 1.7
_NON_SCHOOL_BEFORE_REVISION = 1.3
_CLOSED_ON, _NEW_AMB_WHILE_CLOSED = date(2021, 2, 1), 10_000
_FIXED = {
    "ACTIVE_AMB": 20_000,
    "NEW_AMB": 13_000,
    "SAT_ORGANISER": 4.2,
    "SAT_AMBASSADOR": 4.2,
    "FILL_RATE": 85,
    "SUSTAINED": 30,
    "REPORTED_30D": 90,
}
_AMOUNTS = ("VOL_HOURS", "NON_SCHOOL_HOURS", "ACTIVE_AMB", "NEW_AMB")
_GROWS_WITH_TIME = ("VOL_HOURS", "NON_SCHOOL_HOURS", "NEW_AMB")
_OTHER_RATE = 5.0
_KEY = ("kpi_code", "phase", "programme_year")
_COLUMNS = ("kpi_code", "hub_id", "phase", "programme_year", "target_value", "effective_from")


def targets_frame(story: Story, scale: float) -> pl.DataFrame:
    """Return every target: national ones, those of hubs, those of hubs that came in mid-year."""
    national = _national(story, scale)
    for_hubs = national.filter(pl.col("kpi_code") != "OTHER_RATE")
    shares = pl.concat([_hub_shares(label) for label in list(story.years)[1:]])
    hubs = _for_hubs(for_hubs, shares)
    in_force = for_hubs.sort("effective_from").group_by(_KEY, maintain_order=True).last()
    handed_over = _for_hubs(in_force.drop("effective_from"), _handed_over(shares), "part_of_year")
    everywhere = national.with_columns(hub_id=pl.lit(None, pl.String))
    programmes = [course_targets(story.aspire), survey_targets(story.enthuse)]
    frames = [everywhere, hubs, handed_over, *programmes]
    together = pl.concat([frame.select(_COLUMNS) for frame in frames])
    return together.sort(_COLUMNS[0], "programme_year", "hub_id", "phase", "effective_from")


def _national(story: Story, scale: float) -> pl.DataFrame:
    rows: list[tuple[str, str | None, str, float, date]] = []
    for label, year in list(story.years.items())[1:]:
        set_on = date(int(label[:4]), 7, 1)
        is_revised = label == story.priority.programme_year
        is_printed = is_revised or set_on > story.targets_revised_on
        reach = story.reach_targets if is_printed else story.reach_targets_before
        hours = round(year.volunteer_hours * _HOURS.get(label, 3.4) / 1000 / scale) * 1000 * scale
        amounts = {"VOL_HOURS": hours, "NON_SCHOOL_HOURS": float(year.non_school_hours_target)}
        amounts |= {code: n * (scale if code in _AMOUNTS else 1) for code, n in _FIXED.items()}
        amounts |= {f"REACH_{phase.upper()}": value for phase, value in reach.items()}
        amounts["OTHER_RATE"] = _OTHER_RATE
        first = dict(amounts)
        if is_revised:
            first["VOL_HOURS"] *= _HOURS_BEFORE_REVISION
            first["NON_SCHOOL_HOURS"] *= _NON_SCHOOL_BEFORE_REVISION
            first |= {f"REACH_{p.upper()}": v for p, v in story.reach_targets_before.items()}
            rows += [
                (code, None, label, value, story.targets_revised_on)
                for code, value in amounts.items()
                if value != first[code]
            ]
            rows.append(("NEW_AMB", None, label, _NEW_AMB_WHILE_CLOSED * scale, _CLOSED_ON))
        rows += [(code, None, label, value, set_on) for code, value in first.items()]
        goal = story.priority_reach_target
        rows += [("PRIORITY_REACH", p, label, goal, set_on) for p in (None, "primary", "secondary")]
    schema = {
        "kpi_code": pl.String,
        "phase": pl.String,
        "programme_year": pl.String,
        "target_value": pl.Float64,
        "effective_from": pl.Date,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _hub_shares(label: str) -> pl.DataFrame:
    """Return the hubs that held an area when the year began, and which part of all it was."""
    places = read_places()
    starts = day_number(date(int(label[:4]), 9, 1))
    hub = places.hub_at_end_of(pl.Series(range(len(places.codes))).to_numpy(), starts)
    frame = pl.DataFrame({"hub": hub, "weight": places.weights})
    return (
        frame.group_by("hub", maintain_order=True)
        .agg(pl.col("weight").sum() / places.weights.sum())
        .select(
            programme_year=pl.lit(label),
            hub_id=pl.col("hub").replace_strict(dict(enumerate(places.hub_ids))),
            share=pl.col("weight"),
            part_of_year=pl.lit(1.0),
        )
    )


def _handed_over(shares: pl.DataFrame) -> pl.DataFrame:
    """Return the shares of hubs that closed within a year, and of their successors after them.

    What grows with time is divided by months between the two.
    """
    hubs = read_hubs().select("hub_id", "valid_to", "successor_hub_id", of_area=pl.col("share"))
    first = pl.date(pl.col("programme_year").str.slice(0, 4).cast(pl.Int32), 9, 1)
    months = (pl.col("valid_to") - first).dt.total_days() + 1
    closed = (
        shares.join(hubs, on="hub_id")
        .filter(
            pl.col("valid_to") >= first,
            pl.col("valid_to") < first.dt.offset_by("1y").dt.offset_by("-1d"),
        )
        .with_columns(
            part_of_year=(months / 30.44).round() / 12,
            effective_from=pl.col("valid_to").dt.offset_by("1d"),
        )
    )
    key = ["programme_year", "hub_id", "effective_from"]
    successors = (
        closed.with_columns(
            hub_id=pl.col("successor_hub_id"),
            share=pl.col("share") * pl.col("of_area"),
            part_of_year=1 - pl.col("part_of_year"),
        )
        .group_by(key, maintain_order=True)
        .agg(pl.col("share").sum(), pl.col("part_of_year").first())
    )
    columns = [*key, "share", "part_of_year"]
    return pl.concat([closed.select(columns), successors.select(columns)])


def _for_hubs(
    targets: pl.DataFrame, shares: pl.DataFrame, part: str = "part_of_year"
) -> pl.DataFrame:
    """Return the targets for each hub: amounts divided by its share, rates as they are."""
    is_amount = pl.col("kpi_code").is_in(_AMOUNTS)
    grows = pl.col("kpi_code").is_in(_GROWS_WITH_TIME)
    amount = pl.col("target_value") * pl.col("share") * pl.when(grows).then(part).otherwise(1.0)
    return targets.join(shares, on="programme_year").with_columns(
        target_value=pl.when(is_amount).then(amount.round(1)).otherwise("target_value")
    )
