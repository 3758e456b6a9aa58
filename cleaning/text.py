"""What someone typed, as words that can be compared: one spelling, one case, one form."""

import csv
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from cleaning.stages import replace_stages

_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9])[^a-z0-9]+(?=[0-9])")
_NOT_WRITTEN = re.compile(r"[^a-z0-9 ]|(?<![0-9]) | (?![0-9])")
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}|\b(?:[a-z]\s){2,}[a-z]\b")
_TYPOGRAPHY = str.maketrans("‘’‛´`“”–—‐‑", "'''''\"\"----")
_APOSTROPHE = re.compile(r"['`]s?\b(?=\s|$)|['`]")
_DESIGN_TECHNOLOGY = re.compile(r"\bd\s*(?:and|/|\.|-)\s*t\b")
_FACE_TO_FACE = re.compile(r"\b(?:f|face)\s*-?\s*(?:2|to)\s*-?\s*(?:f|face)\b")
_ONE_TO_ONE = re.compile(r"\b(?:1|one)\s*(?::|-|to|2|-to-|-2-)\s*(?:1|one)\b")
_COORDINATOR = re.compile(r"\bco[- ](?=ord|op)")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_VOWEL = re.compile(r"[aeiouy]")
_PLURALS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"))

_SMALL_WORDS = """
    a about also am an and are as at be been by did do does for from had has have her his how i in
    into is its just me my of on or our so some that the their them this to us very w was we were
    what who with your
"""
STOP_WORDS = frozenset(_SMALL_WORDS.split())


def fold(text: str) -> str:
    """Return the text's letters and digits only, in lower case: what texts are known by.

    Numbers stay apart: 'year 1/2' is not 'year 12'.
    """
    return _NOT_WRITTEN.sub("", _BETWEEN_NUMBERS.sub(" ", text.lower()))


def clean(text: str) -> str:
    """Return the text in plain lower-case letters, with the usual short forms unified."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_TYPOGRAPHY))
        text = text.encode("ascii", "ignore").decode()
    text = text.lower().replace("&", " and ").replace("+", " and ")
    # Looking for a letter costs a tenth of trying a pattern, and most texts are plain.
    text = _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match.group()) + " ", text)
    if "f" in text:
        text = _FACE_TO_FACE.sub(" facetoface ", text)
    if "1" in text or "one" in text:
        text = _ONE_TO_ONE.sub(" onetoone ", text)
    text = _DESIGN_TECHNOLOGY.sub(" dt ", text)
    if "co-" in text or "co " in text:
        text = _COORDINATOR.sub("co", text)
    if "'" in text or "`" in text:
        text = _APOSTROPHE.sub("", text)
    return replace_stages(text)


def words(text: str) -> list[str]:
    """Return the words of a text in order, abbreviations written out."""
    long_forms = _abbreviations()
    found: list[str] = []
    for word in _WORD.findall(clean(text)):
        found.extend(long_forms.get(word, (word,)))
    return found


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text that is asked for again and again, as examples are."""
    return tuple(words(text))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return a word without the endings of plural, -ing and -ed, so that its forms meet."""
    if len(word) <= 3:
        return word
    word = singular(word)
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= 3 and _VOWEL.search(base):
            word = base[:-1] if base[-1] == base[-2] and base[-1] not in "lsz" else base
            break
    if len(word) > 4 and word.endswith("e"):
        return word[:-1]
    return word[:-1] + "i" if len(word) > 4 and word.endswith("y") else word


def singular(word: str) -> str:
    """Return a noun's singular, by its ending."""
    for ending, replacement in _PLURALS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + replacement
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return word


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    with (files("cleaning") / "data" / "abbreviations.csv").open(encoding="utf-8") as lines:
        return {row["short"]: tuple(row["long"].split()) for row in csv.DictReader(lines)}
