"""Returns on paper: classes that their teachers counted, and some who sent percentages."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.allocation import share_out
from sample.rendering import Delivery, Style
from sample.streams import Ints
from sample.surveys.agreement import AGREE5, BLANK
from sample.surveys.questionnaires import FAMILY
from sample.surveys.returns import Classes

COLUMNS = tuple(answer.lower().replace(" ", "_") for answer in AGREE5)
# Shares of the classes.
_WITHOUT_URN, _URN_ONCE, _BASE_STATED, _WITH_SIGN = 0.12, 0.1, 0.15, 0.2
# What those who do not agree say: not sure, disagree, disagree strongly.
_REST = np.array([0.5, 0.38, 0.12])


def counts_frame(
    survey: str,
    wave: str,
    classes: Classes,
    codes: Mapping[str, Ints],
    identity: pl.DataFrame,
    rng: Generator,
) -> pl.DataFrame:
    """Return a row per class on paper and question, with the counts of its pupils' answers.

    `codes` has the answers of all pupils, `identity` a row per class: partnership_id,
    school_name, urn. Some classes state no URN, some only with their first question.
    """
    paper = np.flatnonzero(~classes.is_online)
    of_pupil, size = classes.of_pupil, len(classes.size)
    draw = rng.random(size)
    described = identity.with_columns(
        returned_on=text.days(classes.day),
        without=pl.Series(draw < _WITHOUT_URN),
        once=pl.Series(draw > 1 - _URN_ONCE),
        row=pl.int_range(pl.len()),
    )[paper]
    parts = []
    for number, (question, answers) in enumerate(codes.items()):
        table = np.bincount(of_pupil * (BLANK + 1) + answers, minlength=size * (BLANK + 1))
        counts = table.reshape(size, BLANK + 1)[paper, :BLANK]
        is_unsaid = pl.col("without") | pl.lit(number > 0) & pl.col("once")
        parts.append(
            described.with_columns(
                pl.when(~is_unsaid).then("urn").alias("urn"),
                *(pl.Series(name, counts[:, n]) for n, name in enumerate(COLUMNS)),
                survey=pl.lit(survey),
                wave=pl.lit(wave),
                question_code=pl.lit(question),
            )
        )
    rows = pl.concat(parts).sort("returned_on", "row", maintain_order=True)
    return rows.drop("row", "without", "once")


def percentages_frame(
    survey: str,
    wave: str,
    agree_pct: Mapping[str, float],
    identity: pl.DataFrame,
    returned_on: pl.Series,
    rng: Generator,
) -> pl.DataFrame:
    """Return a row per class and question, with whole percentages; few classes say their base."""
    size, parts = len(identity), []
    base = text.blank(pl.Series(rng.integers(17, 33, size)), rng.random(size) > _BASE_STATED)
    sign = pl.Series(np.where(rng.random(size) < _WITH_SIGN, "%", ""))
    for question, pct in agree_pct.items():
        agree = np.clip(rng.normal(pct, 9, size), 5, 95)
        weights = np.array([[a * 0.3, a * 0.7, *(100 - a) * _REST] for a in agree])
        shares = np.array([share_out(100, row) for row in weights]).reshape(size, len(COLUMNS))
        parts.append(
            identity.with_columns(
                *(
                    text.fill("{}{}", pl.Series(shares[:, n]), sign).alias(f"{name}_pct")
                    for n, name in enumerate(COLUMNS)
                ),
                survey=pl.lit(survey),
                wave=pl.lit(wave),
                question_code=pl.lit(question),
                returned_on=returned_on,
                base_count=base,
            )
        )
    return pl.concat(parts)


def paper_file(feed: str, day: date, rows: pl.DataFrame, later: pl.DataFrame) -> Delivery:
    """Return a file of returns on paper; copies of later rows can be spoilt in it."""
    plain = {f"{name}_pct": name for name in COLUMNS} | {"base_count": "base"}
    return Delivery(FAMILY, feed, day, rows, style=Style(headers=plain), bad_copies=later)
