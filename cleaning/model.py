"""The model of every category column: trained at once, asked column by column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from threadpoolctl import threadpool_limits

from cleaning.background import background_of
from cleaning.calibration import Calibration, Sample, sample_of, sample_of_texts
from cleaning.column import NONE, TOP, ColumnModel, learn
from cleaning.examples import OTHER, Decision, Synonym, examples_of
from cleaning.text import fold

_SAID = {"text": pl.String, "said": pl.String, "place": pl.Int64}
_GUESS = {
    "category": pl.String,
    "confidence": pl.Float64,
    "is_applied": pl.Boolean,
    "runner_up": pl.String,
}


@dataclass(frozen=True)
class Model:
    """A trained model. `version` tells what it was trained on; see cleaning.version."""

    version: str
    columns: Mapping[str, ColumnModel]
    calibration: Calibration

    def predict(self, field: str, texts: Sequence[str]) -> pl.DataFrame:
        """Return one row a text, in order: its category, how sure, and whether to apply it.

        `category` may be Other: none of the list's. Only a category of the list is ever
        applied, and only at a confidence at which the model is right 97 times in 100; below
        that it is a suggestion. A text that people have already named is_known, with their
        answer. Of a text without letters and digits nothing is said: its category is null.
        Raises KeyError for a field that has no model.
        """
        column = self.columns[field]
        folded = [fold(text) for text in texts]
        said = [column.examples.known.get(key) for key in folded]
        asked = [place for place, key in enumerate(folded) if key and said[place] is None]
        rows = pl.DataFrame(
            {"text": texts, "said": said, "place": range(len(texts))}, schema_overrides=_SAID
        )
        guesses = self._guesses(field, [texts[place] for place in asked])
        guesses = guesses.with_columns(place=pl.Series(asked, dtype=pl.Int64))
        is_known = pl.col("said").is_not_null()
        return rows.join(guesses, on="place", how="left", maintain_order="left").select(
            "text",
            category=pl.coalesce("said", "category"),
            confidence=pl.when(is_known).then(1.0).otherwise(pl.col("confidence")),
            is_applied=pl.coalesce("is_applied", is_known & (pl.col("said") != OTHER), False),
            is_known=is_known,
            runner_up=pl.when(is_known).then(pl.lit(OTHER)).otherwise(pl.col("runner_up")),
        )

    def _guesses(self, field: str, texts: Sequence[str]) -> pl.DataFrame:
        """Return category, confidence, is_applied and runner_up of texts nobody has named."""
        if not texts:
            return pl.DataFrame(schema=_GUESS)
        with threadpool_limits(limits=1):
            evidence = self.columns[field].evidence(texts)
            sure = self.calibration.confidence(evidence)
        is_applied = sure >= self.calibration.bars[field]
        # Where more speaks for none of the categories than for the best, Other is suggested.
        is_none = (evidence.signs[:, NONE] > evidence.signs[:, TOP]) & ~is_applied
        classes = np.array(self.columns[field].classes)
        best, next_best = classes[evidence.best], classes[evidence.next_best]
        return pl.DataFrame(
            {
                "category": np.where(is_none, next_best, best),
                "confidence": np.where(is_none, 1 - sure, sure),
                "is_applied": is_applied,
                "runner_up": np.where(is_none, best, next_best),
            },
            schema=_GUESS,
        )


def train(
    taxonomy: Mapping[str, Sequence[str]],
    synonyms: Iterable[Synonym],
    decisions: Iterable[Decision],
    version: str = "",
    tried: Iterable[Synonym] = (),
) -> Model:
    """Train on categories by column, synonyms, and every decision so far.

    Nothing is learnt from the texts that were `tried`, but no bar is set where it fails on them.
    The same input gives the same model. A column without synonyms has none: its list is told by
    systems, and a decision alone would teach nothing but itself.
    """
    synonyms, decisions = list(synonyms), list(decisions)
    spoken_of = {row.taxonomy for row in synonyms}
    examples = [
        examples_of(name, taxonomy[name], synonyms, decisions)
        for name in taxonomy
        if name in spoken_of
    ]
    columns, samples = {}, {}
    # On one thread sums come out the same to the last bit, however many cores there are.
    with threadpool_limits(limits=1):
        for column in examples:
            model, held_out = learn(column, background_of(column, examples))
            columns[column.taxonomy] = model
            samples[column.taxonomy] = sample_of(model, held_out)
        calibration = Calibration(samples, _samples_of(columns, list(tried)))
        return Model(version, columns, calibration)


def _samples_of(columns: Mapping[str, ColumnModel], tried: Sequence[Synonym]) -> dict[str, Sample]:
    """Return the samples of the texts tried, without those that people have named since."""
    rows = {
        name: [
            row
            for row in tried
            if row.taxonomy == name and fold(row.phrase) not in column.examples.known
        ]
        for name, column in columns.items()
    }
    return {
        name: sample_of_texts(
            columns[name], [row.phrase for row in own], [row.category for row in own]
        )
        for name, own in rows.items()
        if own
    }
