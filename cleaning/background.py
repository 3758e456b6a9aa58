"""Texts that mean no category of a column, so that the model learns what to leave alone."""

import random
from collections.abc import Iterable
from functools import cache

from cleaning.examples import OTHER, Examples, stems_of
from cleaning.lexicon import lexicon

FOREIGN_COUNT = 500
WORD_COUNT = 300
_WORD_PLACES = slice(300, 15_000)
_SHORTEST_WORD = 4


def background_of(examples: Examples, others: Iterable[Examples]) -> list[str]:
    """Return texts of other columns and ordinary words that share no stem with any category."""
    used = frozenset().union(
        *(
            stems_of(text)
            for text, category in zip(examples.phrases, examples.meant, strict=True)
            if category != OTHER
        )
    )
    known = examples.known
    foreign = sorted(
        {
            text
            for other in others
            if other.taxonomy != examples.taxonomy
            for key, text in zip(other.known, other.phrases, strict=True)
            if key not in known and not stems_of(text) & used
        }
    )
    plain = [word for word in _plain_words() if word not in known and not stems_of(word) & used]
    # Seeded by the name of the column: the same texts every time.
    draw = random.Random(examples.taxonomy)  # noqa: S311
    return [
        *draw.sample(foreign, min(FOREIGN_COUNT, len(foreign))),
        *draw.sample(plain, min(WORD_COUNT, len(plain))),
    ]


@cache
def _plain_words() -> list[str]:
    places = lexicon().places
    return [word for word in list(places)[_WORD_PLACES] if len(word) >= _SHORTEST_WORD]
