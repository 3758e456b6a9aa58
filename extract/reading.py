"""How the files of a feed are read today: under which version, and what their headers mean."""

from collections.abc import Callable

import polars as pl

from extract.contract import Contract, Field
from extract.header import Header, fold, read_header
from extract.rules import Rule


class Reading:
    """How a file is read when its contract alone says what it holds."""

    def __init__(self, contract: Contract) -> None:
        """Read by a contract; `version` is what the ledger's rows carry."""
        self.contract = contract
        self.version = contract.version
        self._known = self._headers_of(contract.header_fields)

    def knows(self, header: str) -> bool:
        """Whether a header names a column that is read."""
        return fold(header) in self._known

    @property
    def wanted(self) -> list[frozenset[str]]:
        """For each column that a file must have, the folded headers it can go by."""
        return [self._headers_of([f]) for f in self.contract.header_fields if not f.optional]

    @property
    def moments(self) -> frozenset[str]:
        """The folded headers of columns that hold times."""
        return self._headers_of([f for f in self.contract.header_fields if f.type == "datetime"])

    @property
    def answers(self) -> frozenset[str]:
        """The folded headers of columns without any of which a form's row is no record."""
        return self._headers_of([self.contract.by_name[n] for n in self.contract.answered_by])

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules beside the contract's, for records as `reopened` returns them."""
        return ()

    def reopened(self, records: pl.DataFrame) -> pl.DataFrame:
        """Return records of the raw table as the rules want them."""
        return records

    def header(self, content: bytes, where: str) -> Header:
        """Return what a header record means; raises FileRejected for one that will not do."""
        return read_header(content, self.contract, where)

    def _headers_of(self, fields: "tuple[Field, ...] | list[Field]") -> frozenset[str]:
        return frozenset(fold(name) for field in fields for name in (field.name, *field.aliases))


# A file's part may decide: a survey's questions are its columns.
ReadingOf = Callable[[str], Reading]
