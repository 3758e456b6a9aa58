"""Which questions the headers of a return stand for, by all wordings that were ever taught."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from extract.wording import fold_whole, fold_wording, without_brackets, without_repeat

Codes = frozenset[str]
NONE: Codes = frozenset()


class Wordings:
    """The codes behind wordings; a header that several codes may stand for stands for all."""

    def __init__(self, taught: Iterable[tuple[str, str]]) -> None:
        """Learn pairs of a wording and its code."""
        self._taught = frozenset(taught)

    def wholly(self, header: str) -> Codes:
        """Return the codes of the wording that a header is, brackets and `.1` included."""
        return self._by_whole.get(fold_whole(header), NONE)

    def loosely(self, header: str) -> Codes:
        """Return the codes of wordings that a header is but for a repeat's `.1` or [brackets]."""
        return next(filter(None, self._likely(header)), NONE)

    def _likely(self, header: str) -> Iterator[Codes]:
        bare = without_brackets(header)
        once = without_repeat(bare)
        yield self.wholly(without_repeat(header))
        yield self._by_bare.get(fold_whole(bare), NONE)
        yield self._by_bare.get(fold_whole(once), NONE)
        # Two that are numbered otherwise are two questions.
        if fold_whole(once) == fold_whole(bare):
            yield self.by_folded.get(fold_whole(bare), NONE)

    def forms_of(self, code: str) -> frozenset[str]:
        """Return the folded headers that a code was given, whole and bare."""
        forms = (self._by_whole, self._by_bare, self.by_folded)
        return frozenset(form for by in forms for form, codes in by.items() if code in codes)

    @cached_property
    def by_folded(self) -> Mapping[str, Codes]:
        """The codes by wordings without brackets and `.1`."""
        return _index((fold_wording(wording), code) for wording, code in self._taught)

    @cached_property
    def _by_whole(self) -> Mapping[str, Codes]:
        return _index((fold_whole(wording), code) for wording, code in self._taught)

    @cached_property
    def _by_bare(self) -> Mapping[str, Codes]:
        pairs = ((fold_whole(without_brackets(wording)), code) for wording, code in self._taught)
        return _index(pairs)


def _index(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Codes]:
    """Return codes by form; of a wording of which nothing is left nothing can be told."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for form, code in pairs:
        if form:
            found[form].add(code)
    return {form: frozenset(codes) for form, codes in found.items()}
