"""Readers at work while releases are swapped under them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
import pytest

from publish.release import release, rollback
from tests.publish.candidates import live_release, make_candidate, transformer
from warehouse.database import connect
from warehouse.settings import Settings

SWAPS = 40
# Either order of the two marts, simple and prepared, and both in one transaction each.
QUERIES = (
    "select a.release_id, b.release_id from marts.kpi_a as a join marts.kpi_b as b using (n)",
    "select b.release_id, a.release_id from marts.kpi_b as b join marts.kpi_a as a using (n)",
    "select min(release_id), (select max(release_id) from marts.kpi_b) from marts.kpi_a",
)
# A reader waits HOLD_MS at most for each try at a swap; the rest is room for a busy machine.
LONGEST_WAIT = 15.0


@dataclass
class Reader:
    """What one reader saw: how often, how long at most, and whatever was wrong."""

    reads: int = 0
    longest: float = 0.0
    mixed: list[tuple[object, ...]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seen: set[object] = field(default_factory=set)

    def read(self, url: str, query: str, prepare: bool, stop: threading.Event) -> None:
        with connect(url, "warehouse_bi", autocommit=True) as connection:
            while not stop.is_set():
                started = time.monotonic()
                try:
                    rows = connection.execute(query.encode(), prepare=prepare).fetchall()
                except psycopg.Error as error:
                    self.errors.append(str(error))
                    return
                self.longest = max(self.longest, time.monotonic() - started)
                self.reads += 1
                numbers = {number for row in rows for number in row}
                self.seen |= numbers
                if len(numbers) != 1:
                    self.mixed.append(tuple(numbers))


@contextmanager
def reading(settings: Settings) -> Iterator[list[Reader]]:
    stop = threading.Event()
    readers = [Reader() for _ in range(2 * len(QUERIES))]
    threads = [
        threading.Thread(
            target=reader.read,
            args=(settings.warehouse_url, QUERIES[n % len(QUERIES)], n % 2 == 0, stop),
        )
        for n, reader in enumerate(readers)
    ]
    for thread in threads:
        thread.start()
    try:
        yield readers
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_readers_of_two_marts_never_wait_fail_or_see_two_releases_at_once(
    settings: Settings,
) -> None:
    make_candidate(settings)
    release(settings)
    with reading(settings) as readers:
        for n in range(SWAPS):
            if n % 8 == 7:
                rollback(settings)
            else:
                make_candidate(settings)
                release(settings)

    assert [error for reader in readers for error in reader.errors] == []
    assert [mix for reader in readers for mix in reader.mixed] == []
    assert max(reader.longest for reader in readers) < LONGEST_WAIT
    assert sum(reader.reads for reader in readers) > SWAPS
    assert len(set().union(*(reader.seen for reader in readers))) > SWAPS / 2


def test_a_reader_that_keeps_a_mart_open_holds_up_a_release_only_so_long(
    settings: Settings,
) -> None:
    make_candidate(settings)
    first = release(settings).release_id
    second = make_candidate(settings)
    with connect(settings.warehouse_url, "warehouse_bi") as reader:
        reader.execute("select * from marts.kpi_a")  # and the transaction stays open
        started = time.monotonic()
        release(settings, second, patience=1.0)
        assert time.monotonic() - started < 10
        # Its next statement sees the new release whole, without an error.
        both = reader.execute(
            "select distinct a.release_id, b.release_id "
            "from marts.kpi_a as a join marts.kpi_b as b using (n)"
        ).fetchall()
    assert both == [(second, second)]
    assert live_release(settings) == second != first


def test_a_release_waits_for_a_long_statement_rather_than_disturb_it(settings: Settings) -> None:
    make_candidate(settings)
    release(settings)
    make_candidate(settings)
    outcome: list[object] = []

    def slow_statement() -> None:
        with connect(settings.warehouse_url, "warehouse_bi") as reader:
            outcome.append(
                reader.execute(
                    "select count(distinct release_id), pg_sleep(1.5) from marts.kpi_a"
                ).fetchone()
            )

    thread = threading.Thread(target=slow_statement)
    thread.start()
    with transformer(settings) as connection:
        while not connection.execute(
            "select from pg_locks where relation = 'marts.kpi_a'::regclass and granted"
        ).fetchall():
            pass
    second = release(settings).release_id
    thread.join()
    assert outcome[0][0] == 1  # type: ignore[index]
    assert live_release(settings) == second


@pytest.mark.parametrize("role", ["warehouse_bi", "warehouse_analyst"])
def test_a_prepared_statement_follows_the_release(settings: Settings, role: str) -> None:
    make_candidate(settings)
    release(settings)
    query = "select min(release_id) from marts.kpi_a"
    with connect(settings.warehouse_url, role, autocommit=True) as reader:
        before = reader.execute(query, prepare=True).fetchone()
        make_candidate(settings)
        second = release(settings).release_id
        after = reader.execute(query, prepare=True).fetchone()
    assert before != after == (second,)
