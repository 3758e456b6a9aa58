"""kpi_ambassador_profile: who Ambassadors are, beside the populations they are compared with."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from tests.oracle.categories import fold
from tests.oracle.frames import Row, half_up, percentage, place_columns
from tests.oracle.lists import LISTS
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
NO_ANSWER = ("Not stated", "Prefer not to say")

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
                    for category in by_category:
                        is_hidden = _cell(geography, category, places) in hidden
                        rows.append(
                            {
                                **place_columns(period, basis, geography),
                                "characteristic": characteristic,
                                "category": category,
                                **_measures(
                                    by_category,
                                    category,
                                    benchmarks.get((characteristic, fold(category))),
                                    is_hidden,
                                ),
                            }
                        )
    return rows


def counts_of(facts: Facts, places: Places, period: Period, basis: str) -> dict[str, Counts]:
    """By characteristic the registered Ambassadors of every category, place by place."""
    counts: dict[str, Counts] = {name: defaultdict(_zeros) for name in CHARACTERISTICS}
    for ambassador in facts.ambassadors.values():
        if not is_registered(ambassador, period):
            continue
        place = places.of_ambassador(ambassador.ambassador_id, period, basis)
        for geography, share in places.spread(place).items():
            for name in CHARACTERISTICS:
                counts[name][geography][ambassador.profile[name]] += share
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
    answered = sum(
        (count for name, count in by_category.items() if name not in NO_ANSWER), Fraction(0)
    )
    share = None if category in NO_ANSWER else percentage(by_category[category], answered)
    shown_share = None if is_hidden else share
    return {
        "ambassadors_count": None if is_hidden else half_up(by_category[category]),
        "share_pct": shown_share,
        "benchmark_population": benchmark and benchmark.population,
        "benchmark_pct": benchmark and benchmark.share_pct,
        "difference_pp": None
        if benchmark is None or shown_share is None
        else shown_share - benchmark.share_pct,
        "suppression": "c" if is_hidden else None,
    }


def _benchmarks(benchmarks: list[Benchmark]) -> dict[tuple[str, str], Benchmark]:
    """The one each category is compared with: of several, that of the population listed first."""
    in_order = sorted(benchmarks, key=lambda one: LISTS["population"].index(one.population))
    found: dict[tuple[str, str], Benchmark] = {}
    for one in in_order:
        found.setdefault((one.characteristic, fold(one.category)), one)
    return found
