"""What was rejected and why, as workbooks that go back to those who sent it."""

import json
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import class_row

from extract.contract import Contract, get_contract, select_contracts
from warehouse.database import connect
from warehouse.settings import Settings

QUERIES = Path(__file__).parent / "queries"
ROWS_AT_ONCE = 1_000
# How the answers of a malformed record are named.
IN_COLUMN = re.compile(r"(.+) in column [0-9]+$")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RejectedFile:
    """A file of which nothing was loaded; `evidence` has the first reasons where rows were it."""

    file_path: str
    file_date: date
    rejected_at: datetime
    reason: str
    evidence: dict[str, Any] | None


@dataclass(frozen=True)
class RejectedRow:
    """A record in quarantine, with the columns that broke rules; `cells` in the file's order.

    `cells` is None where they may be personal and nobody can tell which of them are.
    """

    file_path: str
    record_number: int
    line: int | None
    reasons: tuple[str, ...]
    wrong_columns: frozenset[str]
    cells: tuple[str | None, ...] | None
    surplus: tuple[str, ...]


@dataclass(frozen=True)
class FeedRejects:
    """What was rejected of one feed; `columns` are those shown, `withheld` the personal others."""

    family: str
    feed: str
    description: str
    rejected_files_count: int
    rejected_rows_count: int
    files_with_rejected_rows_count: int
    columns: tuple[str, ...]
    personal: tuple[str, ...]
    free_text: tuple[str, ...]
    withheld: tuple[str, ...]
    gathering: str | None

    def column_of(self, name: str) -> str:
        """Return the column that holds what a reason names: a question stands among answers."""
        is_column = not name or name in self.columns or name in self.withheld
        return name if is_column or self.gathering is None else self.gathering


@dataclass(frozen=True)
class RejectsFile:
    """One workbook that was written."""

    sender: str
    workbook: str
    feeds_count: int
    rejected_files_count: int
    rejected_rows_count: int
    holds_personal_data: bool


@dataclass(frozen=True)
class RejectsReport:
    """The workbooks that were written; none where nothing is rejected."""

    workbooks: tuple[RejectsFile, ...]


class Rejects:
    """Reads what is rejected of some feeds, all of it as at one moment."""

    def __init__(
        self, connection: psycopg.Connection, since: date | None, with_personal_data: bool
    ) -> None:
        """Read over a connection that is in a transaction; `since` is the least file date."""
        self._connection = connection
        self._since = since
        self.with_personal_data = with_personal_data

    def feeds(self, contracts: Sequence[Contract]) -> list[FeedRejects]:
        """Return the feeds of which anything is rejected."""
        wanted = {(contract.family, contract.feed) for contract in contracts}
        query = (QUERIES / "open_rejects.sql").read_bytes()
        rows = self._connection.execute(query, {"since": self._since}).fetchall()
        return [self._feed(*row) for row in rows if row[:2] in wanted]

    def _feed(self, family: str, feed: str, files: int, rows: int, with_rows: int) -> FeedRejects:
        contract = get_contract(family, feed)
        names = {"family": family, "feed": feed}
        query = (QUERIES / "personal_columns.sql").read_bytes()
        found = {name for (name,) in self._connection.execute(query, names)}
        found |= {field.name for field in contract.fields if field.pii}
        gathering = next((field.name for field in contract.fields if field.gathers), None)
        columns = self._columns(contract) if rows else ()
        if gathering in columns:
            columns = self._with_answers(columns, names | {"gathering": gathering})
        personal = tuple(column for column in columns if column in found)
        withheld = () if self.with_personal_data else personal
        return FeedRejects(
            *(family, feed, contract.description, files, rows, with_rows),
            columns=tuple(column for column in columns if column not in withheld),
            personal=personal,
            free_text=tuple(f.name for f in contract.fields if f.free_text and f.name in columns),
            withheld=withheld,
            gathering=gathering,
        )

    def _columns(self, contract: Contract) -> tuple[str, ...]:
        """Return the columns of the newest file, in its order, and those that only others have."""
        query = (QUERIES / "columns_of_rejects.sql").read_bytes()
        names = {"family": contract.family, "feed": contract.feed}
        declared = [field.name for field in contract.fields]
        columns: dict[str, None] = {}
        for (of_file,) in self._connection.execute(query, names):
            columns |= dict.fromkeys(of_file or declared)
        return tuple(columns)

    def _with_answers(self, columns: Sequence[str], names: dict[str, Any]) -> tuple[str, ...]:
        """Return the columns with one for each question instead of that of all answers."""
        query = (QUERIES / "answered_questions.sql").read_bytes()
        codes = [
            code for (code,) in self._connection.execute(query, names | {"since": self._since})
        ]
        return (*(column for column in columns if column != names["gathering"]), *codes)

    def files(self, feed: FeedRejects) -> list[RejectedFile]:
        """Return the rejected files of a feed."""
        with self._connection.cursor(row_factory=class_row(RejectedFile)) as cursor:
            query = (QUERIES / "rejected_files.sql").read_bytes()
            return cursor.execute(query, self._values(feed)).fetchall()

    def rows(self, feed: FeedRejects) -> Iterator[RejectedRow]:
        """Yield the rejected rows of a feed; few of them are held at once."""
        with self._connection.cursor(name="rejected_rows") as cursor:
            cursor.itersize = ROWS_AT_ONCE
            query = (QUERIES / "rejected_rows.sql").read_bytes()
            for file_path, number, line, reasons, raw in cursor.execute(query, self._values(feed)):
                # Where the form is broken, cells may stand under columns that are not theirs.
                is_malformed = any(not reason["column"] for reason in reasons)
                is_hidden = is_malformed and bool(feed.withheld)
                cells = raw if feed.gathering is None else _spread(raw, feed.gathering)
                yield RejectedRow(
                    file_path,
                    number,
                    line,
                    tuple(reason["message"] for reason in reasons),
                    frozenset(feed.column_of(reason["column"]) for reason in reasons),
                    None if is_hidden else tuple(cells.get(column) for column in feed.columns),
                    () if is_hidden else tuple(raw.get("_surplus", ())),
                )

    def _values(self, feed: FeedRejects) -> dict[str, Any]:
        return {"family": feed.family, "feed": feed.feed, "since": self._since}


