"""School years, key stages and ages in a text, however written: 'yr 8', 'ages 11 to 14'."""

import re
from collections.abc import Callable

STAGES = ("stageone", "stagetwo", "stagethree", "stagefour", "stagefive")
EARLY = "stageearly"
SEVERAL = "stageseveral"
EVERY_STAGE = frozenset([*STAGES, EARLY, SEVERAL])

_LAST_YEAR_OF_STAGE = (0, 2, 6, 9, 11, 14)
_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
        ],
        start=1,
    )
}
_NUMBER = rf"(?:\d{{1,2}}(?!\d)|{'|'.join(_NUMBERS)})"
_JOIN = r"\s*(?:-|/|,|\band\b|\bto\b|\bor\b|\bthrough\b)\s*(?:and\s*)?"
_YEAR_WORD = r"(?:years?|yrs?|y)s?\.?\s*"
_YEAR = rf"(?:{_YEAR_WORD}(?:{_NUMBER}|r\b)|\breception\b|\bnursery\b|\br(?=\s*-\s*y))"
_YEARS = re.compile(rf"\b{_YEAR}s?(?:{_JOIN}(?:{_YEAR}|{_NUMBER})s?)*(?!\s*olds?\b)(?![a-z0-9])")
_STAGE_WORD = r"(?:key\s*-?stages?|ks)\s*-?\s*"
_KEY_STAGES = re.compile(
    rf"\b{_STAGE_WORD}{_NUMBER}(?:{_JOIN}(?:{_STAGE_WORD})?{_NUMBER})*(?![a-z0-9])"
)
_AGES = re.compile(
    r"\b(?:ages?|aged)\s*(?P<a>\d{1,2})(?:\s*(?:-|to|and)\s*(?P<b>\d{1,2}))?(?!\d)"
    r"|\b(?P<c>\d{1,2})(?:\s*(?:-|to|and)\s*(?P<d>\d{1,2}))?\s*-?\s*(?:years?|yrs?)[\s-]*olds?\b"
)
# In a text without such words: '11 to 14', '7-11s'.
_BARE_AGES = re.compile(r"(?<![\d.:/-])\b(?P<a>\d{1,2})\s*(?:-|to)\s*(?P<b>1\d)s?\b(?![-\d.:/+])")
# 'yaers 5', 'kye stage 2': before a number hardly anything else is meant.
_SLIPS = (
    (re.compile(rf"\by(?=[a-z]*r)(?!our?\b|ard)[a-z]{{2,5}}\b(?=\s*{_NUMBER}\b)"), "year"),
    (
        re.compile(rf"\bk[eya]{{1,3}}\s*-?\s*s[a-z]{{2,4}}\b(?=\s*-?\s*{_NUMBER}\b)"),
        "key stage",
    ),
)
_PARTS = re.compile(
    rf"(?P<number>{_NUMBER})|(?P<early>reception|nursery|\br\b)|(?P<range>-|\bto\b|through)"
)


# Without any of these no pattern above can match.
_HINT = re.compile(rf"\d|{'|'.join(_NUMBERS)}|reception|nursery|\b(?:y[ears.]*\s*)?r\b")


def replace_stages(text: str) -> str:
    """Return a cleaned text with every school year, key stage and age as the word of its stage.

    Years to 2 are stageone (key stage 1), and so on to stagefive; reception and nursery are
    stageearly. A mention that spans several stages becomes stageseveral with each of them.
    """
    if not _HINT.search(text):
        return text
    found: set[str] = set()

    def take(stages: set[str]) -> str:
        found.update(stages)
        return " " + " ".join(sorted(stages)) + " "

    for slip, meant in _SLIPS:
        text = slip.sub(meant, text)
    text = _AGES.sub(
        lambda match: take(_stages_of_ages(match["a"] or match["c"], match["b"] or match["d"])),
        text,
    )
    text = _KEY_STAGES.sub(lambda match: take(_stages_of(match.group(), 5, _key_stage)), text)
    text = _YEARS.sub(lambda match: take(_stages_of(match.group(), 13, _stage_of_year)), text)
    if not found:
        text = _BARE_AGES.sub(lambda match: take(_stages_of_ages(match["a"], match["b"])), text)
    return f"{text} {SEVERAL}" if len(found) > 1 else text


def _key_stage(number: int) -> str:
    return STAGES[number - 1] if 1 <= number <= len(STAGES) else EARLY


def _stage_of_year(year: int) -> str:
    if year <= 0:
        return EARLY
    stage = next((at for at, last in enumerate(_LAST_YEAR_OF_STAGE) if year <= last), 5)
    return STAGES[stage - 1]


def _stages_of_ages(youngest: str, oldest: str | None) -> set[str]:
    first, last = int(youngest), int(oldest or youngest)
    # '11-14' ends on a birthday: the youngest of the next stage are not meant.
    last = max(first, last - 1)
    if not 2 <= first <= last <= 19:
        return set()
    return {_stage_of_year(age - 4 if age >= 5 else 0) for age in range(first, last + 1)}


def _stages_of(text: str, highest: int, stage_of: Callable[[int], str]) -> set[str]:
    numbers: list[int] = []
    is_range = False
    for part in _PARTS.finditer(text):
        if part["range"]:
            is_range = True
            continue
        number = 0 if part["early"] else _NUMBERS.get(part["number"]) or int(part["number"])
        if is_range and numbers and numbers[-1] < number <= highest:
            numbers.extend(range(numbers[-1] + 1, number))
        numbers.append(number)
        is_range = False
    return {stage_of(number) for number in numbers if number <= highest}
