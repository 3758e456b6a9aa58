"""A small fuzz run; `make fuzz` is the large one."""

from tests.fuzz.campaign import run
from tests.fuzz.cases import make_case
from warehouse.settings import Settings

FILES = 200
SEED = 11


def test_whatever_arrives_ends_in_one_outcome_and_nothing_is_lost(settings: Settings) -> None:
    figures = run(settings, SEED, range(FILES))
    assert figures.broken == []
    assert figures.files == FILES
    assert figures.rows_read == figures.rows_loaded + figures.rows_quarantined > 0
    assert {status for _, status in figures.by_format} >= {"loaded", "rejected"}


def test_a_file_is_made_again_from_seed_and_number_alone() -> None:
    assert make_case(SEED, 3) == make_case(SEED, 3)
    assert make_case(SEED, 3).data != make_case(SEED + 1, 3).data
