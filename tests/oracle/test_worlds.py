"""The random worlds hold what is easy to get wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.oracle.categories import resolve
from tests.oracle.facts import read_facts
from tests.oracle.feeds import FEEDS
from tests.oracle.landing import key_of, live_rows, read_feed, snapshot_rows
from tests.oracle.places import Places
from tests.oracle.programme import Facts
from tests.oracle.reference import mart_rows
from tests.oracle.traps import count_in_marts, count_in_programme
from tests.oracle.traps_of_courses import TRAPS_OF_COURSES, count_in_courses
from tests.oracle.traps_of_surveys import TRAPS_OF_SURVEYS, count_in_surveys
from tests.oracle.worlds import make_world

SEEDS = range(1, 7)


def test_a_seed_always_gives_the_same_bytes() -> None:
    first, second = make_world(5), make_world(5)
    assert [one.path for one in first.files] == [one.path for one in second.files]
    assert [one.content for one in first.files] == [one.content for one in second.files]
    assert [one.content for one in make_world(6).files] != [one.content for one in first.files]


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    """How often each trap stands in the worlds of the first seeds."""
    found: Counter[str] = Counter()
    for seed in SEEDS:
        landing = tmp_path_factory.mktemp(f"world_{seed}")
        world = make_world(seed)
        world.write(landing)
        _count_in_files(landing, found)
        _count_in_rows(landing, found)
        facts = read_facts(landing)
        _count_in_facts(facts, found)
        count_in_programme(facts, landing, found)
        count_in_courses(facts, landing, found)
        marts = mart_rows(facts)
        count_in_marts(marts, found)
        count_in_surveys(world, facts, marts, found)
        for name, rows in marts.items():
            for row in rows:
                found[f"{name} {row.get('rag')}"] += 1
    return found


@pytest.mark.parametrize(
    "trap",
    [
        "quarantined row",
        "rejected file",
        "tombstone",
        "revived key",
        "tied versions",
        "older version in a later file",
        "closed hub with shares",
        "closed hub without successors",
        "chain of successors",
        "area with a gap",
        "unknown organisation",
        "unknown Ambassador with hours",
        "organisation without a place of its own",
        "school never open",
        "school closed by absence",
        "school kept open by its quarantined row",
        "unchanged snapshot",
        "school off a later priority list",
        "withdrawn by status only",
        "share of an activity",
        "kpi_volunteer_hours green",
        "kpi_volunteer_hours red",
        "kpi_reach green",
        "kpi_reach amber",
        "kpi_reach red",
        "kpi_satisfaction green",
        "kpi_satisfaction amber",
        "kpi_satisfaction red",
        "kpi_scorecard green",
        "kpi_scorecard amber",
        "kpi_scorecard red",
        "nine tenths of a target",
        "target revised",
        "narrative given",
        "narrative missing",
        "narrative not needed",
        "stated RAG agrees True",
        "stated RAG agrees False",
        "trend up",
        "trend down",
        "trend level",
        "commentary without barriers",
        "commentary with barriers",
        "nothing unresolved",
        "RAG withheld of a small base",
        "9 responses",
        "10 responses",
        "respondent not stated",
        "respondent unresolved",
        "requests none of which was decided",
        "Ambassadors where nobody asked",
        "request filled",
        "request part_filled",
        "request unfilled",
        "request cancelled",
        "request open",
        "request of an unknown organisation",
        "sustained_count",
        "returned_count",
        "lapsed_count",
        "three activities in one term",
        "difference from a benchmark",
        "suppressed beside a benchmark",
        "hidden because it is small",
        "hidden beside a small one",
        "hidden in the exact hub",
        "occupation Unresolved",
        "occupation Teaching and educational professionals",
        "occupation Skilled construction and building trades",
        "resolved by decision",
        "hours rescued by decision",
        "tied rank",
        "activity on 29 February",
        "activity on the last day of a year",
        "activity on the day of a clock change",
        "volunteering of an unknown activity",
        "activity_feedback of an unknown activity",
        "merged hub",
        "hub split by area",
        "hub reached along two chains",
        "hub closing on the last day of a year",
        *TRAPS_OF_COURSES,
        *TRAPS_OF_SURVEYS,
    ],
)
def test_the_first_worlds_hold_every_trap(trap: str, traps: Counter[str]) -> None:
    assert traps[trap] > 0


def _count_in_files(landing: Path, found: Counter[str]) -> None:
    for name, feed in FEEDS.items():
        reads = read_feed(landing, name)
        found["rejected file"] += sum(read.rejected for read in reads)
        contents = [path.read_bytes() for path in _paths(landing, feed.family, name)]
        found["unchanged snapshot"] += feed.mode == "snapshot" and len(set(contents)) < len(
            contents
        )
        found["quarantined row"] += sum(len(read.quarantined_keys) for read in reads)
        by_key: dict[object, list[tuple[object, object, bool]]] = {}
        for read in reads if feed.mode == "delta" and "updated_at" in feed.columns else []:
            for one in read.versions:
                state = (
                    one.values["updated_at"],
                    one.file_date,
                    bool(one.values.get("deleted_at")),
                )
                by_key.setdefault(key_of(feed, one.values), []).append(state)
        for states in by_key.values():
            in_time = sorted(states, key=str)
            found["tombstone"] += in_time[-1][2]
            found["revived key"] += any(state[2] for state in in_time) and not in_time[-1][2]
            found["tied versions"] += len({state[0] for state in states}) < len(states)
            newest_file = max(states, key=lambda state: str(state[1]))
            found["older version in a later file"] += newest_file[0] != in_time[-1][0]


def _count_in_facts(facts: Facts, found: Counter[str]) -> None:
    places = Places(facts)
    closed = {hub_id: hub for hub_id, hub in facts.hubs.items() if hub.last_day}
    for hub in closed.values():
        found["closed hub without successors"] += not hub.successors
        found["closed hub with shares"] += len(hub.successors) > 1
        found["chain of successors"] += any(name in closed for name, _ in hub.successors)
    for areas in facts.areas.values():
        begins = sorted(area.first_day for area in areas)
        ends = sorted(area.last_day for area in areas if area.last_day)
        found["area with a gap"] += any(
            (begin - end).days > 1 for end, begin in zip(ends, begins[1:], strict=False)
        )
    for activity in facts.activities:
        found["unknown organisation"] += activity.organisation_id not in facts.organisations
        shares = places.of_activity(activity, "as_was")
        found["share of an activity"] += len(shares) > 1
    for entry in facts.entries:
        found["unknown Ambassador with hours"] += entry.ambassador_id not in facts.ambassadors
    for organisation in facts.organisations.values():
        found["organisation without a place of its own"] += not organisation.local_authority_code
    found["school never open"] += sum(school.is_never_open for school in facts.schools.values())


def _paths(landing: Path, family: str, name: str) -> list[Path]:
    return sorted((landing / family / name).glob("*"))


def _count_in_rows(landing: Path, found: Counter[str]) -> None:
    reads = read_feed(landing, "gias")
    newest_on = max(read.file_date for read in reads if read.versions)
    newest = [read for read in reads if read.file_date == newest_on]
    present = {one.values["urn"] for read in newest for one in read.versions}
    quarantined = {key for read in newest for key in read.quarantined_keys}
    for row in snapshot_rows(landing, "gias"):
        is_kept = (row["urn"],) in quarantined and row["urn"] not in present
        found["school kept open by its quarantined row"] += is_kept
        found["school closed by absence"] += bool(row["_closed_on"]) and not row["closed_on"]
    for row in snapshot_rows(landing, "priority_schools"):
        found["school off a later priority list"] += bool(row["_closed_on"])
    for row in live_rows(landing, "ambassadors"):
        says_so = resolve("ambassadors.status", row["status"]) == "Withdrawn"
        found["withdrawn by status only"] += says_so and row["withdrawn_on"] is None
