"""The descriptor beside the files: a Data Package (specs.frictionlessdata.io)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from publish.catalog import Table
from publish.column_types import table_schema_field
from publish.files import File

NAME = "datapackage.json"


@dataclass(frozen=True)
class Edition:
    """Which release a package holds; `identity` tells apart equal numbers of two databases."""

    release_id: int
    as_of_on: date | None
    released_at: datetime

    @property
    def identity(self) -> dict[str, Any]:
        """The properties that every copy of this release's package has."""
        return {
            "release_id": self.release_id,
            "as_of_on": self.as_of_on.isoformat() if self.as_of_on else None,
            "created": self.released_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        }


def descriptor(edition: Edition, tables: Sequence[tuple[Table, File, File]]) -> bytes:
    """Return the package of one release: of each table its CSV and its Parquet file."""
    resources = [
        resource
        for table, csv, parquet in tables
        for resource in (_csv(table, csv), _parquet(table, parquet))
    ]
    package = {
        "profile": "data-package",
        "name": "stem-warehouse-marts",
        "title": "KPIs of the STEM programmes",
        "description": "Every mart of one release. In the CSV files an apostrophe stands before "
        "a text that a spreadsheet would take for a formula; the Parquet files hold the texts "
        "as they are.",
        "version": str(edition.release_id),
        **edition.identity,
        "resources": resources,
    }
    return json.dumps(package, indent=2, ensure_ascii=False).encode() + b"\n"


def _csv(table: Table, file: File) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [table_schema_field(column) for column in table.columns]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    return {
        "name": table.name,
        "profile": "tabular-data-resource",
        **_of_file(table, file),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _parquet(table: Table, file: File) -> dict[str, Any]:
    return {
        "name": f"{table.name}-parquet",
        "profile": "data-resource",
        # Tells frictionless to check the bytes and leave the types to Parquet itself.
        "type": "file",
        **_of_file(table, file),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
    }


def _of_file(table: Table, file: File) -> dict[str, Any]:
    described = {"description": table.description} if table.description else {}
    return {
        **described,
        "path": file.name,
        "bytes": file.bytes_count,
        "hash": f"sha256:{file.sha256}",
        "rows_count": file.rows_count,
    }
