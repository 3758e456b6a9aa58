"""How a form tool writes times, as a questions file states it: `MM/DD/YYYY HH:MM`, `D.M.YY`."""

import re
from dataclasses import dataclass

import polars as pl

_PARTS = re.compile(r"YYYY|YY|MM?|DD?|HH?|SS?|AM/PM|AM|[^A-Za-z0-9]+", re.IGNORECASE)
_ONE_OR_TWO = "[0-9]{1,2}"
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
            hour = pl.when(half.is_not_null()).then(hour % 12 + 12 * (half == "pm")).otherwise(hour)
        day = pl.concat_str(
            [year, *(_two(found.field(name)) for name in ("month", "day"))], separator="-"
        )
        clock = [_two(hour.cast(pl.String)), *(_two(found.field(n)) for n in ("minute", "second"))]
        text = pl.concat_str([day, pl.concat_str(clock, separator=":")], separator=" ")
        moment = text.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)
        return pl.when(moment.is_not_null() & is_clock).then(text).alias(column)


def parse_date_form(stated: str) -> DateForm:
    """Return the form a questions file states; ValueError where it is none.

    Days and months may have one or two digits whatever is stated; the time may be missing.
    """
    text = stated.strip()
    pieces = _PARTS.findall(text)
    if "".join(pieces) != text:
        raise ValueError("it has other letters than Y, M, D, H, S and AM")
    clock_begins = next((n for n, p in enumerate(pieces) if p[0] in "Hh"), len(pieces))
    day = "".join(_day_part(piece) for piece in pieces[:clock_begins])
    names = sorted(re.findall(r"\?P<(\w+)>", day))
    if names != ["day", "month", "year"]:
        raise ValueError("it does not have day, month and year once each")
    clock = r"(?:[ T]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    half = " ?(?P<half>[AaPp][Mm])" if "AM" in text.upper() else ""
    return DateForm(stated, f"^{day}{clock}{half})?$")


def _day_part(piece: str) -> str:
    match piece.upper():
        case "YYYY":
            return "(?P<year>[0-9]{4})"
        case "YY":
            return "(?P<year>[0-9]{2})"
        case "M" | "MM":
            return f"(?P<month>{_ONE_OR_TWO})"
        case "D" | "DD":
            return f"(?P<day>{_ONE_OR_TWO})"
        case _:
            return re.escape(piece).rstrip("\\ ")


def _two(digits: pl.Expr) -> pl.Expr:
    return digits.fill_null("0").str.zfill(2)
