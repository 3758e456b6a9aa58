"""Writes a world's rows as the landing files a sender would cut: deltas, snapshots, parts, gzip."""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from tests.oracle.world_headers import HEADERS, SNAPSHOTS, SPOILERS

Cells = Mapping[str, str]

# a header is matched after trimming, case-folding and unifying spaces, dashes and underscores
HEADER_FORMS: tuple[Callable[[str], str], ...] = (
    str,
    str,
    str.upper,
    lambda name: f" {name} ",
    lambda name: name.replace("_", "-"),
    lambda name: name.replace("_", " ").title(),
)

# 0x81 stands for nothing in Windows-1252 and is no start of a character in UTF-8
DAMAGES = ("header", "encoding")

REFERENCE_FEEDS = (
    "gias",
    "gias_links",
    "priority_schools",
    "benchmarks",
    "occupations",
    "recode_decisions",
    "ofsted_inspections",
)
CPD_FEEDS = (
    "programmes",
    "partnerships",
    "partnership_schools",
    "events",
    "participants",
    "bookings",
    "event_feedback",
    "subject_ratings",
    "maturity",
    "outcomes",
)
SURVEY_FEEDS = ("questions", "online", "paper_counts", "paper_percentages")
ORDERED_BY_FILE = (
    "targets",
    "recode_decisions",
    "ofsted_inspections",
    "event_feedback",
    "subject_ratings",
    "maturity",
    "outcomes",
)
DAMAGED = ("volunteering", "activities", "bookings")  # deltas of which whole files are bad


@dataclass
class LandingFile:
    """One file to be written, by feed, date and part."""

    feed: str
    cut_on: date
    part: str = ""
    rows: list[Cells] = field(default_factory=list)
    damage: str = ""  # of the whole file: header, encoding or truncated (gzip)

    @property
    def is_gzipped(self) -> bool:
        """About a third are, told from the name so that it does not depend on the order."""
        return sum(self.name.encode()) % 3 == 0

    @property
    def name(self) -> str:
        """The name without its ending."""
        return f"{self.feed}_{self.cut_on.isoformat()}" + (f"_{self.part}" if self.part else "")

    @property
    def path(self) -> str:
        """The place under the landing root."""
        return f"{family_of(self.feed)}/{self.feed}/{self.name}.csv" + (
            ".gz" if self.is_gzipped else ""
        )

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        return file_bytes(self)


def family_of(feed: str) -> str:
    """The family a feed belongs to."""
    if feed in CPD_FEEDS:
        return "cpd"
    if feed in SURVEY_FEEDS:
        return "survey"
    return "reference" if feed in REFERENCE_FEEDS else "platform"


