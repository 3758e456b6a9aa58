"""The names of unit groups as examples: what the index says of a group is a title of it too."""

import re
from collections.abc import Iterable

from cleaning.occupation_index import IndexTitle

# What is left over is named by what it is not.
_LEFT_OVER = re.compile(r"\bn\.e\.c|\bother\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)")
_BETWEEN = re.compile(r",? and |, ")


def names_of(rows: Iterable[IndexTitle]) -> list[tuple[str, str]]:
    """Return the names of unit groups and the parts of them, each with its unit's code.

    'Bakers and flour confectioners' are both, and either.
    """
    groups = sorted({(row.unit_code, row.unit_group) for row in rows})
    return [(name, code) for code, group in groups for name in _names(group)]


def _names(group: str) -> list[str]:
    if _LEFT_OVER.search(group):
        return []
    whole = _BRACKETS.sub("", group).strip()
    return [name for name in dict.fromkeys([whole, *_BETWEEN.split(whole)]) if name]
