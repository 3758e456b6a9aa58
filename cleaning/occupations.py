"""Job titles in people's own words, coded to the groups of the national occupation index."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import KFold
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from cleaning.calibration import NEVER, TARGET_PRECISION, wilson_lower
from cleaning.lexicon import Floats, lexicon
from cleaning.spelling import Speller
from cleaning.text import STOP_WORDS, singular, stem, words

FOLDS = 4
LETTERS_WEIGHT = MEANING_WEIGHT = 0.7
UNIT_WEIGHT = 0.7
BOUND_DEVIATIONS = 1.2816
CHUNK = 8192
# What people add about themselves and the index never does.
STATUS = frozenset(
    [
        "retired",
        "semi",
        "ex",
        "former",
        "formerly",
        "freelance",
        "self",
        "employed",
        "unemployed",
        "qualified",
    ]
)
_PREPOSITIONS = frozenset(["of", "for", "in", "to", "at", "on", "with"])
_BRACKETS = re.compile(r"\(([^)]*)\)")
_COMMA = re.compile(r"\s*[,;]\s*|\s+-\s+")
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class IndexTitle:
    """One row of the index: a title with the unit group and sub-major group it is coded to."""

    title: str
    unit_code: str
    unit_group: str
    sub_major_code: str
    sub_major_group: str


@dataclass(frozen=True)
class Job:
    """A title taken apart: the noun that names the job, and what narrows it, in order."""

    noun: str
    narrowing: tuple[str, ...]


def key_of(title: str) -> frozenset[str]:
    """Return what two forms of one title have in common: its words in the singular, unordered."""
    return frozenset(
        singular(word)
        for word in words(_BRACKETS.sub(r" \1 ", title))
        if word not in STOP_WORDS and word not in STATUS
    )


def job_of(title: str, speller: Speller | None = None) -> Job:
    """Take a title apart: 'Engineer, software' and 'software engineers' are the same job."""
    parts = [part for part in _COMMA.split(_BRACKETS.sub(r" , \1 ", title)) if part.strip()]
    split = [words(part) for part in parts]
    if speller:
        split = [" ".join(map(speller.corrected, part)).split() for part in split]
    main = split[0] if split else []
    rest = [word for part in split[1:] for word in part]
    at = next((at for at, word in enumerate(main) if at and word in _PREPOSITIONS), len(main))
    ordered = [*rest, *main[at + 1 :], *main[:at]]
    told = [word for word in ordered if word not in STOP_WORDS]
    stems = [_form(word) for word in told if word not in STATUS] or [_form(word) for word in told]
    return Job(stems[-1], tuple(stems[:-1])) if stems else Job("", ())


class OccupationCoder:
    """Codes job titles to sub-major groups, and to unit groups where sure."""

    @threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
    def __init__(self, index: Iterable[IndexTitle]) -> None:
        rows = sorted(index, key=lambda row: (row.title, row.unit_code))
        self._speller = Speller(
            (word for row in rows for word in words(row.title)), is_careful=True
        )
        jobs = [job_of(row.title) for row in rows]
        self._names = {row.sub_major_code: row.sub_major_group for row in rows}
        self._units = {row.unit_code: row.unit_group for row in rows}
        self._groups = np.array(sorted(self._names))
        self._unit_codes = np.array(sorted(self._units))
        sub_major_of = {row.unit_code: row.sub_major_code for row in rows}
        self._group_of_unit = np.searchsorted(
            self._groups, [sub_major_of[code] for code in self._unit_codes]
        )
        group = np.searchsorted(self._groups, [row.sub_major_code for row in rows])
        unit = np.searchsorted(self._unit_codes, [row.unit_code for row in rows])
        self._index = _unambiguous(
            (key_of(row.title), place) for row, place in zip(rows, unit, strict=True)
        )
        self._parts = TfidfVectorizer(analyzer=_parts, sublinear_tf=True, dtype=np.float32).fit(
            jobs
        )
        self._letters = TfidfVectorizer(
            analyzer=_letters, sublinear_tf=True, min_df=2, dtype=np.float32
        ).fit(jobs)
        self._calibrate(jobs, group, unit)

    @threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
    def predict(self, texts: Sequence[str]) -> pl.DataFrame:
        """Return one row a text: its sub-major group, how sure, and its unit group where sure."""
        jobs = [job_of(text, self._speller) for text in texts]
        group, next_best, sure, unit, unit_sure = self._code(jobs)
        is_known = np.zeros(len(texts), bool)
        for place, text in enumerate(texts):
            found = self._index.get(key_of(text))
            if found is None:
                continue
            if self._group_of_unit[found] != group[place]:
                next_best[place], group[place] = group[place], self._group_of_unit[found]
            unit[place], unit_sure[place], sure[place], is_known[place] = found, 1.0, 1.0, True
        is_applied = sure >= self.bar
        return pl.DataFrame(
            {
                "text": list(texts),
                "category": [self._names[code] for code in self._groups[group]],
                "sub_major_code": self._groups[group].tolist(),
                "confidence": sure,
                "is_applied": is_applied,
                "is_known": is_known,
                "runner_up": [self._names[code] for code in self._groups[next_best]],
                "unit_code": [
                    str(code) if has else None
                    for code, has in zip(
                        self._unit_codes[unit],
                        is_applied & (unit_sure >= self.unit_bar),
                        strict=True,
                    )
                ],
            },
            schema_overrides={"unit_code": pl.String},
        )

    def _features(self, jobs: Sequence[Job]) -> tuple[sp.csr_matrix, sp.csr_matrix]:
        parts = self._parts.transform(jobs)
        letters = LETTERS_WEIGHT * self._letters.transform(jobs)
        meaning = sp.csr_matrix(MEANING_WEIGHT * _meaning(jobs))
        return parts, sp.hstack([parts, letters, meaning]).tocsr()

    def _calibrate(self, jobs: Sequence[Job], group: Ints, unit: Ints) -> None:
        parts, everything = self._features(jobs)
        signs, right, unit_right, unit_sure = [], [], [], []
        for fit, hold in KFold(FOLDS, shuffle=True, random_state=0).split(group):
            model = _Pair(jobs, parts, everything, group, unit, fit, self._shape)
            found = model.code([jobs[at] for at in hold], parts[hold], everything[hold])
            signs.append(found.signs)
            right.append(found.group == group[hold])
            unit_right.append(found.unit == unit[hold])
            unit_sure.append(found.unit_sure)
        self._pair = _Pair(jobs, parts, everything, group, unit, np.arange(len(jobs)), self._shape)
        all_signs, all_right = np.concatenate(signs), np.concatenate(right)
        unseen = np.zeros(len(all_right))
        for fit, hold in KFold(FOLDS, shuffle=True, random_state=1).split(all_signs):
            unseen[hold] = (
                _trust().fit(all_signs[fit], all_right[fit]).predict_proba(all_signs[hold])[:, 1]
            )
        self._trust = _trust().fit(all_signs, all_right)
        self.bar = _bar(unseen, all_right)
        self.unit_bar = _bar(np.concatenate(unit_sure), np.concatenate(unit_right))

    @property
    def _shape(self) -> tuple[int, Ints]:
        return len(self._groups), self._group_of_unit

    def _code(
        self, jobs: Sequence[Job]
    ) -> tuple[Ints, Ints, NDArray[np.float64], Ints, NDArray[np.float64]]:
        found = []
        for start in range(0, len(jobs), CHUNK):
            some = jobs[start : start + CHUNK]
            found.append(self._pair.code(some, *self._features(some)))
        signs = np.concatenate([part.signs for part in found])
        return (
            np.concatenate([part.group for part in found]),
            np.concatenate([part.next_best for part in found]),
            self._trust.predict_proba(signs)[:, 1],
            np.concatenate([part.unit for part in found]),
            np.concatenate([part.unit_sure for part in found]),
        )


@dataclass(frozen=True)
class _Coded:
    group: Ints
    next_best: Ints
    unit: Ints
    unit_sure: NDArray[np.float64]
    signs: Floats


class _Pair:
    """A linear classifier of sub-major groups beside a Bayesian one of unit groups."""

    def __init__(
        self,
        jobs: Sequence[Job],
        parts: sp.csr_matrix,
        everything: sp.csr_matrix,
        group: Ints,
        unit: Ints,
        fit: Ints,
        shape: tuple[int, Ints],
    ) -> None:
        self._count, self._group_of_unit = shape
        self._linear = LinearSVC(C=0.7, random_state=0).fit(everything[fit], group[fit])
        self._bayes = MultinomialNB(alpha=0.02).fit(parts[fit], unit[fit])
        self._prior = np.bincount(group[fit], minlength=self._count) / len(fit)
        self._nouns: dict[str, Counter[int]] = defaultdict(Counter)
        self._words: Counter[str] = Counter()
        for at in fit:
            self._nouns[jobs[at].noun][int(group[at])] += 1
            self._words.update({jobs[at].noun, *jobs[at].narrowing})

    def code(self, jobs: Sequence[Job], parts: sp.csr_matrix, everything: sp.csr_matrix) -> _Coded:
        rows = np.arange(len(jobs))
        margins = np.full((len(jobs), self._count), -9.0)
        margins[:, self._linear.classes_] = self._linear.decision_function(everything)
        linear = np.exp(3 * (margins - margins.max(axis=1, keepdims=True)))
        linear /= linear.sum(axis=1, keepdims=True)
        units = self._bayes.predict_proba(parts)
        unit_group = self._group_of_unit[self._bayes.classes_]
        bayes = units @ np.eye(self._count)[unit_group]
        both = linear + UNIT_WEIGHT * bayes
        order = np.argsort(-both, axis=1)
        group, next_best = order[:, 0], order[:, 1]
        inside = np.where(unit_group[None, :] == group[:, None], units, 0)
        unit_at = inside.argmax(axis=1)
        noun, seen = self._noun_shares(jobs, group)
        signs = np.column_stack(
            [
                both[rows, group],
                both[rows, group] - both[rows, next_best],
                margins[rows, group],
                margins[rows, group] - margins[rows, next_best],
                linear[rows, group],
                bayes[rows, group],
                noun,
                seen,
                [self._known_share(job) for job in jobs],
                [len(job.narrowing) for job in jobs],
                inside[rows, unit_at],
                -(linear * np.log(linear + 1e-9)).sum(axis=1),
            ]
        )
        return _Coded(
            group,
            next_best,
            self._bayes.classes_[unit_at],
            inside[rows, unit_at] * both[rows, group] / (1 + UNIT_WEIGHT),
            signs.astype(np.float32),
        )

    def _noun_shares(self, jobs: Sequence[Job], group: Ints) -> tuple[list[float], list[int]]:
        shares, seen = [], []
        for job, place in zip(jobs, group, strict=True):
            counts = self._nouns.get(job.noun, Counter())
            total = counts.total()
            shares.append((counts[int(place)] + 0.5 * self._prior[place]) / (total + 0.5))
            seen.append(total)
        return shares, seen

    def _known_share(self, job: Job) -> float:
        found = (job.noun, *job.narrowing)
        return sum(word in self._words for word in found) / len(found)


def _trust() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.05,
        max_leaf_nodes=10,
        min_samples_leaf=60,
        early_stopping=False,
        random_state=0,
    )


def _bar(confidence: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    order = np.argsort(-confidence, kind="stable")
    tried = np.arange(1, len(order) + 1)
    bound = wilson_lower(np.cumsum(is_right[order]), tried, BOUND_DEVIATIONS)
    good = np.flatnonzero(bound >= TARGET_PRECISION)
    return float(confidence[order][good[-1]]) if len(good) else NEVER


def _unambiguous(
    pairs: Iterable[tuple[frozenset[str], np.int64]],
) -> dict[frozenset[str], int]:
    found: dict[frozenset[str], set[int]] = defaultdict(set)
    for key, place in pairs:
        found[key].add(int(place))
    return {key: places.pop() for key, places in found.items() if len(places) == 1}


def _form(word: str) -> str:
    """Return the stem, one for man, woman and person at a title's end."""
    found = stem(word)
    for ending in ("woman", "women", "men", "person"):
        if found.endswith(ending) and len(found) > len(ending):
            return found.removesuffix(ending) + "man"
    return found


