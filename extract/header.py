"""Match a file's header with its contract."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extract.contract import Contract
from extract.records import Record, line_ends
from extract.source import BYTE_ORDER_MARK
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
    def is_projected(self) -> bool:
        """Whether some columns of the file are kept out."""
        return None in self.columns

    def warnings_of(self, news: Sequence[str]) -> tuple[str, ...]:
        """What the ledger should say of those unknown columns that no file has had before."""
        return (f"unknown columns kept out: {', '.join(news)}",) if news else ()


def fold(name: str) -> str:
    """Return a header cell trimmed, case-folded, its spaces, dashes and underscores unified."""
    return re.sub(r"[\s\-_\u2010-\u2015\u2212]+", "_", name.strip().casefold())


def read_header(content: bytes, contract: Contract, path: str) -> Header:
    """Return what a header record's columns are.

    Raises FileRejected for a header that does not decode, names a column twice, or lacks a
    column the contract does not call optional.
    """
    # A byte-order mark says UTF-8, whatever was agreed.
    encoding = "utf-8" if content.startswith(BYTE_ORDER_MARK) else contract.encoding
    bare = content.removeprefix(BYTE_ORDER_MARK)
    lines = line_ends(bare)
    record = Record(bare.rstrip(b"\r\n"), line=1, is_well_formed=True)
    cells = [_decode(cell, encoding, path) for cell in record.cells]
    _reject_repeated(cells, path)
    by_fold = {
        fold(name): field.name for field in contract.fields for name in (*field.aliases, field.name)
    }
    columns = tuple(by_fold.get(fold(cell)) for cell in cells)
    _reject_ambiguous(cells, columns, path)
    _reject_missing(contract, columns, path)
    strangers = [
        cell.strip() or "(no name)"
        for cell, column in zip(cells, columns, strict=True)
        if column is None
    ]
    return Header(
        columns=columns,
        unknown=() if contract.ignores_other_columns else tuple(strangers),
        encoding=encoding,
        newline=b"\r" if bare.endswith(b"\r") else b"\n",
        lines=lines,
    )


def _decode(cell: bytes, encoding: str, path: str) -> str:
    try:
        return cell.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRejected(
            f"The header is not {encoding}.",
            where=f"{path}, line 1",
            evidence=f"byte 0x{cell[error.start]:02X} does not decode",
            remedy=f"Ask the sender for the file in {encoding}, under a new name.",
        ) from None


def _reject_repeated(cells: list[str], path: str) -> None:
    counts = Counter(fold(cell) for cell in cells)
    repeated = {cell.strip(): None for cell in cells if fold(cell) and counts[fold(cell)] > 1}
    if repeated:
        raise _rejection("A header occurs twice.", path, ", ".join(repeated))


def _reject_ambiguous(cells: list[str], columns: tuple[str | None, ...], path: str) -> None:
    for column, count in Counter(column for column in columns if column).items():
        if count > 1:
            names = [cell for cell, other in zip(cells, columns, strict=True) if other == column]
            raise _rejection(f"Two headers mean {column}.", path, ", ".join(names))


def _reject_missing(contract: Contract, columns: tuple[str | None, ...], path: str) -> None:
    missing = [
        field.name for field in contract.fields if not field.optional and field.name not in columns
    ]
    if missing:
        raise _rejection("The header lacks required columns.", path, ", ".join(missing))


def _rejection(what: str, path: str, evidence: str) -> FileRejected:
    return FileRejected(
        what,
        where=f"{path}, line 1",
        evidence=evidence,
        remedy="Ask the sender for a file with the agreed columns, or change the contract.",
    )
