"""The seeds that people own, read from the project's files rather than from the database."""

import csv
from collections import defaultdict
from pathlib import Path

from cleaning.examples import Synonym

SEEDS = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds" / "categories"
TRIED = Path(__file__).parent / "data" / "tried_texts.csv"


def read_taxonomy(folder: Path = SEEDS) -> dict[str, list[str]]:
    """Return the categories of every list, in their order."""
    lists: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(folder / "taxonomy.csv"):
        lists[row["taxonomy"]].append(row["category"])
    return dict(lists)


def read_synonyms(folder: Path = SEEDS) -> list[Synonym]:
    """Return every synonym of every list."""
    return [Synonym(**row) for row in read_rows(folder / "category_synonyms.csv")]


def read_tried() -> list[Synonym]:
    """Return texts that were held out once; those that are truly other have Other as category."""
    return [Synonym(row["taxonomy"], row["category"], row["text"]) for row in read_rows(TRIED)]


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return a CSV file's rows by column name."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
