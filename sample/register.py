"""The register's extracts (GIAS): establishments and their links, as they stood on a day."""

from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.cpd.members import Members
from sample.places import read_places
from sample.schools import (
    ALWAYS_OPEN,
    KINDS,
    NEVER_CLOSED,
    STATUSES,
    Establishments,
)
from sample.streams import Bools, Ints, choose
from sample.words import PLACE_ENDS, PLACE_STARTS
from sample.years import day_number

_PHASES = (*KINDS[:6], "Not applicable", "Nursery", "Not applicable")
_FAITH = ("Community school", "Voluntary aided school", "Voluntary controlled school")
_TRUST = ("Community school", "Foundation school", "Voluntary aided school")
_ACADEMY = ("Academy converter", "Academy sponsor led")
# By kind: types of maintained establishments, of academies, and of new schools.
_TYPES: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (_FAITH, _ACADEMY, "Free schools"),
    (("Community school",), ("Academy converter",), "Free schools"),
    (_TRUST, _ACADEMY, "Free schools"),
    (_TRUST[:2], ("Academy converter",), "Free schools"),
    (("Community school",), _ACADEMY, "Free schools"),
    (
        ("Further education", "Sixth form centres"),
        ("Academy 16-19 converter",),
        "Free schools 16 to 19",
    ),
    (
        ("Community special school", "Foundation special school"),
        ("Academy special converter",),
        "Free schools special",
    ),
    (("Local authority nursery school",), ("Local authority nursery school",), ""),
    (
        ("Pupil referral unit",),
        ("Academy alternative provision converter",),
        "Free schools alternative provision",
    ),
)
_LOW_AGE = np.array([4, 8, 11, 9, 3, 16, 3, 2, 5])
_HIGH_AGE = np.array([11, 12, 18, 13, 18, 99, 19, 5, 16])
_PUPILS = np.array([265, 380, 980, 520, 1150, 1900, 130, 95, 60])
_RELIGIONS = ("Does not apply", "Church of England", "Roman Catholic", "None", "Methodist")
_OPENINGS = ("Not applicable", "Academy Converter", "New Provision")
_BOARDERS = ("No boarders", "Boarding school")
_SIXTH_FORMS = ("Does not have a sixth form", "Has a sixth form")
_GENDERS = ("Mixed", "Girls", "Boys")
_ADMISSIONS = ("Not applicable", "Non-selective")
_HEADS = ("Headteacher", "Head Teacher", "Principal", "Executive Headteacher")
_NO_DATE = "01-01-1900"


def establishments_frame(
    schools: Establishments, members: Members, names: pl.Series, rng: Generator
) -> pl.DataFrame:
    """Return the extract's columns (under the contract's names) as they stand at last.

    `opened`, `closed` and `row` (the index of the establishment) are for `as_on` to work with.
    """
    places, size, kind = read_places(), len(schools), schools.kind
    towns = [f"{start}{end}" for start, end in zip(PLACE_STARTS, PLACE_ENDS, strict=False)]
    town = text.pick(towns, schools.place % len(towns))
    pupils = np.maximum(rng.normal(_PUPILS[kind], _PUPILS[kind] * 0.35), 12).astype(np.int64)
    printed = np.append(members.pupils, 0)[schools.member]
    pupils = np.where(printed > 0, printed, pupils)
    opened_by = np.where(schools.is_new, 2, schools.is_academy.astype(np.int64))
    sixth_form = np.where(kind == KINDS.index("Secondary"), rng.integers(0, 2, size), 0)
    house, street = pl.Series(rng.integers(1, 200, size)), text.pick_any(PLACE_STARTS, rng, size)
    # Numbers that the regulator keeps for fiction.
    telephone = pl.Series(schools.urn % 1000).cast(pl.String).str.zfill(3)
    columns = {
        "urn": schools.urn,
        "local_authority_code": text.pick(places.codes, schools.place),
        "local_authority_name": text.pick(places.names, schools.place),
        "establishment_number": 2000 + (schools.urn * 7) % 5999,
        "establishment_name": names,
        "establishment_type": _types(schools, rng),
        "establishment_status": text.pick(STATUSES, schools.status),
        "reason_opened": text.pick(_OPENINGS, opened_by),
        "reason_closed": _closing_reasons(schools),
        "phase": text.pick(_PHASES, kind),
        "statutory_low_age": _LOW_AGE[kind],
        "statutory_high_age": _HIGH_AGE[kind],
        "boarders": text.pick(_BOARDERS, choose(rng, np.array([499, 1.0]), size)),
        "official_sixth_form": text.pick(_SIXTH_FORMS, sixth_form),
        "gender": text.pick(_GENDERS, choose(rng, np.array([95, 3, 2.0]), size)),
        "religious_character": text.pick(
            _RELIGIONS, choose(rng, np.array([62, 22, 9, 6, 1.0]), size)
        ),
        "admissions_policy": text.pick_any(_ADMISSIONS, rng, size),
        "number_of_pupils": _with_commas(pupils, rng.random(size) < 0.02),
        "ukprn": 10_000_000 + schools.urn,
        "street": text.fill("{} {} Road", house, street),
        "locality": text.blank(text.pick_any(PLACE_STARTS, rng, size), rng.random(size) < 0.7),
        "town": town,
        "county": text.blank(text.pick(places.names, schools.place), rng.random(size) < 0.5),
        "postcode": text.postcodes(rng, schools.place),
        "school_website": text.fill("www.school-{}.example.org", pl.Series(schools.urn)),
        "telephone": text.fill("01632960{}", telephone),
        "head_job_title": text.pick_any(_HEADS, rng, size),
        "region": text.pick(places.regions, schools.place),
        "district_name": text.pick(places.names, schools.place),
        "parliamentary_constituency_name": town,
        "opened": schools.opened,
        "closed": schools.closed,
        "row": np.arange(size),
        "blank_opening": rng.random(size) < 0.5,
    }
    return pl.DataFrame(columns)


