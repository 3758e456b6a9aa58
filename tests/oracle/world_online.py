"""A world's responses online, under headings that drift, in any spelling, a few of them bad."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date

from tests.oracle.world_workbook import OnlineFile

Row = dict[str, str]

AGREED_BY_ALL = "STEM matters"

# By survey and code: wordings of the versions, scale. Children are asked the same in their words.
ASKED: dict[str, dict[str, tuple[tuple[str, ...], str]]] = {
    "teacher": {
        "T1": (("I'm confident to teach STEM", "I am confident to teach STEM subjects"), "agree5"),
        "T2": (("I know of STEM careers",), "agree5"),
        "T3": (("How many courses did you attend?",), "count"),
        "T4": (("Which subject do you teach?",), "choice"),
        "T5": (("What would help?",), "text"),
        "T6": ((AGREED_BY_ALL,), "agree5"),
    },
    "lower_primary": {"P1": (("Science is fun",), "agree5"), "P2": (("I like maths",), "agree5")},
    "upper_primary": {
        "P1": (("I enjoy science lessons", "I enjoy my science lessons [at school]"), "agree5"),
        "P2": (("I like “hard” maths",), "Agree5"),
    },
    "secondary": {
        "S1": (("I enjoy science lessons at school",), "agree5"),
        "S2": (("I would like a STEM job",), "agree5"),
    },
    "school": {"L1": (("Quality of teaching",), "rating4"), "L2": (("We lead others",), "")},
}
CLOSE_TO_ONE = {
    "teacher": "I know of a STEM career",
    "secondary": "I enjoy science lesson at school",
}
AGREED = (
    "Strongly agree",
    "agree ",
    " AGREE",
    "Not  sure",
    "not sure",
    "Disagree",
    "Strongly disagree",
    "",
)
SAID = {
    "agree5": AGREED,
    "count": ("0", "3", " 12", "1,200", ""),
    "rating4": ("1", "2", "3", "4", ""),
    "choice": ("Physics", "physics ", "Chemistry", "Physics", ""),
    "text": ("More time, please.", "Time;\nand money", ""),
    "": ("Yes", "no", ""),
}
BAD = {"agree5": "Maybe", "count": "a few", "rating4": "5"}
DRIFTS = (
    str,
    lambda text: f"{text}  ",
    lambda text: text.replace("'", "’").replace("“", '"').replace("”", '"'),
    lambda text: f"{text} [please tick one]",
    str.upper,
    lambda text: text.replace(" ", "  ", 1),
)
PHASES = ("Primary", "primary ", "Secondary", "Other", "", "zzk")
YEARS = ("0", "4", "5", "5.5", "6", "30", "")

Draw = Callable[[str, int], Row]


class Export:
    """One export of a survey's wave; `draw` gives who sent a response, and when."""

    def __init__(self, rng: random.Random, survey: str, draw: Draw) -> None:
        self.rng = rng
        self.survey = survey
        self.draw = draw
        self.fixed = ["Response ID", "Submitted at", "Partnership", "School"]
        self.fixed += ["School URN"] if rng.random() < 0.8 else []
        self.fixed += ["Phase", "Years in teaching"] if survey == "teacher" else []
        self.scales, self.headings = self._columns()

    def file(self, wave: str, cut_on: date, count: int) -> OnlineFile:
        """The file of so many responses."""
        strange = [CLOSE_TO_ONE[self.survey]] if self.survey in CLOSE_TO_ONE else []
        header = [*self.fixed, *self.headings, *strange, "How did you hear of us?"]
        records = [self._record(number, len(header)) for number in range(count)]
        self._spoil(records)
        if self.rng.random() < 0.3:
            hints = ["choose one"] * (len(header) - len(self.fixed))
            records = [[""] * len(self.fixed) + hints, *records]
        part = f"{self.survey}_{wave}"
        part = part.title() if self.rng.random() < 0.1 else part
        one = OnlineFile("online", cut_on, part, header=header, records=records)
        one.is_workbook = part == "teacher_end"  # workbooks take long to open
        return one

    def _columns(self) -> tuple[list[str], list[str]]:
        """Scales and headings of the questions; now and then one stands there twice."""
        scales, headings = [], []
        for wordings, scale in ASKED[self.survey].values():
            wording = self.rng.choice(wordings)
            drifted = self.rng.choice(DRIFTS)(wording)
            for heading in (drifted, f"{wording}.1")[: 2 if self.rng.random() < 0.2 else 1]:
                scales.append(scale.lower())
                headings.append(heading)
        return scales, headings

    def _record(self, number: int, width: int) -> list[str]:
        cells = self.draw(self.survey, number)
        record = [cells[name] for name in self.fixed]
        for scale, heading in zip(self.scales, self.headings, strict=True):
            is_clear = AGREED_BY_ALL.casefold() in " ".join(heading.casefold().split())
            record.append("Agree" if is_clear else self.rng.choice(SAID[scale]))
        return record + ["Agree"] * (width - len(record))

    def _spoil(self, records: Sequence[list[str]]) -> None:
        """Few enough answers off their scale; one time in ten too many."""
        bad = [place for place, scale in enumerate(self.scales) if scale in BAD]
        most = len(records) // 20 if self.rng.random() < 0.9 else 3
        for _ in range(self.rng.randint(0, most)):
            place = self.rng.choice(bad)
            self.rng.choice(records)[len(self.fixed) + place] = BAD[self.scales[place]]
