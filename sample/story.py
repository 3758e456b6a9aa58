"""The story that the sample tells, each number once: change one and the marts follow.

Printed numbers are those of the STEM Ambassador review (SQW for UKRI, April 2022; paragraph or
table named beside them); the rest is invented around them. Percentages are 0 to 100.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sample.cpd.story import ASPIRE, AspireStory
from sample.surveys.story import ENTHUSE, EnthuseStory

SCALES = {"full": 1.0, "small": 0.01, "tenfold": 10.0}


@dataclass(frozen=True)
class YearStory:
    """One programme year: how much was done, and which share of establishments was reached.

    `reach_pct` is by phase group, of the establishments open on the year's last day.
    `priority_reach_pct` has `all`, `secondary` and `special`; primary schools make up the rest.
    `non_school_hours_pct` is of `non_school_hours_target`, None where 2.21's 86% decides.
    """

    activities: int
    volunteer_hours: int
    reach_pct: Mapping[str, float]
    priority_reach_pct: Mapping[str, float] = field(default_factory=dict)
    non_school_hours_target: int = 0
    non_school_hours_pct: float | None = None


@dataclass(frozen=True)
class PriorityList:
    """The Priority Schools list of 2020/21 and what the programme reached of it (2.5, Table 1)."""

    programme_year: str = "2020/21"
    reached: int = 1319
    reach_pct: float = 54
    primary_reach_pct: float = 30
    secondary_reach_pct: float = 73
    special_share_pct: float = 5
    special_reach_pct: float = 58
    ambassadors: int = 1066
    lowest_hub: str = "HUB-EE"
    lowest_hub_pct: float = 34
    highest_hub: str = "HUB-NWY"
    highest_hub_pct: float = 74


@dataclass(frozen=True)
class AudienceBand:
    """A band of the audience size, with the shares it would have before the sums are met.

    `early_pct` is for activities before the form changed, `late_pct` for those after.
    """

    label: str
    low: int
    high: int
    early_pct: float
    late_pct: float


def _reach(
    primary: float, secondary: float, college: float, special: float, other: float
) -> dict[str, float]:
    return {
        "primary": primary,
        "secondary": secondary,
        "college": college,
        "special": special,
        "other": other,
    }


def _priority(all_phases: float, secondary: float, special: float) -> dict[str, float]:
    return {"all": all_phases, "secondary": secondary, "special": special}


# Table 1 prints 2018/19 to 2020/21; the hours rise to 2019/20 and then fall as in Figure 2.
_YEARS: Mapping[str, YearStory] = {
    "2015/16": YearStory(19_000, 104_000, _reach(11, 41, 40, 7, 3)),
    "2016/17": YearStory(28_500, 168_000, _reach(14, 48, 48, 9, 4), _priority(61, 80, 50), 22_000),
    "2017/18": YearStory(31_500, 193_000, _reach(16, 54, 55, 11, 5), _priority(69, 87, 60), 26_000),
    "2018/19": YearStory(34_500, 224_000, _reach(19, 60, 61, 14, 6), _priority(76, 92, 66), 32_000),
    "2019/20": YearStory(
        35_200, 241_000, _reach(25, 70, 63, 15, 6), _priority(68, 88, 62), 48_000, 71
    ),
    "2020/21": YearStory(23_500, 149_000, _reach(23, 59, 61, 13, 5), {}, 32_000, 85),
    "2021/22": YearStory(9_014, 58_000, _reach(8, 38, 36, 6, 2), _priority(33, 50, 30), 34_000),
}

# The form had finer upper bands until August 2019: with today's seven alone, the review's 15.2m
# to 25.7m young people cannot come from 181,000 activities, however they are spread.
_AUDIENCE_BANDS = (
    AudienceBand("1 to 10", 1, 10, 11, 19),
    AudienceBand("11 to 30", 11, 30, 29, 40),
    AudienceBand("31 to 60", 31, 60, 18, 18),
    AudienceBand("61 to 100", 61, 100, 12, 11),
    AudienceBand("101 to 150", 101, 150, 9, 0),
    AudienceBand("101 to 250", 101, 250, 0, 7),
    AudienceBand("151 to 250", 151, 250, 8, 0),
    AudienceBand("251 to 350", 251, 350, 5, 0),
    AudienceBand("251 to 500", 251, 500, 0, 2),
    AudienceBand("351 to 500", 351, 500, 4, 0),
    AudienceBand("501 to 750", 501, 750, 1.5, 0),
    AudienceBand("751 to 1000", 751, 1000, 1, 0),
    AudienceBand("More than 500", 501, 1000, 0, 1),
)


# Shares of a year's activities by kind of organisation.
ACTIVITY_SHARES: Mapping[str, float] = {
    "primary": 0.175,
    "secondary": 0.458,
    "college": 0.055,
    "special": 0.014,
    "other": 0.007,
    "nation primary": 0.032,
    "nation secondary": 0.098,
    "independent": 0.02,
    "university": 0.014,
    "community": 0.045,
    "youth": 0.03,
    "library": 0.024,
    "employer": 0.028,
}
_SECONDARY_KINDS = ("Secondary", "Middle deemed secondary", "All-through")
# How many sites of a kind there are at least for each of Aspire to STEM's.
_SPARE_SITES = 1.2


@dataclass(frozen=True)
class Story:
    """Everything that decides the sample's figures."""

    as_of: date = date(2022, 1, 4)
    # 2.1: 143k registered 2016 to 2021, 54k (38%) of them active at some point.
    registered_ambassadors: int = 143_212
    active_ambassadors: int = 54_087
    registrations: Mapping[int, int] = field(
        default_factory=lambda: {
            2016: 17_200,
            2017: 16_500,
            2018: 15_100,
            2019: 14_000,
            2020: 8_600,
            2021: 10_300,
        }
    )
    # 2.21: over 181k activities (the years' sum), 15.2m to 25.7m young people, 86% of hours.
    years: Mapping[str, YearStory] = field(default_factory=lambda: dict(_YEARS))
    young_people_low: int = 15_200_000
    young_people_high: int = 25_700_000
    audience_bands: tuple[AudienceBand, ...] = _AUDIENCE_BANDS
    audience_form_changed_on: date = date(2019, 9, 1)
    blank_audience_pct: float = 1.5
    educational_hours_pct: float = 86
    # Settings typed in words, left blank or truly other: their hours count in neither group.
    unsettled_hours_pct: float = 1.6
    volunteering_per_activity: float = 1.62
    priority: PriorityList = PriorityList()
    # Table 1's targets: in force at the end of the year, and before Covid-19 lowered them.
    reach_targets: Mapping[str, float] = field(
        default_factory=lambda: {"primary": 26, "secondary": 80, "college": 70}
    )
    reach_targets_before: Mapping[str, float] = field(
        default_factory=lambda: {"primary": 29, "secondary": 85, "college": 75}
    )
    priority_reach_target: float = 95
    targets_revised_on: date = date(2020, 9, 15)
    # 2.6: on average at least 4 out of 5 on every measure.
    satisfaction: Mapping[str, float] = field(
        default_factory=lambda: {
            "enjoyment": 4.6,
            "satisfaction": 4.5,
            "learning_objectives": 4.35,
            "community_links": 4.12,
        }
    )
    establishments: Mapping[str, int] = field(
        default_factory=lambda: {
            "Primary": 16_690,
            "Middle deemed primary": 60,
            "Secondary": 3_220,
            "Middle deemed secondary": 80,
            "All-through": 160,
            "16 plus": 395,
            "Special": 1_060,
            "Nursery": 385,
            "Alternative": 350,
        }
    )
    conversions: int = 1_330
    closures: int = 270
    feedback_forms: int = 52_000
    request_share_pct: float = 40
    unfilled_requests: int = 12_500
    cancelled_requests: int = 5_200
    open_requests: int = 1_100
    cancelled_activities: int = 11_800
    planned_activities: int = 2_300
    aspire: AspireStory = ASPIRE
    enthuse: EnthuseStory = ENTHUSE

    def __post_init__(self) -> None:
        if self.active_ambassadors > self.registered_ambassadors:
            raise ValueError("more Ambassadors are active than registered")
        if sum(self.registrations.values()) > self.registered_ambassadors:
            raise ValueError("the years register more Ambassadors than there are")
        shares = self.educational_hours_pct + self.unsettled_hours_pct
        if not 0 < shares <= 100:
            raise ValueError(f"educational and unsettled hours are {shares}% of all")

    @property
    def completed_activities(self) -> int:
        """Completed activities of all years."""
        return sum(year.activities for year in self.years.values())

    def scaled(self, factor: float) -> "Story":
        """Return the same story at another size: counts multiplied, percentages kept.

        Aspire to STEM stays as it was, so the register always has its schools and a few others;
        where a year has too few activities to reach as many secondary schools, it reaches fewer.
        """
        if factor == 1:
            return self
        counts: dict[str, Any] = {n: _times(getattr(self, n), factor) for n in _COUNTS}
        return replace(
            self,
            **counts,
            years={
                label: replace(
                    year,
                    reach_pct={**year.reach_pct, "secondary": self._secondary_pct(year, factor)},
                    activities=_times(year.activities, factor),
                    volunteer_hours=_times(year.volunteer_hours, factor),
                    non_school_hours_target=_times(year.non_school_hours_target, factor),
                )
                for label, year in self.years.items()
            },
            registrations={k: _times(n, factor) for k, n in self.registrations.items()},
            establishments={k: self._sites(k, factor) for k in self.establishments},
            priority=replace(
                self.priority,
                reached=_times(self.priority.reached, factor),
                ambassadors=_times(self.priority.ambassadors, factor),
            ),
        )

    def _sites(self, kind: str, factor: float) -> int:
        least = round(self.aspire.kinds.get(kind, 0) * _SPARE_SITES)
        return max(2, least, _times(self.establishments[kind], factor))

    def _secondary_pct(self, year: YearStory, factor: float) -> float:
        """Return the share of secondary schools that a year's activities at them can reach."""
        sites = sum(self._sites(kind, factor) for kind in _SECONDARY_KINDS)
        visits = year.activities * factor * ACTIVITY_SHARES["secondary"]
        return min(year.reach_pct["secondary"], 100 * (visits - 1) / sites)


_COUNTS = (
    "registered_ambassadors",
    "active_ambassadors",
    "young_people_low",
    "young_people_high",
    "conversions",
    "closures",
    "feedback_forms",
    "unfilled_requests",
    "cancelled_requests",
    "open_requests",
    "cancelled_activities",
    "planned_activities",
)


def _times(count: int, factor: float) -> int:
    return round(count * factor)


STORY = Story()
