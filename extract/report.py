"""What a load did: frozen reports for the command, the DAGs and machines."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table

from extract.bad_records import Reason
from extract.landing import NOT_AS_AGREED
from warehouse.errors import FileRejected, SourceUnavailable

Status = Literal["loaded", "duplicate", "unchanged", "rejected", "unavailable"]
REMEDY_OF_REJECTED = (
    "Ask the senders for corrected files under new names; "
    "`warehouse status` and ops.ledger have the details."
)


@dataclass(frozen=True)
class RuleCount:
    """How often one rule of one column was broken; no column: the record's form."""

    rule: str
    column: str
    count: int

    def __str__(self) -> str:
        """Return it as in `delivery_hours type x12`."""
        return f"{self.column} {self.rule}".strip() + f" x{self.count:,}"


@dataclass(frozen=True)
class FileReport:
    """What became of one file. `unavailable` is not in the ledger: the next run tries again."""

    path: str
    file_date: date
    status: Status
    load_id: int | None = None
    rows_read: int = 0
    rows_loaded: int = 0
    rows_quarantined: int = 0
    rows_bad: int = 0
    content_load_id: int | None = None
    columns: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    reason: str | None = None
    remedy: str | None = None
    first_reasons: tuple[Reason, ...] = ()
    rules_broken: tuple[RuleCount, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0

    def __str__(self) -> str:
        """Return one line for the log, with counts and without any value of a cell."""
        text = (
            f"{self.path}: {self.status}, {self.rows_read:,} read, {self.rows_loaded:,} loaded, "
            f"{self.rows_quarantined:,} quarantined, {self.seconds:.1f} s"
        )
        return text + "".join(f"; {warning}" for warning in self.warnings)


class _Totals(ABC):
    """Counts that a feed's and a night's report share."""

    @abstractmethod
    def all_files(self) -> Iterator[FileReport]:
        """Return the files it is about."""

    def _with(self, *statuses: Status) -> tuple[FileReport, ...]:
        return tuple(file for file in self.all_files() if file.status in statuses)

    @property
    def rejected(self) -> tuple[FileReport, ...]:
        """The files rejected in this run."""
        return self._with("rejected")

    @property
    def unavailable(self) -> tuple[FileReport, ...]:
        """The files that could not be read in this run."""
        return self._with("unavailable")

    @property
    def rows_loaded(self) -> int:
        """Rows loaded into raw."""
        return sum(file.rows_loaded for file in self.all_files())

    @property
    def rows_quarantined(self) -> int:
        """Rows put into quarantine."""
        return sum(file.rows_quarantined for file in self.all_files())

    @abstractmethod
    def feed_reports(self) -> "tuple[FeedReport, ...]":
        """Return the feeds it is about."""

    def raise_for_rejected(self) -> None:
        """Raise SourceUnavailable or FileRejected, naming every file, unless all went well.

        SourceUnavailable where anything could not be read, as another try helps; that try names
        what this one rejected too, if it asks for `rejected_earlier`.
        """
        feeds = self.feed_reports()
        unlisted = {f"{feed.family}/{feed.feed}": feed.unlisted for feed in feeds if feed.unlisted}
        unread = unlisted | {file.path: file.reason for file in self.unavailable}
        files = [file for feed in feeds for file in feed.rejected_earlier] + [*self.rejected]
        rejected = {file.path: file.reason or "" for file in files}
        if unread:
            others = f"; {len(rejected)} files were rejected" if rejected else ""
            raise SourceUnavailable(
                f"{len(unread)} files could not be read{others}.",
                where="\n  ".join([*unread, *rejected]),
                evidence="\n  ".join([next(iter(unread.values())) or "", *rejected.values()]),
                remedy="The next run tries them again."
                + (f" {REMEDY_OF_REJECTED}" if rejected else ""),
            )
        if rejected:
            raise FileRejected(
                f"{len(rejected)} files were rejected; everything else is finished.",
                where="\n  ".join(rejected),
                evidence="\n  ".join(rejected.values()),
                remedy=REMEDY_OF_REJECTED,
            )


@dataclass(frozen=True)
class FeedReport(_Totals):
    """What one feed's load did. `known_files` were in the ledger already.

    `rejected_earlier` are files that an earlier try of this run rejected; `unlisted` says why
    the feed's folder could not be listed, where it could not.
    """

    family: str
    feed: str
    files: tuple[FileReport, ...] = ()
    known_files: int = 0
    unrecognised: tuple[str, ...] = ()
    rejected_earlier: tuple[FileReport, ...] = ()
    unlisted: str | None = None

    def all_files(self) -> Iterator[FileReport]:
        """Return this feed's new files."""
        return iter(self.files)

    def feed_reports(self) -> "tuple[FeedReport, ...]":
        """Return this feed alone."""
        return (self,)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the feed as a table."""
        yield from _draw((self,), ())


@dataclass(frozen=True)
class LoadReport(_Totals):
    """What a load of several feeds did; `unknown_folders` have no contract."""

    feeds: tuple[FeedReport, ...] = ()
    unknown_folders: tuple[str, ...] = ()

    def all_files(self) -> Iterator[FileReport]:
        """Return the new files of every feed."""
        return (file for feed in self.feeds for file in feed.files)

    def feed_reports(self) -> tuple[FeedReport, ...]:
        """Return every feed."""
        return self.feeds

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the feeds as a table, then the rejected files with their reasons."""
        yield from _draw(self.feeds, self.unknown_folders)


def _draw(feeds: tuple[FeedReport, ...], unknown_folders: tuple[str, ...]) -> Iterator[Table | str]:
    yield _feeds_table(feeds)
    files = [file for feed in feeds for file in feed.files]
    if failed := [file for file in files if file.status in ("rejected", "unavailable")]:
        yield _rejected_table(failed)
    for file in files:
        yield from (f"{file.path}: {warning}" for warning in file.warnings)
    for name in (name for feed in feeds for name in feed.unrecognised):
        yield f"{name}: {NOT_AS_AGREED}, left alone"
    for feed in (feed for feed in feeds if feed.unlisted):
        yield f"{feed.family}/{feed.feed}: not listed: {feed.unlisted}"
    for folder in unknown_folders:
        yield f"{folder}: no contract for this folder, left alone"


def _feeds_table(feeds: Iterable[FeedReport]) -> Table:
    table = Table("feed", title="Loaded")
    for heading in ("new files", "known files", "rows read", "loaded", "quarantined"):
        table.add_column(heading, justify="right")
    table.add_column("rules broken")
    for feed in feeds:
        rules: Counter[tuple[str, str]] = Counter()
        for file in feed.files:
            if file.status == "loaded":
                rules.update({(r.column, r.rule): r.count for r in file.rules_broken})
        counts = (
            len(feed.files),
            feed.known_files,
            sum(file.rows_read for file in feed.files),
            feed.rows_loaded,
            feed.rows_quarantined,
        )
        broken = ", ".join(
            str(RuleCount(rule, column, count)) for (column, rule), count in rules.most_common(3)
        )
        table.add_row(f"{feed.family}.{feed.feed}", *(f"{n:,}" for n in counts), broken)
    return table


def _rejected_table(files: Iterable[FileReport]) -> Table:
    table = Table("file", "reason", "what to do", title="Files not loaded")
    for file in files:
        first = "".join(f"\n  {reason}" for reason in file.first_reasons)
        table.add_row(file.path, (file.reason or "") + first, file.remedy)
    return table
