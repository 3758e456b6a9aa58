"""Match a file's header with its contract."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from extract.contract import Contract, Field
from extract.records import BYTE_ORDER_MARK, Record, line_ends, without_nul
from extract.rules import Rule
from warehouse.errors import FileRejected


@dataclass(frozen=True)
class Header:
    """What the columns of one file are.

    `columns` holds, for each header cell in the file's order, the field it is, None for an
    unknown column. `unknown` names those unknown columns that the contract does not expect.
    """

    columns: tuple[str | None, ...]
    unknown: tuple[str, ...]
    encoding: str
    newline: bytes
    lines: int

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields present, in the file's order."""
        return tuple(column for column in self.columns if column is not None)

    @property
    def stored(self) -> tuple[str, ...]:
        """The columns of the raw table that a file of this header fills."""
        return self.fields

    @property
    def is_projected(self) -> bool:
        """Whether the raw table gets other columns than the file has."""
        return None in self.columns

    @property
    def rules(self) -> tuple[Rule, ...]:
        """What rules there are beside those of the contract."""
        return ()

    @property
    def may_be_repeated(self) -> bool:
        """Whether second headers are to be expected."""
        return False

    def is_repeated_in(self, cells: Sequence[str]) -> bool:  # noqa: ARG002
        """Whether a record right under the header is a second header."""
        return False

    def is_doubtful(self, cells: Sequence[str]) -> bool:  # noqa: ARG002
        """Whether such a second header may be a record after all."""
        return False

    def shaped(self, records: pl.DataFrame) -> pl.DataFrame:
        """Return records with the columns that are stored, and whatever rules look at."""
        return records

    def warnings_of(self, news: Sequence[str]) -> tuple[str, ...]:
        """What the ledger should say of those unknown columns that no file has had before."""
        return (f"unknown columns kept out: {', '.join(news)}",) if news else ()


def fold(name: str) -> str:
    """Return a header cell trimmed, case-folded, its spaces, dashes and underscores unified."""
    return re.sub(r"[\s\-_\u2010-\u2015\u2212]+", "_", name.strip().casefold())


def names_of(fields: Iterable[Field]) -> dict[str, str]:
    """Return fields by the folded headers they go by; a name counts before another's alias."""
    fields = list(fields)
    aliases = {fold(alias): field.name for field in fields for alias in field.aliases}
    return aliases | {fold(field.name): field.name for field in fields}


def read_header(content: bytes, contract: Contract, where: str) -> Header:
    """Return what a header record's columns are; `where` it stands is for messages.

    Raises FileRejected for a header that does not decode, names a column twice, or lacks a
    column the contract does not call optional.
    """
    # A byte-order mark says UTF-8, whatever was agreed.
    encoding = "utf-8" if content.startswith(BYTE_ORDER_MARK) else contract.encoding
    cells = header_cells(content, encoding, where)
    _reject_repeated(cells, where)
    by_fold = names_of(contract.header_fields)
    columns = tuple(by_fold.get(fold(cell)) for cell in cells)
    reject_ambiguous(cells, columns, where)
    reject_missing((f.name for f in contract.header_fields if not f.optional), columns, where)
    strangers = [
        cell.strip() or "(no name)"
        for cell, column in zip(cells, columns, strict=True)
        if column is None
    ]
    return Header(
        columns=columns,
        unknown=() if contract.ignores_other_columns else tuple(strangers),
        encoding=encoding,
        newline=b"\r" if content.endswith(b"\r") else b"\n",
        lines=line_ends(content),
    )


def header_cells(content: bytes, encoding: str, where: str) -> list[str]:
    """Return the cells of a header record; raises FileRejected where they do not decode."""
    bare = content.removeprefix(BYTE_ORDER_MARK).rstrip(b"\r\n")
    record = Record(bare, line=1, is_well_formed=True)
    return [_decode(cell, encoding, where) for cell in record.cells]


def _decode(cell: bytes, encoding: str, where: str) -> str:
    try:
        return without_nul(cell.decode(encoding))
    except UnicodeDecodeError as error:
        raise FileRejected(
            f"The header is not {encoding}.",
            where=where,
            evidence=f"byte 0x{cell[error.start]:02X} does not decode",
            remedy=f"Ask the sender for the file in {encoding}, under a new name.",
        ) from None


def _reject_repeated(cells: list[str], where: str) -> None:
    counts = Counter(fold(cell) for cell in cells)
    repeated = {cell.strip(): None for cell in cells if fold(cell) and counts[fold(cell)] > 1}
    if repeated:
        raise _rejection("A header occurs twice.", where, ", ".join(repeated))


def reject_ambiguous(cells: Sequence[str], columns: Sequence[str | None], where: str) -> None:
    """Raise FileRejected where two headers mean one column."""
    for column, count in Counter(column for column in columns if column).items():
        if count > 1:
            names = [cell for cell, other in zip(cells, columns, strict=True) if other == column]
            raise _rejection(f"Two headers mean {column}.", where, ", ".join(names))


def reject_missing(required: Iterable[str], columns: Collection[str | None], where: str) -> None:
    """Raise FileRejected where a required column is not among those of a file."""
    missing = [name for name in required if name not in columns]
    if missing:
        raise _rejection("The header lacks required columns.", where, ", ".join(missing))


def _rejection(what: str, where: str, evidence: str) -> FileRejected:
    return FileRejected(
        what,
        where=where,
        evidence=evidence,
        remedy="Ask the sender for a file with the agreed columns, or change the contract.",
    )
