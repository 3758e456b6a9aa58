"""Marts of who came to courses: kpi_programme_summary, kpi_cpd_participants, kpi_cpd_events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from tests.oracle.cpd_facts import Booking, Courses, Event, Membership, Participant
from tests.oracle.frames import Row, percentage

HOURS_PER_UNIT = 5
SENIOR = "Senior leadership team"


def programmes_of(courses: Courses) -> list[str]:
    """The programmes of which anything is told."""
    return sorted(
        {
            *courses.targets,
            *(one.programme for one in courses.partnerships.values()),
            *(one.partnership.programme for one in courses.memberships),
            *(one.programme for one in courses.events.values()),
        }
    )


def cohorts_of(courses: Courses, programme: str) -> dict[str, list[Membership]]:
    """The cohorts of a programme and the schools in their partnerships."""
    cohorts = _with_unknown(courses, programme)
    return {name: members for name, members in cohorts.items() if name is not None}


def members_of(courses: Courses, programme: str) -> list[Membership]:
    """The schools in any partnership of a programme, of an unlisted one too."""
    return [one for of_one in _with_unknown(courses, programme).values() for one in of_one]


def _with_unknown(courses: Courses, programme: str) -> dict[str | None, list[Membership]]:
    cohorts: dict[str | None, list[Membership]] = {
        one.cohort: [] for one in courses.partnerships.values() if one.programme == programme
    }
    for one in courses.memberships:
        if one.partnership.programme == programme:
            cohorts.setdefault(one.partnership.cohort, []).append(one)
    return cohorts


def people_of(courses: Courses, programme: str) -> set[Participant]:
    """Who has any booking on any event of the programme."""
    return {
        one.participant
        for one in courses.bookings
        if one.event.programme == programme and one.participant is not None
    }


def programme_summary(courses: Courses) -> list[Row]:
    """kpi_programme_summary."""
    rows = []
    for programme in programmes_of(courses):
        cohorts = cohorts_of(courses, programme)
        everything = _Scope(courses, programme, None, members_of(courses, programme))
        target = courses.targets.get(programme)
        rows.append({"cohort": "all", **everything.row(), "participants_recruited_target": target})
        rows += [
            {
                "cohort": cohort,
                **_Scope(courses, programme, cohort, of_one).row(),
                "participants_recruited_target": None,
            }
            for cohort, of_one in cohorts.items()
        ]
    return rows


class _Scope:
    """A programme, or a cohort of it."""

    def __init__(
        self, courses: Courses, programme: str, cohort: str | None, members: list[Membership]
    ) -> None:
        self.courses = courses
        self.programme = programme
        self.cohort = cohort
        self.urns = {one.urn for one in members}
        self.active_urns = {one.urn for one in members if one.is_active}

    def _holds(self, urn: int | None) -> bool:
        """For the programme any school counts, for a cohort its partnerships' schools."""
        return self.cohort is None or urn in self.urns

    def _partnerships(self) -> dict[str, Fraction]:
        return {
            one.partnership_id: one.funding_gbp
            for one in self.courses.partnerships.values()
            if one.programme == self.programme and self.cohort in (None, one.cohort)
        }

    def _delivered(self) -> list[Event]:
        return [
            one
            for one in self.courses.events.values()
            if one.programme == self.programme
            and one.is_delivered
            and (self.cohort is None or one.partnership_id in self._partnerships())
        ]

    def row(self) -> Row:
        """The measures."""
        of_urn = [self.courses.establishment(urn) for urn in self.urns]
        recruited = [
            one
            for one in people_of(self.courses, self.programme)
            if one.is_recruited and self._holds(one.urn)
        ]
        attended = [one for one in self.courses.attendances(self.programme) if self._holds(one.urn)]
        school_events = {
            one for one in self.courses.school_events(self.programme) if self._holds(one[0])
        }
        hours = sum((event.hours for _, event in school_events), Fraction(0))
        funding = sum(self._partnerships().values()) if self._partnerships() else None
        delivered = self._delivered()
        return {
            "programme": self.programme,
            "schools_recruited_count": len(self.urns),
            "schools_primary_count": sum(one.phase == "primary" for one in of_urn),
            "schools_secondary_count": sum(
                one.phase == "secondary" and not one.is_all_through for one in of_urn
            ),
            "schools_all_through_count": sum(one.is_all_through for one in of_urn),
            "schools_active_count": len(self.active_urns),
            "partnerships_count": len(self._partnerships()),
            "participants_recruited_count": len(recruited),
            "unique_participants_count": len(_people(attended)),
            "participations_count": len(attended),
            "cpd_events_count": sum(one.is_cpd for one in delivered),
            "community_events_count": sum(one.is_community for one in delivered),
            "schools_with_cpd_count": len({urn for urn, _ in school_events}),
            "cpd_hours": hours,
            "cpd_units": hours / HOURS_PER_UNIT,
            "funding_gbp": funding,
            "funding_per_participant_gbp": None
            if funding is None or not recruited
            else Fraction(funding) / len(recruited),
        }


