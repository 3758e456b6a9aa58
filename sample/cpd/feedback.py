"""Feed `event_feedback`: forms whose answers add up to what is printed, each question's apart."""

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.categories import CategoryMess, as_typed, in_any_form
from sample.cpd.comments import comments_told
from sample.cpd.events import DELIVERED, Events
from sample.cpd.story import AspireStory, Statement
from sample.reporting import moments_between
from sample.streams import Ints

BLANK = -1


def feedback_frame(story: AspireStory, events: Events, rng: Generator) -> pl.DataFrame:
    """Return the forms with `created_at`; no answer is anywhere but in its own question's base."""
    size = story.feedback_forms
    held = rng.choice(events.of_kind(DELIVERED), story.feedback_events, replace=False)
    event = rng.permutation(np.concatenate([held, rng.choice(held, size - len(held))]))
    answers = {name: _answers(asked, size, rng) for name, asked in story.feedback.items()}
    answers["overall_quality"] = _quality(story, answers["role"], rng)
    columns: dict[str, pl.Series] = {}
    for name, asked in story.feedback.items():
        columns |= _columns(name, asked, answers[name], rng)
    day = events.day[event]
    created = moments_between(day, day + rng.geometric(0.3, size), rng)
    frame = pl.DataFrame(
        {
            "event_id": text.identifiers("EVT", events.number[event]),
            **columns,
            "useful_why": _comments(story, size, rng),
            "submitted_at": text.moments(created),
            "created_at": text.moments(created),
        }
    ).sort("submitted_at")
    identifiers = text.identifiers("EVF", np.arange(1, size + 1)).alias("feedback_id")
    return frame.insert_column(0, identifiers)


def _answers(asked: Statement, size: int, rng: Generator) -> Ints:
    given = np.repeat(np.arange(len(asked.counts)), asked.counts)
    return rng.permutation(np.concatenate([given, np.full(size - len(given), BLANK)]))


def _quality(story: AspireStory, role: Ints, rng: Generator) -> Ints:
    """Return the rating of quality: heads and middle leaders rate it as printed of them."""
    asked, roles = story.feedback["overall_quality"], story.feedback["role"].options
    quality, left = np.full(len(role), BLANK), np.array(asked.counts)
    for name, counts in story.quality_by_role.items():
        rows = rng.permutation(np.flatnonzero(role == roles.index(name)))
        quality[rows[: sum(counts)]] = np.repeat(np.arange(len(counts)), counts)
        left -= counts
    named = [roles.index(name) for name in story.quality_by_role]
    others = rng.permutation(np.flatnonzero(~np.isin(role, named)))[: int(left.sum())]
    quality[others] = np.repeat(np.arange(len(left)), left)
    return quality


def _columns(name: str, asked: Statement, codes: Ints, rng: Generator) -> dict[str, pl.Series]:
    is_blank = codes == BLANK
    if name != "role":
        return {name: text.blank(in_any_form(rng, asked.options, codes), is_blank)}
    role, words = as_typed(rng, "role", asked.options, codes, CategoryMess(0.06, 0.01))
    return {"role": text.blank(role, is_blank), "role_other": text.blank(words, is_blank)}


def _comments(story: AspireStory, size: int, rng: Generator) -> pl.Series:
    """Return why it was useful, where anyone says so; some leave a dash."""
    told = comments_told(story, rng).texts
    rows = rng.choice(size, len(told), replace=False)
    row_of = np.full(size, BLANK)
    row_of[rows] = np.arange(len(told))
    is_silent = row_of == BLANK
    dashes = text.blank(pl.Series(["-"] * size), ~is_silent | (rng.random(size) < 0.93))
    said = text.blank(told.gather(np.maximum(row_of, 0)), is_silent)
    return pl.select(pl.coalesce(said, dashes)).to_series()
