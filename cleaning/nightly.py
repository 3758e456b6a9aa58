"""The model's part of a night: the texts that no list, steward or rule answers, each of them once.

A night without new texts, decisions or lists trains nothing and imports nothing heavy.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

import psycopg

from cleaning.version import code_hash

QUERIES = Path(__file__).parent / "queries"
COPY = (
    "copy ops.category_predictions "
    "(taxonomy, text_hash, model_version, category, confidence, is_applied) from stdin"
)

Waiting = tuple[str, str, str]


@dataclass(frozen=True)
class Predicted:
    """What a night asked the model: the texts it was new to, and how many it is sure of."""

    texts_count: int = 0
    applied_count: int = 0
    model_version: str | None = None

    def __str__(self) -> str:
        if not self.texts_count:
            return "no text is new to the model"
        return f"{self.texts_count:,} texts new to the model, sure of {self.applied_count:,}"


def predict_new_texts(connection: psycopg.Connection) -> Predicted:
    """Bring ops.category_predictions up to what stands unanswered in staging.

    All or nothing. The model is trained when a text waits that the model of today's lists and
    decisions has not been asked about; of an older model nothing is kept.
    """
    with connection.transaction():
        connection.execute(_query("forget.sql"))
        inputs = _inputs(connection)
        known = connection.execute(
            "select model_version from ops.category_models where inputs = %s", (inputs,)
        ).fetchone()
        version = known[0] if known else None
        waiting: list[Waiting] = connection.execute(
            _query("waiting.sql"), {"model_version": version}
        ).fetchall()
        return _predict(connection, waiting, inputs, version) if waiting else Predicted()


def _predict(
    connection: psycopg.Connection, waiting: Sequence[Waiting], inputs: str, version: str | None
) -> Predicted:
    from cleaning.training import train_from

    model = train_from(connection)
    if model.version != version:
        connection.execute("delete from ops.category_predictions")
        connection.execute("delete from ops.category_models")
        connection.execute(
            "insert into ops.category_models (inputs, model_version) values (%s, %s)",
            (inputs, model.version),
        )
        waiting = connection.execute(_query("waiting.sql"), {"model_version": None}).fetchall()
    applied = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in _rows(model, waiting):
            copy.write_row(row)
            applied += row[-1]
    connection.execute("analyze ops.category_predictions")
    return Predicted(len(waiting), applied, model.version)


def _rows(model: Any, waiting: Sequence[Waiting]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the predictions, a field's texts at a time."""
    for field, of_field in groupby(waiting, key=lambda one: one[0]):
        hashes = {text: text_hash for _, text, text_hash in of_field}
        for row in model.predict(field, list(hashes)).to_dicts():
            yield (
                field,
                hashes[row["text"]],
                model.version,
                row["category"],
                row["confidence"],
                bool(row["is_applied"]),
            )


def _inputs(connection: psycopg.Connection) -> str:
    """Return a hash of all that the model is trained on, and of its code."""
    digest = sha256(code_hash().encode())
    for (line,) in connection.execute(_query("inputs.sql")):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _query(name: str) -> bytes:
    return (QUERIES / name).read_bytes()
