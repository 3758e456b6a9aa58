"""Categories as people enter them: mostly from the list, some in other case, some in own words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.streams import Bools, Ints, choose
from sample.words import TYPED_TEXTS

OTHER = "Other"
_FORM_WEIGHTS = np.array([0.972, 0.012, 0.004, 0.006, 0.006])


@dataclass(frozen=True)
class CategoryMess:
    """Shares (0 to 1) of the cells that do not simply hold their category.

    `typed` are in own words, half of them as `Other` with the words beside it; `companion` have
    `Other` with the category itself beside it; `blank` hold nothing.
    """

    typed: float = 0.0
    companion: float = 0.0
    blank: float = 0.0


def forms_of(category: str) -> tuple[str, ...]:
    """Return how one category gets written: as listed, in other case, with stray spaces."""
    return (category, category.lower(), category.upper(), f" {category}", f"{category}  ")


def in_any_form(rng: Generator, categories: Sequence[str], codes: Ints) -> pl.Series:
    """Return the categories at the codes, a few per cent of them in another case or spacing."""
    forms = [form for category in categories for form in forms_of(category)]
    return text.pick(forms, codes * len(_FORM_WEIGHTS) + choose(rng, _FORM_WEIGHTS, len(codes)))


def as_typed(
    rng: Generator, field: str, categories: Sequence[str], codes: Ints, mess: CategoryMess
) -> tuple[pl.Series, pl.Series]:
    """Return a category column and its `_other` companion for cells that mean `codes`."""
    size = len(codes)
    draw = rng.random(size)
    is_typed = draw < mess.typed
    is_companion = ~is_typed & (draw < mess.typed + mess.companion)
    is_blank = ~is_typed & ~is_companion & (draw < mess.typed + mess.companion + mess.blank)
    if OTHER in categories:
        is_typed |= (codes == list(categories).index(OTHER)) & (rng.random(size) < 0.8)
    words, is_worded = words_for(rng, field, categories, codes)
    return compose(
        rng,
        categories=in_any_form(rng, categories, codes),
        words=words,
        is_typed=is_typed & is_worded,
        is_companion=is_companion,
        is_blank=is_blank,
    )


def words_for(
    rng: Generator, field: str, categories: Sequence[str], codes: Ints
) -> tuple[pl.Series, Bools]:
    """Return own words for each category code, and which codes have any."""
    by_category = [[w for w, c in TYPED_TEXTS[field] if c == name] for name in categories]
    counts = np.array([len(words) for words in by_category])
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    flat = [word for words in by_category for word in words]
    index = first[codes] + np.floor(rng.random(len(codes)) * counts[codes]).astype(np.int64)
    return text.pick(flat, np.minimum(index, len(flat) - 1)), counts[codes] > 0


def compose(
    rng: Generator,
    categories: pl.Series,
    words: pl.Series,
    is_typed: Bools,
    is_companion: Bools,
    is_blank: Bools,
) -> tuple[pl.Series, pl.Series]:
    """Return column and companion: half of the typed words stand in the column itself."""
    frame = pl.DataFrame(
        {
            "category": categories,
            "words": words,
            "typed": is_typed,
            "direct": rng.random(len(words)) < 0.45,
            "companion": is_companion,
            "blank": is_blank,
        }
    )
    typed, direct = pl.col("typed"), pl.col("direct")
    column = (
        pl.when(typed & direct)
        .then("words")
        .when(typed | pl.col("companion"))
        .then(pl.lit(OTHER))
        .when(~pl.col("blank"))
        .then("category")
    )
    companion = pl.when(typed & ~direct).then("words").when(pl.col("companion")).then("category")
    both = frame.select(column.alias("column"), companion.alias("other"))
    return both["column"], both["other"]
