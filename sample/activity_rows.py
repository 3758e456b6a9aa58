"""The activities as the platform's rows: types, settings, audiences and times, as entered."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.activities import (
    CANCELLED,
    COMPLETED,
    PLANNED,
    SETTINGS,
    STATUSES,
    UNKNOWN_ORGANISATION,
    UNSETTLED,
    Activities,
)
from sample.audience import NO_BAND, choose_bands
from sample.categories import CategoryMess, as_typed, in_any_form, words_for
from sample.reporting import moments_between, reported_seconds
from sample.story import Story
from sample.streams import Floats, Ints, choose
from sample.years import day_number

# Shares at all places and at Priority Schools (2.21, 2.22): the first four make over 60% of all.
ACTIVITY_TYPES: Mapping[str, tuple[float, float]] = {
    "Hands on practicals": (0.2, 0.04),
    "STEM careers talks and / or advice": (0.22, 0.25),
    "Mentoring or support": (0.13, 0.24),
    "Support an exhibition or event": (0.14, 0.12),
    "STEM club support": (0.045, 0.045),
    "Professional development of educators": (0.015, 0.11),
    "Talk or demonstration": (0.065, 0.06),
    "Judging or competition support": (0.03, 0.025),
    "Workplace visit or tour": (0.025, 0.02),
    "Careers fair": (0.03, 0.025),
    "Mock interviews or employability": (0.02, 0.02),
    "Online chat or webinar": (0.02, 0.015),
    "Resource or curriculum development": (0.01, 0.01),
    "Other": (0.05, 0.02),
}
_TYPE_MESS = CategoryMess(typed=0.09, companion=0.015, blank=0.004)
# How much larger (or smaller) audiences are, by activity type.
_TYPE_SIZE = np.array([-0.2, 0.2, -1.2, 1.4, -0.5, -0.6, 0.5, 0.4, -0.4, 1.2, -0.3, 0.1, -0.6, 0.0])
KEY_STAGES = ("EYFS", "KS1", "KS2", "KS3", "KS4", "KS5", "Mixed", "Not applicable")
_KEY_STAGES_OF_SETTING = (
    (0.06, 0.24, 0.62, 0.01, 0, 0, 0.07, 0),
    (0, 0, 0.02, 0.46, 0.29, 0.13, 0.1, 0),
    (0.02, 0.1, 0.2, 0.28, 0.2, 0.1, 0.1, 0),
    (0, 0, 0, 0, 0.04, 0.88, 0.06, 0.02),
    (0, 0.01, 0.05, 0.2, 0.2, 0.3, 0.14, 0.1),
    (0.04, 0.15, 0.4, 0.15, 0.04, 0.02, 0.17, 0.03),
    (0.08, 0.2, 0.3, 0.1, 0.03, 0.01, 0.25, 0.03),
    (0, 0.01, 0.06, 0.25, 0.28, 0.25, 0.1, 0.05),
)
MODES = ("In person", "Online", "Blended")
_WENT_ONLINE, _CAME_BACK = 18_340, 18_878
# Unsettled settings: blank, 'Other' alone, or own words that mean (in order of the shares) nothing
# of the list, an educational or a non-school setting. Most stay unsettled whoever reads them.
_UNSETTLED_FORMS = np.array([0.34, 0.12, 0.36, 0.15, 0.03])


def activities_frame(story: Story, activities: Activities, rng: Generator) -> pl.DataFrame:
    """Return one row per activity as it stands at last, `created_at` being when it was reported.

    `number` is the position among the activities; `request_id` is left to the requests.
    """
    size = len(activities)
    kind = _types(activities, rng)
    activity_type, type_other = as_typed(
        rng, "activity_type", tuple(ACTIVITY_TYPES), kind, _TYPE_MESS
    )
    setting, setting_other = _settings(activities, rng)
    reported = _reported(story, activities, rng)
    return pl.DataFrame(
        {
            "activity_id": text.identifiers("ACT", np.arange(1, size + 1)),
            "organisation_id": _organisation_ids(activities),
            "activity_type": activity_type,
            "activity_type_other": type_other,
            "setting": setting,
            "setting_other": setting_other,
            "delivery_mode": in_any_form(rng, MODES, _modes(activities.day, rng)),
            "starts_on": text.days(activities.day),
            "key_stage": text.blank(
                text.pick(KEY_STAGES, _key_stages(activities, rng)), rng.random(size) < 0.006
            ),
            "audience_band": _bands(story, activities, _TYPE_SIZE[kind], rng),
            "status": in_any_form(rng, STATUSES, activities.status),
            "reported_at": text.moments(reported),
            "created_at": text.moments(reported),
        }
    )


def _organisation_ids(activities: Activities) -> pl.Series:
    """Return identifiers; those of no organisation name ones that never existed."""
    is_unknown = activities.organisation == UNKNOWN_ORGANISATION
    return text.identifiers("ORG", np.where(is_unknown, 900_001, activities.organisation + 1))


def _types(activities: Activities, rng: Generator) -> Ints:
    usual, priority = np.array(list(ACTIVITY_TYPES.values())).T
    size = len(activities)
    return np.where(activities.is_priority, choose(rng, priority, size), choose(rng, usual, size))


def _settings(activities: Activities, rng: Generator) -> tuple[pl.Series, pl.Series]:
    is_unsettled, size = activities.group == UNSETTLED, len(activities)
    form = np.where(is_unsettled, choose(rng, _UNSETTLED_FORMS, size), -1)
    categories = (*SETTINGS, "Other")
    # College and Community group stand for the few whose words do mean a setting of the list.
    means = np.choose(
        np.clip(form, 2, 4) - 2,
        [
            np.full(size, categories.index("Other")),
            rng.choice([categories.index("College"), categories.index("Primary school")], size),
            np.full(size, categories.index("Community group")),
        ],
    )
    words, _ = words_for(rng, "setting", categories, means)
    frame = pl.DataFrame(
        {
            "form": form,
            "setting": in_any_form(rng, SETTINGS, activities.setting),
            "words": words,
            "direct": rng.random(size) < 0.35,
        }
    )
    is_worded = pl.col("form") >= 2
    column = (
        pl.when(pl.col("form") < 0)
        .then("setting")
        .when(is_worded & pl.col("direct"))
        .then("words")
        .when(pl.col("form") >= 1)
        .then(pl.lit("Other"))
    )
    other = pl.when(is_worded & ~pl.col("direct")).then("words")
    both = frame.select(column.alias("setting"), other.alias("other"))
    return both["setting"], both["other"]


def _modes(day: Ints, rng: Generator) -> Ints:
    draw, size = rng.random(len(day)), len(day)
    online = np.full(size, 0.04)
    online[day >= _WENT_ONLINE] = 0.82
    online[day >= _CAME_BACK] = 0.38
    return np.where(draw < online, 1, np.where(draw > 0.96, 2, 0))


def _key_stages(activities: Activities, rng: Generator) -> Ints:
    stage = np.zeros(len(activities), dtype=np.int64)
    for index, weights in enumerate(_KEY_STAGES_OF_SETTING):
        rows = np.flatnonzero(activities.setting == index)
        stage[rows] = choose(rng, np.array(weights), len(rows))
    return stage


def _bands(story: Story, activities: Activities, size_hint: Floats, rng: Generator) -> pl.Series:
    is_completed = activities.status == COMPLETED
    is_late = activities.day >= day_number(story.audience_form_changed_on)
    band = np.full(len(activities), NO_BAND)
    band[is_completed] = choose_bands(story, is_late[is_completed], size_hint[is_completed], rng)
    rest = np.flatnonzero(~is_completed)
    shares = np.array([[b.early_pct, b.late_pct] for b in story.audience_bands]).T
    for is_form, weights in zip((False, True), shares, strict=True):
        rows = rest[is_late[rest] == is_form]
        band[rows] = choose(rng, weights, len(rows))
    labels = [known.label for known in story.audience_bands]
    return text.blank(text.pick(labels, np.maximum(band, 0)), band == NO_BAND)


def _reported(story: Story, activities: Activities, rng: Generator) -> Ints:
    """Return when each was reported; what has not been held was entered some weeks before."""
    reported = reported_seconds(activities.day, story.as_of, rng)
    as_of = np.full(len(activities), day_number(story.as_of))
    ahead = moments_between(
        np.minimum(activities.day - 60, as_of - 45), np.minimum(activities.day - 7, as_of), rng
    )
    is_ahead = np.isin(activities.status, (PLANNED, CANCELLED))
    return np.where(is_ahead, ahead, reported)
