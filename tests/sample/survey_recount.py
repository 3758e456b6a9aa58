"""The ENTHUSE figures, counted again from the files, with nothing of the project's own code."""

import csv
import json
import re
from collections.abc import Iterator
from functools import cached_property
from math import sqrt
from pathlib import Path
from statistics import NormalDist

import fastexcel
import polars as pl

PROGRAMME = "ENTHUSE"
ONLINE = re.compile(r"online_[\d-]{10}_(?P<survey>\w+)_(?P<wave>start|middle|end)\.\w+$")
WAVES = {"baseline": "start", "middle": "middle", "end": "end"}
AGREE5 = ("strongly agree", "agree", "not sure", "disagree", "strongly disagree")
COUNTS = tuple(answer.replace(" ", "_") for answer in AGREE5)
JOINED = {"primary_pupil": ["lower_primary", "upper_primary"]}
PHASES = {
    "primary": ("primary", "primaryschool", "ks1ks2"),
    "secondary": ("secondary", "secondaryschool", "ks3ks4"),
}
CLASS = ("survey", "wave", "partnership_id", "school_name", "returned_on")
# Planted: no answers of the five, no years.
BAD_CELLS = {"Maybe", "about ten"}
COLUMNS = ("survey", "wave", "partnership", "phase", "question", "answer", "people")


def letters(text: str | None) -> str:
    return re.sub("[^a-z0-9]", "", (text or "").lower())


def bare(heading: str) -> str:
    """A heading as all who write it share it: no brackets, no `.1`, no signs at the end."""
    text = re.sub(r"\[[^\]]*\]", " ", re.sub(r"\.\d+$", "", heading))
    plain = text.replace("\u2019", "'").replace("\u2013", "-").lower()
    return " ".join(plain.split()).rstrip(" .:?")


