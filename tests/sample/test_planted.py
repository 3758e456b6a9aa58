"""The real loader finds in the sample what is planted there, and nothing else."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from extract.load import load_feeds
from extract.report import FileReport
from sample.planted import PLANTED, planted_in, planted_rejects
from sample.rendering import Delivery, render
from sample.writer import SampleReport
from warehouse.settings import Settings


@pytest.fixture
def loads(
    settings: Settings, small_folder: Path, small_report: SampleReport
) -> dict[str, FileReport]:
    """The loader's report of each file of the small sample."""
    report = load_feeds(replace(settings, landing_url=str(small_folder)))
    return {file.path: file for feed in report.feeds for file in feed.files}


def test_the_loader_treats_every_file_as_planted(
    loads: dict[str, FileReport], small_report: SampleReport
) -> None:
    assert len(loads) == small_report.files
    expected = dict.fromkeys(loads, ("loaded", 0))
    for planted in PLANTED:
        status = {"quarantined": "loaded", "warned": "loaded"}.get(planted.outcome, planted.outcome)
        expected[planted.path] = (status, planted.rows)
    found = {path: (file.status, file.rows_quarantined) for path, file in loads.items()}
    assert found == expected
    assert {p for p, file in loads.items() if file.warnings} == {
        p.path for p in PLANTED if p.outcome == "warned"
    }


def test_every_record_written_is_read(
    loads: dict[str, FileReport], small_report: SampleReport
) -> None:
    counted = [f for f in loads.values() if f.status == "loaded"]
    assert all(f.rows_read == f.rows_loaded + f.rows_quarantined for f in counted)
    assert sum(f.rows_read for f in counted) < small_report.rows


def test_every_kind_of_trouble_is_planted() -> None:
    outcomes = Counter(planted.outcome for planted in PLANTED)
    assert set(outcomes) == {"quarantined", "rejected", "duplicate", "unchanged", "warned"}
    assert {p.damage for p in PLANTED if p.outcome == "rejected"} == {
        "stray byte",
        "column missing",
        "too many bad rows",
        "manifest",
        "truncated",
        "unknown wave",
    }
    assert {p.path for p in planted_rejects()} == {
        p.path for p in PLANTED if p.outcome in ("quarantined", "rejected")
    }


def test_planted_files_exist(small_folder: Path, small_report: SampleReport) -> None:
    missing = [p.path for p in PLANTED if not (small_folder / p.path).is_file()]
    assert missing == []


def test_a_bad_row_without_a_good_copy_elsewhere_is_refused() -> None:
    from datetime import date

    import polars as pl

    path = "platform/targets/targets_2021-08-31.csv"
    frame = pl.DataFrame({"kpi_code": ["VOL_HOURS"], "programme_year": ["2020/21"]})
    file = Delivery("platform", "targets", date(2021, 8, 31), frame)
    assert planted_in(path) is not None
    assert file.path == path
    with pytest.raises(ValueError, match="no row to copy"):
        render(file)
