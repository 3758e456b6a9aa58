"""A world's surveys: questions in drifting wordings, responses online, classes on paper."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

from tests.oracle.survey_feeds import ANSWERS
from tests.oracle.world_alliances import NAMES, SHARED_NAME, Alliances
from tests.oracle.world_files import LandingFile, Sender
from tests.oracle.world_online import ASKED, PHASES, YEARS, Export

if TYPE_CHECKING:
    from tests.oracle.worlds import Days

FileKey = tuple[str, date, str]


def survey_files(
    seed: int, days: Days, cuts: list[date], urns: list[str]
) -> dict[FileKey, LandingFile]:
    """The files of a world's surveys and of the partnerships that return them."""
    rng = random.Random(f"surveys {seed}")  # noqa: S311
    sender = Sender(rng, cuts[-2:])
    days = days.of(rng)
    Alliances(sender, days, urns).send()
    surveys = _Surveys(sender, days, urns)
    surveys.send_questions()
    for survey in ASKED:
        for wave in rng.sample(("start", "middle", "end"), rng.choice((2, 3, 3))):
            surveys.send_online(survey, wave)
            if survey not in ("teacher", "school"):
                surveys.send_paper(survey, wave)
    sender.spoil()
    return sender.files


class _Surveys:
    def __init__(self, sender: Sender, days: Days, urns: list[str]) -> None:
        self.sender = sender
        self.rng = sender.rng
        self.days = days
        self.urns = urns

    def send_questions(self) -> None:
        """Every version; the last comes later, and an old one may leave the list."""
        is_short = self.rng.random() < 0.5
        cuts = self.sender.snapshot_cuts()
        for position, cut_on in enumerate(cuts):
            for survey, questions in ASKED.items():
                for code, (wordings, scale) in questions.items():
                    for number, wording in enumerate(wordings, start=1):
                        is_new, is_old = number > 1, number < len(wordings)
                        if (is_new and position == 0 and len(cuts) > 1) or (
                            is_old and is_short and position
                        ):
                            continue
                        row = {
                            "survey": survey,
                            "version": str(number),
                            "question_code": code,
                            "wording": wording,
                            "scale": scale,
                            "order": code[1:],
                            "date_format": "MM/DD/YYYY HH:MM" if survey == "school" else "",
                        }
                        self.sender.put("questions", cut_on, "", row)

    def send_online(self, survey: str, wave: str) -> None:
        """One or two exports; the later has answers that were changed."""
        count = self.rng.choice((1, 4, 12, 45, 70))
        is_repeated = len(self.sender.cuts) > 1 and self.rng.random() < 0.3
        for cut_on in self.rng.sample(self.sender.cuts, 2 if is_repeated else 1):
            sent = self.rng.randint(max(1, count // 2), count)
            one = Export(self.rng, survey, self._response).file(wave, cut_on, sent)
            self.sender.files["online", cut_on, one.part] = one

    def _response(self, survey: str, number: int) -> dict[str, str]:
        day = self.days.any()
        forms = ("%Y-%m-%d 12:30", "%m/%d/%Y 12:30" if survey == "school" else "%d/%m/%Y 12:30")
        return {
            "Response ID": f"R{number}",
            "Submitted at": day.strftime(self.rng.choice(forms)),
            "Partnership": self._partnership(),
            "School": self.rng.choice(("Hill School", "Vale School")),
            "School URN": self._urn(),
            "Phase": self.rng.choice(PHASES),
            "Years in teaching": self.rng.choice(YEARS),
        }

    def _partnership(self) -> str:
        name = self.rng.choice((*NAMES.values(), SHARED_NAME, "Nobody's"))
        return self.rng.choice((name, name.upper(), f" {name.replace(' ', '  ')} "))

    def _urn(self) -> str:
        urn = self.rng.choice((*self.urns[:8], "", "", "188888"))
        return f"{int(urn):,}" if urn and self.rng.random() < 0.1 else urn

    def send_paper(self, survey: str, wave: str) -> None:
        """Classes, counted by their teachers; a few send percentages."""
        for number in range(self.rng.choice((0, 1, 3, 6))):
            feed = "paper_counts" if self.rng.random() < 0.75 else "paper_percentages"
            day = self.days.any()
            row = {
                "survey": self.rng.choice((survey, survey.upper(), survey.replace("_", " "))),
                "wave": self.rng.choice((wave, wave.title(), wave, "easter")),
                "partnership_id": self.rng.choice((*NAMES, *NAMES, "", "T98")),
                "school_name": f"Class {number} of {survey}",
                "urn": self._urn(),
                "returned_on": self.rng.choice((f"{day:%d/%m/%Y}", day.isoformat())),
            }
            codes = [code.lower() if self.rng.random() < 0.1 else code for code in ASKED[survey]]
            codes += [] if self.rng.random() < 0.8 else ["Z9"]
            for cut_on in self.rng.sample(
                self.sender.cuts, 2 if number == 1 and len(self.sender.cuts) > 1 else 1
            ):
                part = self.rng.choice(("", "2"))
                for code in codes:
                    cells = {**row, "question_code": code, **self._counts(feed)}
                    self.sender.put(feed, cut_on, part, cells)

    def _counts(self, feed: str) -> dict[str, str]:
        if feed == "paper_percentages":
            return dict(zip(ANSWERS, ("20", "30.5", "9.5", "40", "0"), strict=True))
        most = self.rng.choice((0, 1, 9, 9, 30))
        return {name: self.rng.choice((str(self.rng.randint(0, most)), "")) for name in ANSWERS}
