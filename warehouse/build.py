"""Build core and marts aside, test them, and release them: all of it, or nothing.

Each step can run in a process of its own; what they share stands in ops.releases.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

import psycopg

from warehouse.dbt import Dbt
from warehouse.errors import BuildFailed
from warehouse.releases import (
    Release,
    begin,
    build_lock,
    empty_candidates,
    give_up,
    newest_loads,
    newest_released,
    open_build,
)
from warehouse.settings import Settings
from warehouse.staging import bring_up_to_date
from warehouse.test_results import CandidateTest, keep_results, read_results

Report = Callable[[str], None]
ROWS_REPORTED = 3


@dataclass(frozen=True)
class BuildReport:
    """What a build did.

    `release_id` is None when there was nothing to build. `warnings` are tests that
    failed without holding up the release, with their first few rows; more stand in
    ops.test_results. `seconds` is the time of each step.
    """

    release_id: int | None
    is_released: bool
    as_of_on: date | None = None
    tests_count: int = 0
    warnings: tuple[CandidateTest, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    message: str = ""


@dataclass
class _Build:
    """An open build: its lock's connection, its dbt, its number."""

    connection: psycopg.Connection
    dbt: Dbt
    release_id: int
    report: Report
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time a step, say in one line what it did, and give the build up if it fails."""
        said: list[str] = []
        started = time.monotonic()
        try:
            yield said
        except BuildFailed:
            give_up(self.connection, self.release_id)
            raise
        self.seconds[name] = time.monotonic() - started
        self.report(f"{name}: {' '.join(said)} in {self.seconds[name]:.1f} s")


def build(
    settings: Settings,
    release: bool = True,
    as_of: date | None = None,
    force: bool = False,
    report: Report | None = None,
) -> BuildReport:
    """Bring core and marts up to what the ledger holds, and release them.

    Does nothing when the last release was built from the same loads by the same
    project, unless `force`. Without `release` the tested candidate stays aside
    until the next build. Raises BuildFailed when a model or a test fails; readers
    then keep the release they had.
    """
    say = report or _nothing
    with build_lock(settings) as connection:
        dbt = Dbt(settings, as_of)
        opened, message = _open(connection, dbt, force)
        if opened is None:
            say(message)
            return BuildReport(release_id=None, is_released=False, message=message)
        run = _Build(connection, dbt, opened, say)
        _stage(run, force)
        _clean(run)
        _build_core(run)
        _build_marts(run)
        results = _test(run)
        as_of_on = _release(run, settings) if release else None
    return BuildReport(
        release_id=opened,
        is_released=release,
        as_of_on=as_of_on,
        tests_count=len(results),
        warnings=tuple(
            replace(result, rows=result.rows[:ROWS_REPORTED])
            for result in results
            if result.status == "warn"
        ),
        seconds=run.seconds,
        message=_outcome(opened, release),
    )


def stage(
    settings: Settings,
    as_of: date | None = None,
    force: bool = False,
    report: Report | None = None,
) -> int | None:
    """Open a build and take every new load into staging; return the build's number.

    None when there is nothing new to build. The first of the steps that
    build_warehouse runs one by one; the others take the number.
    """
    with build_lock(settings) as connection:
        dbt = Dbt(settings, as_of)
        opened, message = _open(connection, dbt, force)
        if opened is None:
            (report or _nothing)(message)
            return None
        _stage(_Build(connection, dbt, opened, report or _nothing), force)
        return opened


def clean(settings: Settings, release_id: int | None = None, report: Report | None = None) -> None:
    """Resolve what was typed where a list of categories stands, as far as it can be.

    Raises BuildFailed with its name for a rule that overlaps with another, points at no
    category, never matches or cannot be read.
    """
    with _resumed(settings, release_id, report) as run:
        _clean(run)


def build_core(
    settings: Settings, release_id: int | None = None, report: Report | None = None
) -> None:
    """Build core aside, for the build `release_id` (by default the one that is open)."""
    with _resumed(settings, release_id, report) as run:
        _build_core(run)


def build_marts(
    settings: Settings, release_id: int | None = None, report: Report | None = None
) -> None:
    """Build marts and quality aside, on the candidate of core."""
    with _resumed(settings, release_id, report) as run:
        _build_marts(run)


def test_candidate(
    settings: Settings,
    release_id: int | None = None,  # noqa: PT028
    report: Report | None = None,  # noqa: PT028
) -> list[CandidateTest]:
    """Run every data test on the candidate and keep the results.

    Raises BuildFailed naming the test, the relation and the rows when one fails.
    """
    with _resumed(settings, release_id, report) as run:
        return _test(run)


# By its name, pytest would take it for a test.
test_candidate.__test__ = False  # type: ignore[attr-defined]


def _open(connection: psycopg.Connection, dbt: Dbt, force: bool) -> tuple[int | None, str]:
    """Open a build if there is anything to build; else say why not."""
    loads = newest_loads(connection)
    fingerprint = dbt.fingerprint()
    last = newest_released(connection)
    if not force and not loads:
        return None, "Nothing has been loaded yet: nothing to build."
    if not force and last is not None and _is_same(last, loads, fingerprint):
        return None, _nothing_new(last)
    return begin(connection, loads, fingerprint, dbt.as_of), ""


def _is_same(last: Release, loads: dict[str, int], fingerprint: str) -> bool:
    return last.built_from == loads and last.project_fingerprint == fingerprint


def _nothing_new(last: Release) -> str:
    if last.status == "withdrawn":
        return (
            f"Nothing new since release {last.release_id}, which was rolled back: not released "
            "again. To build it anew all the same: warehouse build --force"
        )
    return f"Nothing new since release {last.release_id}: no build."


@contextmanager
def _resumed(settings: Settings, release_id: int | None, report: Report | None) -> Iterator[_Build]:
    """Go on with an open build in another process."""
    with build_lock(settings) as connection:
        row = open_build(connection)
        if row is None or release_id not in (None, row.release_id):
            raise BuildFailed(
                f"Build {release_id or ''} is not open any more.".replace("  ", " "),
                where="ops.releases",
                evidence=f"open: {row.release_id if row else 'none'}",
                remedy="It failed, or a later build took its place. Start anew: warehouse build",
            )
        dbt = Dbt(settings, row.as_of_on)
        run = _Build(connection, dbt, row.release_id, report or _nothing)
        if dbt.fingerprint() != row.project_fingerprint:
            give_up(connection, row.release_id)
            raise BuildFailed(
                f"The dbt project changed while build {row.release_id} was running.",
                where=str(dbt.project),
                remedy="Start anew: warehouse build",
            )
        yield run


def _stage(run: _Build, force: bool) -> None:
    with run.step("stage") as said:
        results = bring_up_to_date(run.connection, run.dbt, newest_loads(run.connection), force)
        said.append(f"{len(results)} relations brought up to date")


def _clean(run: _Build) -> None:
    from cleaning.comment_night import predict_new_comments
    from cleaning.nightly import predict_new_texts
    from cleaning.rules import check_patterns, check_rules

    with run.step("clean") as said:
        check_patterns(run.connection)
        results = run.dbt.run("run", "--select", "path:models/cleaning")
        check_rules(run.connection)
        folder = run.dbt.settings.home / "model"
        predicted = predict_new_texts(run.connection, folder)
        comments = predict_new_comments(run.connection, folder)
        said.append(f"{len(results)} relations built, {predicted}; comments: {comments}")


def _build_core(run: _Build) -> None:
    with run.step("core") as said:
        empty_candidates(run.connection, ("core", "marts", "quality"))
        results = run.dbt.run("run", "--select", "path:models/core")
        said.append(f"{len(results)} relations built")


def _build_marts(run: _Build) -> None:
    with run.step("marts") as said:
        empty_candidates(run.connection, ("marts", "quality"))
        results = run.dbt.run("run", "--select", "path:models/marts", "path:models/quality")
        said.append(f"{len(results)} relations built")


def _test(run: _Build) -> list[CandidateTest]:
    with run.step("test") as said:
        outcomes = run.dbt.run("test", "--select", "test_type:data")
        results = read_results(run.connection, outcomes, run.dbt.manifest())
        keep_results(run.connection, run.release_id, results)
        _raise_if_fatal(run.release_id, results)
        warned = sum(result.status == "warn" for result in results)
        said.append(f"{len(results)} tests passed, {warned} of them with a warning")
    return results


def _release(run: _Build, settings: Settings) -> date | None:
    from publish.release import release

    with run.step("release") as said:
        info = release(settings, run.release_id)
        said.append(f"release {info.release_id} is live")
    return info.as_of_on


def _raise_if_fatal(release_id: int, results: list[CandidateTest]) -> None:
    fatal = [result for result in results if result.is_fatal]
    if not fatal:
        return
    raise BuildFailed(
        "; ".join(f"Test {r.test} failed on {r.relation} ({r.failures} rows)" for r in fatal[:5])
        + (f"; and {len(fatal) - 5} more" if len(fatal) > 5 else "")
        + ".",
        where=f"ops.test_results, release_id {release_id}",
        evidence="\n".join(_evidence(result) for result in fatal[:5]),
        remedy="The live release stays as it was; the candidate stays in core_candidate and "
        "marts_candidate until the next build. Correct the data or the model, then run: "
        "warehouse build",
    )


def _evidence(result: CandidateTest) -> str:
    rows = [", ".join(f"{name}={value}" for name, value in row.items()) for row in result.rows]
    return f"{result.test}: " + ("; ".join(rows) or result.message or "no rows to show")


def _outcome(release_id: int, is_released: bool) -> str:
    if is_released:
        return f"Release {release_id} is live."
    return f"Build {release_id} passed its tests and stands aside; the next build replaces it."


def _nothing(_: str) -> None:
    """Say nothing."""
