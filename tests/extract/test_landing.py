"""What lies in a landing zone, wherever it is."""

from datetime import UTC, date, datetime

import fsspec
import pytest

from extract.landing import LandingZone, parse_name
from extract.load import load_feed
from tests.extract.conftest import Bench
from warehouse.errors import SourceUnavailable


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hubs_2021-01-31.csv", (date(2021, 1, 31), "", "csv")),
        ("hubs_2021-01-31.csv.gz", (date(2021, 1, 31), "", "csv.gz")),
        ("hubs_2021-01-31_2.csv", (date(2021, 1, 31), "2", "csv")),
        ("hubs_2021-01-31_north_a-1.csv", (date(2021, 1, 31), "north_a-1", "csv")),
        ("hubs_2021-02-31.csv", None),
        ("hubs_2021-01-31_.csv", None),
        ("hubs_20210131.csv", None),
        ("hubs_2021-01-31.csv.zip", None),
        ("hub_areas_2021-01-31.csv", None),
        ("hubs.csv", None),
    ],
)
def test_a_name_says_day_part_and_format(name: str, expected: tuple[date, str, str] | None) -> None:
    assert parse_name("hubs", name) == expected


def test_a_landing_zone_behind_any_address_loads(bench: Bench) -> None:
    memory = fsspec.filesystem("memory")
    folder = "/landing/reference/priority_schools/"
    memory.pipe_file(folder + "priority_schools_2021-01-01.csv", b"urn,programme_year\n1,2020/21\n")
    memory.pipe_file(folder + "priority_schools_2021-01-01.csv.manifest.json", b'{"rows": 1}')
    try:
        settings = bench.settings.__class__(
            warehouse_url=bench.settings.warehouse_url,
            landing_url="memory://landing",
            outbox_url=bench.settings.outbox_url,
            home=bench.settings.home,
        )
        (report,) = load_feed(settings, "reference", "priority_schools").files
        assert (report.status, report.rows_loaded) == ("loaded", 1)
        assert report.path == "reference/priority_schools/priority_schools_2021-01-01.csv"
        assert load_feed(settings, "reference", "priority_schools").files == ()
    finally:
        memory.rm("/landing", recursive=True)


def test_a_local_file_knows_when_it_was_changed(bench: Bench) -> None:
    path = bench.land("platform/hubs/hubs_2021-01-01.csv", "x")
    (landed,) = LandingZone(bench.settings.landing_url).feed("platform", "hubs").files
    assert landed.modified_at == datetime.fromtimestamp(path.stat().st_mtime, UTC)
    assert (landed.size_bytes, landed.is_compressed) == (1, False)


@pytest.mark.parametrize("url", ["nonsense://place", "/nowhere/at/all"])
def test_an_address_that_does_not_answer_says_so(url: str) -> None:
    with pytest.raises(SourceUnavailable, match="cannot be read"):
        LandingZone(url).check()
