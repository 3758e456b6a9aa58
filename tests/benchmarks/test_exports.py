"""The exports that the loader is measured with are what they claim to be."""

from pathlib import Path

import polars as pl

from benchmarks.exports import write_delta, write_volunteering
from extract.load import load_feed
from warehouse.settings import Settings


def test_an_export_loads_but_for_its_bad_rows(settings: Settings) -> None:
    folder = Path(settings.landing_url) / "platform" / "volunteering"
    folder.mkdir(parents=True)
    whole, delta = (folder / f"volunteering_2021-{day}.csv" for day in ("09-01", "12-02"))
    write_volunteering(whole, 5_000, bad_every=500)
    write_delta(delta, whole, 50)
    first, second = load_feed(settings, "platform", "volunteering").files
    assert (first.rows_loaded, first.rows_quarantined) == (4_990, 10)
    assert (second.rows_loaded, second.rows_quarantined) == (50, 0)
    held = pl.read_csv(whole, infer_schema=False).get_column("volunteering_id")
    changed = pl.read_csv(delta).get_column("volunteering_id")
    assert changed.is_in(held.implode()).sum() == 45


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_volunteering(tmp_path / name, 1_000, seed=7)
    write_volunteering(tmp_path / "c", 1_000, seed=8)
    contents = [(tmp_path / name).read_bytes() for name in ("a", "b", "c")]
    assert contents[0] == contents[1] != contents[2]
