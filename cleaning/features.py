"""A text in three views: its words, the runs of letters in them, and what the words mean."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer

from cleaning.lexicon import Floats, lexicon
from cleaning.spelling import Speller
from cleaning.stages import EVERY_STAGE
from cleaning.text import STOP_WORDS, stem, words, words_of

LETTER_RUNS = (3, 5)
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


class Featurizer:
    """Turns texts into views, with the vocabulary and the weights of the texts it was fitted on."""

    def __init__(self, texts: Sequence[str], is_about_stages: bool = False) -> None:
        self._is_about_stages = is_about_stages
        split = [self._with_stages(words_of(text)) for text in texts]
        self._speller = Speller(word for text in split for word in text)
        self._uses = Counter(word for text in split for word in set(text))
        self._count = len(texts)
        self._words = TfidfVectorizer(analyzer=_word_runs, sublinear_tf=True, dtype=np.float32)
        self._letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=LETTER_RUNS, sublinear_tf=True, dtype=np.float32
        )
        # Their words are all known, so none of these texts is set right.
        self.fitted = self._views(
            split,
            self._words.fit_transform(split),
            self._letters.fit_transform([" ".join(text) for text in split]),
        )

    def __getstate__(self) -> dict[str, object]:
        """Leave out the views of the texts it was fitted on: the model keeps what it needs."""
        return {name: value for name, value in vars(self).items() if name != "fitted"}

    def views(self, texts: Sequence[str]) -> Views:
        """Return the views of texts, misspelt words set right."""
        split = [self._corrected(text) for text in texts]
        return self._views(
            split,
            self._words.transform(split),
            self._letters.transform([" ".join(text) for text in split]),
        )

    def _views(
        self, split: Sequence[Sequence[str]], words: sp.csr_matrix, letters: sp.csr_matrix
    ) -> Views:
        return Views(words, letters, self._meaning(split), self._known_share(split))

    def _corrected(self, text: str) -> list[str]:
        found = [self._speller.corrected(word) for word in words(text)]
        return self._with_stages(" ".join(found).split())

    def _with_stages(self, split: Sequence[str]) -> list[str]:
        """Let key stages weigh more where they are the categories."""
        uses = STAGE_USES if self._is_about_stages else 1
        return [word for word in split for _ in range(uses if word in EVERY_STAGE else 1)]

    def _meaning(self, split: Sequence[Sequence[str]]) -> Floats:
        """Return the mean of the words' vectors, rare words weighing more."""
        places = lexicon().places
        rows, columns, weights = [], [], []
        for row, text in enumerate(split):
            for word in text:
                if word in places and word not in STOP_WORDS:
                    rows.append(row)
                    columns.append(places[word])
                    weights.append(self._rarity(word))
        vectors = lexicon().vectors
        counts = sp.csr_matrix(
            (np.array(weights, np.float32), (rows, columns)), shape=(len(split), len(vectors))
        )
        mean = np.asarray(counts @ vectors, np.float32)
        lengths = np.linalg.norm(mean, axis=1, keepdims=True)
        return np.asarray(mean / np.where(lengths > 0, lengths, 1), np.float32)

    def _rarity(self, word: str) -> float:
        return float(np.log((1 + self._count) / (1 + self._uses.get(word, 0))))

    def _known_share(self, split: Sequence[Sequence[str]]) -> Floats:
        def share(text: Sequence[str]) -> float:
            content = [word for word in text if word not in STOP_WORDS]
            known = sum(self._speller.is_known(word) for word in content)
            return known / len(content) if content else 0.0

        return np.array([share(text) for text in split], np.float32)


def _word_runs(text: Sequence[str]) -> list[str]:
    """Return stems, pairs of neighbours, and in a short text its small words as well."""
    stems = [stem(word) for word in text]
    content = [word for word in stems if word not in STOP_WORDS]
    small = [f"_{word}" for word in stems if word in STOP_WORDS] if len(stems) < SHORT_TEXT else []
    pairs = [f"{left} {right}" for left, right in pairwise(content)]
    return content + small + pairs
