"""Feed `events`: the CPD delivered, community events, and courses that were called off."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.categories import CategoryMess, as_typed, in_any_form
from sample.cpd.courses import Courses
from sample.cpd.roster import partnership_ids
from sample.cpd.story import AspireStory
from sample.cpd.words import COMMUNITY_TITLES, COURSE_TITLES, VENUES
from sample.reporting import moments_between
from sample.streams import Ints, choose

DELIVERED, COMMUNITY, CANCELLED = range(3)
FORMATS = ("Residential", "Face to face", "School based", "Online")
_A_RESIDENTIAL = 1000


@dataclass(frozen=True)
class Events:
    """Every event: those of `Courses` in their order, community events, cancelled ones.

    `number` is the place in time, from 1: identifiers follow it.
    """

    kind: Ints
    partnership: Ints
    hours: Ints
    day: Ints
    subject: Ints
    number: Ints

    def __len__(self) -> int:
        return len(self.kind)

    def of_kind(self, kind: int) -> Ints:
        """Return the indexes of a kind's events."""
        return np.flatnonzero(self.kind == kind)


def build_events(story: AspireStory, courses: Courses, rng: Generator) -> Events:
    """Return the events; those beside the courses are at days and places of courses."""
    more = story.community_events + story.cancelled_events
    like = rng.integers(0, len(courses), more)
    kind = np.repeat([COMMUNITY, CANCELLED], [story.community_events, story.cancelled_events])
    hours = np.where(kind == COMMUNITY, rng.integers(2, 9, more) * 50, courses.hours[like])
    day = np.concatenate([courses.day, courses.day[like]])
    number = np.empty(len(day), dtype=np.int64)
    number[np.argsort(day, kind="stable")] = np.arange(1, len(day) + 1)
    return Events(
        kind=np.concatenate([np.full(len(courses), DELIVERED), kind]),
        partnership=np.concatenate([courses.partnership, courses.partnership[like]]),
        hours=np.concatenate([courses.hours, hours]),
        day=day,
        subject=np.concatenate([courses.subject, courses.subject[like]]),
        number=number,
    )


def events_frame(story: AspireStory, events: Events, rng: Generator) -> pl.DataFrame:
    """Return one row per event as it stands at last, with `created_at` and `settled_at`."""
    size, subjects = len(events), tuple(story.events_by_subject)
    is_community = events.kind == COMMUNITY
    mess = CategoryMess(typed=0.05, companion=0.01)
    subject, other = as_typed(rng, "subject", subjects, events.subject, mess)
    longest = np.maximum((events.hours - 1) // 700, 0)
    announced = moments_between(events.day - 75, events.day - 60, rng)
    settled = moments_between(events.day + longest + 1, events.day + longest + 6, rng)
    frame = pl.DataFrame(
        {
            "event_id": text.identifiers("EVT", events.number),
            "course_title": _titles(subjects, events, rng),
            "event_type": in_any_form(rng, ("CPD", "Community"), is_community.astype(np.int64)),
            "programme_id": story.programme_id,
            "partnership_id": text.pick(partnership_ids(), events.partnership),
            "subject": text.blank(subject, is_community),
            "subject_other": text.blank(other, is_community),
            "format": in_any_form(rng, FORMATS, _formats(events, rng)),
            "venue": text.blank(text.pick_any(VENUES, rng, size), rng.random(size) < 0.15),
            "starts_on": text.days(events.day),
            "ends_on": text.days(events.day + longest),
            "hours": events.hours / 100,
            "capacity": text.blank(
                pl.Series(rng.choice([12, 16, 20, 24, 30, 60], size)), rng.random(size) < 0.3
            ),
            "status": in_any_form(
                rng, ("Delivered", "Cancelled"), (events.kind == CANCELLED).astype(np.int64)
            ),
            "created_at": text.moments(announced),
            "settled_at": text.moments(settled),
        }
    )
    return frame.sort("event_id")


def _titles(subjects: tuple[str, ...], events: Events, rng: Generator) -> pl.Series:
    lists = [*(COURSE_TITLES[name] for name in subjects), COMMUNITY_TITLES]
    flat = [title for titles in lists for title in titles]
    counts = np.array([len(titles) for titles in lists])
    which = np.where(events.kind == COMMUNITY, len(subjects), events.subject)
    first = (np.cumsum(counts) - counts)[which]
    return text.pick(flat, first + np.floor(rng.random(len(which)) * counts[which]).astype(int))


def _formats(events: Events, rng: Generator) -> Ints:
    drawn = 1 + choose(rng, np.array([38, 55, 7.0]), len(events))
    return np.where(events.hours >= _A_RESIDENTIAL, 0, drawn)