class Sender:
    """Cuts files from row versions, with the habits of real senders; seeded."""

    def __init__(self, rng: random.Random, cuts: Sequence[date]) -> None:
        self.rng = rng
        self.cuts = list(cuts)
        self.files: dict[tuple[str, date, str], LandingFile] = {}

    def put(self, feed: str, cut_on: date, part: str, row: Cells) -> None:
        """Puts one row at the end of a file."""
        key = (feed, cut_on, part)
        self.files.setdefault(key, LandingFile(feed, cut_on, part)).rows.append(row)

    def snapshot_cuts(self) -> list[date]:
        """Snapshots are cut on the first, a middle and the last day."""
        return sorted({self.cuts[0], self.cuts[len(self.cuts) // 2], self.cuts[-1]})

    def put_header_only(self, feed: str, cut_on: date) -> None:
        """Cuts a file without rows, unless there is one of that day."""
        self.files.setdefault((feed, cut_on, ""), LandingFile(feed, cut_on))

    def put_broken(self, feed: str, cut_on: date) -> None:
        """Cuts a file of which nothing may load, not even the day it was cut on."""
        self.put(feed, cut_on, "", {})
        self.break_file(feed, cut_on, "")

    def break_file(self, feed: str, cut_on: date, part: str) -> None:
        """Damages one file so that nothing of it may load."""
        if (feed, cut_on, part) in self.files:
            self.files[feed, cut_on, part].damage = self.rng.choice(
                (*DAMAGES, "truncated") if self.files[feed, cut_on, part].is_gzipped else DAMAGES
            )

    def send_version(self, feed: str, row: Cells) -> None:
        """Puts a row into some file after its time; sometimes into any, sometimes into two."""
        updated_on = date.fromisoformat(row["updated_at"][:10])
        later = [cut for cut in self.cuts if cut >= updated_on] or self.cuts[-1:]
        in_order = later[0] if self.rng.random() < 0.7 else self.rng.choice(self.cuts)
        self.put(feed, in_order, self._part(), row)
        if self.rng.random() < 0.1:
            self.put(feed, self.rng.choice(self.cuts), self._part(), row)

    def _part(self) -> str:
        return self.rng.choice(("", "", "", "2", "10"))

    def spoil(self) -> None:
        """Adds bad rows: few enough in most files, too many in one or two."""
        for one in self.files.values():
            if one.feed not in SPOILERS or not one.rows:
                continue
            allowed = len(one.rows) // 19
            for _ in range(self.rng.randint(0, min(allowed, 3))):
                self._insert(one, self._spoilt(one))
        deltas = [key for key in self.files if key[0] in DAMAGED]
        for key in self.rng.sample(deltas, min(2, len(deltas))):
            if self.rng.random() < 0.4:
                self.break_file(*key)
        if self.rng.random() < 0.3:
            one = self.files[self.rng.choice(deltas)]
            for _ in range(len(one.rows) // 10 + 1):
                self._insert(one, self._spoilt(one))

    def _spoilt(self, one: LandingFile) -> Cells:
        """A bad copy of a good row; in snapshots often in its place."""
        row = self.rng.choice(one.rows)
        if one.feed in SNAPSHOTS and self.rng.random() < 0.6:
            one.rows.remove(row)
        if self.rng.random() < 0.2:
            return {**row, "_surplus": "one field too many"}
        column, cell = self.rng.choice(SPOILERS[one.feed])
        return {**row, column: cell}

    def _insert(self, one: LandingFile, row: Cells) -> None:
        one.rows.insert(self.rng.randint(0, len(one.rows)), row)

    def repeat_some(self) -> None:
        """Sends the content of one or two files again: as another part, or under another date."""
        for one in self.rng.sample(list(self.files.values()), 2):
            if one.feed in (*SNAPSHOTS, *ORDERED_BY_FILE):
                continue
            same_day = self.rng.random() < 0.5
            cut_on = one.cut_on if same_day else self.rng.choice(self.cuts)
            part = one.part + "9" if same_day else "7"
            again = LandingFile(one.feed, cut_on, part, list(one.rows), one.damage)
            self.files.setdefault((again.feed, again.cut_on, again.part), again)


def write_files(files: Sequence[LandingFile], landing: Path) -> list[Path]:
    """Writes the files under the landing root; returns their paths."""
    written = []
    for one in files:
        path = landing / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.content)
        written.append(path)
    return written


def file_bytes(one: LandingFile) -> bytes:
    """The file's bytes; the same rows always give the same bytes."""
    style = random.Random(repr(one.rows[:1]))  # noqa: S311
    columns = [*HEADERS[one.feed], "internal note"]
    if style.random() < 0.5:
        style.shuffle(columns)
    header = [style.choice(HEADER_FORMS)(column) for column in columns]
    if one.damage == "header":
        header[columns.index(HEADERS[one.feed][0])] += " (old)"
    buffer = io.StringIO(newline="")
    writer = csv.writer(
        buffer,
        lineterminator="\r\n" if one.feed in ("gias", "gias_links") else "\n",
        quoting=style.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    )
    writer.writerow(header)
    for row in one.rows:
        cells = [row.get(name, "") for name in columns]
        writer.writerow([*cells, row["_surplus"]] if "_surplus" in row else cells)
    content = buffer.getvalue().encode("cp1252" if one.feed in ("gias", "gias_links") else "utf-8")
    if one.damage == "encoding":
        content += b"\x81,\x81\n"
    if one.feed == "organisations":
        content = b"\xef\xbb\xbf" + content
    if one.is_gzipped:
        content = gzip.compress(content, mtime=0)
    return content[: len(content) - 9] if one.damage == "truncated" else content


def cut_days(rng: random.Random, first: date, last: date, count: int) -> list[date]:
    """Days on which the platform cut its files; the last one is the as-of day."""
    span = (last - first).days
    return sorted({first + timedelta(days=rng.randint(0, span)) for _ in range(count - 1)} | {last})
