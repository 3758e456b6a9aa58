"""The model's part of a night: the texts that no list, steward or rule answers, each of them once.

It is trained when lists, synonyms or decisions have changed, and the coder of occupations when the
national index has. A night without new texts imports nothing heavy.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from cleaning.comment_text import FIELD as COMMENT
from cleaning.occupation_index import FIELD as OCCUPATION
from cleaning.occupation_index import OccupationIndex, read_index
from cleaning.training import read_lessons

if TYPE_CHECKING:
    from cleaning.model import Model

QUERIES = Path(__file__).parent / "queries"
COPY = (
    "copy ops.category_predictions "
    "(taxonomy, text_hash, model_version, category, confidence, is_applied, unit_group_code) "
    "from stdin"
)

Waiting = tuple[str, str, str]


@dataclass(frozen=True)
class Predicted:
    """What a night asked the model: the texts it was new to, and how many it is sure of."""

    texts_count: int = 0
    applied_count: int = 0

    def __str__(self) -> str:
        if not self.texts_count:
            return "no text is new to the model"
        return f"{self.texts_count:,} texts new to the model, sure of {self.applied_count:,}"


def predict_new_texts(connection: psycopg.Connection, folder: Path) -> Predicted:
    """Bring ops.category_predictions up to what stands unanswered in staging.

    `folder` keeps the trained models from night to night.
    All or nothing. What the model of other lists, decisions or titles said is forgotten, and so
    is what it said of a text that is gone or that somebody else answers by now.
    """
    lessons = read_lessons(connection)
    index = read_index(connection)
    asked = {
        "model_version": lessons.version,
        "index_version": index.version,
        "comment_field": COMMENT,
    }
    with connection.transaction():
        connection.execute(_query("forget.sql"), asked)
        waiting: list[Waiting] = connection.execute(_query("waiting.sql")).fetchall()
        if not waiting:
            return Predicted()
        occupations = [row for row in waiting if row[0] == OCCUPATION]
        others = [row for row in waiting if row[0] != OCCUPATION]
        rows = chain(
            _rows(lessons.model(folder), others) if others else (),
            _coded(index, folder, occupations) if occupations else (),
        )
        return _written(connection, rows)


def write_predictions(
    connection: psycopg.Connection, model: "Model", waiting: Sequence[Waiting]
) -> Predicted:
    """Ask a model about texts, each with its field and its hash, and keep what it says."""
    return _written(connection, _rows(model, waiting))


def _written(connection: psycopg.Connection, rows: Iterable[tuple[Any, ...]]) -> Predicted:
    count = applied = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
            applied += row[5]
    connection.execute("analyze ops.category_predictions")
    return Predicted(count, applied)


def _rows(model: "Model", waiting: Sequence[Waiting]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the predictions, a field's texts at a time.

    A field that the model knows nothing of is answered too: nothing.
    """
    for field, of_field in groupby(waiting, key=lambda one: one[0]):
        hashes = {text: text_hash for _, text, text_hash in of_field}
        if field not in model.columns:
            yield from (_unknown(field, h, model.version) for h in hashes.values())
            continue
        answers = model.predict(field, list(hashes)).select(
            "text", "category", "confidence", "is_applied"
        )
        for text, category, confidence, is_applied in answers.iter_rows():
            yield field, hashes[text], model.version, category, confidence, is_applied, None


def _coded(
    index: OccupationIndex, folder: Path, waiting: Sequence[Waiting]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of occupations; before the index has come nothing is known of any."""
    hashes = {text: text_hash for _, text, text_hash in waiting}
    if not index.titles:
        yield from (_unknown(OCCUPATION, h, index.version) for h in hashes.values())
        return
    answers = (
        index.coder(folder)
        .predict(list(hashes))
        .select("text", "category", "confidence", "is_applied", "unit_code")
    )
    for text, *answer in answers.iter_rows():
        yield OCCUPATION, hashes[text], index.version, *answer


def _unknown(field: str, text_hash: str, version: str) -> tuple[Any, ...]:
    return field, text_hash, version, None, None, False, None


def _query(name: str) -> bytes:
    return (QUERIES / name).read_bytes()
