"""Feeds `subject_ratings`, `maturity` and `outcomes`: what schools said of themselves."""

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.allocation import share_out
from sample.categories import in_any_form
from sample.cpd.members import Members
from sample.cpd.roster import partnership_ids
from sample.cpd.story import CRITERIA, RATED_SUBJECTS, AspireStory
from sample.cpd.tables import outcome_counts
from sample.streams import Ints, uniform_days
from sample.years import day_number

_POINTS = ("Start", "End")
_WORST = 4
# Domain and evidence by audience, in the order of the outcomes' table.
_DOMAINS = ("Cognitive", "Affective", "Skills", "Behavioural")
_EVIDENCE = ("Case study", "Interview with the key contact", "Educational Lead's notes", None)


def ratings_frame(story: AspireStory, members: Members, urns: Ints, rng: Generator) -> pl.DataFrame:
    """Return one row per rating: fifteen schools at the start, one of them at the end as well."""
    first = members.names.index(story.rated_twice)
    others = np.setdiff1d(np.arange(sum(name is not None for name in members.names)), [first])
    schools = np.concatenate([[first], rng.choice(others, _raters(story) - 1, replace=False)])
    parts = [
        _cell(story, schools, subject, criterion)
        for subject in range(len(RATED_SUBJECTS))
        for criterion in range(len(CRITERIA))
    ]
    parts += [
        (np.array([first]), 1, subject, criterion, np.array([rating]))
        for subject, ratings in enumerate(story.rated_at_end)
        for criterion, rating in enumerate(ratings)
    ]
    school = np.concatenate([part[0] for part in parts])
    sizes = [len(part[0]) for part in parts]
    point, subject, criterion = (np.repeat([part[i] for part in parts], sizes) for i in (1, 2, 3))
    day = np.where(point == 0, members.engaged[school] + 30, day_number(story.ends_on) - 12)
    return pl.DataFrame(
        {
            "programme_id": story.programme_id,
            "urn": urns[school],
            "point": in_any_form(rng, _POINTS, point),
            "subject": text.pick(RATED_SUBJECTS, subject),
            "criterion": text.pick(CRITERIA, criterion),
            "rating": np.concatenate([part[4] for part in parts]),
            "rated_on": text.days(day),
        }
    ).sort("urn", "rated_on", maintain_order=True)


def _raters(story: AspireStory) -> int:
    return max(count for cells in story.baseline for count, _ in cells)


def _cell(
    story: AspireStory, schools: Ints, subject: int, criterion: int
) -> tuple[Ints, int, int, int, Ints]:
    """Return who rated a subject by a criterion, and how: the ratings sum to the story's.

    The school that rated twice stands first and rates as its own table says.
    """
    count, total = story.baseline[subject][criterion]
    is_told = subject < len(story.rated_at_start)
    told = [story.rated_at_start[subject][criterion]] if is_told else []
    # Whom a subject is not taught at differs from subject to subject.
    others = np.roll(schools[1:], -2 * subject)[: count - 1]
    rest = share_out(total - sum(told), np.ones(count - len(told)))
    return np.concatenate([schools[:1], others]), 0, subject, criterion, np.array([*told, *rest])


def maturity_frame(
    story: AspireStory, members: Members, urns: Ints, rng: Generator
) -> pl.DataFrame:
    """Return the stages of the schools assessed twice, and of one that was assessed once."""
    schools = np.array([members.names.index(name) for name in story.matured])
    once = int(np.flatnonzero(members.hours > 0)[-1])
    rows: list[tuple[int, int, str, int]] = []
    for aspect, (stages, changes) in story.maturity.items():
        ends = [stage + change for stage, change in zip(stages, changes, strict=True)]
        rows += [(int(s), 0, aspect, stage) for s, stage in zip(schools, stages, strict=True)]
        rows += [(int(s), 1, aspect, stage) for s, stage in zip(schools, ends, strict=True)]
        rows.append((once, 0, aspect, 1))
    where, when = np.array([row[:2] for row in rows]).T
    day = np.where(when == 0, members.engaged[where] + 45, day_number(story.ends_on) - 25)
    return pl.DataFrame(
        {
            "programme_id": story.programme_id,
            "urn": urns[where],
            "point": in_any_form(rng, _POINTS, when),
            "aspect": [row[2] for row in rows],
            "stage": [row[3] for row in rows],
            "assessed_on": text.days(day),
        }
    ).sort("urn", "assessed_on", maintain_order=True)


def outcomes_frame(
    story: AspireStory, members: Members, urns: Ints, rng: Generator
) -> pl.DataFrame:
    """Return the outcomes, dealt to the schools round by round; the last are a partnership's.

    No school gets one twice, as the same outcomes lie side by side while the rounds are long.
    """
    counts = outcome_counts().filter(pl.col("audience") != "Wider communities")
    wider = outcome_counts().filter(pl.col("audience") == "Wider communities")
    dealt = pl.concat([counts.sort("count", descending=True), wider])
    dealt = dealt.select(pl.col("audience", "outcome").repeat_by("count")).explode(
        "audience", "outcome"
    )
    school = _rounds(members.outcomes)
    size, of_schools = len(dealt), len(school)
    padded = np.concatenate([school, np.full(size - of_schools, -1)])
    recorded = uniform_days(
        rng, day_number(story.ends_on) - 90, day_number(story.ends_on) - 5, size
    )
    # The one partnership that told of its own impact.
    impact = partnership_ids()[int(members.partnership[1])]
    frame = dealt.with_columns(
        programme_id=pl.lit(story.programme_id),
        urn=text.blank(pl.Series(urns[padded]), padded < 0),
        partnership_id=text.blank(pl.Series([impact] * size), padded >= 0),
        domain=text.pick_any(_DOMAINS, rng, size),
        evidence=text.pick_any(_EVIDENCE, rng, size),
        recorded_on=text.days(recorded),
    )
    numbers = text.identifiers("OUT", np.arange(1, size + 1)).alias("outcome_id")
    return frame.insert_column(0, numbers)


def _rounds(counts: Ints) -> Ints:
    """Return each school as often as it has outcomes, in rounds."""
    school = np.repeat(np.arange(len(counts)), counts)
    turn = np.concatenate([np.arange(count) for count in counts])
    return school[np.lexsort((school, turn))]
