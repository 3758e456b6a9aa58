"""Job titles taken apart, and the views in which a title can be like another."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import cast

import numpy as np

from cleaning.lexicon import Floats, lexicon
from cleaning.spelling import Speller
from cleaning.text import STOP_WORDS, singular, stem, words

# What people add about themselves and the index never does.
_STATUS = "retired semi ex former formerly freelance self employed unemployed qualified"
STATUS = frozenset(_STATUS.split())
_PREPOSITIONS = frozenset(["of", "for", "in", "to", "at", "on", "with"])
# 'Layer-out', 'cutter up': the noun stands before.
_PARTICLES = frozenset(["up", "out", "off", "down", "over", "through", "away", "round"])
_BRACKETS = re.compile(r"\(([^)]*)\)")
_POSSESSIVE = re.compile(r"['’`]s\b")
_COMMA = re.compile(r"\s*[,;]\s*|\s+-\s+")


@dataclass(frozen=True)
class Job:
    """A title taken apart: the noun that names the job, and what narrows it, in order."""

    noun: str
    narrowing: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All words; none of a title without any."""
        return (*self.narrowing, self.noun) if self.noun else ()


def key_of(title: str) -> frozenset[str]:
    """Return what two forms of one title have in common: its words in the singular, unordered."""
    return frozenset(
        singular(word)
        for word in words(_BRACKETS.sub(r" \1 ", title))
        if word not in STOP_WORDS and word not in STATUS
    )


def form_of(title: str) -> str:
    """Return a title's words in their usual order without spaces, the last one in the singular.

    'Engineer, software' and 'software engineers' have one form, so have 'bathroom attendant' and
    'bath-room attendant', 'salesman' and 'saleswoman'. What the index may code apart has two:
    'sorter and packer' and 'packer and sorter', 'joiner-machinist' and 'joiner's machinist'.
    """
    parts = [words(part) for part in _split(_POSSESSIVE.sub("s", title))]
    ordered = [word for part in (*parts[1:], *parts[:1]) for word in part if word not in STATUS]
    return "".join([*ordered[:-1], _person(singular(ordered[-1]))]) if ordered else ""


def job_of(title: str, speller: Speller | None = None) -> Job:
    """Take a title apart: 'Engineer, software' and 'software engineers' are the same job."""
    told = [word for word in _in_order(title, speller) if word not in STOP_WORDS]
    stems = [_form(word) for word in told if word not in STATUS] or [_form(word) for word in told]
    return Job(stems[-1], tuple(stems[:-1])) if stems else Job("", ())


def _split(title: str) -> list[str]:
    return [part for part in _COMMA.split(_BRACKETS.sub(r" , \1 ", title)) if part.strip()]


def _in_order(title: str, speller: Speller | None = None) -> list[str]:
    """Return the words with the noun last, misspelt ones set right."""
    split = [words(part) for part in _split(title)]
    if speller:
        split = [" ".join(map(speller.corrected, part)).split() for part in split]
    main = split[0] if split else []
    rest = [word for part in split[1:] for word in part]
    while len(main) > 1 and main[-1] in _PARTICLES:
        rest.append(main.pop())
    at = next((at for at, word in enumerate(main) if at and word in _PREPOSITIONS), len(main))
    return [*rest, *main[at + 1 :], *main[:at]]


def parts_of(job: Job) -> list[str]:
    """Return words by their part in the title, pairs of them, and endings of the noun."""
    noun, narrowing = job.noun, job.narrowing
    parts = [f"noun {noun}"] * 2 + [f"by {word}" for word in narrowing]
    parts += [f"word {word}" for word in (*narrowing, noun)]
    parts += [f"{word} > {noun}" for word in narrowing]
    parts += [f"{left} {right}" for left, right in pairwise(narrowing)]
    parts += [f"ends {noun[-3:]}", f"ends {noun[-4:]}"]
    parts += [f"last {narrowing[-1]}"] if narrowing else [f"only {noun}"]
    return [*parts, "all " + " ".join((*narrowing, noun))]


def letters_of(job: Job) -> list[str]:
    """Return the words, twice, and the runs of letters in them, wherever they stand."""
    return [f"word {word}" for word in job.words] * 2 + [
        run for word in job.words for run in _runs(word)
    ]


def meaning_of(told: Sequence[Sequence[str]], vectors: Mapping[str, Floats]) -> Floats:
    """Return the unit vector of each text's words; nothing for one without a known word."""
    meaning = np.zeros((len(told), len(next(iter(vectors.values())))), np.float32)
    for row, of_text in enumerate(told):
        found = [vectors[word] for word in of_text if word in vectors]
        if found:
            total = np.sum(found, axis=0)
            meaning[row] = total / max(np.linalg.norm(total), 1e-6)
    return meaning


@cache
def common_vectors() -> Mapping[str, Floats]:
    """Return the vectors of ordinary English by a word's form, as cleaning.lexicon has them."""
    places = lexicon().places
    return _by_form(list(places), lambda row: lexicon().vectors[row])


@cache
def trade_vectors() -> Mapping[str, Floats]:
    """Return the vectors of the words of trades and of the commonest words; see docs/other.md."""
    with (
        (files("cleaning") / "data" / "trade_vectors.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as stored,
    ):
        spelt = cast(str, stored["words"].tobytes().decode()).split("\n")
        vectors = stored["vectors"].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return _by_form(spelt, lambda row: vectors[row])


def _by_form(spelt: Sequence[str], vector: Callable[[int], Floats]) -> dict[str, Floats]:
    found: dict[str, Floats] = {}
    for row, word in enumerate(spelt):
        found.setdefault(_form(word), vector(row))
    return found


def _form(word: str) -> str:
    """Return the stem, one for man, woman and person."""
    return _person(stem(word))


def _person(word: str) -> str:
    for ending in ("woman", "women", "men", "person"):
        if word.endswith(ending) and len(word) > len(ending):
            return word.removesuffix(ending) + "man"
    return word


def _runs(word: str) -> list[str]:
    edged = f"^{word}$"
    return [edged[at : at + n] for n in (3, 4, 5, 6) for at in range(len(edged) - n + 1)]
