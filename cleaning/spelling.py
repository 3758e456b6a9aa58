"""Misspelt words, set right where one known word is near enough."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cleaning.lexicon import lexicon
from cleaning.text import stem

SHORTEST = 5
SHORTEST_CAREFUL = 6
_DISTANCES = ((7, 1), (10, 2), (99, 3))


class Speller:
    """Sets words right against the words that a field's examples use.

    A word that the examples use, or that is ordinary English, stays as it is. A careful speller
    leaves every English word, and short ones too: rare words of a trade look like slips.
    """

    def __init__(self, known: Iterable[str], is_careful: bool = False) -> None:
        self._is_careful = is_careful
        self._known = frozenset(known)
        self._stems = frozenset(stem(word) for word in self._known)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) >= SHORTEST:
                self._by_length[len(word)].append(word)
        self._near_length: dict[tuple[int, int], list[str]] = {}
        self._corrected: dict[str, str] = {}

    def corrected(self, word: str) -> str:
        """Return the known word that is meant, or the word itself."""
        if word in self._known:
            return word
        if word not in self._corrected:
            self._corrected[word] = self._nearest(word)
        return self._corrected[word]

    def is_known(self, word: str) -> bool:
        """Tell whether the examples use the word in some form."""
        return word in self._known or stem(word) in self._stems

    def _nearest(self, word: str) -> str:
        if len(word) < SHORTEST or word.isdigit() or stem(word) in self._stems:
            return word
        if lexicon().is_common(word) or (self._is_careful and self._is_doubtful(word)):
            return word
        most = next(distance for length, distance in _DISTANCES if len(word) <= length)
        most = min(most, 1) if self._is_careful else most
        choices = self._of_about(len(word), most)
        near = process.extractOne(word, choices, scorer=OSA.distance, score_cutoff=most)
        return str(near[0]) if near else self._halves(word)

    def _of_about(self, length: int, most: int) -> list[str]:
        """Return the known words that are at most so much longer or shorter."""
        if (length, most) not in self._near_length:
            lengths = range(length - most, length + most + 1)
            self._near_length[length, most] = [
                known for near in lengths for known in self._by_length.get(near, ())
            ]
        return self._near_length[length, most]

    def _is_doubtful(self, word: str) -> bool:
        return len(word) < SHORTEST_CAREFUL or word in lexicon().places

    def _halves(self, word: str) -> str:
        """Return two known words for one written without its space, else the word."""
        for cut in range(3, len(word) - 2):
            if word[:cut] in self._known and word[cut:] in self._known:
                return f"{word[:cut]} {word[cut:]}"
        return word
