"""Which examples mean the same, and which stand for nothing but themselves."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from cleaning.examples import stems_of
from cleaning.lexicon import Floats

SAME_MEANING = 0.5
Ints = NDArray[np.int64]


def meanings_of(likeness: Floats, labels: Ints) -> Ints:
    """Return for each example the number of its meaning: a group of like texts of one label."""
    groups = np.arange(len(labels))
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        if len(rows) < 2:
            continue
        distance = squareform(np.maximum(1 - likeness[np.ix_(rows, rows)], 0), checks=False)
        clusters = fcluster(linkage(distance, "average"), 1 - SAME_MEANING, "distance")
        # Named after its first example, so that no two labels share a number.
        groups[rows] = rows[np.unique(clusters, return_index=True)[1][clusters - 1]]
    return groups


def members_of(groups: Ints) -> Iterator[Ints]:
    """Yield the places of each group's members."""
    order = np.argsort(groups, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)


def leaves_of(phrases: Sequence[str]) -> Ints:
    """Return the places of texts whose words do not all stand in one other text.

    The rest is the vocabulary that other texts are made of: without them, nothing would be known.
    """
    users: dict[str, set[int]] = defaultdict(set)
    for place, phrase in enumerate(phrases):
        for stem in stems_of(phrase):
            users[stem].add(place)

    def is_leaf(phrase: str) -> bool:
        stems = stems_of(phrase)
        return len("".join(stems)) > 2 and len(set.intersection(*map(users.get, stems))) == 1  # type: ignore[arg-type]

    return np.array([place for place, phrase in enumerate(phrases) if is_leaf(phrase)], np.int64)


def known_elsewhere(phrases: Sequence[str], groups: Ints, background: Sequence[str]) -> Floats:
    """Return the share of each text's words that texts of another meaning use too."""
    users: dict[str, set[int]] = defaultdict(set)
    for text in background:
        for stem in stems_of(text):
            users[stem].add(-1)
    for phrase, group in zip(phrases, groups.tolist(), strict=True):
        for stem in stems_of(phrase):
            users[stem].add(group)

    def share(phrase: str) -> float:
        stems = stems_of(phrase)
        return sum(len(users[stem]) > 1 for stem in stems) / len(stems) if stems else 0.0

    return np.array([share(phrase) for phrase in phrases], np.float32)
