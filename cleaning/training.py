"""What the model is trained on tonight, and the model of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from cleaning.version import version_of

if TYPE_CHECKING:
    from cleaning.model import Model

CATEGORIES = "select taxonomy, category from staging.taxonomy order by taxonomy, position"
SYNONYMS = "select taxonomy, category, phrase from staging.category_synonyms order by 1, 2, 3"
DECISIONS = (
    "select taxonomy, raw_value, category, decision from staging.int_category__decision "
    "where is_in_force order by 1, 2"
)

Row = tuple[str, ...]


@dataclass(frozen=True)
class Lessons:
    """The lists, the synonyms and the decisions in force: all that the model learns from."""

    categories: Sequence[Row]
    synonyms: Sequence[Row]
    decisions: Sequence[Row]

    @property
    def version(self) -> str:
        """The version of the model that these make; known before it is trained."""
        return version_of(self.categories, self.synonyms, self.decisions)

    def model(self, folder: Path) -> "Model":
        """Return the model, trained unless `folder` has it from another night.

        The first to import what is heavy. A file that cannot be read is written anew.
        """
        from cleaning.kept import kept

        return kept(folder / f"{self.version}.pickle", self._trained)

    def _trained(self) -> "Model":
        from cleaning.examples import Decision, Synonym
        from cleaning.model import Model, train
        from cleaning.seeds import read_tried

        taxonomy: dict[str, list[str]] = {}
        for field, category in self.categories:
            taxonomy.setdefault(field, []).append(category)
        model: Model = train(
            taxonomy,
            [Synonym(*row) for row in self.synonyms],
            [
                Decision(field, text, category, word)
                for field, text, category, word in self.decisions
            ],
            self.version,
            read_tried(),
        )
        return model


def read_lessons(connection: psycopg.Connection) -> Lessons:
    """Return what staging holds of lists, synonyms and decisions."""
    return Lessons(
        categories=connection.execute(CATEGORIES).fetchall(),
        synonyms=connection.execute(SYNONYMS).fetchall(),
        decisions=connection.execute(DECISIONS).fetchall(),
    )
