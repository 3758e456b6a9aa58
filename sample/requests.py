"""Requests for Ambassadors: those that activities answer, and those that came to nothing."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.activities import CANCELLED, COMPLETED, Activities
from sample.activity_rows import ACTIVITY_TYPES, KEY_STAGES, MODES
from sample.categories import CategoryMess, as_typed, in_any_form
from sample.organisations import Organisations
from sample.story import Story
from sample.streams import Bools, Ints, choose, uniform_days
from sample.years import day_number

STATUSES = ("Open", "Filled", "Part filled", "Unfilled", "Cancelled")
OPEN, FILLED, PART_FILLED, UNFILLED, WITHDRAWN = range(len(STATUSES))
NO_REQUEST = -1


@dataclass(frozen=True)
class Requests:
    """One element per request; days since 1970, `closed` 0 while open."""

    organisation: Ints
    requested: Ints
    needed: Ints
    closed: Ints
    wanted: Ints
    status: Ints


def build_requests(
    story: Story,
    activities: Activities,
    entries: Ints,
    organisations: Organisations,
    rng: Generator,
) -> tuple[Requests, Ints]:
    """Return the requests and, for each activity, the request it answers or NO_REQUEST.

    `entries` is the number of volunteering entries of each activity.
    """
    answers, count = _answered(story, activities, rng)
    linked = np.flatnonzero(answers >= 0)
    needed = np.full(count, 10**6)
    np.minimum.at(needed, answers[linked], activities.day[linked])
    provided = np.bincount(answers[linked], weights=entries[linked], minlength=count).astype(
        np.int64
    )
    held = np.zeros(count, dtype=bool)
    held[answers[linked[activities.status[linked] == COMPLETED]]] = True
    organisation = np.zeros(count, dtype=np.int64)
    organisation[answers[linked]] = activities.organisation[linked]
    answered = _settle(story, organisation, needed, provided, held, rng)
    rest = _unanswered(story, activities, len(organisations), rng)
    together = Requests(
        **{
            name: np.concatenate([getattr(answered, name), getattr(rest, name)])
            for name in Requests.__dataclass_fields__
        }
    )
    order = np.argsort(together.requested, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    ordered = Requests(
        **{name: getattr(together, name)[order] for name in Requests.__dataclass_fields__}
    )
    return ordered, np.where(answers >= 0, place[answers], NO_REQUEST)


def _answered(story: Story, activities: Activities, rng: Generator) -> tuple[Ints, int]:
    """Return for each activity the number of its request, and how many requests there are.

    Now and then activities of one organisation and year answer the same request.
    """
    can = (activities.organisation >= 0) & (activities.status <= CANCELLED)
    linked = np.flatnonzero(can & (rng.random(len(activities)) < story.request_share_pct / 100))
    order = linked[np.lexsort((activities.day[linked], activities.organisation[linked]))]
    key = activities.organisation[order] * 100 + activities.year[order]
    starts = np.concatenate([[True], np.diff(key) != 0]) | (rng.random(len(order)) < 0.85)
    answers = np.full(len(activities), NO_REQUEST)
    answers[order] = np.cumsum(starts) - 1
    return answers, int(starts.sum())


def _settle(
    story: Story, organisation: Ints, needed: Ints, provided: Ints, held: Bools, rng: Generator
) -> Requests:
    """Return answered requests: asked some weeks before, filled as far as Ambassadors came."""
    size, as_of = len(organisation), day_number(story.as_of)
    requested = np.minimum(needed - rng.integers(10, 90, size), as_of - 1)
    short = rng.choice([0, 0, 0, 0, 0, 1, 2], size)
    wanted = np.maximum(provided + short, 1)
    status = np.where((short > 0) & (provided > 0), PART_FILLED, FILLED)
    closed = np.minimum(requested + rng.integers(1, 40, size), np.minimum(needed, as_of))
    closed = np.maximum(closed, requested)
    fell_through = rng.random(size) < 0.6
    status = np.where(held, status, np.where(fell_through, WITHDRAWN, FILLED))
    return Requests(organisation, requested, needed, closed, wanted, status)


def _unanswered(
    story: Story, activities: Activities, organisations: int, rng: Generator
) -> Requests:
    counts = (story.unfilled_requests, story.cancelled_requests, story.open_requests)
    status = np.repeat([UNFILLED, WITHDRAWN, OPEN], counts)
    size, as_of = len(status), day_number(story.as_of)
    like = rng.integers(0, len(activities), size)
    requested = np.minimum(activities.day[like] - 40, as_of - 75)
    is_open = status == OPEN
    requested[is_open] = uniform_days(rng, as_of - 60, as_of, int(is_open.sum()))
    needed = requested + rng.integers(10, 70, size)
    return Requests(
        organisation=np.where(
            activities.organisation[like] >= 0,
            activities.organisation[like],
            rng.integers(0, organisations, size),
        ),
        requested=requested,
        needed=needed,
        closed=np.where(is_open, 0, needed + 1),
        wanted=rng.geometric(0.6, size),
        status=status,
    )


def requests_frame(requests: Requests, rng: Generator) -> pl.DataFrame:
    """Return one row per request as it stands at last, with `created_at` and `settled_at`."""
    size = len(requests.status)
    weights = np.array([usual for usual, _ in ACTIVITY_TYPES.values()])
    activity_type, other = as_typed(
        rng,
        "activity_type",
        tuple(ACTIVITY_TYPES),
        choose(rng, weights, size),
        CategoryMess(typed=0.06, companion=0.01, blank=0.004),
    )
    moment = rng.integers(28_800, 72_000, size)
    is_open = requests.closed == 0
    last = np.where(is_open, requests.requested, requests.closed)
    return pl.DataFrame(
        {
            "request_id": text.identifiers("REQ", np.arange(1, size + 1)),
            "organisation_id": text.identifiers("ORG", requests.organisation + 1),
            "organiser_id": text.identifiers(
                "USR", requests.organisation * 3 + rng.integers(0, 3, size) + 1
            ),
            "requested_on": text.days(requests.requested),
            "needed_by": text.days(requests.needed, rng.random(size) < 0.05),
            "activity_type": activity_type,
            "activity_type_other": other,
            "key_stage": text.blank(
                text.pick(
                    KEY_STAGES,
                    choose(rng, np.array([2, 8, 18, 30, 22, 12, 7, 1.0]), size),
                ),
                rng.random(size) < 0.01,
            ),
            "ambassadors_wanted": requests.wanted,
            "delivery_mode": in_any_form(rng, MODES, choose(rng, np.array([7, 2.5, 0.5]), size)),
            "status": in_any_form(rng, STATUSES, requests.status),
            "closed_on": text.days(requests.closed, is_open),
            "created_at": text.moments(requests.requested * 86_400 + moment),
            "settled_at": text.moments(last * 86_400 + np.maximum(moment, 43_200) + 600),
        }
    )
