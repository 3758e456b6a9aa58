"""The rows that the booking system has of ENTHUSE: programme, partnerships and their schools."""

from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.categories import in_any_form
from sample.reporting import moments_between
from sample.rosters import Roster
from sample.schools import Establishments
from sample.streams import Bools, Ints, choose
from sample.surveys.partnerships import Partnerships
from sample.surveys.story import EnthuseStory
from sample.words import FIRST_NAMES, LAST_NAMES
from sample.years import day_number

PROGRAMME_ID, PROGRAMME = "ENTHUSE", "ENTHUSE"
STATES = ACTIVE, INACTIVE, COMPLETED, WITHDRAWN = ("Active", "Inactive", "Completed", "Withdrawn")
# The first is who pays for the programme as a whole.
_FUNDERS = (
    "ENTHUSE Trust",
    "Northmoor Foundation",
    "Brackwell Engineering",
    "Guild of Instrument Makers",
    "Coastal Power Trust",
    "Institute of Applied Metals",
)
_FUNDER_WEIGHTS = np.array([46, 17, 12, 10, 8, 7.0])
_ROLES = ("Lead", "Partner")
_YES_NO = ("Yes", "No")
_ADVISERS = 14
# What partnerships were granted, and how many cohorts at the end got more.
_GRANT_GBP, _LATER_GRANT_GBP, _LATER_COHORTS = 20_000, 25_000, 3
_GAVE_UP, _BECAME_QUIET, _LEFT = 0.08, 0.06, 0.05


def enthuse_roster(
    story: EnthuseStory,
    partnerships: Partnerships,
    finished: Bools,
    schools: Establishments,
    as_of: date,
    rng: Generator,
) -> Roster:
    """Return the programme's rows; those who `finished` (an end wave came) did not withdraw."""
    state = _states(partnerships, finished, as_of, rng)
    created = moments_between(partnerships.starts - 60, partnerships.starts - 20, rng)
    return Roster(
        programmes=_programme(partnerships),
        partnerships=_partnership_rows(story, partnerships, state, created, schools, rng),
        schools=_member_rows(partnerships, state, created, schools, as_of, rng),
    )


def _programme(partnerships: Partnerships) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "programme_id": [PROGRAMME_ID],
            "programme_name": [PROGRAMME],
            "funder": [_FUNDERS[0]],
            "starts_on": text.days(partnerships.starts.min(keepdims=True)),
            "ends_on": pl.Series([None], dtype=pl.Date),
            "participants_target": pl.Series([None], dtype=pl.Int64),
        }
    )


def _states(partnerships: Partnerships, finished: Bools, as_of: date, rng: Generator) -> Ints:
    """Return the state of each partnership, an index into STATES."""
    draw = rng.random(len(partnerships))
    is_over = partnerships.ends < day_number(as_of)
    state = np.where(is_over, STATES.index(COMPLETED), STATES.index(ACTIVE))
    is_quiet = ~is_over & (draw > 1 - _BECAME_QUIET)
    state = np.where(is_quiet, STATES.index(INACTIVE), state)
    return np.where((draw < _GAVE_UP) & ~finished, STATES.index(WITHDRAWN), state)


def _partnership_rows(
    story: EnthuseStory,
    partnerships: Partnerships,
    state: Ints,
    created: Ints,
    schools: Establishments,
    rng: Generator,
) -> pl.DataFrame:
    size = len(partnerships)
    is_later = partnerships.cohort > story.last_cohort - _LATER_COHORTS
    first_name = text.pick_any(FIRST_NAMES, rng, _ADVISERS)
    advisers = text.fill("{} {}", first_name, text.pick_any(LAST_NAMES, rng, _ADVISERS))
    return pl.DataFrame(
        {
            "partnership_id": partnerships.identifiers,
            "partnership_name": partnerships.names,
            "programme_id": pl.repeat(PROGRAMME_ID, size, eager=True),
            "cohort": text.fill("Cohort {}", pl.Series(partnerships.cohort)),
            "lead_urn": schools.urn[partnerships.lead],
            "adviser": advisers.gather(rng.integers(0, _ADVISERS, size)),
            "funder": text.pick(_FUNDERS, choose(rng, _FUNDER_WEIGHTS, size)),
            "funding_gbp": np.where(is_later, _LATER_GRANT_GBP, _GRANT_GBP).astype(np.float64),
            "starts_on": text.days(partnerships.starts),
            "ends_on": text.days(partnerships.ends),
            "status": in_any_form(rng, STATES, state),
            "created_at": text.moments(created),
        }
    )


def _member_rows(
    partnerships: Partnerships,
    state: Ints,
    created: Ints,
    schools: Establishments,
    as_of: date,
    rng: Generator,
) -> pl.DataFrame:
    """Return a row per school of each partnership; some left after the first months."""
    of, size = partnerships.member_of, len(partnerships.school)
    is_lead = np.isin(np.arange(size), partnerships.first[-1])
    engaged = partnerships.starts[of] + rng.integers(0, 40, size)
    left = engaged + rng.integers(100, 500, size)
    has_left = (rng.random(size) < _LEFT) & ~is_lead & (left < day_number(as_of))
    is_idle = has_left | (state[of] != STATES.index(ACTIVE))
    return pl.DataFrame(
        {
            "partnership_id": partnerships.identifiers.gather(of),
            "urn": schools.urn[partnerships.school],
            "role": in_any_form(rng, _ROLES, (~is_lead).astype(np.int64)),
            "engaged_on": text.days(engaged),
            "left_on": text.days(left, ~has_left),
            "is_active": text.pick(_YES_NO, is_idle.astype(np.int64)),
            "created_at": text.moments(created[of] + 3600),
        }
    )
