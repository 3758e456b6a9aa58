"""What the database's catalog says of the tables that are published."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import psycopg
from psycopg.rows import class_row

QUERIES = Path(__file__).parent / "queries"


@dataclass(frozen=True)
class Column:
    """One column; precision and scale of a numeric only where it declares them."""

    table_name: str
    table_description: str | None
    name: str
    description: str | None
    type_name: str
    type_category: str
    numeric_precision: int | None
    numeric_scale: int | None
    is_required: bool
    key_position: int | None


@dataclass(frozen=True)
class Table:
    """One table or view; `primary_key` is empty when it declares none."""

    schema: str
    name: str
    description: str | None
    columns: tuple[Column, ...]

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The names of the key's columns, in the key's order."""
        placed = [(c.key_position, c.name) for c in self.columns if c.key_position is not None]
        return tuple(name for _, name in sorted(placed))


def read_tables(connection: psycopg.Connection, schema: str) -> list[Table]:
    """Return the tables and views of a schema, by name."""
    with connection.cursor(row_factory=class_row(Column)) as cursor:
        query = (QUERIES / "columns.sql").read_bytes()
        columns = cursor.execute(query, {"schema": schema}).fetchall()
    return [
        Table(schema, name, of_table[0].table_description, of_table)
        for name, group in groupby(columns, key=lambda column: column.table_name)
        if (of_table := tuple(group))
    ]
