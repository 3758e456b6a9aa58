"""A text in three views: its words, the runs of letters in them, and what the words mean."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from cleaning.lexicon import Floats, lexicon
from cleaning.pieces import LetterRuns, WordRuns, counted
from cleaning.spelling import Speller
from cleaning.stages import EVERY_STAGE
from cleaning.text import STOP_WORDS, stem, words, words_of

SHORT_TEXT = 5
STAGE_USES = 3


@dataclass(frozen=True)
class Views:
    """Rows of unit length, one a text, and the share of each text's words that are known."""

    words: sp.csr_matrix
    letters: sp.csr_matrix
    meaning: Floats
    known_share: Floats

    def __len__(self) -> int:
        return int(self.words.shape[0])

    def __getitem__(self, rows: slice) -> "Views":
        return Views(
            self.words[rows], self.letters[rows], self.meaning[rows], self.known_share[rows]
        )


class Featurizer:
    """Turns texts into views, with the vocabulary and the weights of the texts it was fitted on."""

    def __init__(self, texts: Sequence[str], is_about_stages: bool = False) -> None:
        self._is_about_stages = is_about_stages
        split = [self._with_stages(words_of(text)) for text in texts]
        self._speller = Speller(word for text in split for word in text)
        self._uses = Counter(word for text in split for word in set(text))
        self._count = len(texts)
        self._words = WordRuns([_word_runs(text) for text in split])
        self._letters = LetterRuns(*_used(split))
        # Their words are all known, so none of these texts is set right.
        self.fitted = self._views(split)

    def __getstate__(self) -> dict[str, object]:
        """Leave out the views of the texts it was fitted on: the model keeps what it needs."""
        return {name: value for name, value in vars(self).items() if name != "fitted"}

    def views(self, texts: Sequence[str]) -> Views:
        """Return the views of texts, misspelt words set right."""
        return self._views([self._corrected(text) for text in texts])

    def _views(self, split: Sequence[Sequence[str]]) -> Views:
        counts, used = _used(split)
        return Views(
            self._words.weights(map(_word_runs, split)),
            self._letters.weights(counts, used),
            self._meaning(counts, used),
            self._known_share(counts, used),
        )

    def _corrected(self, text: str) -> list[str]:
        found = [self._speller.corrected(word) for word in words(text)]
        return self._with_stages(" ".join(found).split())

    def _with_stages(self, split: Sequence[str]) -> list[str]:
        """Let key stages weigh more where they are the categories."""
        if not self._is_about_stages:
            return list(split)
        return [word for word in split for _ in range(STAGE_USES if word in EVERY_STAGE else 1)]

    def _meaning(self, counts: sp.csr_matrix, used: Sequence[str]) -> Floats:
        """Return the mean of the words' vectors, rare words weighing more."""
        places, vectors = lexicon().places, lexicon().vectors
        rarity = [
            self._rarity(word) if word in places and word not in STOP_WORDS else 0.0
            for word in used
        ]
        rows = [places.get(word, 0) for word in used]
        mean = counts @ (vectors[rows] * np.array(rarity, np.float32)[:, None])
        lengths = np.linalg.norm(mean, axis=1, keepdims=True)
        return np.asarray(mean / np.where(lengths > 0, lengths, 1), np.float32)

    def _rarity(self, word: str) -> float:
        return float(np.log((1 + self._count) / (1 + self._uses.get(word, 0))))

    def _known_share(self, counts: sp.csr_matrix, used: Sequence[str]) -> Floats:
        """Return the share of known words among those that carry a text's meaning."""
        content = np.array([word not in STOP_WORDS for word in used], np.float32)
        known = content * np.array([self._speller.is_known(word) for word in used], np.float32)
        told = counts @ content
        return np.asarray((counts @ known) / np.where(told > 0, told, 1), np.float32)


def _used(split: Sequence[Sequence[str]]) -> tuple[sp.csr_matrix, list[str]]:
    """Return how often each text has each word, and the distinct words."""
    places: dict[str, int] = {}
    counts = counted(split, places, is_growing=True)
    return counts, list(places)


def _word_runs(text: Sequence[str]) -> list[str]:
    """Return stems, pairs of neighbours, and in a short text its small words as well."""
    stems = [stem(word) for word in text]
    content = [word for word in stems if word not in STOP_WORDS]
    small = [f"_{word}" for word in stems if word in STOP_WORDS] if len(stems) < SHORT_TEXT else []
    pairs = [f"{left} {right}" for left, right in pairwise(content)]
    return content + small + pairs