class SurveyRecount:
    """Every answer as it stands at last, and the figures that follow from them."""

    def __init__(self, root: Path, skipped: set[str]) -> None:
        self.root, self.skipped = root, skipped

    def paths(self, family: str, feed: str) -> list[Path]:
        found = (self.root / family / feed).iterdir()
        return sorted(p for p in found if str(p.relative_to(self.root)) not in self.skipped)

    def rows(self, family: str, feed: str) -> pl.DataFrame:
        """All rows of a feed of CSV files, those of later files last."""
        frames = []
        for number, path in enumerate(self.paths(family, feed)):
            text = path.read_text(encoding="utf-8-sig").encode()
            frame = pl.read_csv(text, infer_schema=False).with_columns(file=pl.lit(number))
            frames.append(frame.rename(lambda n: re.sub(r"[\s_-]+", "_", n.strip().lower())))
        return pl.concat(frames, how="diagonal")

    @cached_property
    def codes(self) -> dict[str, dict[str, str]]:
        """By survey: the question of each wording."""
        codes: dict[str, dict[str, str]] = {}
        questions = self.rows("survey", "questions")
        for survey, code, wording in questions["survey", "question_code", "wording"].iter_rows():
            codes.setdefault(survey, {})[bare(wording)] = code
        return codes

    @cached_property
    def partnerships(self) -> dict[str, str]:
        """The programme's partnerships: names in letters alone, by identifier."""
        programmes = self.rows("cpd", "programmes").filter(pl.col("programme_name") == PROGRAMME)
        mine = self.rows("cpd", "partnerships").join(programmes, on="programme_id", how="semi")
        named = mine.select("partnership_id", "partnership_name").iter_rows()
        return {key: letters(name) for key, name in named}

    def exported(self, path: Path) -> list[list[str]]:
        if path.suffix == ".csv":
            with path.open(newline="", encoding="utf-8") as lines:
                return list(csv.reader(lines))
        sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
        return [[cell or "" for cell in row] for row in sheet.to_polars().iter_rows()]

    def responses(self, path: Path) -> Iterator[dict[str, str]]:
        """The cells of each good response, by question or else by heading."""
        named = ONLINE.search(path.name)
        assert named, path
        codes, rows = self.codes[named["survey"]], self.exported(path)
        begins = next(n for n, row in enumerate(rows) if bare(row[0]) == "response id")
        columns = [codes.get(bare(cell), bare(cell)) for cell in rows[begins]]
        for row in rows[begins + 1 :]:
            cells: dict[str, str] = {}
            for column, cell in zip(columns, row, strict=True):
                cells[column] = cells.get(column) or " ".join(cell.split())
            if cells["response id"] and BAD_CELLS.isdisjoint(row):
                yield cells | named.groupdict()

    @cached_property
    def online(self) -> list[dict[str, str]]:
        """The newest version of every response."""
        newest = {}
        for path in self.paths("survey", "online"):
            for cells in self.responses(path):
                newest[cells["survey"], cells["wave"], cells["response id"]] = cells
        by_name = {name: key for key, name in self.partnerships.items()}
        for cells in newest.values():
            cells["partnership"] = by_name.get(letters(cells["partnership"]), "")
        return [cells for cells in newest.values() if cells["partnership"]]

    @cached_property
    def paper(self) -> pl.DataFrame:
        """The newest counts of every class and question."""
        counted = pl.col(COUNTS).cast(pl.UInt32, strict=False)
        rows = self.rows("survey", "paper_counts").with_columns(counted)
        good = rows.drop_nulls(COUNTS).filter(pl.col("school_name") != "")
        newest = good.sort("file", maintain_order=True).group_by(*CLASS, "question_code").last()
        return newest.filter(pl.col("partnership_id").is_in(list(self.partnerships)))

    @cached_property
    def answers(self) -> pl.DataFrame:
        """How many people of a partnership gave which answer, by phase where teachers say it."""
        of_word = {word: phase for phase, words in PHASES.items() for word in words}
        online = [
            (
                cells["survey"],
                cells["wave"],
                cells["partnership"],
                of_word.get(letters(cells.get("phase"))),
                question,
                cells[question].lower(),
                1,
            )
            for cells in self.online
            for question in {*self.codes[cells["survey"]].values()} & cells.keys()
            if cells[question]
        ]
        names = dict(zip(COUNTS, AGREE5, strict=True))
        paper = self.paper.rename(names).unpivot(
            on=AGREE5,
            index=["survey", "wave", "partnership_id", "question_code"],
            variable_name="answer",
            value_name="people",
        )
        return pl.concat(
            [
                pl.DataFrame(online, schema=list(COLUMNS), orient="row"),
                paper.rename({"partnership_id": "partnership", "question_code": "question"})
                .with_columns(pl.col("people").cast(pl.Int64), phase=pl.lit(None, pl.String))
                .select(COLUMNS),
            ]
        )

    @cached_property
    def returns(self) -> pl.DataFrame:
        """How many people of a partnership answered; a class as its most answered question."""
        online = [(c["survey"], c["wave"], c["partnership"], 1, False) for c in self.online]
        classes = self.paper.group_by(CLASS).agg(pl.sum_horizontal(COUNTS).max().alias("people"))
        columns = ["survey", "wave", "partnership", "people", "is_paper"]
        paper = classes.select(
            "survey",
            "wave",
            pl.col("partnership_id").alias("partnership"),
            pl.col("people").cast(pl.Int64),
            pl.lit(True).alias("is_paper"),
        )
        return pl.concat([pl.DataFrame(online, schema=columns, orient="row"), paper])

    def figure(self, printed: dict[str, str]) -> float | bool:
        """The value of one of the evaluation's printed figures."""
        of_mart = {
            "kpi_survey_response": self.response,
            "kpi_survey_change": self.change,
            "kpi_survey_answers": self.share,
        }
        dimensions = json.loads(printed["dimensions"])
        assert dimensions.pop("programme") == PROGRAMME
        return of_mart[printed["mart"]](printed["column"], **dimensions)

    def responses_of(self, survey: str, wave: str) -> tuple[int, int]:
        """People who answered a wave, and their partnerships."""
        mine = self.returns.filter(pl.col("survey") == survey, pl.col("wave") == WAVES[wave])
        return int(mine["people"].sum()), mine["partnership"].n_unique()

    def response(self, column: str, survey: str, wave: str) -> float:
        people, represented = self.responses_of(survey, wave)
        return {
            "responses_count": people,
            "response_pct_of_baseline": 100 * people / self.responses_of(survey, "baseline")[0],
            "partnerships_represented_count": represented,
            "partnerships_represented_pct": 100 * represented / len(self.partnerships),
            "partnerships_count": len(self.partnerships),
        }[column]

    def given(self, survey: str, question: str, subgroup: str, wave: str) -> dict[str, int]:
        """People by their answer to a question."""
        mine = self.answers.filter(
            pl.col("survey").is_in(JOINED.get(survey, [survey])),
            pl.col("question") == question,
            pl.col("wave") == wave,
            pl.lit(subgroup == "all") | (pl.col("phase") == subgroup),
        )
        return dict(mine.group_by("answer").agg(pl.col("people").sum()).iter_rows())

    def agreed(self, survey: str, question: str, subgroup: str, wave: str) -> tuple[int, int]:
        """People who agree, and all who answered."""
        given = self.given(survey, question, subgroup, wave)
        return sum(given.get(answer, 0) for answer in AGREE5[:2]), sum(given.values())

    def change(self, column: str, survey: str, question: str, subgroup: str) -> float | bool:
        (agree, base), (later, last) = (
            self.agreed(survey, question, subgroup, wave) for wave in ("start", "end")
        )
        pooled = (agree + later) / (base + last)
        error = sqrt(pooled * (1 - pooled) * (1 / base + 1 / last))
        p = 2 * (1 - NormalDist().cdf(abs(later / last - agree / base) / error))
        return {
            "start_agree_pct": 100 * agree / base,
            "end_agree_pct": 100 * later / last,
            "is_significant": p < 0.05,
        }[column]

    def share(
        self, column: str, survey: str, question: str, subgroup: str, wave: str, response: str
    ) -> float:
        assert column == "answer_pct"
        given = self.given(survey, question, subgroup, WAVES[wave])
        return 100 * given.get(response.lower(), 0) / sum(given.values())
