"""The story that the ENTHUSE surveys tell, each number once: change one and the marts follow.

Printed numbers are those of the ENTHUSE Partnerships evaluation (CFE, September 2024; tables and
figures named beside them); the middle wave, strengths of opinion and what pupils' surveys say of
partnerships are invented. Percentages are 0 to 100. The surveys do not grow with the sample.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

START, MIDDLE, END = WAVES = ("start", "middle", "end")
LOWER, UPPER = PRIMARY_PUPILS = ("lower_primary", "upper_primary")
PUPILS = (*PRIMARY_PUPILS, "secondary")


@dataclass(frozen=True)
class Wave:
    """One wave of a survey: how many answered, of how many partnerships.

    `phases` says how many of the teachers are of each phase, `online_pct` which part of pupils'
    returns came online, and `percentage_returns` how many classes sent nothing but percentages.
    """

    responses: int
    partnerships: int
    phases: Mapping[str, int] = field(default_factory=dict)
    online_pct: float = 100
    percentage_returns: int = 0

    def __post_init__(self) -> None:
        if self.phases and sum(self.phases.values()) != self.responses:
            raise ValueError(f"phases of {sum(self.phases.values())} of {self.responses} teachers")
        if self.partnerships > self.responses:
            raise ValueError(f"{self.responses} responses of {self.partnerships} partnerships")


@dataclass(frozen=True)
class Agreement:
    """Percentages of those who answered that agree, strongly or not; None where none is printed.

    Teachers of other phases, and of those without a number, make up the rest of `everyone`.
    """

    everyone: float | None = None
    primary: float | None = None
    secondary: float | None = None

    def towards(self, end: "Agreement", share: float) -> "Agreement":
        """Return what lies between this and the end, at a share of the way."""

        def between(first: float | None, last: float | None) -> float | None:
            return None if first is None or last is None else first + share * (last - first)

        return Agreement(
            between(self.everyone, end.everyone),
            between(self.primary, end.primary),
            between(self.secondary, end.secondary),
        )


def _teachers(primary: int, secondary: int, other: int) -> dict[str, int]:
    return {"primary": primary, "secondary": secondary, "other": other}


# Tables 1 and 2, and of the school survey the paragraph after them.
_SURVEYS: Mapping[str, Mapping[str, Wave]] = {
    "teacher": {
        START: Wave(2393, 154, _teachers(1600, 700, 93)),
        MIDDLE: Wave(650, 65, _teachers(440, 178, 32)),
        END: Wave(161, 22, _teachers(122, 35, 4)),
    },
    LOWER: {
        START: Wave(4748, 96, online_pct=18, percentage_returns=17),
        MIDDLE: Wave(545, 16, online_pct=35, percentage_returns=4),
        END: Wave(81, 3, online_pct=40, percentage_returns=1),
    },
    UPPER: {
        START: Wave(6170, 104, online_pct=22, percentage_returns=21),
        MIDDLE: Wave(2025, 41, online_pct=38, percentage_returns=9),
        END: Wave(360, 9, online_pct=45, percentage_returns=2),
    },
    "secondary": {
        START: Wave(4089, 83, online_pct=24, percentage_returns=12),
        MIDDLE: Wave(973, 22, online_pct=42, percentage_returns=3),
        END: Wave(74, 3, online_pct=50, percentage_returns=1),
    },
    "school": {START: Wave(790, 160)},
}

# Figures 1 to 12, 15 and 18 with footnotes 7 to 15 and 18: at the start and at the end.
_TEACHERS: Mapping[str, tuple[Agreement, Agreement]] = {
    "cpd_access": (Agreement(52), Agreement(71)),
    "subject_knowledge": (Agreement(81), Agreement(95)),
    "practical_confidence": (Agreement(78, 73, 87), Agreement(92, 91, 94)),
    "lead_enrichment": (Agreement(38, 28, 58), Agreement(65, 59, 89)),
    "teaching_resources": (Agreement(61, 50, 81), Agreement(79, 77)),
    "enrichment_resources": (Agreement(30), Agreement(57)),
    "curriculum_rationale": (Agreement(81, 77, 89), Agreement(92, 91, 94)),
    "further_study": (Agreement(25, 15, 57), Agreement(51, 44, 77)),
    "technical_pathways": (Agreement(None, None, 43), Agreement(None, None, 77)),
    "stem_jobs": (Agreement(37, 27, 58), Agreement(61)),
    "links_to_jobs": (Agreement(54, 46, 70), Agreement(75, 69, 94)),
    "employability": (Agreement(40, 26, 65), Agreement(54, 45, 89)),
    "meet_stem_people": (Agreement(26), Agreement(46)),
    "student_enthusiasm": (Agreement(85, 92, 70), Agreement(94, 99, 80)),
    "students_believe": (Agreement(69), Agreement(90)),
}

# Figures 14, 16, 17 and 19 with what stands after them and footnotes 17 and 19: start and end,
# of all primary pupils together unless the age groups are told apart.
_PUPILS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "enjoyment": {LOWER: (84, 88), UPPER: (82, 81), "secondary": (76, 59)},
    "stem_activities": {"primary": (53, 67), "secondary": (40, 47)},
    "stem_trips": {"primary": (53, 60), "secondary": (27, 18)},
    "study_when_older": {"primary": (70, 85), "secondary": (51, 44)},
    "real_life_stories": {"primary": (59, 83), "secondary": (62, 45)},
    "everyday_importance": {"primary": (72, 91), "secondary": (70, 51)},
    "can_do_well": {"primary": (77, 88), "secondary": (73, 62)},
    "kind_of_person": {"primary": (60, 84), "secondary": (57, 50)},
    "learn_about_jobs": {"primary": (60, 84), "secondary": (59, 39)},
    "meet_people_at_school": {"primary": (51, 62), "secondary": (58, 52)},
    "ways_to_train": {"secondary": (54, 19)},
}

# Figure 13 prints the first at both waves and the last at the end: nobody had none any more.
_COMMUNITY_EVENTS: Mapping[str, Mapping[str, float]] = {
    START: {"None": 79, "One": 9, "Two": 5, "Three to five": 5, "Six or more": 2},
    MIDDLE: {"None": 31, "One": 21, "Two": 17, "Three to five": 17, "Six or more": 14},
    END: {"None": 0, "One": 13, "Two": 16, "Three to five": 25, "Six or more": 46},
}


@dataclass(frozen=True)
class EnthuseStory:
    """Everything that decides the figures of the ENTHUSE surveys."""

    partnerships: int = 197
    first_cohort: int = 8
    last_cohort: int = 23
    surveys: Mapping[str, Mapping[str, Wave]] = field(default_factory=lambda: dict(_SURVEYS))
    teachers: Mapping[str, tuple[Agreement, Agreement]] = field(
        default_factory=lambda: dict(_TEACHERS)
    )
    pupils: Mapping[str, Mapping[str, tuple[float, float]]] = field(
        default_factory=lambda: dict(_PUPILS)
    )
    community_events: Mapping[str, Mapping[str, float]] = field(
        default_factory=lambda: dict(_COMMUNITY_EVENTS)
    )
    # How much of the change from start to end the middle wave has seen.
    middle_share: float = 0.45
    blank_pct: float = 1.2
    # Of those who agree, and of the rest, how many say so strongly or are not sure.
    strongly_agree_pct: float = 31
    not_sure_pct: float = 48
    strongly_disagree_pct: float = 12
    # Figure 2: early-career teachers agree strongly about half as often as the others (15 and 27).
    early_career_weight: float = 0.63
    early_career_pct: float = 28
    # Before Figure 2: primary and secondary teachers who agree strongly at the start.
    strongly: Mapping[tuple[str, str, str], float] = field(
        default_factory=lambda: {
            ("primary", "subject_knowledge", START): 12,
            ("secondary", "subject_knowledge", START): 47,
        }
    )
    # After Figure 17: secondary pupils who are not sure, at the start and at the end.
    unsure: Mapping[tuple[str, str], tuple[float, float]] = field(
        default_factory=lambda: {("secondary", "everyday_importance"): (19, 38)}
    )
    # Percentages of the first wave's responses that are hoped for at the end.
    return_targets: Mapping[str, float] = field(
        default_factory=lambda: {"2018/19": 4.0, "2019/20": 4.0, "2020/21": 5.0, "2021/22": 9.0}
    )
    # Asked since 2021 only: at the end by fewer than may be shown.
    climate_answers: Mapping[str, int] = field(
        default_factory=lambda: {START: 212, MIDDLE: 41, END: 4}
    )

    def __post_init__(self) -> None:
        most = max(wave.partnerships for waves in self.surveys.values() for wave in waves.values())
        if most > self.partnerships:
            raise ValueError(f"{most} of {self.partnerships} partnerships are represented")

    def teacher_agreement(self, question: str, wave: str) -> Agreement:
        """Return which teachers agree in a wave."""
        start, end = self.teachers[question]
        return {START: start, END: end}.get(wave) or start.towards(end, self.middle_share)

    def pupil_agreement_pct(self, question: str, group: str, wave: str) -> float:
        """Return which percentage of a group of pupils agrees in a wave."""
        return self.at(wave, *self.pupils[question][group])

    def at(self, wave: str, start: float, end: float) -> float:
        """Return what stands between two waves' numbers at a wave."""
        return {START: start, END: end}.get(wave, start + self.middle_share * (end - start))


ENTHUSE = EnthuseStory()
