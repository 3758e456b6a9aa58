"""The report's tables by school, partnership and outcome, from `sample/seeds`."""

from functools import cache
from pathlib import Path

import polars as pl

_SEEDS = Path(__file__).parents[1] / "seeds"


@cache
def named_schools() -> pl.DataFrame:
    """Return the 29 schools of table 16 with what it prints; their outcomes are as chapter 5 says.

    Where `rating_before` is new the school had no inspection under its number yet.
    """
    return pl.read_csv(_SEEDS / "aspire_schools.csv")


@cache
def partnerships() -> pl.DataFrame:
    """Return the Delivery Partnerships: those of table 16 by name and cohort, the others invented.

    Table 16 has schools of both cohorts in Scunthorpe: two partnerships bear that name.
    """
    return pl.read_csv(
        _SEEDS / "aspire_partnerships.csv", schema_overrides={"local_authority_code": pl.String}
    )


@cache
def outcome_counts() -> pl.DataFrame:
    """Return how often each outcome was observed (table 11)."""
    return pl.read_csv(_SEEDS / "aspire_outcomes.csv")