def _spread(raw: dict[str, Any], gathering: str) -> dict[str, Any]:
    """Return a record's cells with its answers by question, the first of repeated ones."""
    answers: dict[str, Any] = json.loads(raw.get(gathering) or "{}")
    for name, cell in raw.items():
        if (found := IN_COLUMN.match(name)) and not (answers.get(found[1]) or "").strip():
            answers[found[1]] = cell
    return answers | raw


def write_rejects(
    settings: Settings,
    out: Path,
    sender: str | None = None,
    since: date | None = None,
    with_personal_data: bool = False,
) -> RejectsReport:
    """Write what is rejected of a family or feed into the workbook `out`.

    Is `out` no .xlsx, it is a folder, and each family gets a workbook of its own in it. Columns
    of personal data are left out unless asked for. Raises ConfigurationError for a sender there
    is none of, ServerError.
    """
    from extract.rejects_workbook import write_workbook

    contracts = select_contracts([sender] if sender else [])
    with connect(settings.warehouse_url, role="warehouse_loader") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        rejects = Rejects(connection, since, with_personal_data)
        feeds = rejects.feeds(contracts)
        written = []
        for path, name, members in _workbooks(out, sender, feeds):
            write_workbook(path, name, members, rejects)
            written.append(_described(path, name, members))
            log.info("%s: %d rejected rows of %s", path, written[-1].rejected_rows_count, name)
    return RejectsReport(tuple(written))


def _workbooks(
    out: Path, sender: str | None, feeds: list[FeedRejects]
) -> Iterator[tuple[Path, str, list[FeedRejects]]]:
    if out.suffix.lower() == ".xlsx":
        if feeds:
            yield out, sender or "all senders", feeds
        return
    for family, members in groupby(feeds, key=lambda feed: feed.family):
        yield out / f"rejects_{family}.xlsx", sender or family, list(members)


def _described(path: Path, sender: str, feeds: Sequence[FeedRejects]) -> RejectsFile:
    return RejectsFile(
        sender=sender,
        workbook=str(path),
        feeds_count=len(feeds),
        rejected_files_count=sum(feed.rejected_files_count for feed in feeds),
        rejected_rows_count=sum(feed.rejected_rows_count for feed in feeds),
        holds_personal_data=any(set(feed.personal) - set(feed.withheld) for feed in feeds),
    )