def _people(bookings: Iterable[Booking]) -> set[Participant]:
    return {one.participant for one in bookings if one.participant is not None}


Sorts = Callable[[Participant | None], Iterable[str]]


def cpd_participants(courses: Courses) -> list[Row]:
    """kpi_cpd_participants."""
    rows: list[Row] = []
    for programme in programmes_of(courses):
        everybody = [one for one in people_of(courses, programme) if one.is_recruited]
        for breakdown, sorts in _sorts(courses, programme).items():
            people: dict[str, set[Participant]] = defaultdict(set)
            attended: dict[str, list[Booking]] = defaultdict(list)
            for one in people_of(courses, programme):
                for category in sorts(one):
                    people[category].add(one)
            for booking in courses.attendances(programme):
                for category in sorts(booking.participant):
                    attended[category].append(booking)
            for category in people.keys() | attended.keys():
                recruited = sum(one.is_recruited for one in people[category])
                rows.append(
                    {
                        "programme": programme,
                        "breakdown": breakdown,
                        "category": category,
                        "participants_recruited_count": recruited,
                        "unique_participants_count": len(_people(attended[category])),
                        "participations_count": len(attended[category]),
                        "participant_hours": sum(
                            (one.hours for one in attended[category]), Fraction(0)
                        ),
                        "share_pct": percentage(recruited, len(everybody)),
                    }
                )
    return rows


def _sorts(courses: Courses, programme: str) -> dict[str, Sorts]:
    """What a person belongs to; of who is not known only the whole can be told."""
    cohorts = {
        cohort: {one.urn for one in members}
        for cohort, members in cohorts_of(courses, programme).items()
    }

    def by_cohort(person: Participant | None) -> Iterator[str]:
        return (name for name, urns in cohorts.items() if person is not None and person.urn in urns)

    def by_role(person: Participant | None) -> Iterator[str]:
        yield "Not stated" if person is None else person.role
        if person is not None and person.is_senior_leadership_team:
            yield SENIOR

    return {
        "all": lambda _: ["all"],
        "cohort": by_cohort,
        "phase": lambda one: [courses.establishment(one and one.urn).phase],
        "role": by_role,
        "subject": lambda one: ["Not stated" if one is None else one.subject],
    }


def cpd_events(courses: Courses) -> list[Row]:
    """kpi_cpd_events."""
    rows: list[Row] = []
    for programme in programmes_of(courses):
        events = [one for one in courses.events.values() if one.programme == programme]
        cpd = [one for one in events if one.is_cpd]
        community = [one for one in events if one.is_community]
        attended = [
            one for one in courses.bookings if one.is_attended and one.event.programme == programme
        ]
        at_cpd = [one for one in attended if one.event.is_cpd]
        at_community = [one for one in attended if one.event.is_community]

        def add(
            breakdown: str,
            category: str,
            held: Iterable[Event],
            came: list[Booking],
            whole: list[Booking] | None = at_cpd,
            programme: str = programme,
        ) -> None:
            delivered = [one for one in held if one.is_delivered]
            rows.append(
                {
                    "programme": programme,
                    "breakdown": breakdown,
                    "category": category,
                    "events_count": len(delivered),
                    "participations_count": len(came),
                    "event_hours": sum((one.hours for one in delivered), Fraction(0)),
                    "share_pct": None if whole is None else percentage(len(came), len(whole)),
                }
            )

        add("all", "all", cpd, at_cpd)
        add("subject", "Community event", community, at_community, None)
        for subject in {one.subject for one in cpd}:
            of_it = [one for one in at_cpd if one.event.subject == subject]
            add("subject", subject, [one for one in cpd if one.subject == subject], of_it)
        for form in {one.format for one in cpd}:
            of_it = [one for one in at_cpd if one.event.format == form]
            add("format", form, [one for one in cpd if one.format == form], of_it)
        for phase in {courses.establishment(one.urn).phase for one in at_cpd}:
            of_it = [one for one in at_cpd if courses.establishment(one.urn).phase == phase]
            add("phase", phase, {one.event for one in of_it}, of_it)
    return rows
