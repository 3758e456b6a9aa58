"""Targets of the share of first responses that come again at the end of a partnership."""

from datetime import date

import polars as pl

from sample.surveys.story import EnthuseStory


def survey_targets(story: EnthuseStory) -> pl.DataFrame:
    """Return national targets, which hold from the July before the year."""
    rows = [
        ("SURVEY_RETURN", label, pct, date(int(label[:4]), 7, 1))
        for label, pct in story.return_targets.items()
    ]
    columns = ["kpi_code", "programme_year", "target_value", "effective_from"]
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        hub_id=pl.lit(None, pl.String), phase=pl.lit(None, pl.String)
    )
