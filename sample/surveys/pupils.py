"""Returns of pupils: online by class, counted on paper, or as percentages that nobody can merge."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.rendering import Delivery
from sample.streams import Ints
from sample.surveys.agreement import BLANK
from sample.surveys.answers import pupil_answers
from sample.surveys.exports import BRITISH, LAST_ON, Export
from sample.surveys.paper import counts_frame, paper_file, percentages_frame
from sample.surveys.partnerships import PRIMARY, SECONDARY
from sample.surveys.questionnaires import headings, wordings
from sample.surveys.returns import Classes, classes, school_day
from sample.surveys.rows import Enthuse, answers, responses
from sample.surveys.story import MIDDLE, PUPILS, START, WAVES

_COUNTS_ON = (date(2018, 7, 31), date(2020, 7, 31), LAST_ON)
_PERCENTAGES_ON = (date(2019, 7, 31), LAST_ON)
_VERSIONS = {"secondary": "2020"}
_FIRST_VERSION = "2016"
_WORKBOOKS = {("upper_primary", START), ("secondary", START)}
_BRITISH_TIMES = {"lower_primary"}
# Where a few returns are planted that belong to no known partnership.
_ASTRAY_ONLINE, _ASTRAY_ON_PAPER = ("upper_primary", MIDDLE), ("secondary", MIDDLE)
_HINT = "Open-ended response"
# So many of the early classes' counts were corrected later.
_MISCOUNTED = 0.02


@dataclass(frozen=True)
class Returns:
    """What came in of one survey and wave: an export, and rows of classes on paper."""

    export: Export
    counts: pl.DataFrame
    percentages: pl.DataFrame


def pupil_files(enthuse: Enthuse) -> list[Delivery | Export]:
    """Return the deliveries of the pupils' surveys."""
    returns = []
    for wave in WAVES:
        given = pupil_answers(enthuse.story, wave, enthuse.stream(f"pupils {wave}"))
        returns += [_returns(enthuse, survey, wave, given[survey]) for survey in PUPILS]
    rng = enthuse.stream("paper files")
    counts = _corrected(pl.concat([found.counts for found in returns]), rng)
    counts = pl.concat([counts, _without_partnership(counts)])
    percentages = pl.concat([found.percentages for found in returns])
    in_time = pl.col("returned_on").alias("sent_on")
    return [
        *(found.export for found in returns),
        *_paper_files("paper_counts", counts, _COUNTS_ON),
        *_paper_files("paper_percentages", percentages.with_columns(in_time), _PERCENTAGES_ON),
    ]


def _returns(enthuse: Enthuse, survey: str, wave: str, given: dict[str, Ints]) -> Returns:
    rng, phase = enthuse.stream(f"{survey} {wave}"), _phase_of(survey)
    numbers, represented = enthuse.story.surveys[survey][wave], enthuse.represented[survey, wave]
    found = classes(phase, wave, numbers, represented, enthuse.partnerships, rng)
    worded = wordings(survey, _VERSIONS.get(survey, _FIRST_VERSION))
    in_order = {code: given[code] for code in worded}
    partnership = rng.choice(represented, numbers.percentage_returns)
    school = enthuse.partnerships.any_school(partnership, np.full(len(partnership), phase), rng)
    asked = enthuse.partnerships.asked_on(wave)[partnership]
    day = school_day(asked, rng.integers(0, 30, len(partnership)))
    agree_pct = {code: 100 * _agreed(codes) for code, codes in in_order.items()}
    return Returns(
        export=_export(enthuse, survey, wave, found, in_order, rng),
        counts=counts_frame(
            survey, wave, found, in_order, _identity(enthuse, found.partnership, found.school), rng
        ),
        percentages=percentages_frame(
            survey, wave, agree_pct, _identity(enthuse, partnership, school), text.days(day), rng
        ),
    )


def _phase_of(survey: str) -> int:
    return SECONDARY if survey == "secondary" else PRIMARY


def _agreed(codes: Ints) -> float:
    return float((codes < 2).sum() / (codes < BLANK).sum())