def _types(schools: Establishments, rng: Generator) -> pl.Series:
    """Return the type of each: successive establishments of a site draw alike."""
    draw = rng.random(int(schools.site.max()) + 1)[schools.site]
    flat: list[str] = []
    index = np.zeros(len(schools), dtype=np.int64)
    for kind, (maintained, academies, new) in enumerate(_TYPES):
        is_kind = schools.kind == kind
        for rows, types in (
            (is_kind & ~schools.is_academy, maintained),
            (is_kind & schools.is_academy, academies),
            (is_kind & schools.is_new, (new,)),
        ):
            index[rows] = len(flat) + np.floor(draw[rows] * len(types)).astype(np.int64)
            flat += types
    return text.pick(flat, index)


def _closing_reasons(schools: Establishments) -> pl.Series:
    """Return why each closed: sites with a second establishment closed for its academy."""
    sites = np.bincount(schools.site)
    became_academy = (sites[schools.site] > 1) & (schools.closed < NEVER_CLOSED)
    is_closed = schools.status == STATUSES.index("Closed")
    reasons = ("Not applicable", "Academy Converter", "Closure")
    return text.pick(reasons, np.where(became_academy, 1, np.where(is_closed, 2, 0)))


def _with_commas(numbers: Ints, grouped: Bools) -> pl.Series:
    plain = pl.Series(numbers).cast(pl.String)
    thousands = plain.str.replace(r"^(\d+)(\d{3})$", "$1,$2")
    frame = pl.DataFrame({"plain": plain, "thousands": thousands, "grouped": grouped})
    return frame.select(pl.when("grouped").then("thousands").otherwise("plain").alias("n"))["n"]


def as_on(frame: pl.DataFrame, schools: Establishments, day: date, is_newest: bool) -> pl.DataFrame:
    """Return the extract as cut on a day: later openings absent, later closures not yet known.

    Establishments that vanish from the register without a date stand only in the older extract.
    """
    number = day_number(day)
    present = (schools.opened <= number) & ~(schools.has_vanished & is_newest)
    is_open_later = (schools.closed >= number) & (schools.closed < NEVER_CLOSED)
    known = frame.filter(pl.Series(present)).with_columns(
        is_open=pl.Series(is_open_later[present]),
    )
    opened = pl.col("opened").cast(pl.Int32).cast(pl.Date).dt.strftime("%d-%m-%Y")
    closed = pl.col("closed").cast(pl.Int32).cast(pl.Date).dt.strftime("%d-%m-%Y")
    unknown = pl.when("blank_opening").then(pl.lit("")).otherwise(pl.lit(_NO_DATE))
    return known.with_columns(
        opened_on=pl.when(pl.col("opened") == ALWAYS_OPEN).then(unknown).otherwise(opened),
        closed_on=pl.when((pl.col("closed") < NEVER_CLOSED) & ~pl.col("is_open")).then(closed),
        establishment_status=pl.when("is_open")
        .then(pl.lit("Open"))
        .otherwise("establishment_status"),
        reason_closed=pl.when("is_open").then(pl.lit("Not applicable")).otherwise("reason_closed"),
    ).drop("opened", "closed", "is_open", "blank_opening")


def links_frame(schools: Establishments, names: pl.Series, day: date) -> pl.DataFrame:
    """Return predecessors and successors known on a day; now and then only one side of a pair."""
    order = np.lexsort((schools.opened, schools.site))
    pair = np.flatnonzero(schools.site[order][1:] == schools.site[order][:-1])
    before, after = order[pair], order[pair + 1]
    known = schools.opened[after] <= day_number(day)
    before, after = before[known], after[known]
    opened = text.days(schools.opened[after]).dt.strftime("%d-%m-%Y")
    both = []
    for urn, link, kind in ((before, after, "Successor"), (after, before, "Predecessor")):
        both.append(
            pl.DataFrame(
                {
                    "urn": schools.urn[urn],
                    "link_urn": schools.urn[link],
                    "link_name": names.gather(link),
                    "link_type": [kind] * len(urn),
                    "link_established_on": text.blank(opened, (schools.urn[before] % 9) == 0),
                }
            ).filter(pl.Series((schools.urn[before] % 23 != 0) | (kind == "Successor")))
        )
    return pl.concat(both).sort("urn", "link_urn")
