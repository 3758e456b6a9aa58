"""Job titles in people's own words, coded to the groups of the national occupation index."""

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl
from threadpoolctl import threadpool_limits

from cleaning.calibration import NEVER
from cleaning.job_titles import job_of, key_of
from cleaning.occupation_forms import KnownForms
from cleaning.occupation_index import IndexTitle
from cleaning.occupation_lesson import FEWEST_JUDGED, NAME, Lesson, Titles
from cleaning.occupation_names import names_of
from cleaning.spelling import Speller
from cleaning.text import words

# Of fewer titles than these nothing is learnt: only what stands in the index is coded.
FEWEST_TITLES, FEWEST_OF_A_GROUP = 40, 8
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
Answer = tuple[object, ...]
# A title with the code of its unit group.
TitleOf = tuple[str, str]


class OccupationCoder:
    """Codes job titles to sub-major groups, and to unit groups where sure.

    `fewest_judged` says how many held-out titles it takes to be sure of any new one.
    """

    # On one thread sums come out the same to the last bit, however many cores there are.
    @threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
    def __init__(self, index: Iterable[IndexTitle], fewest_judged: int = FEWEST_JUDGED) -> None:
        rows = sorted(index, key=lambda row: (row.title, row.unit_code))
        known = [(row.title, row.unit_code) for row in rows]
        named = names_of(rows)
        self._speller = Speller(
            (word for title, _ in (*known, *named) for word in words(title)), is_careful=True
        )
        self._names = {row.sub_major_code: row.sub_major_group for row in rows}
        self._group_codes = sorted(self._names)
        self._unit_codes = sorted({row.unit_code for row in rows})
        self._group_of = {row.unit_code: row.sub_major_code for row in rows}
        self._forms = KnownForms(known)
        self._lesson: Lesson | None = None
        titles = self._titles(known, named)
        sizes = np.bincount(titles.group, minlength=titles.count)
        if len(rows) >= FEWEST_TITLES and int((sizes >= FEWEST_OF_A_GROUP).sum()) > 1:
            self._lesson = Lesson(titles, fewest_judged)

    @property
    def bar(self) -> float:
        """The least confidence at which a group is applied."""
        return self._lesson.bar if self._lesson else NEVER

    @threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
    def predict(self, texts: Sequence[str]) -> pl.DataFrame:
        """Return one row a text: its sub-major group, how sure, and its unit group where sure.

        A title that stands in the index in another form is known. Of one without any known word
        nothing is said: its category is null.
        """
        answers: list[Answer] = [
            (text, None, None, None, False, False, None, None) for text in texts
        ]
        if self._lesson:
            self._code(self._lesson, texts, answers)
        for place, text in enumerate(texts):
            unit = self._forms.unit_of(text)
            if unit is not None:
                answers[place] = self._known(text, unit, answers[place])
        return pl.DataFrame(answers, schema=ANSWERS, orient="row")

    def _code(self, lesson: Lesson, texts: Sequence[str], answers: list[Answer]) -> None:
        """Put an answer where there is anything to tell."""
        jobs = [job_of(text, self._speller) for text in texts]
        told = [place for place, job in enumerate(jobs) if lesson.can_tell(job)]
        if not told:
            return
        coded = lesson.code([jobs[place] for place in told])
        for at, place in enumerate(told):
            group, next_best = (
                self._group_codes[each[at]] for each in (coded.group, coded.next_best)
            )
            is_applied = bool(coded.sure[at] >= lesson.bar) and not (
                self._forms.is_other_by_hyphen(texts[place])
            )
            is_unit_sure = is_applied and coded.unit_sure[at] >= lesson.unit_bar
            answers[place] = (
                texts[place],
                self._names[group],
                group,
                float(coded.sure[at]),
                is_applied,
                False,
                self._names[next_best],
                self._unit_codes[coded.unit[at]] if is_unit_sure else None,
            )

    def _known(self, text: str, unit: str, said: Answer) -> Answer:
        group = self._group_of[unit]
        name = self._names[group]
        runner_up = said[1] if said[1] != name else said[6]
        return text, name, group, 1.0, True, True, runner_up, unit

    def _titles(self, known: Sequence[TitleOf], named: Sequence[TitleOf]) -> Titles:
        """Return the titles of the index; and names of units, where they are no titles."""
        keys: dict[frozenset[str], int] = {}
        own = [keys.setdefault(key_of(title), len(keys)) for title, _ in known]
        new = [(name, unit) for name, unit in named if key_of(name) not in keys]
        group_codes = [self._group_of[code] for code in self._unit_codes]
        return Titles(
            jobs=[job_of(title) for title, _ in (*known, *new)],
            key=np.array([*own, *[NAME] * len(new)], np.int64),
            unit=np.searchsorted(self._unit_codes, [unit for _, unit in (*known, *new)]),
            group_of_unit=np.searchsorted(self._group_codes, group_codes),
            count=len(self._group_codes),
        )
