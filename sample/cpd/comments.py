"""Comments on why CPD was useful, with the reasons that were meant: the files never say those.

How often each reason is given is part of the story, so its order is that of the report's list. A
quarter of the comments say it in words of their own, of which rules and model find what they can.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator

from sample import text
from sample.cpd.comment_words import IN_OWN_WORDS, PLAIN_COMMENTS, REASONS
from sample.cpd.story import AspireStory
from sample.streams import Bools, Ints

OWN_WORDS = 0.25
NONE = -1
_JOINTS = (" and ", "; ", ", also ")


@dataclass(frozen=True)
class Comments:
    """Texts, and of each the places in the published list of what was meant: NONE where nothing."""

    texts: pl.Series
    meant: Ints
    is_in_own_words: Bools


def comments_told(story: AspireStory, rng: Generator) -> Comments:
    """Return the comments in any order: one to three reasons each, or none."""
    meant = _meant(story, rng)
    size = len(meant)
    is_own = rng.random(size) < OWN_WORDS
    said = [_said(meant[:, place], is_own, rng) for place in range(meant.shape[1])]
    joint = text.pick_any(_JOINTS, rng, size)
    frame = pl.DataFrame({"a": said[0], "b": said[1], "c": said[2], "joint": joint})
    told = (
        pl.when(pl.col("b").is_null())
        .then("a")
        .when(pl.col("c").is_null())
        .then(pl.format("{}{}{}", "a", "joint", "b"))
        .otherwise(pl.format("{}, {} and {}", "a", "b", "c"))
    )
    reasons = frame.select(told.str.slice(0, 1).str.to_uppercase() + told.str.slice(1)).to_series()
    plain = story.feedback_comments - size
    order = rng.permutation(story.feedback_comments)
    texts = pl.concat([reasons, text.pick_any(PLAIN_COMMENTS, rng, plain)])
    padding = np.full((plain, meant.shape[1]), NONE)
    return Comments(
        texts.gather(order),
        np.concatenate([meant, padding])[order],
        np.concatenate([is_own, np.zeros(plain, dtype=bool)])[order],
    )


def _meant(story: AspireStory, rng: Generator) -> Ints:
    """Return a row a comment with its places in the list, from 0; no reason twice in a row.

    The mentions of a reason stand together and are dealt one a comment, round after round; as a
    round after the first leaves out those that are done, more comments lie between two of a
    comment's own than any reason has mentions.
    """
    ones, twos, threes = story.comments_by_reasons
    size = ones + twos + threes
    counts = np.array(story.reason_mentions)
    reasons = rng.permutation(len(counts))
    mentions = np.repeat(reasons, counts[reasons])
    wanted = rng.permutation(np.repeat([1, 2, 3], [ones, twos, threes]))
    meant = np.full((size, 3), NONE)
    dealt = 0
    for round_ in range(3):
        rows = np.flatnonzero(wanted > round_)
        meant[rows, round_] = mentions[dealt : dealt + len(rows)]
        dealt += len(rows)
    return meant


def _said(reason: Ints, is_own: Bools, rng: Generator) -> pl.Series:
    stock = text.pick(REASONS, np.maximum(reason, 0))
    ways = len(IN_OWN_WORDS[0])
    own_words = [phrase for phrases in IN_OWN_WORDS for phrase in phrases]
    way = rng.integers(0, ways, len(reason))
    own = text.pick(own_words, np.maximum(reason, 0) * ways + way)
    said = pl.select(pl.when(pl.Series(is_own)).then(own).otherwise(stock)).to_series()
    return text.blank(said, reason == NONE)
