"""Titles of the index as people write them: in another order, in the plural, as one word."""

import re
from collections import defaultdict
from collections.abc import Iterable

from cleaning.job_titles import form_of
from cleaning.text import words

_HYPHEN = re.compile("[-‐‑–]")
# A title's words, and how many of the breaks between them a hyphen makes.
Breaks = tuple[int, int]


class KnownForms:
    """Unit groups by the forms of their titles, where all titles of a form are of one."""

    def __init__(self, titles: Iterable[tuple[str, str]]) -> None:
        found: dict[str, dict[Breaks, set[str]]] = defaultdict(lambda: defaultdict(set))
        for title, unit in titles:
            found[form_of(title)][_breaks(title)].add(unit)
        self._units: dict[str, tuple[str, frozenset[Breaks]]] = {}
        for form, spelt in found.items():
            units = set().union(*spelt.values())
            if form and len(units) == 1:
                self._units[form] = units.pop(), frozenset(spelt)

    def unit_of(self, text: str) -> str | None:
        """Return the unit group of a text that is a title in another form."""
        unit, _ = self._units.get(form_of(text), (None, None))
        return unit if unit and not self.is_other_by_hyphen(text) else None

    def is_other_by_hyphen(self, text: str) -> bool:
        """Tell whether a text has a hyphen where all titles of its form have a space, or none.

        'Joiner-machinist' is both, 'joiner machinist' one of them; 'bath-room' is 'bathroom'.
        """
        _, known = self._units.get(form_of(text), (None, frozenset[Breaks]()))
        count, hyphens = _breaks(text)
        return bool(known) and all(count == other and hyphens != theirs for other, theirs in known)


def _breaks(title: str) -> Breaks:
    count = len(words(title))
    return count, count - len(words(_HYPHEN.sub("", title)))
