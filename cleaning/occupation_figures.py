"""What a trial of the occupation coder says, as Markdown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from cleaning.figures import Share

# Who applies an answer: the list at night, the coder as a known form, the coder as a new title.
LISTED = "but for case, spaces and signs a title of the index: `as_reported`"
FORM = "a title in another form"
NEW = "a new title"
WAYS = (LISTED, FORM, NEW)


@dataclass(frozen=True)
class Applied:
    """Answers that were applied in one way: sub-major groups, and unit groups where sure."""

    group: Share
    unit: Share

    def __add__(self, other: "Applied") -> "Applied":
        return Applied(self.group + other.group, self.unit + other.unit)


@dataclass(frozen=True)
class Trial:
    """One split: by classifier, right of the surest half; right of all; applied, by way."""

    half: dict[str, Share]
    right: Share
    applied: dict[str, Applied]

    def __add__(self, other: "Trial") -> "Trial":
        return Trial(
            {name: share + other.half[name] for name, share in self.half.items()},
            self.right + other.right,
            {way: each + other.applied[way] for way, each in self.applied.items()},
        )


@dataclass(frozen=True)
class OccupationFigures:
    """Every title asked for once: fifths at random, and fifths none of whose word sets is learnt.

    `same_words` is the share of pairs of titles with the same words that share their group,
    `shared_nouns` the share of titles whose noun other titles have in several groups.
    """

    at_random: Sequence[Trial]
    by_meaning: Sequence[Trial]
    same_words: Share
    shared_nouns: Share

    @property
    def markdown(self) -> str:
        """The figures as Markdown."""
        random, meaning = (
            reduce(Trial.__add__, each) for each in (self.at_random, self.by_meaning)
        )
        halves = _table(
            ("classifier", "at random", "by meaning"),
            ((name, share, meaning.half[name]) for name, share in random.half.items()),
        )
        applied = _table(
            ("applied to", "titles at random", "group right", "unit group given", "unit right"),
            _of_applied(random),
        )
        by_meaning = _table(
            ("applied to", "titles by meaning", "group right", "unit group given", "unit right"),
            _of_applied(meaning),
        )
        return (
            f"Occupations: {random.right.tried:,} titles of the index, each asked for once, a "
            "fifth at a time by what the others teach, parted at random; and "
            f"{meaning.right.tried:,} so that none with its words is learnt. Sub-major group, "
            "right of the surest half of each fifth:\n\n"
            f"{halves}\nRight of all answers of the coder: {random.right}, by meaning "
            f"{meaning.right}. Of these titles as many are applied, in each way:\n\n"
            f"{applied}\n{by_meaning}\n"
            f"Of pairs of titles with the same words {self.same_words} are of one group; "
            f"{self.shared_nouns} of the titles have a noun that stands in several groups.\n"
        )


def _of_applied(trial: Trial) -> Iterable[tuple[object, ...]]:
    total = reduce(Applied.__add__, trial.applied.values())
    for way, each in {**trial.applied, "all": total}.items():
        yield way, f"{each.group.tried:,}", each.group, f"{each.unit.tried:,}", each.unit


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
