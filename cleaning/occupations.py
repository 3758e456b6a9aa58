"""Job titles in people's own words, coded to the groups of the national occupation index."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import KFold
from threadpoolctl import threadpool_limits

from cleaning.calibration import BOUND_DEVIATIONS, NEVER, TARGET_PRECISION, wilson_lower
from cleaning.job_titles import Job, job_of, key_of
from cleaning.lexicon import Floats
from cleaning.occupation_evidence import Experts, Groups, Ints, Opinions, Viewer, Weighing
from cleaning.occupation_index import IndexTitle
from cleaning.spelling import Speller
from cleaning.text import words

FOLDS = 3
CHUNK = 2048
# Of fewer titles than these nothing is learnt: only what stands in the index is coded.
FEWEST_TITLES, FEWEST_OF_A_GROUP = 40, 8
Doubles = NDArray[np.float64]
ANSWERS = {
    "text": pl.String,
    "category": pl.String,
    "sub_major_code": pl.String,
    "confidence": pl.Float64,
    "is_applied": pl.Boolean,
    "is_known": pl.Boolean,
    "runner_up": pl.String,
    "unit_code": pl.String,
}


@dataclass(frozen=True)
class _Coded:
    group: Ints
    next_best: Ints
    unit: Ints
    unit_share: Doubles
    signs: Floats


class OccupationCoder:
    """Codes job titles to sub-major groups, and to unit groups where sure."""

    def __init__(self, index: Iterable[IndexTitle]) -> None:
        rows = sorted(index, key=lambda row: (row.title, row.unit_code))
        self._speller = Speller(
            (word for row in rows for word in words(row.title)), is_careful=True
        )
        self._names = {row.sub_major_code: row.sub_major_group for row in rows}
        self._group_codes = np.array(sorted(self._names))
        self._unit_codes = np.array(sorted({row.unit_code for row in rows}))
        self._places = _places(rows, self._unit_codes, self._group_codes)
        unit = np.searchsorted(self._unit_codes, [row.unit_code for row in rows])
        self._index = _unambiguous(
            (key_of(row.title), int(place)) for row, place in zip(rows, unit, strict=True)
        )
        sizes = np.bincount(self._places.group_of_unit[unit], minlength=len(self._group_codes))
        self._has_learnt = (
            len(rows) >= FEWEST_TITLES and int((sizes >= FEWEST_OF_A_GROUP).sum()) > 1
        )
        self.bar = self.unit_bar = NEVER
        if self._has_learnt:
            self._learn([job_of(row.title) for row in rows], unit)

    @threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
    def predict(self, texts: Sequence[str]) -> pl.DataFrame:
        """Return one row a text: its sub-major group, how sure, and its unit group where sure.

        A title that stands in the index in another form is known. Of one with no word of the
        index nothing is said: its category is null.
        """
        jobs = [job_of(text, self._speller) for text in texts]
        answers: list[tuple[object, ...]] = [
            (text, None, None, None, False, False, None, None) for text in texts
        ]
        tellable = [place for place, job in enumerate(jobs) if self._known_share(job) > 0]
        if self._has_learnt:
            for start in range(0, len(tellable), CHUNK):
                some = tellable[start : start + CHUNK]
                coded = self._code([jobs[place] for place in some])
                sure = self._trust.chances(coded.signs)
                for at, place in enumerate(some):
                    answers[place] = self._answer(texts[place], coded, sure, at)
        for place, text in enumerate(texts):
            unit = self._index.get(key_of(text))
            if unit is not None:
                answers[place] = self._known(text, unit, answers[place])
        return pl.DataFrame(answers, schema=ANSWERS, orient="row")

    def _answer(self, text: str, coded: _Coded, sure: Doubles, at: int) -> tuple[object, ...]:
        group, next_best = (
            str(self._group_codes[place[at]]) for place in (coded.group, coded.next_best)
        )
        is_applied = bool(sure[at] >= self.bar)
        is_unit_sure = is_applied and sure[at] * coded.unit_share[at] >= self.unit_bar
        unit = str(self._unit_codes[coded.unit[at]]) if is_unit_sure else None
        chance, names = float(sure[at]), self._names
        return text, names[group], group, chance, is_applied, False, names[next_best], unit

    def _known(self, text: str, unit: int, said: tuple[object, ...]) -> tuple[object, ...]:
        group = str(self._group_codes[self._places.group_of_unit[unit]])
        name = self._names[group]
        runner_up = said[1] if said[1] != name else said[6]
        return text, name, group, 1.0, True, True, runner_up, str(self._unit_codes[unit])

    # On one thread sums come out the same to the last bit, however many cores there are.
    @threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
    def _learn(self, jobs: Sequence[Job], unit: Ints) -> None:
        """Ask experts who have not seen them of all titles, weigh them, and set the bars."""
        group = self._places.group_of_unit[unit]
        self._uses = Counter(word for job in jobs for word in set(job.words))
        self._viewer = Viewer(jobs)
        views = self._viewer.views(jobs)
        held_out, places = [], []
        for fit, hold in KFold(FOLDS, shuffle=True, random_state=0).split(unit):
            held_out.append(Experts(views[fit], unit[fit], self._places).opinions(views[hold]))
            places.append(hold)
        self._experts = Experts(views, unit, self._places)
        asked = np.concatenate(places)
        opinions = Opinions.joined(held_out)
        self._weighing = Weighing(opinions.signs, group[asked])
        coded = self._judge([jobs[place] for place in asked], opinions, is_own=True)
        is_right = coded.group == group[asked]
        unseen = np.zeros(len(asked))
        for fit, hold in KFold(FOLDS, shuffle=True, random_state=1).split(asked):
            unseen[hold] = _Trust(coded.signs[fit], is_right[fit]).chances(coded.signs[hold])
        self._trust = _Trust(coded.signs, is_right)
        self.bar = _bar(unseen, is_right)
        self.unit_bar = _bar(unseen * coded.unit_share, coded.unit == unit[asked])

    def _code(self, jobs: Sequence[Job]) -> _Coded:
        return self._judge(jobs, self._experts.opinions(self._viewer.views(jobs)))

    def _judge(self, jobs: Sequence[Job], opinions: Opinions, is_own: bool = False) -> _Coded:
        """Return the likeliest groups, and the signs by which to tell whether that is right.

        With `is_own` the titles are among those learnt, so a word may be known from them alone.
        """
        rows = np.arange(len(jobs))
        chances = self._weighing.chances(opinions.signs)
        order = np.argsort(-chances, axis=1, kind="stable")
        group, next_best = order[:, 0], order[:, 1]
        is_inside = self._places.group_of_unit[None, :] == group[:, None]
        inside = np.where(is_inside, opinions.units, 0)
        unit = inside.argmax(axis=1)
        signs = np.column_stack(
            [
                chances[rows, group],
                chances[rows, next_best],
                chances[rows, group] - chances[rows, next_best],
                -(chances * np.log(chances + 1e-9)).sum(axis=1),
                opinions.signs[rows, group],
                opinions.signs[:, :, -1].max(axis=1),
                opinions.seen,
                [self._known_share(job, is_own) for job in jobs],
                [len(job.narrowing) for job in jobs],
                inside[rows, unit],
                group,
            ]
        )
        return _Coded(group, next_best, unit, inside[rows, unit], signs.astype(np.float32))

    def _known_share(self, job: Job, is_own: bool = False) -> float:
        if not self._has_learnt or not job.words:
            return 0.0
        return sum(self._uses[word] > is_own for word in job.words) / len(job.words)


class _Trust:
    """How often an answer with such signs is right."""

    def __init__(self, signs: Floats, is_right: NDArray[np.bool_]) -> None:
        self._always = float(is_right.mean())
        self._model: HistGradientBoostingClassifier | None = None
        if 0 < self._always < 1:
            self._model = HistGradientBoostingClassifier(
                max_iter=150,
                learning_rate=0.05,
                max_leaf_nodes=10,
                min_samples_leaf=60,
                early_stopping=False,
                random_state=0,
            ).fit(signs, is_right)

    def chances(self, signs: Floats) -> Doubles:
        if self._model is None:
            return np.full(len(signs), self._always)
        return np.asarray(self._model.predict_proba(signs)[:, 1], np.float64)


def _places(rows: Sequence[IndexTitle], units: NDArray, groups: NDArray) -> Groups:  # type: ignore[type-arg]
    """Return where units stand; a minor group is a unit group's code without its last digit."""
    group_of = {row.unit_code: row.sub_major_code for row in rows}
    minor_of = {code: (group_of[code], code[:-1]) for code in units.tolist()}
    minors = sorted(set(minor_of.values()))
    return Groups(
        minor_of_unit=np.array([minors.index(minor_of[code]) for code in units.tolist()]),
        group_of_unit=np.searchsorted(groups, [group_of[code] for code in units.tolist()]),
        group_of_minor=np.searchsorted(groups, [group for group, _ in minors]),
        count=len(groups),
    )


def _bar(confidence: Doubles, is_right: NDArray[np.bool_]) -> float:
    order = np.argsort(-confidence, kind="stable")
    tried = np.arange(1, len(order) + 1)
    bound = wilson_lower(np.cumsum(is_right[order]), tried, BOUND_DEVIATIONS)
    good = np.flatnonzero(bound >= TARGET_PRECISION)
    return float(confidence[order][good[-1]]) if len(good) else NEVER


def _unambiguous(pairs: Iterable[tuple[frozenset[str], int]]) -> dict[frozenset[str], int]:
    found: dict[frozenset[str], set[int]] = defaultdict(set)
    for key, place in pairs:
        found[key].add(place)
    return {key: places.pop() for key, places in found.items() if key and len(places) == 1}
