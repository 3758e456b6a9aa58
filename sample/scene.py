"""The stage that the activities happen on: years, schools, who is reached, organisations."""

from collections.abc import Mapping
from dataclasses import dataclass

from sample.cpd.members import Members, build_members
from sample.organisations import Organisations, build_organisations
from sample.reach import Reach, build_reach
from sample.schools import Establishments, build_establishments
from sample.story import Story
from sample.streams import stream
from sample.years import ProgrammeYear, programme_years


@dataclass(frozen=True)
class Scene:
    """Everything that stands before the first activity."""

    story: Story
    years: Mapping[str, ProgrammeYear]
    members: Members
    schools: Establishments
    reach: Reach
    organisations: Organisations


def build_scene(story: Story, scale: float, seed: int) -> Scene:
    """Return the scene of a story that is already at its scale."""
    years = programme_years(story)
    members = build_members(story.aspire, stream(seed, "aspire schools"))
    schools = build_establishments(story, members, stream(seed, "schools"))
    reach = build_reach(story, schools, years, stream(seed, "reach"))
    organisations = build_organisations(story, schools, reach, scale, stream(seed, "organisations"))
    return Scene(story, years, members, schools, reach, organisations)
