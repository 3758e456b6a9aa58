"""One table of the database as one file: streamed, sorted, hashed."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pyarrow as pa
from psycopg import sql
from pyarrow import csv, parquet

from publish.catalog import Table
from publish.column_types import arrow_type, csv_expression, order_expression, plain_expression

BLOCK = 8 << 20


@dataclass(frozen=True)
class File:
    """A file that was written; `sha256` of its bytes."""

    name: str
    rows_count: int
    bytes_count: int
    sha256: str


def write_csv(connection: psycopg.Connection, table: Table, folder: Path) -> File:
    """Write a table as CSV for people: UTF-8, header, sorted, no cell a formula."""
    path = folder / f"{table.name}.csv"
    expressions = [csv_expression(column) for column in table.columns]
    with path.open("wb") as file, connection.cursor() as cursor:
        with cursor.copy(_copy(table, expressions)) as blocks:
            for block in blocks:
                file.write(block)
        rows = cursor.rowcount
    return _written(path, rows)


def write_parquet(connection: psycopg.Connection, table: Table, folder: Path) -> File:
    """Write a table as Parquet for programs: typed, sorted, its texts as they are.

    Memory holds one block of rows at a time. The server's own CSV is the wire
    format: an empty text is quoted there and a null is not.
    """
    path = folder / f"{table.name}.parquet"
    types = {column.name: arrow_type(column) for column in table.columns}
    rows = 0
    with (
        _plain_csv(connection, table) as stream,
        parquet.ParquetWriter(path, pa.schema(types.items()), compression="zstd") as writer,
        csv.open_csv(
            stream,
            csv.ReadOptions(block_size=BLOCK, use_threads=False),
            csv.ParseOptions(newlines_in_values=True),
            csv.ConvertOptions(
                column_types=types,
                null_values=[""],
                true_values=["true"],
                false_values=["false"],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        ) as batches,
    ):
        for batch in batches:
            writer.write_batch(batch)
            rows += batch.num_rows
    return _written(path, rows)


class _CopyStream(io.RawIOBase):
    """The blocks of a COPY as a file that can be read once."""

    def __init__(self, copy: psycopg.Copy) -> None:
        self._copy = copy
        self._held = b""

    def readable(self) -> bool:
        """Return True, as files that can be read do."""
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        """Fill `target` with what comes next; 0 at the end."""
        if not self._held:
            self._held = bytes(self._copy.read())
        size = min(len(target), len(self._held))
        target[:size] = self._held[:size]
        self._held = self._held[size:]
        return size


@contextmanager
def _plain_csv(connection: psycopg.Connection, table: Table) -> Iterator[io.BufferedReader]:
    query = _copy(table, [plain_expression(column) for column in table.columns])
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        yield io.BufferedReader(_CopyStream(copy), BLOCK)


def _copy(table: Table, expressions: list[sql.Composable]) -> sql.Composed:
    """Return the COPY of a table's expressions, by its key or else by all its columns."""
    by_name = {column.name: column for column in table.columns}
    order = table.primary_key or tuple(by_name)
    return sql.SQL(
        "copy (select {columns} from {table} order by {order}) to stdout (format csv, header)"
    ).format(
        columns=sql.SQL(", ").join(
            sql.SQL("{} as {}").format(expression, sql.Identifier(name))
            for expression, name in zip(expressions, by_name, strict=True)
        ),
        table=sql.Identifier(table.schema, table.name),
        order=sql.SQL(", ").join(order_expression(by_name[name]) for name in order),
    )


def _written(path: Path, rows: int) -> File:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(path.name, rows, path.stat().st_size, digest)
