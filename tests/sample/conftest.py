"""The sample, written once a session at each scale."""

from pathlib import Path

import pytest

from sample.planted import PLANTED
from sample.writer import SampleReport, write_sample
from tests.sample.recount import Recount

SKIPPED = {p.path for p in PLANTED if p.outcome in ("rejected", "duplicate")}


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A landing zone with the small sample."""
    return tmp_path_factory.mktemp("small sample")


@pytest.fixture(scope="session")
def small_report(small_folder: Path) -> SampleReport:
    """What the writer says of the small sample."""
    return write_sample(small_folder, "small")


@pytest.fixture(scope="session")
def small_recount(small_folder: Path, small_report: SampleReport) -> Recount:
    """The small sample's figures, counted again."""
    return Recount(small_folder, SKIPPED)


@pytest.fixture(scope="session")
def full_recount(tmp_path_factory: pytest.TempPathFactory) -> Recount:
    """The full sample's figures, counted again."""
    folder = tmp_path_factory.mktemp("full sample")
    write_sample(folder)
    return Recount(folder, SKIPPED)


@pytest.fixture(scope="session")
def full_figures(full_recount: Recount) -> dict[str, float]:
    """The full sample's figures by their numbers."""
    return full_recount.figures()
