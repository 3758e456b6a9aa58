"""What Aspire to STEM hands in of programmes, partnerships and the schools in these."""

from datetime import date
from functools import cache

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.categories import in_any_form
from sample.cpd.members import NEVER, Members
from sample.cpd.story import AspireStory
from sample.cpd.tables import partnerships
from sample.reporting import moments_between
from sample.rosters import Roster
from sample.schools import Establishments
from sample.streams import Ints
from sample.words import FIRST_NAMES, LAST_NAMES
from sample.years import day_number

_SETTLED = day_number(date(2020, 4, 1))


@cache
def partnership_ids() -> tuple[str, ...]:
    """Return the identifiers of the partnerships, in the order of `partnerships()`."""
    return tuple(f"AST-{number:02}" for number in range(1, len(partnerships()) + 1))


def member_urns(schools: Establishments, size: int) -> Ints:
    """Return the number that each member has in the register."""
    urns = np.zeros(size, dtype=np.int64)
    rows = np.flatnonzero(schools.member >= 0)
    urns[schools.member[rows]] = schools.urn[rows]
    return urns


def aspire_roster(story: AspireStory, members: Members, urns: Ints, rng: Generator) -> Roster:
    """Return the programme's rows: the first school of a partnership leads it."""
    return Roster(
        programmes=_programme(story),
        partnerships=_partnerships(story, members, urns, rng),
        schools=_schools(members, urns, rng),
    )


def _programme(story: AspireStory) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "programme_id": [story.programme_id],
            "programme_name": story.programme_name,
            "funder": story.funder,
            "starts_on": story.starts_on,
            "ends_on": story.ends_on,
            "participants_target": story.participants_target,
        }
    )


def _leads(members: Members) -> Ints:
    return np.unique(members.partnership, return_index=True)[1].astype(np.int64)


def _partnerships(story: AspireStory, members: Members, urns: Ints, rng: Generator) -> pl.DataFrame:
    rows, size = partnerships(), len(partnerships())
    began = np.full(size, NEVER)
    np.minimum.at(began, members.partnership, members.engaged)
    settled = moments_between(np.full(size, _SETTLED), np.full(size, _SETTLED + 20), rng)
    # Advisers look after three partnerships or so.
    adviser = np.arange(size) // 3
    return pl.DataFrame(
        {
            "partnership_id": partnership_ids(),
            "partnership_name": rows["partnership"],
            "programme_id": story.programme_id,
            "cohort": rows["cohort"].cast(pl.String),
            "lead_urn": urns[_leads(members)],
            "adviser": text.fill(
                "{} {}",
                text.pick(FIRST_NAMES, adviser * 7 % len(FIRST_NAMES)),
                text.pick(LAST_NAMES, adviser * 11 % len(LAST_NAMES)),
            ),
            "funder": story.funder,
            "funding_gbp": story.funding_per_partnership,
            "starts_on": text.days(began),
            "ends_on": story.ends_on,
            "status": in_any_form(rng, ("Completed",), np.zeros(size, dtype=np.int64)),
            "created_at": text.moments(settled),
        }
    )


def _schools(members: Members, urns: Ints, rng: Generator) -> pl.DataFrame:
    size = len(members)
    is_lead = np.isin(np.arange(size), _leads(members)).astype(np.int64)
    has_left = ~members.is_active
    changed = np.where(has_left, members.left, members.engaged)
    return pl.DataFrame(
        {
            "partnership_id": text.pick(partnership_ids(), members.partnership),
            "urn": urns,
            "role": in_any_form(rng, ("Partner", "Lead"), is_lead),
            "engaged_on": text.days(members.engaged),
            "left_on": text.days(np.where(has_left, members.left, 0), members.is_active),
            "is_active": text.pick(("Yes", "No"), has_left.astype(np.int64)),
            "created_at": text.moments(moments_between(changed, changed + 3, rng)),
        }
    ).sort("partnership_id", "urn")
