"""The head teachers' job titles of GIAS, coded to roles: a second proof of the model."""

import gzip
from pathlib import Path

import polars as pl

from cleaning.model import Model

TITLE_COLUMN = "HeadPreferredJobTitle"


def try_head_titles(model: Model, path: Path) -> str:
    """Return how the titles are coded, as Markdown."""
    titles = (
        pl.read_csv(_unpacked(path), encoding="windows-1252", infer_schema=False)
        .filter(pl.col(TITLE_COLUMN).str.strip_chars() != "")
        .group_by(TITLE_COLUMN)
        .len("schools")
        .sort("schools", TITLE_COLUMN, descending=[True, False])
    )
    found = model.predict("role", titles[TITLE_COLUMN].to_list()).with_columns(titles["schools"])
    named = (
        found.filter("is_applied")
        .group_by("category")
        .agg(pl.len().alias("spellings"), pl.col("schools").sum())
    )
    rows = "".join(
        f"| {category} | {spellings} | {schools:,} |\n"
        for category, spellings, schools in named.sort("schools", descending=True).iter_rows()
    )
    left = found.filter(~pl.col("is_applied"))
    return (
        f"Head teachers' titles in GIAS, {len(titles)} spellings:\n\n"
        f"| role | spellings | schools |\n| --- | --- | --- |\n{rows}"
        f"| not sure enough | {len(left)} | {left['schools'].sum():,} |\n"
    )


def _unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content
