"""The loader beside a bare COPY by the server, of the same file into the same table."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from psycopg import sql

from benchmarks.ground import TABLE, Ground
from extract.contract import get_contract

LEAST_RATIO = 0.80
MOST_MEMORY_MB = 700
Report = Callable[[str], None]


@dataclass(frozen=True)
class LoaderFigures:
    """Seconds of each round, and the loader's peak memory for files of two sizes."""

    rows: int
    rows_quarantined: int
    file_mb: float
    copy_seconds: tuple[float, ...]
    load_seconds: tuple[float, ...]
    peak_mb: float
    small_rows: int
    small_peak_mb: float

    @property
    def ratio(self) -> float:
        """The loader's rows a second as a part of COPY's: medians of the rounds."""
        return median(self.copy_seconds) / median(self.load_seconds)

    @property
    def rows_per_second(self) -> float:
        """Validated rows a second."""
        return self.rows / median(self.load_seconds)


def measure_loader(
    ground: Ground, export: Path, rows: int, rounds: int, say: Report
) -> LoaderFigures:
    """Load the export in turns with a bare COPY, `rounds` times each; then a tenth of it."""
    landed = ground.feed_folder / "volunteering_2021-09-01.csv"
    landed.hardlink_to(export)
    copies, loads = [], []
    for number in range(1, rounds + 1):
        ground.clear()
        copies.append(bare_copy(ground, export))
        ground.clear()
        loads.append(ground.in_new_process("one_load"))
        say(f"round {number}: COPY {copies[-1]:.2f} s, loader {loads[-1]['seconds']:.2f} s")
    landed.unlink()
    small_rows, small = rows // 10, ground.feed_folder / "volunteering_2021-09-02.csv"
    with export.open("rb") as whole, small.open("wb") as part:
        part.writelines(line for _, line in zip(range(small_rows + 1), whole, strict=False))
    ground.clear()
    small_load = ground.in_new_process("one_load")
    small.unlink()
    return LoaderFigures(
        rows=rows,
        rows_quarantined=int(loads[-1]["rows_quarantined"]),
        file_mb=export.stat().st_size / 1e6,
        copy_seconds=tuple(copies),
        load_seconds=tuple(load["seconds"] for load in loads),
        peak_mb=max(load["peak_mb"] for load in loads),
        small_rows=small_rows,
        small_peak_mb=small_load["peak_mb"],
    )


def bare_copy(ground: Ground, export: Path) -> float:
    """Let the server itself COPY the export into the raw table; return the seconds it took."""
    columns = sql.SQL(", ").join(
        sql.Identifier(field.name) for field in get_contract("platform", "volunteering").fields
    )
    copy = sql.SQL("copy {} ({}) from {} (format csv, header)").format(
        sql.SQL(TABLE), columns, sql.Literal(str(export))
    )
    with ground.superuser() as connection:
        started = time.perf_counter()
        with connection.transaction():
            connection.execute("select set_config('warehouse.load_id', '1', true)")
            connection.execute(f"alter sequence {TABLE}_record_number restart")
            connection.execute(copy)
        return time.perf_counter() - started
