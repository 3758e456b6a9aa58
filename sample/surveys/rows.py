"""Responses as the form tool stores them: who and where, and the answers, a column each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.categories import in_any_form
from sample.reporting import moments_between
from sample.schools import Establishments
from sample.streams import Floats, Ints, stream
from sample.surveys.agreement import AGREE5, BLANK
from sample.surveys.partnerships import Partnerships
from sample.surveys.returns import Represented
from sample.surveys.story import EnthuseStory

_WITHOUT_URN = 0.08
_PHASE_FORMS = (
    ("Primary", "primary", "PRIMARY ", "Primary school", "KS1 / KS2"),
    ("Secondary", " secondary", "SECONDARY", "Secondary school", "KS3 / KS4"),
    ("Other", "other", "Middle", "All-through", None),
)
_FORM_SHARES = np.array([0.84, 0.05, 0.03, 0.05, 0.03])


@dataclass(frozen=True)
class Enthuse:
    """Everything that stands before the first answer."""

    story: EnthuseStory
    partnerships: Partnerships
    represented: Represented
    schools: Establishments
    names: pl.Series
    as_of: date
    seed: int

    def stream(self, subject: str) -> Generator:
        """Return the random numbers of a subject."""
        return stream(self.seed, f"enthuse {subject}")


def responses(
    enthuse: Enthuse,
    partnership: Ints,
    school: Ints,
    day: Ints,
    columns: Mapping[str, pl.Series],
    rng: Generator,
) -> pl.DataFrame:
    """Return a row per response, numbered in the order of submission.

    Some schools' links into the form do not tell their URN.
    """
    is_untold = rng.random(len(enthuse.schools)) < _WITHOUT_URN
    urn = text.blank(pl.Series(enthuse.schools.urn[school]), is_untold[school])
    rows = pl.DataFrame(
        {
            "submitted_at": text.moments(moments_between(day, day, rng)),
            "partnership": in_any_form(rng, list(enthuse.partnerships.names), partnership),
            "school": enthuse.names.gather(school),
            "school_urn": urn,
            **columns,
        }
    ).sort("submitted_at", maintain_order=True)
    return rows.insert_column(
        0, text.identifiers("R", np.arange(1, len(rows) + 1)).alias("response_id")
    )


def answers(codes: Mapping[str, Ints], rng: Generator) -> dict[str, pl.Series]:
    """Return answers of agreement in words, a few in other case or with stray spaces."""
    return {
        question: text.blank(in_any_form(rng, AGREE5, np.minimum(given, BLANK - 1)), given == BLANK)
        for question, given in codes.items()
    }


def phases(phase: Ints, rng: Generator) -> pl.Series:
    """Return phases as teachers put them: some in words that stewards have decided on."""
    forms = [form for words in _PHASE_FORMS for form in words]
    drawn = rng.choice(len(_FORM_SHARES), len(phase), p=_FORM_SHARES)
    return text.pick(forms, phase * len(_FORM_SHARES) + drawn)


def years(taught: Floats) -> pl.Series:
    """Return years of teaching as typed: whole ones without decimals, null where unknown."""
    typed = pl.Series(taught).cast(pl.String).str.strip_suffix(".0")
    return text.blank(typed, np.isnan(taught))
