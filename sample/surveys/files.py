"""Family `survey`: the questions, and the returns of ENTHUSE online and on paper."""

import polars as pl
from numpy.random import Generator

from sample.rendering import Delivery
from sample.rosters import Roster
from sample.scene import Scene
from sample.streams import stream
from sample.surveys.exports import Export
from sample.surveys.partnerships import build_partnerships
from sample.surveys.pupils import pupil_files
from sample.surveys.questionnaires import question_files
from sample.surveys.returns import choose_represented, finished
from sample.surveys.roster import enthuse_roster
from sample.surveys.rows import Enthuse
from sample.surveys.staff import staff_exports


def build_enthuse(scene: Scene, names: pl.Series, seed: int) -> Enthuse:
    """Return the programme's partnerships and who of them answers what."""
    story, as_of = scene.story.enthuse, scene.story.as_of
    partnerships = build_partnerships(story, scene.schools, stream(seed, "enthuse"))
    rng: Generator = stream(seed, "enthuse answers")
    represented = choose_represented(story, partnerships, as_of, rng)
    return Enthuse(story, partnerships, represented, scene.schools, names, as_of, seed)


def roster_of(enthuse: Enthuse) -> Roster:
    """Return what the booking system has of the programme."""
    return enthuse_roster(
        enthuse.story,
        enthuse.partnerships,
        finished(enthuse.represented, len(enthuse.partnerships)),
        enthuse.schools,
        enthuse.as_of,
        enthuse.stream("roster"),
    )


def survey_files(enthuse: Enthuse) -> list[Delivery | Export]:
    """Return every delivery of the family."""
    return [*question_files(), *staff_exports(enthuse), *pupil_files(enthuse)]
