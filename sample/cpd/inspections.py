"""Feed `ofsted_inspections`: of the programme's schools as table 1 counts them, and of others."""

from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.cpd.members import DECLINED, FIRST, IMPROVED, NONE, Members
from sample.cpd.story import NEW
from sample.schools import NEVER_CLOSED, Establishments
from sample.streams import Ints, choose, uniform_days
from sample.years import day_number

_WORDS = (None, "Outstanding", "Good", "Requires improvement", "Inadequate")
_NOT_JUDGED = "Not judged"
_TYPES = (None, "Full", "Short", "Monitoring")
_BLANK, _FULL, _SHORT, _MONITORING = range(len(_TYPES))
_OTHERS_PCT = 6
_FIRST_DAY = day_number(date(2012, 9, 3))


def inspections_frame(
    schools: Establishments, members: Members, urns: Ints, last: int, rng: Generator
) -> pl.DataFrame:
    """Return one row per inspection, under the number that the school had that day."""
    parts = [
        _before(members, urns, rng),
        _since(members, urns),
        _visits(members, urns, rng),
        _of_other_numbers(schools, rng),
        _elsewhere(schools, last, rng),
    ]
    rows = pl.concat(parts).unique(["urn", "inspected_on"], keep="first", maintain_order=True)
    return rows.sort("urn", "inspected_on")


def _frame(urn: Ints, day: Ints, rating: Ints, kind: Ints) -> pl.DataFrame:
    """Return rows; a rating is a number, its words for every third school, 0 for not judged."""
    words = text.pick((_NOT_JUDGED, *_WORDS[1:]), rating)
    frame = pl.DataFrame({"words": words, "number": rating, "urn": urn})
    in_words = (pl.col("urn") % 3 == 0) | (pl.col("number") == 0)
    said = pl.when(in_words).then("words").otherwise(pl.col("number").cast(pl.String))
    return pl.DataFrame(
        {
            "urn": urn,
            "inspected_on": text.days(day),
            "overall_rating": frame.select(said.alias("said"))["said"],
            "inspection_type": text.pick(_TYPES, kind),
        }
    )


def _before(members: Members, urns: Ints, rng: Generator) -> pl.DataFrame:
    """Return the last full inspection before joining, and an older one for most."""
    rows = np.flatnonzero(members.rating_before != NEW)
    last = members.engaged[rows] - rng.integers(40, 900, len(rows))
    older = rows[rng.random(len(rows)) < 0.7]
    earlier = members.engaged[older] - rng.integers(1100, 2200, len(older))
    rating = np.concatenate([members.rating_before[rows], rng.integers(2, 5, len(older))])
    both = np.concatenate([rows, older])
    kind = np.where(rng.random(len(both)) < 0.5, _BLANK, _FULL)
    return _frame(urns[both], np.concatenate([last, earlier]), rating, kind)


def _since(members: Members, urns: Ints) -> pl.DataFrame:
    rows = np.flatnonzero(members.change != NONE)
    before, change = members.rating_before[rows], members.change[rows]
    # From inadequate some rose by two; a first inspection found most schools good.
    better = before - 1 - ((before == 4) & (urns[rows] % 4 == 0))
    rating = np.select(
        [change == IMPROVED, change == DECLINED, change == FIRST],
        [better, before + 1, 2 + (urns[rows] % 3 == 0)],
        before,
    )
    # What is printed of a school's rating since holds of the named ones.
    told = {"Saint Benedict": 2, "Kirkby High School": 3, "Hearsall Community Academy": 2}
    is_told = [told.get(members.names[row] or "", 0) for row in rows]
    rating = np.where(np.array(is_told) > 0, is_told, rating)
    return _frame(urns[rows], members.inspected[rows], rating, np.full(len(rows), _FULL))


def _visits(members: Members, urns: Ints, rng: Generator) -> pl.DataFrame:
    """Return visits since joining that judge nothing anew: they are no full inspections."""
    rows = np.flatnonzero(rng.random(len(members)) < 0.2)
    kind = rng.choice([_SHORT, _MONITORING], len(rows))
    rating = np.where(kind == _SHORT, rng.integers(1, 4, len(rows)), 0)
    day = members.engaged[rows] + rng.integers(60, 500, len(rows))
    return _frame(urns[rows], day, rating, kind)


def _of_other_numbers(schools: Establishments, rng: Generator) -> pl.DataFrame:
    """Return inspections of what stood or stands on members' sites under another number."""
    sites = schools.site[schools.member >= 0]
    rows = np.flatnonzero(np.isin(schools.site, sites) & (schools.member < 0))
    is_closed = schools.closed[rows] < NEVER_CLOSED
    day = np.where(
        is_closed,
        schools.closed[rows] - rng.integers(200, 1500, len(rows)),
        schools.opened[rows] + rng.integers(80, 190, len(rows)),
    )
    some = is_closed | (rng.random(len(rows)) < 0.5)
    rating = np.where(is_closed, rng.integers(3, 5, len(rows)), 2)
    return _frame(schools.urn[rows[some]], day[some], rating[some], np.full(int(some.sum()), _FULL))


def _elsewhere(schools: Establishments, last: int, rng: Generator) -> pl.DataFrame:
    """Return an inspection of a few per cent of the schools outside the programme."""
    is_other = (schools.member < 0) & ~schools.has_unknown_dates
    rows = np.flatnonzero(is_other & (rng.random(len(schools)) < _OTHERS_PCT / 100))
    first = np.maximum(schools.opened[rows], _FIRST_DAY)
    day = uniform_days(rng, first, np.minimum(schools.closed[rows], last), len(rows))
    rating = 1 + choose(rng, np.array([19, 66, 12, 3.0]), len(rows))
    return _frame(schools.urn[rows], day, rating, np.full(len(rows), _BLANK))
