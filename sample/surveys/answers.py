"""What was answered: every response's answer to each question, as the story's numbers have it."""

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.allocation import share_out
from sample.streams import Floats, Ints
from sample.surveys.agreement import AGREE5, BLANK, Agreeing, Tone, agreeing, opinions
from sample.surveys.returns import TEACHER_PHASES, Respondents
from sample.surveys.story import END, PRIMARY_PUPILS, PUPILS, START, EnthuseStory
from sample.words import COMMENTS

# Asked of pupils first, and answered by every one of them: a class has as many as this.
ALWAYS_ANSWERED = "enjoyment"
EVENTS, CLIMATE = "community_events", "climate_teaching"
_EARLY_CAREER = 5
_PARTNERS = (("Lead school", "Partner school", "Not recorded"), (15, 73, 12))
_SUBJECTS = (
    ("Science", "Computing", "Design and technology", "Engineering", "Mathematics", "Physics"),
    (73, 11, 8, 4, 2, 2),
)
_SCHOOL_PHASES = (
    ("Primary school", "Secondary school", "Middle school", "Further education college"),
    (57, 39, 2, 2),
)
_RATINGS = {"teaching_quality": (12, 47, 33, 8), "leadership_quality": (15, 43, 33, 9)}
_READINESS = {"ready_to_collaborate": 88, "employer_links": 34, "enrichment_offer": 42}


def years_in_teaching(story: EnthuseStory, size: int, rng: Generator) -> Floats:
    """Return the years that teachers have taught; not a number where they do not say."""
    is_early = rng.random(size) < story.early_career_pct / 100
    early, late = rng.integers(0, 2 * _EARLY_CAREER + 1, size) / 2, rng.integers(6, 36, size)
    return np.where(rng.random(size) < 0.03, np.nan, np.where(is_early, early, late))


def teacher_answers(
    story: EnthuseStory, wave: str, teachers: Respondents, years: Floats, rng: Generator
) -> dict[str, Ints]:
    """Return for each question of agreement an index into AGREE5, or BLANK, per teacher."""
    weights = np.where(years <= _EARLY_CAREER, story.early_career_weight, 1.0)
    groups = [np.flatnonzero(teachers.phase == phase) for phase in range(len(TEACHER_PHASES))]
    codes = {}
    for question in story.teachers:
        printed = story.teacher_agreement(question, wave)
        counts = agreeing(
            [len(group) for group in groups],
            [printed.primary, printed.secondary, None],
            printed.everyone,
            story.blank_pct,
        )
        codes[question] = np.full(len(teachers), BLANK)
        for phase, group in enumerate(groups):
            tone = _tone(story, question, wave, TEACHER_PHASES[phase], counts, phase)
            codes[question][group] = opinions(
                rng, len(group), counts.base[phase], counts.agree[phase], tone, weights[group]
            )
    codes[CLIMATE] = _climate(story, wave, teachers, rng)
    return codes


def _climate(story: EnthuseStory, wave: str, teachers: Respondents, rng: Generator) -> Ints:
    """Return the answers to the newest question: only the latest teachers were asked."""
    asked = np.argsort(teachers.day, kind="stable")[-story.climate_answers[wave] :]
    codes = np.full(len(teachers), BLANK)
    codes[asked] = rng.integers(0, BLANK, len(asked))
    return codes


def _tone(
    story: EnthuseStory, question: str, wave: str, group: str, counts: Agreeing, index: int
) -> Tone:
    """Return how a group speaks: as everybody does, unless the story says more of it."""
    agree, others = counts.agree[index], counts.base[index] - counts.agree[index]
    strongly, not_sure = story.strongly_agree_pct / 100, story.not_sure_pct / 100
    if stated := story.strongly.get((group, question, wave)):
        strongly = min(1.0, stated / 100 * counts.base[index] / max(agree, 1))
    if unsure := story.unsure.get((group, question)):
        pct = story.at(wave, *unsure)
        not_sure = min(1.0, pct / 100 * counts.base[index] / max(others, 1))
    against = min(1 - not_sure, story.strongly_disagree_pct / 100)
    return Tone(strongly, not_sure, against)


def pupil_answers(story: EnthuseStory, wave: str, rng: Generator) -> dict[str, dict[str, Ints]]:
    """Return for each survey of pupils, and each question, an answer per pupil."""
    sizes = {survey: story.surveys[survey][wave].responses for survey in PUPILS}
    codes: dict[str, dict[str, Ints]] = {survey: {} for survey in PUPILS}
    for question, groups in story.pupils.items():
        for group in groups:
            surveys = PRIMARY_PUPILS if group == "primary" else (group,)
            pct = story.pupil_agreement_pct(question, group, wave)
            blank_pct = 0 if question == ALWAYS_ANSWERED else story.blank_pct
            people = [sizes[survey] for survey in surveys]
            counts = agreeing(people, [None] * len(people), pct, blank_pct)
            for index, survey in enumerate(surveys):
                tone = _tone(story, question, wave, survey, counts, index)
                codes[survey][question] = opinions(
                    rng,
                    people[index],
                    counts.base[index],
                    counts.agree[index],
                    tone,
                    np.ones(people[index]),
                )
    return codes


def in_words(codes: Ints) -> pl.Series:
    """Return answers of agreement as the form words them, null for blanks."""
    return text.pick((*AGREE5, None), codes)


def teacher_extras(
    story: EnthuseStory, wave: str, size: int, rng: Generator
) -> dict[str, pl.Series]:
    """Return what teachers answer in numbers, by choice and in their own words."""
    blanks = round(size * story.blank_pct / 100)
    shares = story.community_events[wave]
    counts = share_out(size - blanks, np.array(list(shares.values()), dtype=np.float64))
    events = np.repeat(np.arange(len(shares) + 1), [*counts, blanks])
    clubs = pl.Series(rng.poisson({START: 0.7, END: 1.9}.get(wave, 1.3), size)).cast(pl.String)
    return {
        EVENTS: text.pick((*shares, None), rng.permutation(events)),
        "stem_clubs": text.blank(clubs, rng.random(size) < 0.2),
        "other_comments": text.blank(text.pick_any(COMMENTS, rng, size), rng.random(size) < 0.9),
    }


def school_answers(leaders: Respondents, rng: Generator) -> dict[str, pl.Series]:
    """Return what school leaders answer about their schools."""
    size = len(leaders)
    answers = {
        "school_phase": _chosen(_SCHOOL_PHASES, size, rng),
        "partner_status": _chosen(_PARTNERS, size, rng),
        "focus_subject": _chosen(_SUBJECTS, size, rng),
    }
    for question, weights in _RATINGS.items():
        answers[question] = _chosen((("1", "2", "3", "4"), weights), size, rng)
    for question, pct in _READINESS.items():
        counts = agreeing([size], [None], pct, 1)
        answers[question] = in_words(
            opinions(rng, size, counts.base[0], counts.agree[0], Tone(0.3, 0.5, 0.1), np.ones(size))
        )
    clubs = pl.Series(rng.poisson(1.1, size)).cast(pl.String)
    return {**answers, "stem_clubs": text.blank(clubs, rng.random(size) < 0.05)}


def _chosen(
    choices: tuple[tuple[str, ...], tuple[int, ...]], size: int, rng: Generator
) -> pl.Series:
    """Return choices in exactly the given proportions, in any order."""
    words, weights = choices
    counts = share_out(size, np.array(weights, dtype=np.float64))
    return text.pick(words, rng.permutation(np.repeat(np.arange(len(words)), counts)))
