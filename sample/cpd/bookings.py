"""Feed `bookings`: who attended, who did not, and what was called off."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.categories import in_any_form
from sample.cpd.attendance import Attendance
from sample.cpd.events import CANCELLED, COMMUNITY, Events
from sample.reporting import moments_between
from sample.streams import Ints, choose

STATUSES = ("Attended", "Part attended", "Did not attend", "Cancelled")
_ATTENDED, _PART, _ABSENT, _CANCELLED = range(len(STATUSES))
_AT_COMMUNITY, _AT_CANCELLED = 4, 3


@dataclass(frozen=True)
class Bookings:
    """One entry per booking: indexes of its event, its participant, and its state in STATUSES."""

    event: Ints
    participant: Ints
    status: Ints


def build_bookings(attendance: Attendance, events: Events, rng: Generator) -> Bookings:
    """Return all bookings: of who attended, of who missed it, and those beside the courses."""
    present, absent = attendance.attended, attendance.missed
    community = _of_colleagues(attendance, events.of_kind(COMMUNITY), _AT_COMMUNITY, rng)
    called_off = _of_colleagues(attendance, events.of_kind(CANCELLED), _AT_CANCELLED, rng)
    event, participant = np.concatenate([present, absent, community, called_off]).T
    status = [
        choose(rng, np.array([0.965, 0.035]), len(present)),
        _ABSENT + choose(rng, np.array([0.6, 0.4]), len(absent)),
        choose(rng, np.array([0.9, 0, 0.1]), len(community)),
        np.full(len(called_off), _CANCELLED),
    ]
    return Bookings(event, participant, np.concatenate(status))


def bookings_frame(
    bookings: Bookings, events: Events, numbers: Ints, rng: Generator
) -> pl.DataFrame:
    """Return one row per booking as it stands at last, with `created_at` and `settled_at`.

    `numbers` are those of the participants.
    """
    day, status = events.day[bookings.event], bookings.status
    booked = moments_between(day - 60, day - 4, rng)
    frame = pl.DataFrame(
        {
            "event_id": text.identifiers("EVT", events.number[bookings.event]),
            "participant_id": text.identifiers("PAR", numbers[bookings.participant]),
            "status": in_any_form(rng, STATUSES, status),
            "hours_attended": _hours(events.hours[bookings.event], status, rng),
            "booked_at": text.moments(booked),
            "created_at": text.moments(booked),
            "settled_at": text.moments(moments_between(day + 1, day + 9, rng)),
        }
    ).sort("booked_at", "event_id", "participant_id")
    identifiers = text.identifiers("BKG", np.arange(1, len(frame) + 1)).alias("booking_id")
    return frame.insert_column(0, identifiers)


def _of_colleagues(attendance: Attendance, events: Ints, count: int, rng: Generator) -> Ints:
    """Return pairs of event and participant: up to `count` who were at courses, none twice."""
    came = np.unique(attendance.attended[:, 1])
    who = came[rng.integers(0, len(came), (len(events), count))]
    pairs = np.column_stack([np.repeat(events, count), who.ravel()])
    return np.unique(pairs, axis=0)


def _hours(event: Ints, status: Ints, rng: Generator) -> pl.Series:
    """Return the hours that were entered: seldom where somebody stayed to the end."""
    part = np.maximum(np.floor(event * rng.uniform(0.3, 0.9, len(event)) / 50) * 50, 25)
    hours = pl.Series(np.where(status == _PART, part, event) / 100)
    is_entered = (status == _ATTENDED) & (rng.random(len(event)) < 0.35)
    is_entered |= (status == _PART) & (rng.random(len(event)) < 0.8)
    return text.blank(hours, ~is_entered)
