"""Everything that happens on the scene, and the days on which the platform sent it."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.random import Generator

from sample.activities import UNKNOWN_ORGANISATION, Activities
from sample.ambassadors import Ambassadors
from sample.organisations import Organisations
from sample.requests import Requests
from sample.scene import Scene
from sample.streams import Ints, stream
from sample.versions import Deliveries
from sample.volunteering import Volunteering

FULL = date(2021, 8, 31)
MONTH_ENDS = (date(2021, 9, 30), date(2021, 10, 31), date(2021, 11, 30), date(2021, 12, 31))


@dataclass(frozen=True)
class Cast:
    """Everything that happens on the scene, from which each feed takes its rows."""

    scene: Scene
    scale: float
    seed: int
    activities: Activities
    volunteering: Volunteering
    ambassadors: Ambassadors
    requests: Requests
    answers: Ints

    @property
    def monthly(self) -> Deliveries:
        """The full delivery, four month ends, and the newest day."""
        return Deliveries((FULL, *MONTH_ENDS, self.scene.story.as_of))

    @property
    def organisations(self) -> Organisations:
        """The organisations, each registered before its first activity."""
        known = self.scene.organisations
        first = known.registered.copy()
        is_known = self.activities.organisation != UNKNOWN_ORGANISATION
        np.minimum.at(
            first, self.activities.organisation[is_known], self.activities.day[is_known] - 14
        )
        return replace(known, registered=first)

    def stream(self, subject: str) -> Generator:
        """Return the random numbers of a subject."""
        return stream(self.seed, subject)
