"""The common words of English with a vector each, shipped with the package: see docs/other.md."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
COMMON_COUNT = 40_000


@dataclass(frozen=True)
class Lexicon:
    """Words by falling frequency: `places` of each, and its unit vector in that row."""

    places: dict[str, int]
    vectors: Floats

    def is_common(self, word: str) -> bool:
        """Tell whether a word is ordinary English, so hardly another word misspelt."""
        return self.places.get(word, COMMON_COUNT) < COMMON_COUNT


@cache
def lexicon() -> Lexicon:
    """Return the shipped lexicon, read once a process."""
    with (
        (files("cleaning") / "data" / "word_vectors.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as stored,
    ):
        words = cast(str, stored["words"].tobytes().decode()).split("\n")
        vectors = stored["vectors"].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Lexicon({word: place for place, word in enumerate(words)}, vectors)
