"""How the files of a feed are read today: under which version, and what their headers mean."""

from collections.abc import Callable, Mapping

import polars as pl

from extract.contract import Contract, Field
from extract.header import Header, fold, names_of, read_header
from extract.rules import Rule


class Reading:
    """How a file is read when its contract alone says what it holds."""

    def __init__(self, contract: Contract) -> None:
        """Read by a contract; `version` is what the ledger's rows carry."""
        self.contract = contract
        self.version = contract.version
        self._fields = names_of(contract.header_fields)

    def field_of(self, header: str) -> str | None:
        """Return the field that a header names, None where it names none."""
        return self._fields.get(fold(header))

    def knows(self, header: str) -> bool:
        """Whether a header names a column that is read."""
        return self.field_of(header) is not None

    def is_second_header(self, record: Mapping[str, str]) -> bool:  # noqa: ARG002
        """Whether a record at the beginning, by fields, repeats the header in other words."""
        return False

    def is_doubtful(self, record: Mapping[str, str]) -> bool:  # noqa: ARG002
        """Whether such a second header may be a record after all."""
        return False

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
