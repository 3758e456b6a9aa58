"""Who took part: participants of each school, and which of them were at which of its events."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from sample.allocation import fill_up, share_out
from sample.cpd.courses import Courses
from sample.cpd.members import Members
from sample.cpd.story import AspireStory
from sample.streams import Bools, Ints, choose

NO_SCHOOL = -1
# What keeps a participant from being recruited: nothing, or what the programme does not know.
KNOWN, NO_NUMBER, NO_ROLE, NO_SUBJECT, NO_URN = range(5)
_GAPS = (NO_NUMBER, NO_ROLE, NO_SUBJECT)
_GAP_WEIGHTS = np.array([0.72, 0.12, 0.16])


@dataclass(frozen=True)
class Attendance:
    """Participants (`school` an index into the members, `gap` what is not known of them).

    Those of schools come first, then those without; `is_deleted` left and were erased. `attended`
    and `missed` are pairs of event and participant, one a row.
    """

    school: Ints
    gap: Ints
    is_deleted: Bools
    attended: Ints
    missed: Ints


def build_attendance(
    story: AspireStory, members: Members, courses: Courses, rng: Generator
) -> Attendance:
    """Return the participants and participations, as many as the story tells."""
    recruited = _recruited(story, members, rng)
    taking_part = story.unique_participants - story.without_school - story.recruited
    slots = np.bincount(courses.slot_school, minlength=len(members))
    others = share_out(taking_part, np.where(slots > 0, recruited + 1.0, 0))
    people = recruited + others
    outside = story.without_school + story.deleted_participants
    visits = _visits(story, members, slots, people)
    school = np.repeat(np.arange(len(members)), people)
    first = np.cumsum(people) - people
    is_recruited = np.arange(len(school)) - first[school] < recruited[school]
    gap = np.where(is_recruited, KNOWN, np.array(_GAPS)[choose(rng, _GAP_WEIGHTS, len(school))])
    attended, missed = _meet(courses, first, people, visits, story.missed_bookings, rng)
    strangers, guests = _outsiders(story, courses, len(school), int(visits.sum()), rng)
    idle = rng.choice(np.flatnonzero(people > 0), story.booked_without_coming)
    never = len(school) + outside + np.arange(story.booked_without_coming)
    booked = np.array([rng.choice(courses.slot_event[courses.slot_school == s]) for s in idle])
    return Attendance(
        school=np.concatenate([school, strangers, idle]),
        gap=np.concatenate([gap, np.full(outside, NO_URN), np.full(len(idle), NO_NUMBER)]),
        is_deleted=np.isin(
            np.arange(len(school) + outside + len(idle)),
            len(school) + story.without_school + np.arange(story.deleted_participants),
        ),
        attended=np.concatenate([attended, guests]),
        missed=np.concatenate([missed, np.column_stack([booked, never])]),
    )


def _recruited(story: AspireStory, members: Members, rng: Generator) -> Ints:
    """Return the recruited participants of each school that took up CPD, by cohort and phase."""
    primary = round(story.recruited_by_cohort[0] * story.recruited_by_phase[0] / story.recruited)
    cells = np.array([[primary, story.recruited_by_cohort[0] - primary], [0, 0]])
    cells[1] = np.array(story.recruited_by_phase) - cells[0]
    recruited = np.zeros(len(members), dtype=np.int64)
    weights = (members.hours / 100.0) ** 0.7 * rng.uniform(0.7, 1.3, len(members))
    for cohort in (1, 2):
        for phase in (0, 1):
            mine = (members.cohort == cohort) & (members.is_primary == (phase == 0))
            rows = np.flatnonzero(mine & (members.hours > 0))
            recruited[rows] = 1 + share_out(
                int(cells[cohort - 1, phase]) - len(rows), weights[rows]
            )
    return recruited


def _visits(story: AspireStory, members: Members, slots: Ints, people: Ints) -> Ints:
    """Return the participations of each school: each event has somebody, everybody was at one."""
    visits = np.zeros(len(people), dtype=np.int64)
    for phase, pct in enumerate(story.participations_pct_by_phase):
        rows = np.flatnonzero((members.is_primary == (phase == 0)) & (slots > 0))
        least = np.maximum(slots[rows], people[rows])
        most = slots[rows] * people[rows]
        total = round(story.participations * pct / 100)
        wanted = (total - least.sum()) * least / least.sum()
        visits[rows] = least + fill_up(total - int(least.sum()), wanted, most - least)
    return visits


def _meet(
    courses: Courses, first: Ints, people: Ints, visits: Ints, missed: int, rng: Generator
) -> tuple[Ints, Ints]:
    """Return who of a school was at which of its events, and who booked and did not come."""
    pairs: list[Ints] = []
    spare: list[Ints] = []
    for school in np.flatnonzero(people):
        events = courses.slot_event[courses.slot_school == school]
        was_there = _table(len(events), int(people[school]), int(visits[school]), rng)
        for found, cells in ((pairs, was_there), (spare, ~was_there)):
            slot, person = np.nonzero(cells)
            found.append(np.column_stack([events[slot], first[school] + person]))
    chances = np.concatenate(spare)
    return np.concatenate(pairs), chances[rng.choice(len(chances), missed, replace=False)]


def _table(events: int, people: int, visits: int, rng: Generator) -> Bools:
    """Return an event × participant table with `visits` cells set, at least one a row and column.

    Those who are keener come more often.
    """
    score = rng.exponential(size=(events, people)) / rng.lognormal(0, 0.8, people)
    # A cell in every row and column, each once: these come first.
    longer = np.arange(max(events, people))
    score[longer % events, rng.permutation(longer) % people] = -1
    return _lowest(score, visits)


def _lowest(score: np.ndarray, count: int) -> Bools:
    chosen = np.zeros(score.size, dtype=bool)
    chosen[np.argsort(score, axis=None, kind="stable")[:count]] = True
    return chosen.reshape(score.shape)


def _outsiders(
    story: AspireStory, courses: Courses, first: int, inside: int, rng: Generator
) -> tuple[Ints, Ints]:
    """Return the participants of no school and the events that they were at: once at least."""
    count = story.without_school + story.deleted_participants
    total = story.participations - inside
    if total < count:
        raise ValueError(f"{total} participations are left for {count} people without a school")
    person = first + np.arange(total) % count
    events = rng.choice(len(courses), total, replace=False)
    return np.full(count, NO_SCHOOL), np.column_stack([events, person])
