"""A year of nightly deltas in one go, beside one file of the same bytes: the cost of a file."""

import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.exports import write_volunteering
from benchmarks.ground import Ground
from extract.load import load_feed

MOST_FILE_MS = 25.0
NIGHTS = 365
ROWS_A_NIGHT = 150
FIRST_NIGHT = date(2020, 9, 1)


@dataclass(frozen=True)
class NightsFigures:
    """Seconds of a year's files and of one file with their bytes.

    `clean` has no bad row, `marred` one in every file.
    """

    files: int
    rows: int
    file_kb: float
    one_seconds: float
    clean_seconds: float
    marred_one_seconds: float
    marred_seconds: float

    @property
    def clean_ms(self) -> float:
        """Milliseconds a file costs beyond its bytes."""
        return (self.clean_seconds - self.one_seconds) / self.files * 1000

    @property
    def marred_ms(self) -> float:
        """The same where each file has a bad row."""
        return (self.marred_seconds - self.marred_one_seconds) / self.files * 1000

    @property
    def most_ms(self) -> float:
        """The larger of the two."""
        return max(self.clean_ms, self.marred_ms)


def measure_nights(ground: Ground) -> NightsFigures:
    """Load a year of small files, and the same rows as one file, with and without bad rows."""
    rows = NIGHTS * ROWS_A_NIGHT
    export = ground.folder / "nights.csv"
    write_volunteering(export, rows)
    one, clean = _one(ground, export), _many(ground, export)
    file_kb = export.stat().st_size / NIGHTS / 1000
    write_volunteering(export, rows, bad_every=ROWS_A_NIGHT)
    marred_one, marred = _one(ground, export), _many(ground, export)
    export.unlink()
    return NightsFigures(NIGHTS, rows, file_kb, one, clean, marred_one, marred)


def _one(ground: Ground, export: Path) -> float:
    _empty(ground)
    (ground.feed_folder / f"volunteering_{FIRST_NIGHT}.csv").hardlink_to(export)
    return _seconds(ground)


def _many(ground: Ground, export: Path) -> float:
    _empty(ground)
    header, *lines = export.read_bytes().splitlines(keepends=True)
    for night in range(NIGHTS):
        path = ground.feed_folder / f"volunteering_{FIRST_NIGHT + timedelta(night)}.csv"
        part = lines[night * ROWS_A_NIGHT : (night + 1) * ROWS_A_NIGHT]
        path.write_bytes(header + b"".join(part))
    return _seconds(ground)


def _seconds(ground: Ground) -> float:
    started = time.perf_counter()
    load_feed(ground.settings, "platform", "volunteering").raise_for_rejected()
    return time.perf_counter() - started


def _empty(ground: Ground) -> None:
    for path in ground.feed_folder.iterdir():
        path.unlink()
    ground.clear()
