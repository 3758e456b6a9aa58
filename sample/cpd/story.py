"""The story of Aspire to STEM, each number once: change one and the marts follow.

Printed numbers are those of the evaluation (Skyblue, 2020; chapter or table named beside them);
the rest is invented around them. Tables by school, partnership and outcome are in `tables`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

NEW = 0
PHASES = ("primary", "secondary")


@dataclass(frozen=True)
class Movement:
    """Active schools of one rating before, and how many of them were rated since (table 1)."""

    schools: int
    improved: int = 0
    same: int = 0
    declined: int = 0
    first: int = 0


@dataclass(frozen=True)
class Statement:
    """A question of the feedback form: the answers to it, in the order of `options`."""

    options: tuple[str, ...]
    counts: tuple[int, ...]

    @property
    def base(self) -> int:
        """Forms that answer it."""
        return sum(self.counts)


_AGREE = ("Disagree strongly", "Disagree", "Agree", "Agree strongly")
_QUALITY = ("Poor", "Satisfactory", "Good", "Very good")
_ROLES = (
    "Teacher",
    "Senior leader (Head Teacher)",
    "Middle leader",
    "Teaching assistant",
    "Technician",
    "Other",
    "Senior leader",
    "Subject leader",
    "Nursery Nurse",
    "Trainee",
)

# Tables 5 to 8. Of table 8 bases and whole percentages are printed; the counts have both. 'Good'
# of table 6 is printed as 110, a slip: the base and its 30% need 410. Online resources (summary,
# 10) are of 1,400: their 5% 'of little use' holds those that were of none.
_FEEDBACK: Mapping[str, Statement] = {
    "role": Statement(_ROLES, (812, 120, 139, 58, 20, 29, 26, 18, 1, 1)),
    "overall_satisfaction": Statement(
        ("Poor", "Fair", "Good", "Very good", "Excellent"), (0, 14, 410, 519, 423)
    ),
    "overall_quality": Statement(_QUALITY, (0, 21, 429, 989)),
    "well_organised": Statement(_AGREE, (1, 2, 484, 1026)),
    "relevant_useful": Statement(_AGREE, (1, 4, 505, 1006)),
    "outcomes_met": Statement(_AGREE, (1, 3, 524, 981)),
    "impact_practice": Statement(_AGREE, (2, 13, 589, 905)),
    "impact_students": Statement(_AGREE, (2, 12, 584, 898)),
    "share_learning": Statement(_AGREE, (2, 12, 598, 881)),
    "improved_knowledge": Statement(_AGREE, (3, 27, 633, 844)),
    "online_resources": Statement(
        ("Very useful", "Quite useful", "Of little use", "Not at all useful", "Not used"),
        (336, 210, 66, 4, 784),
    ),
}
# Under table 7: of heads 68% good and 29% very good, of middle leaders 19% and 76%.
_QUALITY_BY_ROLE: Mapping[str, tuple[int, ...]] = {
    "Senior leader (Head Teacher)": (0, 4, 80, 34),
    "Middle leader": (0, 7, 26, 104),
}

RATED_SUBJECTS = ("Science", "D&T", "Maths", "Computer Science", "Engineering", "Non-STEM")
CRITERIA = (
    "Quality of teaching",
    "Pupil learning",
    "Quality of subject leading",
    "STEM careers education",
)
# Table 2: schools that rated (of 15) and the sum of their ratings, which give the printed means;
# by subject, then criterion.
_BASELINE: tuple[tuple[tuple[int, int], ...], ...] = (
    ((15, 40), (15, 44), (15, 36), (15, 45)),
    ((14, 32), (14, 36), (14, 33), (12, 40)),
    ((15, 33), (15, 36), (15, 32), (13, 40)),
    ((13, 34), (13, 37), (13, 33), (12, 37)),
    ((5, 12), (5, 13), (5, 11), (3, 10)),
    ((14, 31), (14, 33), (14, 32), (12, 36)),
)
# Table 14: Haydock High School, at the start and at the end; by STEM subject, then criterion.
_HAYDOCK_START = ((3, 4, 2, 4), (2, 3, 2, 4), (3, 3, 3, 4), (3, 3, 3, 4), (2, 3, 2, 4))
_HAYDOCK_END = ((1, 2, 1, 2), (1, 1, 1, 2), (1, 1, 2, 2), (1, 1, 1, 2), (1, 1, 1, 2))

# Table 13: stages of the seven schools with a complete journey, at the start and their change;
# the commonest change is 2.
_MATURITY: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "CPD for STEM teachers": ((1, 2, 1, 2, 1, 1, 2), (2, 2, 3, 2, 2, 2, 2)),
    "STEM enrichment": ((1, 1, 1, 2, 1, 1, 1), (2, 2, 2, 1, 3, 2, 2)),
    "Collaboration with other schools": ((1, 2, 1, 1, 2, 1, 1), (2, 1, 2, 2, 0, 2, 2)),
    "Quality of STEM teaching": ((2, 2, 1, 2, 1, 2, 2), (1, 1, 2, 2, 2, 1, 1)),
    "Quality of subject leadership": ((3, 1, 3, 1, 2, 3, 1), (1, 2, 1, 2, 2, 1, 1)),
    "STEM careers education": ((1, 1, 2, 1, 1, 1, 2), (1, 2, 0, 2, 1, 1, 1)),
}
_COMPLETE_JOURNEYS = (
    "All Saints Catholic High School",
    "Danesfield Church of England Middle School",
    "Downs Barn School",
    "Ellesmere Park High School",
    "Haydock High School",
    "Oakfield Primary School",
    "The Sutton Academy",
)

_REASON_MENTIONS = (
    *(138, 131, 126, 120, 114, 108, 102, 97, 91, 85, 80, 74),
    *(68, 62, 57, 51, 45, 40, 34, 28, 22, 17, 10, 3),
)


@dataclass(frozen=True)
class AspireStory:
    """Everything that decides the figures of Aspire to STEM."""

    programme_id: str = "PRG-AST"
    programme_name: str = "Aspire to STEM"
    funder: str = "Department for Education"
    starts_on: date = date(2017, 9, 1)
    ends_on: date = date(2020, 3, 31)
    # Executive summary 4; chapter 1, Outputs.
    kinds: Mapping[str, int] = field(
        default_factory=lambda: {
            "Primary": 92,
            "Secondary": 111,
            "Middle deemed secondary": 2,
            "All-through": 1,
        }
    )
    active_schools: int = 191
    schools_with_cpd: int = 176
    funding_per_partnership: int = 25_000
    participants_target: int = 880
    unique_participants: int = 3563
    recruited_by_cohort: tuple[int, int] = (801, 2001)
    recruited_by_phase: tuple[int, int] = (992, 1810)
    recruited_senior_leaders: int = 641
    recruited_by_subject: Mapping[str, int] = field(
        default_factory=lambda: {
            "Science": 869,
            "Mathematics": 595,
            "Technology": 265,
            "Computer Science": 241,
            "Engineering": 87,
            "Other": 745,
        }
    )
    # The printed total of 2,852 'CPD and community events' is that of the CPD subjects alone.
    events_by_subject: Mapping[str, int] = field(
        default_factory=lambda: {
            "Science": 1077,
            "Leadership": 446,
            "Mathematics": 435,
            "Computing Science": 359,
            "Technology": 209,
            "Engineering": 101,
            "Other": 225,
        }
    )
    community_events: int = 79
    participations: int = 10_923
    # Of the participations: 34% and 66% as printed, and those of people without a known school.
    participations_pct_by_phase: tuple[float, float] = (33.75, 65.75)
    cpd_units: float = 1787
    hours_per_unit: int = 5
    # Table 1; 38 kept their rating and 5 were declined, as the text tells (chapter 3).
    movements: Mapping[int, Movement] = field(
        default_factory=lambda: {
            4: Movement(23, improved=11, same=1),
            3: Movement(84, improved=28, same=24, declined=3),
            2: Movement(61, same=13, declined=2),
            1: Movement(1),
            NEW: Movement(22, first=7),
        }
    )
    # Chapter 2: 39 of the 82 schools were inspected a year after they joined, or later.
    inspected_after_a_year: int = 39
    feedback: Mapping[str, Statement] = field(default_factory=lambda: dict(_FEEDBACK))
    quality_by_role: Mapping[str, tuple[int, ...]] = field(
        default_factory=lambda: dict(_QUALITY_BY_ROLE)
    )
    feedback_forms: int = 1532
    feedback_comments: int = 1094
    feedback_events: int = 122
    # Comments of one, two and three reasons, and how many give each, in the order of table 9: that
    # practical ideas are the commonest is printed, how many there are is not.
    comments_by_reasons: tuple[int, int, int] = (520, 374, 145)
    reason_mentions: tuple[int, ...] = _REASON_MENTIONS
    baseline: tuple[tuple[tuple[int, int], ...], ...] = _BASELINE
    rated_twice: str = "Haydock High School"
    rated_at_start: tuple[tuple[int, ...], ...] = _HAYDOCK_START
    rated_at_end: tuple[tuple[int, ...], ...] = _HAYDOCK_END
    maturity: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]] = field(
        default_factory=lambda: dict(_MATURITY)
    )
    matured: tuple[str, ...] = _COMPLETE_JOURNEYS
    # Invented: what a booking system holds beside what counts.
    booked_without_coming: int = 118
    without_school: int = 34
    deleted_participants: int = 4
    registered_twice: int = 26
    attended_in_pairs: int = 3290
    cancelled_events: int = 146
    missed_bookings: int = 1750
    became_academies: int = 4

    def __post_init__(self) -> None:
        recruited = sum(self.recruited_by_cohort)
        if recruited != sum(self.recruited_by_phase) or recruited != sum(
            self.recruited_by_subject.values()
        ):
            raise ValueError("recruited participants differ by cohort, phase and subject")
        if recruited > self.unique_participants:
            raise ValueError("more participants are recruited than took part")
        if sum(m.schools for m in self.movements.values()) != self.active_schools:
            raise ValueError("ratings before are not those of the active schools")
        ones, twos, threes = self.comments_by_reasons
        if sum(self.reason_mentions) != ones + 2 * twos + 3 * threes:
            raise ValueError("reasons are not given as often as comments give reasons")

    @property
    def schools(self) -> int:
        """Schools recruited."""
        return sum(self.kinds.values())

    @property
    def recruited(self) -> int:
        """Participants of whom role, subject, school and reference number are all known."""
        return sum(self.recruited_by_cohort)

    @property
    def events(self) -> int:
        """CPD events delivered."""
        return sum(self.events_by_subject.values())


ASPIRE = AspireStory()
