"""A landing zone to fill, a loader to run over it, and what it left in the database."""

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from extract.contract import Contract, get_contract
from extract.load import load_feed
from extract.report import FeedReport, FileReport
from warehouse.settings import Settings

# A value that breaks no rule, by type of field.
GOOD = {
    "string": "A1",
    "integer": "3",
    "number": "1.5",
    "boolean": "Yes",
    "date": "2020-03-31",
    "datetime": "2020-03-31T10:00:00Z",
    "object": "{}",
}
GOOD_BY_NAME = {"programme_year": "2020/21", "month": "2021-03"}


def good_row(contract: Contract, number: int = 1, **cells: str) -> dict[str, str]:
    """Return a row of a feed that breaks no rule, its first key made from `number`."""
    row = {
        field.name: GOOD_BY_NAME.get(field.name, GOOD[field.type]) if field.required else ""
        for field in contract.fields
    }
    key = contract.by_name[contract.primary_key[0]]
    row[key.name] = str(100_000 + number) if key.type == "integer" else f"K{number}"
    return row | cells


def to_csv(rows: Sequence[Mapping[str, str]], newline: str = "\n") -> str:
    """Return rows as CSV with a header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator=newline)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@dataclass
class Bench:
    """One test's landing zone and database."""

    settings: Settings

    def land(
        self,
        path: str,
        content: str | bytes | Sequence[Mapping[str, str]],
        manifest: Mapping[str, Any] | None = None,
    ) -> Path:
        """Put a file into the landing zone; packed when its name ends in .gz."""
        if not isinstance(content, str | bytes):
            content = to_csv(content)
        data = content.encode() if isinstance(content, str) else content
        target = Path(self.settings.landing_url) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(gzip.compress(data) if path.endswith(".gz") else data)
        if manifest is not None:
            Path(f"{target}.manifest.json").write_text(json.dumps(manifest))
        return target

    def land_rows(self, name: str, day: str, *rows: Mapping[str, str], part: str = "") -> Path:
        """Put rows of `family.feed`, good but for the cells given, into a file of a day."""
        contract = get_contract(*name.split("."))
        full = [
            good_row(contract, number, **row) if len(row) < len(contract.fields) else row
            for number, row in enumerate(rows, start=1)
        ]
        feed = contract.feed
        return self.land(f"{contract.family}/{feed}/{feed}_{day}{part}.csv", full)

    def load(self, name: str) -> FeedReport:
        """Load one feed, `family.feed`."""
        return load_feed(self.settings, *name.split("."))

    def load_one(self, name: str) -> FileReport:
        """Load one feed in which one file is new, and return what became of it."""
        (report,) = self.load(name).files
        return report

    def query(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """Return the rows of a query as its owner."""
        with psycopg.connect(self.settings.warehouse_url, row_factory=dict_row) as connection:
            return connection.execute(query, values).fetchall()

    def execute(self, statements: str) -> None:
        """Run statements as the database's owner."""
        with psycopg.connect(self.settings.warehouse_url) as connection:
            connection.execute(statements)

    def raw(self, name: str) -> list[dict[str, Any]]:
        """Return the raw rows of a feed in the order they came."""
        family, feed = name.split(".")
        query = sql.SQL("select * from raw.{} order by _load_id, _record_number")
        with psycopg.connect(self.settings.warehouse_url, row_factory=dict_row) as connection:
            return connection.execute(query.format(sql.Identifier(f"{family}_{feed}"))).fetchall()

    def ledger(self) -> list[dict[str, Any]]:
        """Return the ledger."""
        return self.query("select * from ops.ledger order by load_id")

    def quarantine(self) -> list[dict[str, Any]]:
        """Return the quarantine."""
        return self.query("select * from ops.quarantine order by load_id, record_number")


@pytest.fixture
def bench(settings: Settings) -> Bench:
    """A fresh landing zone and database."""
    return Bench(settings)
