"""Other numbers in the story of Aspire to STEM give other figures; impossible ones are refused."""

from dataclasses import replace

import numpy as np
import pytest

from sample.cpd.attendance import KNOWN, build_attendance
from sample.cpd.courses import build_courses
from sample.cpd.members import IMPROVED, build_members
from sample.cpd.story import ASPIRE, AspireStory, Movement
from sample.streams import stream


def test_participants_and_participations_follow_the_story() -> None:
    told = replace(
        ASPIRE,
        participations=12_000,
        unique_participants=3_800,
        recruited_by_cohort=(1_000, 1_802),
        recruited_by_phase=(1_100, 1_702),
    )
    members = build_members(told, stream(7, "schools"))
    courses = build_courses(told, members, stream(7, "courses"))
    attendance = build_attendance(told, members, courses, stream(7, "attendance"))
    came = np.unique(attendance.attended[:, 1])
    assert len(np.unique(attendance.attended, axis=0)) == 12_000
    assert (~attendance.is_deleted[came]).sum() == 3_800
    school = attendance.school[attendance.gap == KNOWN]
    assert np.bincount(members.cohort[school]).tolist() == [0, 1_000, 1_802]
    assert members.is_primary[school].sum() == 1_100


def test_hours_events_and_schools_follow_the_story() -> None:
    told = replace(ASPIRE, cpd_units=2_000.0, schools_with_cpd=180)
    members = build_members(told, stream(7, "schools"))
    courses = build_courses(told, members, stream(7, "courses"))
    hours = np.bincount(courses.slot_school, courses.hours[courses.slot_event])
    assert (hours > 0).sum() == 180
    assert hours.sum() == 2_000 * 5 * 100
    assert hours.tolist() == members.hours[: len(hours)].tolist()
    assert np.bincount(courses.subject).tolist() == list(told.events_by_subject.values())


def test_no_school_is_twice_at_an_event() -> None:
    members = build_members(ASPIRE, stream(7, "schools"))
    courses = build_courses(ASPIRE, members, stream(7, "courses"))
    pairs = np.column_stack([courses.slot_event, courses.slot_school])
    assert len(np.unique(pairs, axis=0)) == len(pairs) == ASPIRE.attended_in_pairs
    assert (courses.day[courses.slot_event] > members.engaged[courses.slot_school]).all()
    assert (courses.day[courses.slot_event] <= members.left[courses.slot_school]).all()


def test_movements_follow_the_story() -> None:
    movements = {**ASPIRE.movements, 3: Movement(84, improved=40, same=12, declined=3)}
    members = build_members(replace(ASPIRE, movements=movements), stream(7, "schools"))
    improved = members.is_active & (members.rating_before == 3) & (members.change == IMPROVED)
    assert improved.sum() == 40


def refused(**changes: object) -> AspireStory:
    return replace(ASPIRE, **changes)  # type: ignore[arg-type]


def test_contradictory_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="differ by cohort, phase and subject"):
        refused(recruited_by_cohort=(800, 2001))
    with pytest.raises(ValueError, match="more participants are recruited"):
        refused(unique_participants=2_500)
    with pytest.raises(ValueError, match="not those of the active schools"):
        refused(active_schools=190)


def test_less_than_table_16_names_is_refused() -> None:
    kinds = {**ASPIRE.kinds, "Primary": 7}
    with pytest.raises(ValueError, match="table 16 names more schools"):
        build_members(refused(kinds=kinds), stream(7, "schools"))
    few = {**ASPIRE.movements, 4: Movement(23, improved=1, same=11)}
    with pytest.raises(ValueError, match="table 16 names more than 1 improved from 4"):
        build_members(refused(movements=few), stream(7, "schools"))


def test_more_shared_events_than_schools_can_share_are_refused() -> None:
    members = build_members(ASPIRE, stream(7, "schools"))
    with pytest.raises(ValueError, match="must be shared"):
        build_courses(refused(attended_in_pairs=6_000), members, stream(7, "courses"))
