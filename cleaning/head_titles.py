"""The head teachers' job titles of GIAS, coded to roles: a second proof of the model."""

import gzip
from pathlib import Path

import polars as pl

from cleaning.figures import Figures, figures, markdown
from cleaning.model import Model
from cleaning.seeds import read_rows

TITLE_COLUMN = "HeadPreferredJobTitle"
FIELD = "role"
# What each spelling means, by one person's judgement; some name a person and are left out.
MEANT = Path(__file__).parent / "data" / "head_titles.csv"


def try_head_titles(model: Model, path: Path) -> str:
    """Return how well the titles are coded, as Markdown."""
    titles = _titles(path)
    meant = pl.DataFrame(read_rows(MEANT)).select(pl.col("title").alias(TITLE_COLUMN), "role")
    labelled = titles.join(meant, on=TITLE_COLUMN, maintain_order="left")
    found = model.predict(FIELD, labelled[TITLE_COLUMN].to_list())
    found = pl.concat([found, labelled.select("schools", "role")], how="horizontal")
    new = found.filter(~pl.col("is_known"))
    rightly = found.filter(pl.col("is_applied") & (pl.col("category") == pl.col("role")))
    return (
        f"Head teachers' titles in GIAS, {len(titles)} spellings, of which "
        f"{len(titles) - len(labelled)} have no label:\n\n"
        f"{markdown('titles', [_figures('all', found), _figures('in no synonym', new)])}\n"
        f"The right role is given to {sum(rightly['schools']):,} of the "
        f"{sum(labelled['schools']):,} schools that have them.\n"
    )


def _titles(path: Path) -> pl.DataFrame:
    """Return every spelling with its number of schools, the commonest first."""
    return (
        pl.read_csv(_unpacked(path), encoding="windows-1252", infer_schema=False)
        .filter(pl.col(TITLE_COLUMN).str.strip_chars() != "")
        .group_by(TITLE_COLUMN)
        .len("schools")
        .sort("schools", TITLE_COLUMN, descending=[True, False])
    )


def _figures(name: str, found: pl.DataFrame) -> Figures:
    return figures(
        name,
        found["role"].to_list(),
        found["category"].to_list(),
        found["is_applied"].to_numpy(),
    )


def _unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content