def _identity(enthuse: Enthuse, partnership: Ints, school: Ints) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "partnership_id": enthuse.partnerships.identifiers.gather(partnership),
            "school_name": enthuse.names.gather(school),
            "urn": enthuse.schools.urn[school],
        }
    )


def _export(
    enthuse: Enthuse, survey: str, wave: str, found: Classes, given: dict[str, Ints], rng: Generator
) -> Export:
    """Return the export of the pupils who answered online, each on one of a few days."""
    of_pupil = found.of_pupil
    online = np.flatnonzero(found.is_online[of_pupil])
    of = of_pupil[online]
    rows = responses(
        enthuse,
        found.partnership[of],
        found.school[of],
        found.day[of] + rng.integers(0, 3, len(of)),
        answers({code: codes[online] for code, codes in given.items()}, rng),
        rng,
    )
    if (survey, wave) == _ASTRAY_ONLINE:
        rows = pl.concat([rows, _from_nowhere(rows)])
    headed = headings(rows.columns, wordings(survey, _VERSIONS.get(survey, _FIRST_VERSION)))
    export = Export(survey, wave, LAST_ON, headed, rows)
    if (survey, wave) in _WORKBOOKS:
        hints = [None, None, *[_HINT] * (len(headed) - 2)]
        export = replace(export, suffix="xlsx", hints=hints if survey == "secondary" else None)
    return replace(export, times=BRITISH) if survey in _BRITISH_TIMES else export


def _corrected(counts: pl.DataFrame, rng: Generator) -> pl.DataFrame:
    """Return the counts with `sent_on`; some classes were first sent with two answers swapped."""
    key = ("survey", "wave", "partnership_id", "school_name", "returned_on")
    is_early = pl.col("returned_on") <= _COUNTS_ON[1]
    found = counts.filter(is_early).select(key).unique(maintain_order=True)
    wrong = found.filter(pl.Series(rng.random(len(found)) < _MISCOUNTED))
    miscounted = counts.join(wrong, on=key, how="semi").with_columns(
        agree=pl.col("disagree"), disagree=pl.col("agree"), sent_on=pl.col("returned_on")
    )
    is_wrong = pl.struct(key).is_in(wrong.select(pl.struct(key)).to_series().implode())
    sent_on = pl.when(is_wrong).then(pl.lit(LAST_ON)).otherwise("returned_on")
    return pl.concat([counts.with_columns(sent_on=sent_on), miscounted])


def _from_nowhere(rows: pl.DataFrame) -> pl.DataFrame:
    """Return responses of a partnership that nobody knows: they are in no partnership's count."""
    return rows.head(3).with_columns(
        response_id=pl.col("response_id") + "B", partnership=pl.lit("don't know")
    )


def _without_partnership(counts: pl.DataFrame) -> pl.DataFrame:
    """Return a class that does not say its partnership, so its programme is unknown."""
    here = counts.filter(
        pl.col("survey") == _ASTRAY_ON_PAPER[0], pl.col("wave") == _ASTRAY_ON_PAPER[1]
    )
    first = here.filter(pl.col("returned_on") == pl.col("returned_on").min())
    of_school = first.filter(pl.col("school_name") == pl.col("school_name").first())
    lost = pl.lit(None, pl.String).alias("partnership_id")
    return of_school.with_columns(lost, pl.col("returned_on", "sent_on") + pl.duration(days=7))


def _paper_files(feed: str, rows: pl.DataFrame, days: Sequence[date]) -> list[Delivery]:
    """Return one file a day with what came in by it; some of the next at hand, to spoil."""
    cuts = [date(1970, 1, 1), *days]
    parts = [
        rows.filter(pl.col("sent_on").is_between(first, last, closed="right")).drop("sent_on")
        for first, last in pairwise(cuts)
    ]
    return [
        paper_file(feed, day, part, parts[min(number + 1, len(parts) - 1)])
        for number, (day, part) in enumerate(zip(days, parts, strict=True))
    ]
