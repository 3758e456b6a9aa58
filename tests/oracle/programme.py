"""The programme's things, as the definitions speak of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.oracle.cpd_facts import Courses
from tests.oracle.survey_facts import Surveys


@dataclass(frozen=True)
class Hub:
    """A hub, how long it held its area, and who took the area over."""

    hub_id: str
    name: str
    nation: str
    region: str
    last_day: date | None
    successors: tuple[tuple[str, Fraction], ...]
    first_day: date = date.min


@dataclass(frozen=True)
class Area:
    """A local authority held by a hub for a time, both days included."""

    hub_id: str
    first_day: date
    last_day: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class School:
    """An establishment of the register."""

    urn: int
    phase: str
    local_authority_code: str | None
    first_day: date | None
    last_day: date | None
    is_never_open: bool

    def is_open_on(self, day: date) -> bool:
        """Whether it is open on the day; opening and closing days are open days."""
        return (
            not self.is_never_open
            and (self.first_day is None or self.first_day <= day)
            and (self.last_day is None or day <= self.last_day)
        )


@dataclass(frozen=True)
class Organisation:
    """Whoever asks for Ambassadors."""

    organisation_id: str
    urn: int | None
    local_authority_code: str | None
    hub_id: str


@dataclass(frozen=True)
class Ambassador:
    """A registered volunteer who has not been deleted; the profile has a category of each kind."""

    ambassador_id: str
    registered_on: date
    withdrawn_on: date | None
    local_authority_code: str | None
    hub_id: str
    profile: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Activity:
    """A completed activity."""

    activity_id: str
    organisation_id: str
    starts_on: date
    reported_on: date
    key_stage: str
    audience_band: str
    setting: str
    activity_type: str = "Other"
    is_reported_as_other: bool = False
    request_id: str | None = None


@dataclass(frozen=True)
class Entry:
    """Hours of one Ambassador on a completed activity."""

    activity: Activity
    ambassador_id: str
    preparation_hours: Fraction
    delivery_hours: Fraction


@dataclass(frozen=True)
class Request:
    """Somebody asks for Ambassadors."""

    request_id: str
    organisation_id: str
    requested_on: date
    activity_type: str
    status: str
    ambassadors_wanted: int
    closed_on: date | None


@dataclass(frozen=True)
class Form:
    """A feedback form on a completed activity, with the scores it gives by criterion."""

    activity: Activity
    respondent: str
    scores: Mapping[str, int]


@dataclass(frozen=True)
class Commentary:
    """What a hub, or the country, writes about a KPI in a month."""

    hub_id: str | None
    kpi_code: str
    month: str
    rag: str | None
    barriers: str | None
    enablers: str | None
    risk: str | None


@dataclass(frozen=True)
class Benchmark:
    """A share of a population that Ambassadors are compared with."""

    characteristic: str
    category: str
    population: str
    share_pct: Fraction


@dataclass(frozen=True)
class Target:
    """A target of a KPI from a day on; hub None is national, phase None is all phases."""

    kpi_code: str
    hub_id: str | None
    phase: str | None
    programme_year: str
    value: Fraction
    effective_from: date


@dataclass(frozen=True)
class Report:
    """What one record says in one category column; it lies with an organisation or an Ambassador.

    `hours` depend on it: those of a completed activity, None where there are none.
    """

    field: str
    is_other: bool
    is_unresolved: bool
    day: date
    is_decided: bool = False
    is_rescued: bool = False
    organisation_id: str | None = None
    ambassador_id: str | None = None
    hours: Fraction | None = None


@dataclass(frozen=True)
class Member:
    """A school in a partnership, under today's number."""

    urn: int
    first_day: date
    last_day: date
    is_active: bool

    def holds(self, urn: int | None, day: date) -> bool:
        """Whether something at a school on a day was the partnership's."""
        return urn == self.urn and self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Alliance:
    """A partnership with its schools and who pays for it."""

    partnership_id: str
    name: str
    programme: str
    cohort: str
    funder: str
    status: str
    starts_on: date
    ends_on: date | None
    members: list[Member] = field(default_factory=list)

    def holds(self, urn: int | None, day: date) -> bool:
        """Whether the school was in it on the day."""
        return any(member.holds(urn, day) for member in self.members)


@dataclass(frozen=True)
class Outcome:
    """What came of a programme, for whom, at a school or in a partnership."""

    outcome_id: str
    partnership_id: str | None
    urn: int | None
    audience: str
    recorded_on: date


@dataclass(frozen=True)
class Facts:
    """Everything the marts are computed from."""

    as_of: date
    hubs: dict[str, Hub]
    areas: dict[str, list[Area]]
    schools: dict[int, School]
    priority_urns: dict[str, set[int]]
    organisations: dict[str, Organisation]
    ambassadors: dict[str, Ambassador]
    activities: list[Activity]
    entries: list[Entry]
    targets: list[Target]
    reports: list[Report] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    commentaries: list[Commentary] = field(default_factory=list)
    benchmarks: list[Benchmark] = field(default_factory=list)
    courses: Courses = field(default_factory=Courses)
    surveys: Surveys = field(default_factory=Surveys)
    alliances: list[Alliance] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    current_urns: dict[int, int] = field(default_factory=dict)
