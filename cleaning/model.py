"""The model of every category column: trained at once, asked column by column."""

import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from threadpoolctl import threadpool_limits

from cleaning.background import background_of
from cleaning.calibration import Calibration, sample_of
from cleaning.column import ColumnModel
from cleaning.examples import Decision, Synonym, examples_of
from cleaning.text import fold

ANSWERS = {
    "text": pl.String,
    "category": pl.String,
    "confidence": pl.Float64,
    "is_applied": pl.Boolean,
    "is_known": pl.Boolean,
    "runner_up": pl.String,
}


@dataclass(frozen=True)
class Model:
    """A trained model. `version` tells what it was trained on; see cleaning.version."""

    version: str
    columns: Mapping[str, ColumnModel]
    calibration: Calibration

    @threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
    def predict(self, field: str, texts: Sequence[str]) -> pl.DataFrame:
        """Return one row a text, in order: its category, how sure, and whether to apply it.

        `category` may be Other: none of the list's. Only a category of the list is ever
        applied, and only at a confidence at which the model is right 97 times in 100; below
        that it is a suggestion. A text that people have already named is_known, with their
        answer. Raises KeyError for a field that has no model.
        """
        column = self.columns[field]
        bar = self.calibration.bars[field]
        known = column.examples.known
        folded = [fold(text) for text in texts]
        new = [place for place, key in enumerate(folded) if key and key not in known]
        answers = {
            place: (known.get(folded[place], "Other"), 1.0, "Other") for place in range(len(texts))
        }
        if new:
            evidence = column.evidence([texts[place] for place in new])
            sure = self.calibration.confidence(evidence)
            is_none = evidence.signs[:, 2] > evidence.signs[:, 0]
            for at, place in enumerate(new):
                best, next_best = (
                    column.classes[evidence.best[at]],
                    column.classes[evidence.next_best[at]],
                )
                is_applied = sure[at] >= bar
                first, second = (
                    (next_best, best) if is_none[at] and not is_applied else (best, next_best)
                )
                chance = float(sure[at]) if first == best else 1 - float(sure[at])
                answers[place] = (first, chance, second)
        is_new = np.zeros(len(texts), bool)
        is_new[new] = True
        return pl.DataFrame(
            [
                (
                    text,
                    category,
                    chance,
                    bool(
                        category != "Other"
                        and (chance >= bar if is_new[place] else folded[place] in known)
                    ),
                    folded[place] in known,
                    runner_up,
                )
                for place, (text, (category, chance, runner_up)) in enumerate(
                    zip(texts, (answers[place] for place in range(len(texts))), strict=True)
                )
            ],
            schema=ANSWERS,
            orient="row",
        )

    def save(self, path: Path) -> None:
        """Write the model to a file, whole or not at all."""
        aside = path.with_suffix(".part")
        aside.write_bytes(pickle.dumps(self, protocol=pickle.HIGHEST_PROTOCOL))
        aside.replace(path)

    @staticmethod
    def load(path: Path) -> "Model":
        """Read a model that save wrote; never one from elsewhere: a pickle can run code."""
        model = pickle.loads(path.read_bytes())  # noqa: S301
        if not isinstance(model, Model):
            raise TypeError(f"{path} holds no model.")
        return model


# On one thread sums come out the same to the last bit, however many cores there are.
@threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
def train(
    taxonomy: Mapping[str, Sequence[str]],
    synonyms: Iterable[Synonym],
    decisions: Iterable[Decision],
    version: str = "",
) -> Model:
    """Train on categories by column, synonyms, and every decision so far.

    The same input gives the same model. A column without synonyms and decisions has no model.
    """
    synonyms, decisions = list(synonyms), list(decisions)
    spoken_of = {row.taxonomy for row in synonyms} | {row.taxonomy for row in decisions}
    examples = [
        examples_of(name, taxonomy[name], synonyms, decisions)
        for name in taxonomy
        if name in spoken_of
    ]
    columns = {
        column.taxonomy: ColumnModel(column, background_of(column, examples)) for column in examples
    }
    calibration = Calibration({name: sample_of(column) for name, column in columns.items()})
    return Model(version, columns, calibration)
