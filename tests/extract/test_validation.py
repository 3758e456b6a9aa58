"""Validation beside a load: bounded memory, counts, and errors that come through."""

import psutil
import pytest

from extract.bad_records import BadRecords
from extract.contract import get_contract
from extract.lines import Block, LineCounter
from extract.parsing import BlockParser
from extract.records import IrregularError
from extract.validation import BackgroundValidation, Validation
from tests.extract.conftest import good_row, to_csv

CONTRACT = get_contract("platform", "organisations")
COLUMNS = tuple(field.name for field in CONTRACT.fields)
PARSER = BlockParser(COLUMNS, "utf-8")
BLOCKS = 150


def block(rows: int, **last: str) -> bytes:
    """Return rows of long texts, the last one with `last` in it."""
    good = to_csv([good_row(CONTRACT, organisation_name="n" * 400)]).partition("\n")[2]
    bad = to_csv([good_row(CONTRACT, **last)]).partition("\n")[2]
    return (good * (rows - 1) + bad).encode()


def test_memory_does_not_grow_with_the_file_even_if_every_block_is_in_doubt() -> None:
    data = block(8_000, urn="none")
    process = psutil.Process()
    with BadRecords() as bad:
        validation = Validation(CONTRACT, frozenset(COLUMNS), bad)
        validation.check(PARSER.parse(data))
        before = process.memory_info().rss
        for _ in range(BLOCKS):
            validation.check(PARSER.parse(data))
        grown = process.memory_info().rss - before
        validation.finish()
    assert bad.count == BLOCKS + 1
    assert validation.records == 8_000 * (BLOCKS + 1)
    assert grown < BLOCKS * len(data) / 4


def test_doubtful_records_are_checked_before_they_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("extract.validation.MOST_DOUBTFUL", 3)
    with BadRecords() as bad:
        validation = Validation(CONTRACT, frozenset(COLUMNS), bad)
        found = []
        for _ in range(5):
            validation.check(PARSER.parse(block(2, urn="none")))
            found.append(bad.count)
        validation.finish()
    assert found == [0, 0, 3, 3, 3]
    assert bad.count == 5
    assert [reason.record_number for reason in bad.first] == [2, 4, 6, 8, 10]


def put_all(*blocks: bytes) -> None:
    with (
        BadRecords() as bad,
        BackgroundValidation(
            Validation(CONTRACT, frozenset(COLUMNS), bad), PARSER, LineCounter(2)
        ) as background,
    ):
        for one in blocks:
            background.put(Block(one))
        background.end()


def test_what_the_other_thread_meets_is_raised_in_the_end() -> None:
    with pytest.raises(IrregularError):
        put_all(b"one,cell\n")


def test_after_an_error_nothing_waits_for_ever() -> None:
    with pytest.raises(IrregularError):
        put_all(*[b"one,cell\n"] * 50)
