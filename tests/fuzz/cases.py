"""The files of a fuzz run: each made from seed and number alone, so that any can be made again."""

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from extract.contract import Contract, all_contracts
from tests.extract.generated_files import FORM_FAULTS, GeneratedFile, Shape, make_file
from tests.fuzz.mutations import BY_FORMAT, manifest

# What reads workbooks and Parquet starts a process for each, so there are fewer of them.
FORMATS = {"csv": 38, "csv.gz": 20, "ndjson": 26, "xlsx": 8, "parquet": 8}
FIRST_DAY = date(2021, 1, 2)
# A valid file behind all others of its feed shows that the connection still serves.
LAST_DAY = "2021-12-31"
UNPACKING = ("packed", "part", "types")
WAVES = ("start", "middle", "end")
PARTS = (
    "2", "10", "north east", "é", "'; drop table ops.ledger; --", "..", "a_b", "%2e%2e", "\n",
    "\x1b[31m", "x" * 180, "{0}", "%s", "\udcff", "a/../b".replace("/", "\\"), "$(id)", "=1+1",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One landed file, what was done to it, and what it was before."""

    number: int
    folder: str
    name: str
    data: bytes
    mutations: tuple[str, ...]
    made: GeneratedFile
    manifest: bytes | None = None
    manifest_is_true: bool = True

    @property
    def path(self) -> str:
        """Its place in the landing zone."""
        return f"{self.folder}/{self.name}"

    @property
    def is_valid(self) -> bool:
        """Whether nothing was done to it."""
        return not self.mutations

    def write(self, landing: Path) -> None:
        """Put it where a sender would."""
        folder = landing / self.folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / self.name).write_bytes(self.data)
        if self.manifest is not None:
            (folder / f"{self.name}.manifest.json").write_bytes(self.manifest)


def make_case(seed: int, number: int) -> Case:
    """Return the file of a number: valid once in twenty, mutated else."""
    source = random.Random(f"{seed}/{number}")  # noqa: S311
    contract = source.choice(list(all_contracts().values()))
    (form,) = source.choices(list(FORMATS), list(FORMATS.values()))
    day = FIRST_DAY + timedelta(days=number % 300)
    part = source.choice(WAVES) if contract.part_fields else f"n{number}"
    made = make_file(contract, _shape(form, source), str(day), part)
    other = make_file(contract, replace(_shape(form, source), rows=10), str(day)).data
    folder, _, name = made.path.rpartition("/")
    data, done = made.data, []
    if source.random() > 0.05:
        kinds = source.choices(list(BY_FORMAT[form]), k=source.choice((1, 1, 1, 1, 2, 3)))
        # What unpacks a file comes first, while it can be unpacked.
        for kind in sorted(kinds, key=lambda kind: not kind.startswith(UNPACKING)):
            data = BY_FORMAT[form][kind](data, source, other)
            done.append(kind.rstrip("0123456789 "))
    if source.random() < 0.04:
        name, done = _other_name(contract, name, form, number, source), [*done, "name"]
    text, is_true = None, True
    if source.random() < 0.05:
        digest = hashlib.sha256(data).hexdigest()
        text, is_true = manifest(source, len(made.records), digest)
        done += [] if is_true else ["manifest"]
    return Case(number, folder, name, data, tuple(done), made, text, is_true)


def last_of(contract: Contract, seed: int, number: int) -> Case:
    """Return the valid file that follows all others of a feed."""
    source = random.Random(f"{seed}/{number}/{contract.name}")  # noqa: S311
    part = WAVES[-1] if contract.part_fields else "last"
    made = make_file(contract, Shape(rows=25, seed=source.randrange(1 << 32)), LAST_DAY, part)
    folder, _, name = made.path.rpartition("/")
    return Case(-1, folder, name, made.data, (), made)


def feeds_of(cases: Sequence[Case]) -> list[Contract]:
    """Return the contracts of those files."""
    folders = {case.folder for case in cases}
    return [c for c in all_contracts().values() if f"{c.family}/{c.feed}" in folders]


def describe(case: Case) -> str:
    """Return a case in one line, for a person who looks for the reason."""
    return f"file {case.number}, {json.dumps(case.path)}: {', '.join(case.mutations) or 'valid'}"


def _shape(form: str, source: random.Random) -> Shape:
    (rows,) = source.choices((0, 1, 25, 60, 120), (1, 1, 4, 6, 4))
    kinds = ("cell", "cell", *FORM_FAULTS[form])
    most = source.choice((0, 1, rows // 20, rows // 40, 3))
    places = source.sample(range(rows), min(most, rows))
    return Shape(
        format=form,
        rows=rows,
        faults={place: source.choice(kinds) for place in places},
        gaps={source.randrange(rows)} if rows and source.random() < 0.2 else (),
        newline=source.choice(("\n", "\n", "\r\n", "\r")),
        has_mark=source.random() < 0.2,
        quotes_all=source.random() < 0.4,
        ends_with_newline=source.random() < 0.8,
        extra_columns=source.choice((0, 0, 1)),
        rows_above=source.choice((0, 0, 2)),
        second_headers=source.choice((0, 0, 1)),
        is_plain=source.random() < 0.4,
        seed=source.randrange(1 << 32),
    )


def _other_name(
    contract: Contract, name: str, form: str, number: int, source: random.Random
) -> str:
    """Return a name that says something else, or nothing."""
    feed = contract.feed
    match source.randrange(5):
        case 0:
            return name.removesuffix(form) + source.choice(tuple(FORMATS))
        case 1:
            return f"{feed}_2021-02-{source.choice(('28', '30', '1'))}_n{number}.{form}"
        case 2:
            part = source.choice(PARTS)
            return f"{feed}_2021-02-01_n{number}_{part}.{form}".replace("/", "")
        case 3:
            return f"{source.choice(('x', feed.upper(), ''))}_2021-02-01_n{number}.{form}"
        case _:
            return f"n{number}" + source.choice((".csv", ".zip", "", ".csv.bak", " "))
