"""The texts a model learns from: categories, synonyms and what stewards have decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cleaning.text import STOP_WORDS, fold, stem, words_of

OTHER = "Other"
DECIDED_CATEGORIES = {"keep_other": OTHER, "ignore": OTHER}


@dataclass(frozen=True)
class Synonym:
    """A text that people are known to type into a column, and the category it means.

    `category` is Other for a text that belongs in none of the list's categories.
    """

    taxonomy: str
    category: str
    phrase: str


@dataclass(frozen=True)
class Decision:
    """A steward's answer on one text of one column: map, keep_other or ignore."""

    taxonomy: str
    phrase: str
    category: str
    decision: str

    @property
    def meant(self) -> str:
        """The category the text belongs to; Other where it belongs to none."""
        return DECIDED_CATEGORIES.get(self.decision, self.category)


@dataclass(frozen=True)
class Examples:
    """The distinct texts of one column with their categories; folded, no text occurs twice."""

    taxonomy: str
    categories: tuple[str, ...]
    phrases: tuple[str, ...]
    meant: tuple[str, ...]

    @cached_property
    def known(self) -> dict[str, str]:
        """Folded text to its category."""
        return {
            fold(text): category for text, category in zip(self.phrases, self.meant, strict=True)
        }


def examples_of(
    taxonomy: str,
    categories: Sequence[str],
    synonyms: Iterable[Synonym],
    decisions: Iterable[Decision],
) -> Examples:
    """Return what is known of one column; a decision outweighs a synonym, that a category's name.

    A decision for a category that the list does not hold is left out.
    """
    known: dict[str, tuple[str, str]] = {
        fold(category): (category, category) for category in categories
    }
    for synonym in synonyms:
        if synonym.taxonomy == taxonomy:
            known[fold(synonym.phrase)] = (synonym.phrase, synonym.category)
    for decision in decisions:
        if decision.taxonomy == taxonomy and decision.meant in {*categories, OTHER}:
            known[fold(decision.phrase)] = (decision.phrase, decision.meant)
    known.pop("", None)
    rows = sorted(known.values())
    return Examples(
        taxonomy,
        tuple(category for category in categories if category != OTHER),
        tuple(phrase for phrase, _ in rows),
        tuple(category for _, category in rows),
    )


@lru_cache(maxsize=50_000)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words that carry a text's meaning."""
    return frozenset(stem(word) for word in words_of(text)) - STOP_WORDS
