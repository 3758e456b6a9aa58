"""Check every record of a file against its contract, on a thread of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from operator import and_
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

import polars as pl

from extract.bad_records import BadRecords
from extract.contract import DELETED_AT, Contract
from extract.lines import LINE, Block, LineCounter, LinesOf
from extract.parsing import RECORD_NUMBER, BlockParser
from extract.rules import LONDON, MOST_SHOWN, Rule, quick_check, rules_of, rules_of_whole, value_of

WAITING_BLOCKS = 3
PLACE = "_place"
# Of values that no list has, so many are named.
MOST_NAMED = 10
# The exact rules cost a millisecond each to begin with, however few the rows.
MOST_DOUBTFUL = 20_000


def today_in_london() -> date:
    """Return the day it is in London, against which 'in the future' is judged."""
    return datetime.now(ZoneInfo(LONDON)).date()


@dataclass
class Validation:
    """Checks frames of text against a contract and counts their records.

    `finish` must follow the last frame: doubtful records are kept until they are many.
    """

    contract: Contract
    present: frozenset[str]
    bad: BadRecords
    today: date = field(default_factory=today_in_london)
    records: int = 0
    more_rules: Sequence[Rule] = ()

    def __post_init__(self) -> None:
        """Make the quick expressions once for all frames."""
        self._doubtful: list[pl.DataFrame] = []
        self._sure = {
            name: quick_check(self.contract, frozenset({name}), self.today) for name in self.present
        }
        self.more_rules = (*self.more_rules, *rules_of_whole(self.contract, self.present))
        for rule in self.more_rules:
            self._sure[rule.column] = self._sure.get(rule.column, pl.lit(value=True)) & ~rule.broken
        self._unexpected: dict[str, dict[str, None]] = {
            f.name: {} for f in self.contract.fields if f.expects and f.name in self.present
        }
        self._is_sure = reduce(and_, self._sure.values(), pl.lit(value=True))

    def check(self, frame: pl.DataFrame, lines_of: LinesOf | None = None) -> None:
        """Check one frame; its rows follow those of the frame before.

        A record's number is in the column RECORD_NUMBER, else its place in the file; its line
        is told by `lines_of`, else in the column LINE, else not known.
        """
        rows = frame.lazy().with_row_index(PLACE)
        if RECORD_NUMBER not in frame.columns:
            rows = rows.with_columns((pl.col(PLACE) + self.records + 1).alias(RECORD_NUMBER))
        rows = rows.with_columns(pl.col(RECORD_NUMBER).cast(pl.Int64))
        doubtful = rows.filter(~self._is_sure).collect()
        self.records += frame.height
        self._look_for_unexpected(frame)
        if not doubtful.is_empty():
            self._doubtful.append(_on_its_own(_with_lines(doubtful, lines_of)))
        if sum(rows.height for rows in self._doubtful) >= MOST_DOUBTFUL:
            self.finish()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What should be said of values that load though no list has them."""
        return tuple(
            f"{name}: not one of {', '.join(self.contract.by_name[name].expects)}, and loaded as "
            f"it is: {', '.join(values)}"
            for name, values in self._unexpected.items()
            if values
        )

    def _look_for_unexpected(self, frame: pl.DataFrame) -> None:
        for name, values in self._unexpected.items():
            field = self.contract.by_name[name]
            stated = value_of(field)
            is_other = ~stated.str.to_lowercase().is_in(list(field.expects))
            others = frame.select(stated.filter(is_other).unique(maintain_order=True))
            values |= dict.fromkeys(f"'{value[:MOST_SHOWN]}'" for value in others[name])
            self._unexpected[name] = dict.fromkeys(list(values)[:MOST_NAMED])

    def finish(self) -> None:
        """Check what is still in doubt by the exact rules."""
        if self._doubtful:
            doubtful, self._doubtful = pl.concat(self._doubtful), []
            self.bad.add(self._broken(doubtful))

    def _broken(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the records that break rules, with their reasons."""
        rules = self._rules_in_doubt(rows)
        # Each rule is tried once: what it says of each record stands in a column.
        tried = rows.with_columns(rule.broken.alias(f"_{n}") for n, rule in enumerate(rules))
        found = {n: rule for n, rule in enumerate(rules) if tried[f"_{n}"].any()}
        is_broken = pl.any_horizontal(pl.lit(value=False), *(f"_{n}" for n in found))
        # polars 2.1 panics when it formats text that lies in several chunks, as filters leave it
        broken = tried.filter(is_broken).rechunk()
        reasons = [replace(rule, broken=pl.col(f"_{n}")).reason for n, rule in found.items()]
        return broken.select(
            pl.col(RECORD_NUMBER, LINE),
            pl.concat_list(reasons or [pl.lit(None)]).list.drop_nulls().alias("reasons"),
        )

    def _rules_in_doubt(self, rows: pl.DataFrame) -> list[Rule]:
        """Return the exact rules of those fields of which any record is in doubt."""
        sure = rows.select(check.all().alias(name) for name, check in self._sure.items()).row(0)
        doubtful = {name for name, is_sure in zip(self._sure, sure, strict=True) if not is_sure}
        # A tombstone's other cells are not looked at.
        fields = doubtful | ({DELETED_AT} & self.present)
        rules = (*rules_of(self.contract, frozenset(fields), self.today), *self.more_rules)
        return [rule for rule in rules if rule.column in doubtful]


def _with_lines(rows: pl.DataFrame, lines_of: LinesOf | None) -> pl.DataFrame:
    """Return doubtful records with their lines, null where nothing tells them."""
    if lines_of is not None:
        lines = lines_of(rows[PLACE].cast(pl.Int64).to_numpy())
        rows = rows.with_columns(pl.Series(LINE, lines, pl.Int64))
    elif LINE in rows.columns:
        rows = rows.with_columns(pl.col(LINE).cast(pl.Int64))
    else:
        rows = rows.with_columns(pl.lit(None, pl.Int64).alias(LINE))
    return rows.drop(PLACE)


def _on_its_own(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a copy that does not hold on to the texts of the block it was filtered from."""
    return pl.DataFrame(rows.to_arrow(compat_level=pl.CompatLevel.oldest()))


class BackgroundValidation:
    """Runs a validation on another thread, which keeps to its own core as polars holds no lock.

    `put` waits while WAITING_BLOCKS are unchecked, so memory is bounded; it raises what
    the checking thread has met (IrregularError among others).
    """

    def __init__(
        self, validation: Validation, parser: BlockParser, counter: LineCounter | None
    ) -> None:
        """Prepare the thread; entering starts it. Without counter, blocks tell their lines."""
        self._validation = validation
        self._parser = parser
        self._counter = counter
        self._blocks: Queue[tuple[Block, pl.DataFrame | None] | None] = Queue(WAITING_BLOCKS)
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, name="validation")

    def __enter__(self) -> Self:
        """Start the thread."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for what is unchecked; raises what the thread has met."""
        self.end()
        self._thread.join()
        if error is None:
            self._raise()

    def put(self, block: Block, frame: pl.DataFrame | None = None) -> None:
        """Hand over a block, with the frame of it where it is parsed already."""
        self._raise()
        self._blocks.put((block, frame))

    def end(self) -> None:
        """Say that no block follows, so that the last ones are checked without being waited for."""
        self._blocks.put(None)

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        while (item := self._blocks.get()) is not None:
            if self._error is None:  # else emptied without work, so that `put` never waits in vain
                self._attempt(self._check, *item)
        if self._error is None:
            self._attempt(self._validation.finish)

    def _check(self, block: Block, frame: pl.DataFrame | None) -> None:
        rows = self._parser.parse(block.data) if frame is None else frame
        lines_of = None if self._counter is None else self._counter.next(block, rows.height)
        self._validation.check(rows, lines_of)

    def _attempt(self, work: Callable[..., None], *arguments: object) -> None:
        try:
            work(*arguments)
        except BaseException as error:  # raised again in the thread that waits
            self._error = error
