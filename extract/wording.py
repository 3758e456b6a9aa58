"""The wording of a question, told apart from what a form tool or a writer makes of it."""

import re

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2026": "...",
        "\ufeff": "",
        "\u200b": "",
    }
)
_IN_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_REPEAT = re.compile(r"\.[0-9]+\s*$")
_AT_THE_END = " .:;,!?-"


def fold_whole(text: str) -> str:
    """Return a wording as its renderings share it, with all that it says.

    Case, runs of white space, forms of quotes and dashes and punctuation at the end are gone.
    """
    return " ".join(text.translate(_PLAIN).casefold().split()).rstrip(_AT_THE_END)


def fold_wording(text: str) -> str:
    """Return a folded wording without text in [brackets] and a repeat's `.1`."""
    return fold_whole(without_repeat(without_brackets(text)))


def without_brackets(text: str) -> str:
    """Return a wording without text in [brackets]."""
    return _IN_BRACKETS.sub(" ", text)


def without_repeat(text: str) -> str:
    """Return a wording without the `.1`, `.2` of a column that is there again."""
    return _REPEAT.sub("", text.translate(_PLAIN))
