"""The header of a survey's return: its columns, some of which are answers."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import polars as pl

from extract.answers import answer_column
from extract.header import Header
from extract.rules import Rule
from extract.wording import fold_wording
from extract.wordings import Wordings

RESPONSE_ID = "response_id"
SUBMITTED_AT = "submitted_at"
# How much of a wording must be the same for a warning to name the question.
CLOSE = 0.9
LIKE_A_TIME = re.compile(r"\s*[0-9]+[-/.][0-9]+[-/.][0-9]+([\sT,]+[0-9]+[:.][0-9].*)?\s*$")

# From records with an answer a question, and the identifiers made so far, to whole ones.
Complete = Callable[[pl.DataFrame, Counter[str]], pl.DataFrame]


@dataclass(frozen=True)
class SurveyHeader(Header):
    """A header some columns of which are answers.

    `present` names the stored columns; `answers` has, by code, the columns that may hold its
    answer; `complete` makes records whole; `notes` says something of unknown columns,
    `more_warnings` of the questions; `given` counts the identifiers made.
    """

    present: tuple[str, ...] = field(kw_only=True)
    answers: Mapping[str, Sequence[str]] = field(kw_only=True)
    own_rules: tuple[Rule, ...] = field(kw_only=True)
    complete: Complete = field(kw_only=True)
    notes: Mapping[str, str] = field(kw_only=True)
    more_warnings: tuple[str, ...] = field(kw_only=True)
    given: Counter[str] = field(kw_only=True, default_factory=Counter, compare=False)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields present, in the contract's order."""
        return self.present

    @property
    def is_projected(self) -> bool:
        """Whether the raw table gets other columns than the file has: always."""
        return True

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of the answers, and of times in the survey's own form."""
        return self.own_rules

    @property
    def may_be_repeated(self) -> bool:
        """Whether second headers are to be expected: where a response says which it is."""
        return RESPONSE_ID in self.columns

    def is_repeated_in(self, cells: Sequence[str]) -> bool:
        """Whether a record right under the header is a second one: without identifier."""
        return not self._cell(RESPONSE_ID, cells).strip()

    def is_doubtful(self, cells: Sequence[str]) -> bool:
        """Whether a second header may be a response: with what looks like a time."""
        return bool(LIKE_A_TIME.match(self._cell(SUBMITTED_AT, cells)))

    def _cell(self, column: str, cells: Sequence[str]) -> str:
        return dict(zip(self.columns, cells, strict=False)).get(column, "")

    def shaped(self, records: pl.DataFrame) -> pl.DataFrame:
        """Return records with the columns that are stored, and an answer a question."""
        first = [
            pl.coalesce(_not_blank(column) for column in columns).alias(answer_column(code))
            for code, columns in self.answers.items()
        ]
        return self.complete(records.with_columns(first), self.given)

    def warnings_of(self, news: Sequence[str]) -> tuple[str, ...]:
        """What the ledger should say of the unknown columns that no file has had before."""
        said = [f"{name} ({self.notes[name]})" if name in self.notes else name for name in news]
        return (*super().warnings_of(said), *self.more_warnings)


def _not_blank(column: str) -> pl.Expr:
    return pl.when(pl.col(column).str.contains(r"\S")).then(pl.col(column))


def resemblance(header: str, wordings: Wordings) -> str | None:
    """Return what codes an unknown header resembles, in words for a warning; None: none."""
    if len(codes := wordings.wholly(header) or wordings.loosely(header)) > 1:
        return f"means {' and '.join(sorted(codes))}"
    matcher = SequenceMatcher(b=fold_wording(header), autojunk=False)
    best, likeness = None, CLOSE
    for wording, codes in wordings.by_folded.items():
        matcher.set_seq1(wording)
        if all(r() >= likeness for r in (matcher.real_quick_ratio, matcher.quick_ratio)):
            exact = matcher.ratio()
            best, likeness = (codes, exact) if exact >= likeness else (best, likeness)
    return f"close to {' and '.join(sorted(best))}" if best else None
