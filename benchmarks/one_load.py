"""One load in a process of its own: prints its seconds, rows and peak memory as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

from extract.load import load_feed
from warehouse.settings import Settings


def main() -> None:
    """Load the feed as the nightly task does; hashing, validation and ledger are in the time."""
    settings = Settings.from_environment()
    started = time.perf_counter()
    report = load_feed(settings, "platform", "volunteering")
    seconds = time.perf_counter() - started
    report.raise_for_rejected()
    measured = {
        "seconds": seconds,
        "rows_loaded": report.rows_loaded,
        "rows_quarantined": report.rows_quarantined,
        "peak_mb": peak_mb(),
    }
    json.dump(measured, sys.stdout)


def peak_mb() -> float:
    """Return the most memory this process has had, in MB (Linux and macOS)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    # Linux counts the parent in ru_maxrss.
    (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    main()
