"""`make bench-scale`: the Ambassador marts at the programme's size and at ten times that.

Timed is the build of all their measures and marts from core's dimensions and facts, in one dbt run
as in a nightly build. Each size has a server and a landing zone of its own.
"""

import json
import platform
import signal
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import psutil
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.ground import Ground, prepared_ground
from extract.load import load_feeds
from sample.writer import write_sample
from warehouse.build import clean, stage
from warehouse.dbt import Dbt
from warehouse.settings import home_folder

MOST_SECONDS, MOST_TIMES = 25.0, 11.0
MEASURES = "path:models/core/measures"
MARTS = (
    *("kpi_activity_mix", "kpi_aims", "kpi_ambassador_profile", "kpi_ambassadors", "kpi_demand"),
    *("kpi_other_categories", "kpi_reach", "kpi_reporting_lag", "kpi_satisfaction"),
    *("kpi_school_engagement", "kpi_scorecard", "kpi_sustained_engagement"),
    *("kpi_volunteer_hours", "kpi_young_people"),
)
SLOWEST = 12
console = Console()


@dataclass(frozen=True)
class ScaleFigures:
    """Seconds of building everything below the marts, and the measures and marts themselves.

    `by_model` has the seconds of each timed model; they run four at a time.
    """

    scale: str
    rows: int
    core_seconds: float
    marts_seconds: float
    by_model: dict[str, float]


def main(
    sizes: Annotated[str, typer.Option(help="The smaller and the larger scale.")] = "full,tenfold",
    out: Annotated[Path | None, typer.Option(help="Where the JSON goes.")] = None,
) -> None:
    """Build the Ambassador marts at two sizes of the sample, one after the other."""
    # An ordinary end, so that the server is stopped and its folder removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    figures = [_measure(scale) for scale in sizes.split(",")]
    console.print(_table(figures))
    once, more = figures[0].marts_seconds, figures[-1].marts_seconds
    is_met = once <= MOST_SECONDS and more <= MOST_TIMES * once
    console.print(
        f"{once:.1f} s ({_word(once <= MOST_SECONDS)}: at most {MOST_SECONDS:.0f} s); "
        f"{more:.1f} s, {more / once:.1f} times that "
        f"({_word(more <= MOST_TIMES * once)}: at most {MOST_TIMES:.0f})"
    )
    out = out or home_folder() / "benchmarks_scale.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(_as_json(figures, is_met), indent=2) + "\n")
    console.print(f"Figures: {out}")
    sys.exit(not is_met)


def _measure(scale: str) -> ScaleFigures:
    with prepared_ground() as ground:
        console.print(f"Writing and loading the sample at scale {scale}")
        written = write_sample(Path(ground.settings.landing_url), scale)
        load_feeds(ground.settings)
        stage(ground.settings)
        clean(ground.settings)
        return _build(ground, scale, written.rows)


def _build(ground: Ground, scale: str, rows: int) -> ScaleFigures:
    """Build core without measures, let the server come to rest, then time the rest."""
    dbt = Dbt(ground.settings)
    started = time.perf_counter()
    dbt.run("run", "--select", "path:models/core", "--exclude", f"{MEASURES}+")
    built = time.perf_counter()
    with ground.superuser() as connection:
        connection.execute("checkpoint")
    began = time.perf_counter()
    results = dbt.run("run", "--select", *(f"+{mart},{MEASURES}" for mart in MARTS), *MARTS)
    ended = time.perf_counter()
    by_model = {result.node.name: result.execution_time for result in results}
    return ScaleFigures(scale, rows, built - started, ended - began, by_model)


def _table(figures: list[ScaleFigures]) -> Table:
    """The sizes side by side, with the models that take longest at the larger."""
    first, last = figures[0], figures[-1]
    table = Table("what", title="seconds to build the Ambassador marts")
    for each in figures:
        table.add_column(f"{each.scale}: {each.rows:,} rows", justify="right")
    table.add_column("times", justify="right")
    lines = {
        "core without measures": (first.core_seconds, last.core_seconds),
        "measures and marts": (first.marts_seconds, last.marts_seconds),
    }
    for name, _ in Counter(last.by_model).most_common(SLOWEST):
        lines[name] = (first.by_model[name], last.by_model[name])
    for name, (once, more) in lines.items():
        table.add_row(name, f"{once:.2f}", f"{more:.2f}", f"{more / once:.1f}")
    return table


def _as_json(figures: list[ScaleFigures], is_met: bool) -> dict[str, object]:
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores",
        "load_average": psutil.getloadavg(),
        "is_met": is_met,
        "sizes": [asdict(one) for one in figures],
    }


def _word(is_good: bool) -> str:
    return "met" if is_good else "missed"


if __name__ == "__main__":
    typer.run(main)
