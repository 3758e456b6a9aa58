"""How a form tool writes times, as a questions file states it.

Letters as people, Excel and Java have them (`MM/DD/YYYY HH:MM`, `m/d/yy h:mm AM/PM`, `D.M.YY`,
`dd/MM/yyyy hh:mm a`), or the directives of strptime (`%d/%m/%Y %H:%M`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

UNDERSTOOD = "MM/DD/YYYY HH:MM, d.m.yy, m/d/yyyy h:mm AM/PM or %d/%m/%Y %H:%M"

_LETTERS = re.compile(
    r"YYYY|YY|MM?|DD?|HH?|SS?|AM/PM|AM|PM|TT|A(?![A-Z])|'?T'?(?=H)|[^A-Za-z0-9%']+",
    re.IGNORECASE,
)
_DIRECTIVES = re.compile(r"%[-#]?[A-Za-z]|T(?=%)|[^A-Za-z0-9%]+")
_SHORT = {"%T": "%H:%M:%S", "%R": "%H:%M", "%D": "%m/%d/%y", "%F": "%Y-%m-%d"}
# What Excel puts around a form: the language before it, cells of text after it.
_AROUND = re.compile(r"^\[\$[^\]]*\]|;@$|\\(?= )")
_BY_LETTER = {"Y": "year", "D": "day", "H": "hour", "S": "second", "A": "half", "P": "half"}
_BY_DIRECTIVE = {
    "Y": "long year", "y": "short year", "m": "month", "d": "day", "e": "day", "H": "hour",
    "I": "hour", "M": "minute", "S": "second", "p": "half",
}  # fmt: skip
_DAY = {
    "long year": "(?P<year>[0-9]{4})",
    "short year": "(?P<year>[0-9]{2})",
    "month": "(?P<month>[0-9]{1,2})",
    "day": "(?P<day>[0-9]{1,2})",
}
_CLOCK = r"(?:[ T]+(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2}))?"
_HALF = r"\s?(?P<half>[AaPp])\.?[Mm]\.?"
_CLOCKS = (["hour", "minute"], ["hour", "minute", "second"])
CENTURY = "20"


@dataclass(frozen=True)
class DateForm:
    """A form of times: as it was stated, and an expression with a named group for each part."""

    stated: str
    pattern: str

    def iso(self, column: str) -> pl.Expr:
        """Return times as `YYYY-MM-DD HH:MM:SS`; null what has another form or is none."""
        found = pl.col(column).str.strip_chars().str.extract_groups(self.pattern).struct
        year = found.field("year")
        year = pl.when(year.str.len_chars() == len(CENTURY)).then(CENTURY + year).otherwise(year)
        hour = found.field("hour").fill_null("0").cast(pl.Int64)
        is_clock = pl.lit(value=True)
        if "<half>" in self.pattern:
            half = found.field("half").str.to_lowercase()
            is_clock = half.is_null() | hour.is_between(1, 12)
            hour = pl.when(half.is_not_null()).then(hour % 12 + 12 * (half == "p")).otherwise(hour)
        day = pl.concat_str(
            [year, *(_two(found.field(name)) for name in ("month", "day"))], separator="-"
        )
        clock = [_two(hour.cast(pl.String)), *(_two(found.field(n)) for n in ("minute", "second"))]
        text = pl.concat_str([day, pl.concat_str(clock, separator=":")], separator=" ")
        moment = text.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)
        return pl.when(moment.is_not_null() & is_clock).then(text).alias(column)


@lru_cache(maxsize=256)
def parse_date_form(stated: str) -> DateForm:
    """Return the form a questions file states; ValueError where it is none.

    Days and months may have one or two digits whatever is stated; the time may be missing.
    """
    text = stated.strip()
    parts = _of_directives(text) if "%" in text else _of_letters(text)
    clock_begins = parts.index("hour") if "hour" in parts else len(parts)
    day, clock = parts[:clock_begins], parts[clock_begins:]
    names = sorted(part.split()[-1] for part in day if part[0].isalpha())
    if names != ["day", "month", "year"]:
        raise ValueError("it does not have day, month and year once each, before the clock")
    names = [part for part in clock if part[0].isalpha()]
    half = _HALF if names[-1:] == ["half"] else ""
    if names and names[: len(names) - bool(half)] not in _CLOCKS:
        raise ValueError("its clock is not of hours, minutes and perhaps seconds")
    return DateForm(text, f"^{_day_pattern(day)}{_CLOCK}{half})?$")


def is_date_form(stated: str) -> bool:
    """Whether a text states a form of times that is understood."""
    try:
        parse_date_form(stated)
    except ValueError:
        return False
    return True


def _of_letters(text: str) -> list[str]:
    """Return the parts that letters stand for, and what stands between them."""
    text = _AROUND.sub("", text)
    pieces = _LETTERS.findall(text)
    if "".join(pieces) != text:
        raise ValueError("it has other letters than Y, M, D, H, S and AM")
    parts: list[str] = []
    for piece in pieces:
        parts.append(_part(piece.upper(), is_clock="hour" in parts))
    return parts


def _part(piece: str, *, is_clock: bool) -> str:
    """Return what a piece stands for: M is the month, and after the hour the minute."""
    match piece:
        case "YYYY":
            return "long year"
        case "YY":
            return "short year"
        case "M" | "MM":
            return "minute" if is_clock else "month"
        case "TT":
            return "half"
        case _ if piece.strip("'") == "T":
            return " "
        case _:
            return _BY_LETTER.get(piece[0], piece)


def _of_directives(text: str) -> list[str]:
    """Return the parts that strptime's directives stand for, and what stands between them."""
    for short, long in _SHORT.items():
        text = text.replace(short, long)
    pieces = _DIRECTIVES.findall(text)
    if "".join(pieces) != text or any(
        piece[0] == "%" and piece[-1] not in _BY_DIRECTIVE for piece in pieces
    ):
        raise ValueError("it has other directives than %Y, %y, %m, %d, %H, %I, %M, %S and %p")
    return [" " if piece == "T" else _BY_DIRECTIVE.get(piece[-1], piece) for piece in pieces]


def _day_pattern(parts: Sequence[str]) -> str:
    return "".join(_DAY.get(part) or re.escape(part) for part in parts).rstrip("\\ ")


def _two(digits: pl.Expr) -> pl.Expr:
    return digits.fill_null("0").str.zfill(2)