def _parts(job: Job) -> list[str]:
    noun, narrowing = job.noun, job.narrowing
    parts = [f"noun {noun}"] * 2 + [f"by {word}" for word in narrowing]
    parts += [f"word {word}" for word in (*narrowing, noun)]
    parts += [f"{word} > {noun}" for word in narrowing]
    parts += [f"{left} {right}" for left, right in pairwise(narrowing)]
    parts += [f"ends {noun[-3:]}", f"ends {noun[-4:]}"]
    parts += [f"last {narrowing[-1]}"] if narrowing else [f"only {noun}"]
    return [*parts, "all " + " ".join((*narrowing, noun))]


def _letters(job: Job) -> list[str]:
    runs = [f"n{run}" for run in _runs(job.noun)]
    return runs + [f"b{run}" for word in job.narrowing for run in _runs(word)]


def _runs(word: str) -> list[str]:
    edged = f"^{word}$"
    return [edged[at : at + n] for n in (3, 4, 5, 6) for at in range(len(edged) - n + 1)]


def _meaning(jobs: Sequence[Job]) -> Floats:
    """Return the vectors of the noun, of what narrows it, and of all words."""
    vectors = _stem_vectors()
    size = lexicon().vectors.shape[1]
    meaning = np.zeros((len(jobs), 3 * size), np.float32)
    for row, job in enumerate(jobs):
        noun = vectors.get(job.noun)
        narrowing = [vectors[word] for word in job.narrowing if word in vectors]
        every = ([noun] if noun is not None else []) + narrowing
        for at, found in enumerate(([noun] if noun is not None else [], narrowing, every)):
            if found:
                mean = np.mean(found, axis=0)
                meaning[row, at * size : (at + 1) * size] = mean / max(np.linalg.norm(mean), 1e-6)
    return meaning


_STEMS: dict[str, Floats] = {}


def _stem_vectors() -> dict[str, Floats]:
    if not _STEMS:
        for word, place in lexicon().places.items():
            _STEMS.setdefault(_form(word), lexicon().vectors[place])
    return _STEMS
