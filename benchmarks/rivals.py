"""What else could load the file: pandas' to_sql and dlt, on a part of its rows, unvalidated."""

import os
import tempfile
import time
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import create_engine

from benchmarks.ground import Ground
from warehouse.database import connect


@dataclass(frozen=True)
class RivalFigures:
    """Rows a second of one way to load, measured on `rows` rows."""

    name: str
    rows: int
    seconds: float

    @property
    def rows_per_second(self) -> float:
        """Rows a second, reading the file included."""
        return self.rows / self.seconds


def measure_rivals(ground: Ground, export: Path, rows: int) -> tuple[RivalFigures, ...]:
    """Load the export's first rows into schemas of their own."""
    with connect(ground.settings.warehouse_url, autocommit=True) as connection:
        connection.execute("create schema if not exists rivals")
    return (
        RivalFigures("pandas.to_sql", rows, _to_sql(ground, export, rows)),
        RivalFigures("dlt", rows, _dlt(ground, export, rows)),
    )


def _to_sql(ground: Ground, export: Path, rows: int) -> float:
    url = ground.settings.warehouse_url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url)
    started = time.perf_counter()
    frame = pd.read_csv(export, nrows=rows, dtype=str)
    frame.to_sql(
        "volunteering", engine, schema="rivals", index=False, if_exists="replace", chunksize=10_000
    )
    seconds = time.perf_counter() - started
    engine.dispose()
    return seconds


def _dlt(ground: Ground, export: Path, rows: int) -> float:
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
    import dlt  # only after its settings stand

    def records() -> Iterator[list[dict[Hashable, Any]]]:
        for chunk in pd.read_csv(export, nrows=rows, dtype=str, chunksize=10_000):
            yield chunk.astype(object).where(chunk.notna(), None).to_dict("records")

    with tempfile.TemporaryDirectory() as folder:
        pipeline = dlt.pipeline(
            "rival",
            pipelines_dir=folder,
            destination=dlt.destinations.postgres(ground.settings.warehouse_url),
            dataset_name="rivals",
        )
        started = time.perf_counter()
        pipeline.run(dlt.resource(records, name="volunteering_by_dlt"))
        return time.perf_counter() - started
