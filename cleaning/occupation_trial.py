"""The occupation coder on titles held out of the index, beside linear classifiers."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import polars as pl

from cleaning.figures import Share
from cleaning.job_titles import job_of, key_of
from cleaning.occupation_figures import FORM, LISTED, NEW, WAYS, Applied, OccupationFigures, Trial
from cleaning.occupation_index import IndexTitle
from cleaning.occupation_names import names_of
from cleaning.occupation_rivals import LINEAR, surest_half, try_linear
from cleaning.occupations import OccupationCoder
from cleaning.text import fold

# The coder was made on splits by seeds 1 to 3, and changed after figures of seeds 7 and 11 to 13
# had been seen. By this one it was asked once, when all was settled.
SEED = 101
PARTS = 5
CODER = "the coder"

Titles = list[IndexTitle]


def try_occupations(path: Path) -> OccupationFigures:
    """Ask for every title of the index by what the other four fifths teach, parted in two ways."""
    rows = read_index(path)
    return OccupationFigures(
        at_random=[_try(*split) for split in _at_random(rows)],
        by_meaning=[_try(*split) for split in _by_meaning(rows)],
        same_words=_agreement(rows),
        shared_nouns=_shared_nouns(rows),
    )


def read_index(path: Path) -> Titles:
    """Return the index's rows, whichever year its columns are named after."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [
            IndexTitle(*[row[name] for name in row if name][:5]) for row in csv.DictReader(lines)
        ]


def _at_random(rows: Sequence[IndexTitle]) -> Iterator[tuple[Titles, Titles]]:
    """Yield what is learnt and what is asked; titles that are asked never overlap."""
    shuffled = list(rows)
    random.Random(SEED).shuffle(shuffled)  # noqa: S311
    for part in range(PARTS):
        learnt = [row for place, row in enumerate(shuffled) if place % PARTS != part]
        yield learnt, shuffled[part::PARTS]


def _by_meaning(rows: Sequence[IndexTitle]) -> Iterator[tuple[Titles, Titles]]:
    """Yield splits in which no title that is asked has just the words of a title or name learnt."""
    keys = sorted({key_of(row.title) for row in rows}, key=sorted)
    random.Random(SEED).shuffle(keys)  # noqa: S311
    part_of = {key: place % PARTS for place, key in enumerate(keys)}
    for part in range(PARTS):
        learnt = [row for row in rows if part_of[key_of(row.title)] != part]
        named = {key_of(name) for name, _ in names_of(learnt)}
        asked = [row for row in rows if part_of[key_of(row.title)] == part]
        yield learnt, [row for row in asked if key_of(row.title) not in named]


def _try(learnt: Titles, asked: Titles) -> Trial:
    told = OccupationCoder(learnt).predict([row.title for row in asked])
    told = told.with_columns(
        meant=pl.Series([row.sub_major_code for row in asked]),
        meant_unit=pl.Series([row.unit_code for row in asked]),
        folded=pl.Series([fold(row.title) for row in asked]),
    ).join(_listed(learnt), on="folded", how="left", maintain_order="left")
    right = (told["sub_major_code"].fill_null("") == told["meant"]).to_numpy()
    half = {way: try_linear(way, learnt, asked) for way in LINEAR}
    half[CODER] = surest_half(told["confidence"].fill_null(0.0).to_numpy(), right)
    return Trial(half, Share(int(right.sum()), len(right)), _applied(told))


def _listed(learnt: Titles) -> pl.DataFrame:
    """Return what the list itself answers at night, as int_category__listed does."""
    rows = [(fold(row.title), row.sub_major_code, row.unit_code) for row in learnt]
    code, unit = pl.col("listed"), pl.col("listed_unit")
    return (
        pl.DataFrame(rows, schema=["folded", "listed", "listed_unit"], orient="row")
        .group_by("folded")
        .agg(code.min(), is_one=code.n_unique() == 1, listed_unit=_one(unit))
        .filter("is_one")
        .drop("is_one")
    )


def _one(column: pl.Expr) -> pl.Expr:
    """Return the value of a group that has one only, else null."""
    return pl.when(column.n_unique() == 1).then(column.first())


def _applied(told: pl.DataFrame) -> dict[str, Applied]:
    """Return what is applied, by way. What the list answers, the coder is not asked at night."""
    is_listed = pl.col("listed").is_not_null()
    told = told.filter(is_listed | pl.col("is_applied")).select(
        "meant",
        "meant_unit",
        way=pl.when(is_listed)
        .then(pl.lit(LISTED))
        .otherwise(pl.when("is_known").then(pl.lit(FORM)).otherwise(pl.lit(NEW))),
        group=pl.coalesce("listed", "sub_major_code"),
        unit=pl.when(is_listed).then("listed_unit").otherwise("unit_code"),
    )
    return {way: _of_way(told.filter(pl.col("way") == way)) for way in WAYS}


def _of_way(told: pl.DataFrame) -> Applied:
    units = told.filter(pl.col("unit").is_not_null())
    return Applied(
        Share(int((told["group"] == told["meant"]).sum()), len(told)),
        Share(int((units["unit"] == units["meant_unit"]).sum()), len(units)),
    )


def _agreement(rows: Titles) -> Share:
    """Return which share of pairs of titles with the same words are of one sub-major group."""
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for row in rows:
        groups[key_of(row.title)].append(row.sub_major_code)
    pairs = [pair for codes in groups.values() for pair in combinations(codes, 2)]
    return Share(sum(one == other for one, other in pairs), len(pairs))


def _shared_nouns(rows: Titles) -> Share:
    """Return which share of titles have a noun that titles of more than one group have."""
    groups: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        groups[job_of(row.title).noun].add(row.sub_major_code)
    return Share(sum(len(groups[job_of(row.title).noun]) > 1 for row in rows), len(rows))
