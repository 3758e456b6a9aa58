"""The model that finds a reason in a comment in which no rule found it.

It is the model of category columns, with the labelled comments as its examples. They are too few
to be sure of 97 in 100 as a category column must be, so the bar is where 97 in 100 of those that
it had not seen were right.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleaning.seeds import SEEDS, read_rows
from cleaning.version import COMMENT_CODE, version_of

if TYPE_CHECKING:
    from cleaning.comments import Labelled
    from cleaning.model import Model

REASONS = SEEDS.parent / "cpd" / "feedback_reasons.csv"
FIELD = "useful_why"
TAUGHT = "development"


def read_reasons() -> list[str]:
    """Return the published list of reasons, in its order."""
    return [row["reason"] for row in read_rows(REASONS)]


def comment_version() -> str:
    """Return the version of the model; known before it is trained."""
    from cleaning.comments import read_negations

    tables = [(reason,) for reason in read_reasons()], [(read_negations().pattern,)]
    return version_of(*tables, code=COMMENT_CODE)


def comment_model(folder: Path) -> "Model":
    """Return the model, trained unless `folder` has it from another night."""
    from cleaning.comments import read_labelled
    from cleaning.kept import kept

    version = comment_version()
    return kept(folder / f"{version}.comments", lambda: train_on(read_labelled(), version))


def train_on(labelled: "Sequence[Labelled]", version: str = "") -> "Model":
    """Train on the comments of part `development`.

    One without a reason is an example of none. One of several reasons is none of any: a model of
    columns gives a text one category. One that says what was not there teaches nothing: its words
    are those of the reason it misses, and the model is not heard on such.
    """
    from threadpoolctl import threadpool_limits

    from cleaning.background import background_of
    from cleaning.calibration import Calibration, sample_of
    from cleaning.column import learn
    from cleaning.comments import as_ruled, read_negations
    from cleaning.examples import OTHER, Synonym, examples_of
    from cleaning.model import Model

    reasons, negations = read_reasons(), read_negations()
    taught = [
        row
        for row in labelled
        if row.part == TAUGHT
        and len(row.reasons) < 2
        and not negations.search(as_ruled(row.comment))
    ]
    synonyms = [
        Synonym(
            FIELD, reasons[min(row.reasons) - 1] if row.reasons else OTHER, as_ruled(row.comment)
        )
        for row in taught
    ]
    examples = examples_of(FIELD, reasons, synonyms, [])
    with threadpool_limits(limits=1):
        column, held_out = learn(examples, background_of(examples, [examples]))
        calibration = Calibration({FIELD: sample_of(column, held_out)}, deviations=0)
    return Model(version, {FIELD: column}, calibration)
