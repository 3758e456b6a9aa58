"""Feedback forms: organisers and Ambassadors score an activity from 1 to 5, some add a comment."""

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.activities import COMPLETED, Activities
from sample.categories import in_any_form
from sample.reporting import moments_between
from sample.story import Story
from sample.streams import Ints
from sample.volunteering import UNKNOWN_PERSON, Volunteering
from sample.words import COMMENTS
from sample.years import day_number

RESPONDENTS = ("Organiser", "Ambassador")
_TOP = 5


def feedback_frame(
    story: Story,
    activities: Activities,
    volunteering: Volunteering,
    of_person: Ints,
    rng: Generator,
) -> pl.DataFrame:
    """Return the forms with `created_at`; `of_person` is each person's Ambassador position."""
    ambassadors = round(story.feedback_forms * 0.35)
    completed = np.flatnonzero(activities.status == COMPLETED)
    held = activities.status[volunteering.activity] == COMPLETED
    can = np.flatnonzero(held & (volunteering.person != UNKNOWN_PERSON))
    entry = rng.choice(can, ambassadors)
    organiser = rng.choice(completed, story.feedback_forms - ambassadors)
    activity = np.concatenate([organiser, volunteering.activity[entry]])
    writer = np.concatenate(
        [np.full(len(organiser), -1), of_person[volunteering.person[entry]] + 1]
    )
    size, as_of = len(activity), day_number(story.as_of)
    day = activities.day[activity]
    created = moments_between(day, np.minimum(day + rng.geometric(0.15, size), as_of), rng)
    order = np.argsort(created, kind="stable")
    respondent = (writer >= 0).astype(np.int64)
    scores = {
        name: text.blank(_scores(mean, size, rng), rng.random(size) < 0.04)
        for name, mean in story.satisfaction.items()
    }
    frame = pl.DataFrame(
        {
            "activity_id": text.identifiers("ACT", activity + 1),
            "respondent": in_any_form(rng, RESPONDENTS, respondent),
            "ambassador_id": text.identifiers("AMB", writer),
            **scores,
            "comment": text.blank(text.pick_any(COMMENTS, rng, size), rng.random(size) < 0.7),
            "submitted_at": text.moments(created),
            "created_at": text.moments(created),
        }
    )[order]
    identifiers = text.identifiers("FDB", np.arange(1, size + 1)).alias("feedback_id")
    return frame.insert_column(0, identifiers)


def _scores(mean: float, size: int, rng: Generator) -> pl.Series:
    return pl.Series(_TOP - rng.binomial(_TOP - 1, (_TOP - mean) / (_TOP - 1), size))
