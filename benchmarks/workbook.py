"""A workbook of many rows: loaded as every file is, beside calamine, pandas and COPY alone."""

import io
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import fastexcel
import polars as pl
from openpyxl import Workbook

from benchmarks.ground import TABLE, Ground
from extract.contract import get_contract
from warehouse.database import connect

LEAST_ROWS_PER_SECOND = 30_000


@dataclass(frozen=True)
class WorkbookFigures:
    """Seconds of each round, conversion, validation and ledger included; and of the rival."""

    rows: int
    file_mb: float
    load_seconds: tuple[float, ...]
    rival_seconds: tuple[float, ...]
    peak_mb: float

    @property
    def rows_per_second(self) -> float:
        """Validated rows a second."""
        return self.rows / median(self.load_seconds)

    @property
    def ratio(self) -> float:
        """The loader's rows a second as a multiple of the rival's."""
        return median(self.rival_seconds) / median(self.load_seconds)


def measure_workbook(ground: Ground, export: Path, rows: int, rounds: int) -> WorkbookFigures:
    """Load the export's first rows as a workbook, in turns with pandas and COPY."""
    landed = ground.feed_folder / "volunteering_2021-09-03.xlsx"
    write_workbook(landed, export, rows)
    loads, rivals = [], []
    for _ in range(rounds):
        ground.clear()
        rivals.append(_by_pandas(ground, landed))
        ground.clear()
        loads.append(ground.in_new_process("one_load"))
    size = landed.stat().st_size / 1e6
    landed.unlink()
    ground.clear()
    return WorkbookFigures(
        rows,
        size,
        tuple(load["seconds"] for load in loads),
        tuple(rivals),
        max(load["peak_mb"] for load in loads),
    )


def write_workbook(path: Path, export: Path, rows: int) -> None:
    """Write an export's first rows with numbers as numbers and times as Excel's times."""
    cells = pl.read_csv(export, n_rows=rows, infer_schema=False).with_columns(
        pl.col("preparation_hours").cast(pl.Float64),
        pl.col("submitted_at", "updated_at").str.to_datetime("%Y-%m-%dT%H:%M:%S"),
    )
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("volunteering")
    sheet.append(cells.columns)
    for row in cells.iter_rows():
        sheet.append(row)
    workbook.save(path)


def _by_pandas(ground: Ground, path: Path) -> float:
    """Read with calamine into pandas, write CSV, COPY: nothing is validated."""
    fields = ", ".join(field.name for field in get_contract("platform", "volunteering").fields)
    started = time.perf_counter()
    frame = fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_pandas()
    text = io.StringIO()
    frame.to_csv(text, index=False, header=False)
    with connect(ground.settings.warehouse_url) as connection, connection.cursor() as cursor:
        cursor.execute("select set_config('warehouse.load_id', '1', true)")
        with cursor.copy(f"copy {TABLE} ({fields}) from stdin (format csv)") as copy:
            copy.write(text.getvalue())
    return time.perf_counter() - started
