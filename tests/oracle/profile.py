"""kpi_ambassador_profile: who Ambassadors are, beside the populations they are compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from tests.oracle.categories import fold
from tests.oracle.frames import Row, half_up, percentage, place_columns
from tests.oracle.people import is_registered
from tests.oracle.periods import Period
from tests.oracle.places import BASES, Geography, Places
from tests.oracle.programme import Benchmark, Facts
from tests.oracle.suppression import Cell, suppressed

CHARACTERISTICS = (
    "gender",
    "age_band",
    "ethnicity",
    "disability",
    "employer_sector",
    "stem_discipline",
    "occupation_group",
)
NO_ANSWER = "Not stated"  # Prefer not to say is an answer

Counts = dict[Geography, dict[str, Fraction]]


def ambassador_profile(facts: Facts, places: Places, periods: list[Period]) -> list[Row]:
    """kpi_ambassador_profile: registered Ambassadors where they live on the last day."""
    benchmarks = _benchmarks(facts.benchmarks)
    rows = []
    for period in periods:
        for basis in BASES:
            counts = counts_of(facts, places, period, basis)
            for characteristic, by_geography in counts.items():
                hidden = hidden_cells(by_geography, places)
                for geography, by_category in by_geography.items():
                    for category, benchmark in _lines(by_category, benchmarks, characteristic):
                        is_hidden = _cell(geography, category, places) in hidden
                        rows.append(
                            {
                                **place_columns(period, basis, geography),
                                "characteristic": characteristic,
                                "category": category,
                                **_measures(by_category, category, benchmark, is_hidden),
                            }
                        )
    return rows


def _lines(
    by_category: Iterable[str],
    benchmarks: Mapping[tuple[str, str], list[Benchmark]],
    characteristic: str,
) -> Iterator[tuple[str, Benchmark | None]]:
    """A row for every population that has a benchmark of the category, else one."""
    for category in by_category:
        for benchmark in benchmarks.get((characteristic, fold(category))) or [None]:
            yield category, benchmark


def counts_of(facts: Facts, places: Places, period: Period, basis: str) -> dict[str, Counts]:
    """By characteristic the registered Ambassadors of every category, place by place."""
    counts: dict[str, Counts] = {name: defaultdict(_zeros) for name in CHARACTERISTICS}
    for ambassador in facts.ambassadors.values():
        if not is_registered(ambassador, period):
            continue
        place = places.of_ambassador(ambassador.ambassador_id, period, basis)
        for geography, share in places.spread(place).items():
            for name, category in ambassador.profile.items():
                if category != NO_ANSWER:
                    counts[name][geography][category] += share
    return counts


def _zeros() -> dict[str, Fraction]:
    return defaultdict(Fraction)


def _cell(geography: Geography, category: str, places: Places) -> Cell:
    nation = None
    if geography.level == "hub":
        nations = [
            one.code for one in places.geographies_of(geography.code) if one.level == "nation"
        ]
        nation = nations[0] if nations else None
    return Cell(geography.level, geography.code, category, nation)


def hidden_cells(by_geography: Counts, places: Places) -> dict[Cell, Fraction]:
    """The cells of a characteristic that are suppressed, with what stands in them."""
    cells = {
        _cell(geography, category, places): count
        for geography, by_category in by_geography.items()
        for category, count in by_category.items()
    }
    return {cell: cells[cell] for cell in suppressed(cells)}


def _measures(
    by_category: dict[str, Fraction], category: str, benchmark: Benchmark | None, is_hidden: bool
) -> Row:
    answered = sum(by_category.values(), Fraction(0))
    share = None if is_hidden else percentage(by_category[category], answered)
    return {
        "ambassadors_count": None if is_hidden else half_up(by_category[category]),
        "share_pct": share,
        "benchmark_population": benchmark and benchmark.population,
        "benchmark_pct": benchmark and benchmark.share_pct,
        "difference_pp": None
        if benchmark is None or share is None
        else share - benchmark.share_pct,
        "suppression": "c" if is_hidden else None,
        "exact_ambassadors": by_category[category],
    }


def _benchmarks(benchmarks: list[Benchmark]) -> dict[tuple[str, str], list[Benchmark]]:
    """By characteristic and category those of every population."""
    found: dict[tuple[str, str], list[Benchmark]] = defaultdict(list)
    for one in benchmarks:
        found[one.characteristic, fold(one.category)].append(one)
    return found
