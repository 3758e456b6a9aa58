"""Targets of the courses' KPIs: the printed 880 participants by programme year, others invented."""

from datetime import date

import numpy as np
import polars as pl

from sample.allocation import share_out
from sample.cpd.story import AspireStory

# By programme year: its part of the participants, CPD units, and the percentage good or better.
_YEARS = {"2017/18": (0.35, 450, 95.0), "2018/19": (0.45, 650, 95.0), "2019/20": (0.2, 400, 97.0)}


def course_targets(story: AspireStory) -> pl.DataFrame:
    """Return national targets, which hold from the July before the year."""
    parts = np.array([part for part, _, _ in _YEARS.values()])
    people = share_out(story.participants_target, parts)
    rows = [
        (code, label, float(value), date(int(label[:4]), 7, 1))
        for (label, (_, units, quality)), count in zip(_YEARS.items(), people, strict=True)
        for code, value in (
            ("CPD_PARTICIPANTS", count),
            ("CPD_UNITS", units),
            ("CPD_QUALITY", quality),
        )
    ]
    columns = ["kpi_code", "programme_year", "target_value", "effective_from"]
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        hub_id=pl.lit(None, pl.String), phase=pl.lit(None, pl.String)
    )
