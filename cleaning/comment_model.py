"""The model that finds a reason in a comment in which no rule found it.

It is the model of category columns, with the labelled comments as its examples and the bar of
every other column: what it applies must surely be right 97 times in 100. That is judged by the
comments that it is heard on, those in which no rule finds a reason: the rest are the easier ones.
Below the bar it suggests a reason to stewards.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleaning.comment_text import (
    FIELD,
    TAUGHT,
    Labelled,
    as_ruled,
    is_complaint,
    read_labelled,
    read_negations,
    read_patterns,
    read_reasons,
    reasons_of,
)
from cleaning.version import COMMENT_CODE, version_of

if TYPE_CHECKING:
    from cleaning.model import Model


def comment_version() -> str:
    """Return the version of the model; known before it is trained, and without what is heavy."""
    reasons, rules = (
        [(str(place), said) for place, said in table]
        for table in (read_reasons().items(), read_patterns())
    )
    return version_of(reasons, rules, [(read_negations().pattern,)], code=COMMENT_CODE)


def comment_model(folder: Path) -> "Model":
    """Return the model, trained unless `folder` has it from another night."""
    from cleaning.kept import kept

    version = comment_version()
    return kept(folder / f"{version}.comments", lambda: train_on(read_labelled(), version))


def train_on(labelled: Sequence[Labelled], version: str = "") -> "Model":
    """Train on the comments of part `development`.

    One without a reason is an example of none. One of several reasons is none of any: a model of
    columns gives a text one category. One that says what was not there teaches nothing: its words
    are those of the reason it misses, and the model is not heard on such.
    """
    from threadpoolctl import threadpool_limits

    from cleaning.background import background_of
    from cleaning.calibration import Calibration, sample_of
    from cleaning.column import learn
    from cleaning.examples import OTHER, Synonym, examples_of
    from cleaning.model import Model

    reasons, patterns, negations = read_reasons(), read_patterns(), read_negations()
    taught = [
        row
        for row in labelled
        if row.part == TAUGHT and len(row.reasons) < 2 and not is_complaint(row.comment, negations)
    ]
    synonyms = [
        Synonym(FIELD, reasons[min(row.reasons)] if row.reasons else OTHER, as_ruled(row.comment))
        for row in taught
    ]
    examples = examples_of(FIELD, [reasons[place] for place in sorted(reasons)], synonyms, [])
    with threadpool_limits(limits=1):
        column, held_out = learn(examples, background_of(examples, [examples]))
        sample = sample_of(column, held_out, lambda text: not reasons_of(text, patterns, negations))
        return Model(version, {FIELD: column}, Calibration({FIELD: sample}))
