"""Feed `participants`: who took part, with what the programme knows of them, and who is two."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.categories import CategoryMess, as_typed
from sample.cpd.attendance import KNOWN, NO_NUMBER, NO_ROLE, NO_SCHOOL, NO_SUBJECT, Attendance
from sample.cpd.bookings import Bookings
from sample.cpd.events import Events
from sample.cpd.members import Members
from sample.cpd.story import AspireStory
from sample.reporting import moments_between
from sample.streams import Bools, Ints, choose
from sample.words import FIRST_NAMES, LAST_NAMES

ROLES = (
    "Teacher",
    "Senior leader (Head Teacher)",
    "Senior leader",
    "Middle leader",
    "Subject leader",
    "Teaching assistant",
    "Technician",
    "Nursery Nurse",
    "Trainee",
    "Other",
)
_ROLE_WEIGHTS = np.array([66, 0.5, 0.5, 13, 5, 8, 4, 0.6, 0.9, 1.5])
_LEADER_WEIGHTS = np.array([0, 34, 48, 16, 2, 0, 0, 0, 0, 0.0])
_PLAIN = str.maketrans("ëáéâ", "eaea", "' ")


@dataclass(frozen=True)
class People:
    """The persons behind the participants: `person` is another's position where one is two.

    `number` is the place in order of registration, from 1; `registered` a day since 1970.
    """

    person: Ints
    number: Ints
    registered: Ints


def build_people(
    story: AspireStory, attendance: Attendance, bookings: Bookings, events: Events, rng: Generator
) -> People:
    """Return when each participant registered (before the first booking), and who is two."""
    size = len(attendance.school)
    first = np.full(size, 10**6)
    np.minimum.at(first, bookings.participant, events.day[bookings.event])
    registered = first - 61 - rng.integers(0, 30, size)
    number = np.empty(size, dtype=np.int64)
    number[np.argsort(registered, kind="stable")] = np.arange(1, size + 1)
    return People(_persons(story, attendance, rng), number, registered)


def _persons(story: AspireStory, attendance: Attendance, rng: Generator) -> Ints:
    """Return each participant's person: a few of those with colleagues are one of these."""
    school, person = attendance.school, np.arange(len(attendance.school))
    beside = np.flatnonzero((school[1:] == school[:-1]) & (school[1:] != NO_SCHOOL)) + 1
    # Half of them gave their reference number again, half gave none.
    for gap in (KNOWN, NO_NUMBER):
        rows = beside[(attendance.gap[beside] == gap) & (attendance.gap[beside - 1] == KNOWN)]
        rows = rows[rows % 2 == 1]
        twice = rng.choice(rows, story.registered_twice // 2, replace=False)
        person[twice] = twice - 1
    return person


def participants_frame(
    story: AspireStory,
    members: Members,
    urns: Ints,
    attendance: Attendance,
    people: People,
    rng: Generator,
) -> pl.DataFrame:
    """Return one row per participant as it stands at last, with `created_at`."""
    size, gap = len(attendance.school), attendance.gap
    is_leader = _leaders(story, gap == KNOWN, rng)
    drawn = choose(rng, _ROLE_WEIGHTS, size)
    role = np.where(is_leader, choose(rng, _LEADER_WEIGHTS, size), drawn)
    mess = CategoryMess(typed=0.05, companion=0.01)
    roles, role_words = as_typed(rng, "participants.role", ROLES, role, mess)
    subjects = tuple(story.recruited_by_subject)
    taught = _subjects(story, members, attendance, rng)
    subject, subject_words = as_typed(rng, "subject_taught", subjects, taught, mess)
    frame = pl.DataFrame(
        {
            "participant_id": text.identifiers("PAR", people.number),
            **_identity(attendance, people, rng),
            "urn": text.blank(pl.Series(urns[attendance.school]), attendance.school == NO_SCHOOL),
            "role": text.blank(roles, gap == NO_ROLE),
            "role_other": text.blank(role_words, gap == NO_ROLE),
            "is_senior_leadership_team": text.pick(("No", "Yes"), is_leader.astype(np.int64)),
            "subject_taught": text.blank(subject, gap == NO_SUBJECT),
            "subject_taught_other": text.blank(subject_words, gap == NO_SUBJECT),
            "registered_on": text.days(people.registered),
            "created_at": text.moments(moments_between(people.registered, people.registered, rng)),
            "is_deleted": attendance.is_deleted,
        }
    )
    return frame.sort("participant_id")


def _leaders(story: AspireStory, is_recruited: Bools, rng: Generator) -> Bools:
    """Return who is on the senior leadership team: of the recruited as many as printed."""
    is_leader: Bools = ~is_recruited & (rng.random(len(is_recruited)) < 0.15)
    rows = np.flatnonzero(is_recruited)
    is_leader[rng.choice(rows, story.recruited_senior_leaders, replace=False)] = True
    return is_leader


def _subjects(story: AspireStory, members: Members, attendance: Attendance, rng: Generator) -> Ints:
    """Return what each teaches: as printed for the recruited, mostly all of it in primary."""
    counts = np.array(list(story.recruited_by_subject.values()), dtype=np.float64)
    taught = choose(rng, counts, len(attendance.school))
    rows = np.flatnonzero(attendance.gap == KNOWN)
    # The last of the list is Other.
    leaning = members.is_primary[attendance.school[rows]] * 0.5 + rng.random(len(rows))
    others = int(counts[-1])
    generalists, specialists = np.split(rows[np.argsort(-leaning, kind="stable")], [others])
    taught[generalists] = len(counts) - 1
    exact = np.repeat(np.arange(len(counts) - 1), counts[:-1].astype(np.int64))
    taught[specialists] = rng.permutation(exact)
    return taught


def _identity(attendance: Attendance, people: People, rng: Generator) -> dict[str, pl.Series]:
    """Return names, addresses and reference numbers; colleagues bear different names."""
    size, person = len(people.person), people.person
    # A step without a common divisor: a school's names all differ.
    colleagues = pl.DataFrame({"school": attendance.school})
    nth = colleagues.select(pl.int_range(pl.len()).over("school")).to_series().to_numpy()
    combination = (attendance.school * 37 + nth * 1009) % (len(FIRST_NAMES) * len(LAST_NAMES))
    first, last = np.divmod(combination[person], len(LAST_NAMES))
    is_again = person != np.arange(size)
    mailbox = text.fill(
        "{}.{}{}@{}",
        text.pick([name.lower().translate(_PLAIN) for name in FIRST_NAMES], first),
        text.pick([name.lower().translate(_PLAIN) for name in LAST_NAMES], last),
        pl.Series(people.number),
        text.pick(("school.example.org", "example.org"), is_again.astype(np.int64)),
    )
    numbers = pl.Series(1_000_000 + rng.choice(9_000_000, size, replace=False)[person])
    written = pl.DataFrame({"n": numbers.cast(pl.String), "form": rng.integers(0, 12, size)})
    spelt = (
        pl.when(pl.col("form") == 0)
        .then(pl.format("{}/{}", pl.col("n").str.head(2), pl.col("n").str.tail(5)))
        .when(pl.col("form") == 1)
        .then(pl.format("{} {}", pl.col("n").str.head(2), pl.col("n").str.tail(5)))
        .otherwise("n")
    )
    return {
        "first_name": text.pick(FIRST_NAMES, first),
        "last_name": text.pick(LAST_NAMES, last),
        "email": mailbox,
        "teacher_reference_number": text.blank(
            written.select(spelt.alias("n"))["n"], attendance.gap == NO_NUMBER
        ),
    }
