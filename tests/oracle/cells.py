"""What a cell may hold, type by type, as the interface document says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

Parser = Callable[[str], Any]


class BadCellError(ValueError):
    """A cell does not hold what its column promises."""


def text(cell: str) -> str:
    """Any text."""
    return cell


def integer(cell: str) -> int:
    """A whole number, thousands commas allowed."""
    if not re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+|[+-]?\d+", cell):
        raise BadCellError(cell)
    return int(cell.replace(",", ""))


def integer_between(low: int, high: int | None = None) -> Parser:
    """A whole number within bounds."""

    def parse(cell: str) -> int:
        value = integer(cell)
        if value < low or (high is not None and value > high):
            raise BadCellError(cell)
        return value

    return parse


def decimal_between(low: str | None = None, high: str | None = None) -> Parser:
    """A decimal number with `.`, within bounds."""

    def parse(cell: str) -> Fraction:
        if not re.fullmatch(r"[+-]?\d+(\.\d+)?", cell):
            raise BadCellError(cell)
        value = Fraction(cell)
        if (low is not None and value < Fraction(low)) or (
            high is not None and value > Fraction(high)
        ):
            raise BadCellError(cell)
        return value

    return parse


def decimal_above_zero(cell: str) -> Fraction:
    """A decimal number above 0."""
    value = decimal_between()(cell)
    if value <= 0:
        raise BadCellError(cell)
    return value


def yes_or_no(cell: str) -> bool:
    """Yes or No, true or false, 1 or 0."""
    said = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if cell.lower() not in said:
        raise BadCellError(cell)
    return said[cell.lower()]


def day(cell: str) -> date:
    """An ISO day, not before 1900."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        raise BadCellError(cell)
    return _checked(*(int(part) for part in cell.split("-")))


def uk_day(cell: str) -> date:
    """An ISO day, or day, month and year with slashes or dashes."""
    if found := re.fullmatch(r"(\d{2})([/-])(\d{2})\2(\d{4})", cell):
        return _checked(int(found[4]), int(found[3]), int(found[1]))
    return day(cell)


def _checked(year: int, month: int, day_of_month: int) -> date:
    try:
        value = date(year, month, day_of_month)
    except ValueError as error:
        raise BadCellError(str(error)) from error
    if value.year < 1900:
        raise BadCellError(value.isoformat())
    return value


def past_day(cell: str) -> date:
    """A day that has happened: at most one day in the future."""
    value = day(cell)
    if value > datetime.now(LONDON).date() + timedelta(days=1):
        raise BadCellError(cell)
    return value


def inspection_day(cell: str) -> date:
    """A day that has happened, also as YYYYMMDD."""
    if re.fullmatch(r"\d{8}", cell):
        cell = f"{cell[:4]}-{cell[4:6]}-{cell[6:]}"
    return past_day(cell)


def moment(cell: str) -> datetime:
    """An ISO timestamp, Europe/London unless it has an offset."""
    if not re.fullmatch(
        r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?", cell
    ):
        raise BadCellError(cell)
    try:
        value = datetime.fromisoformat(cell)
    except ValueError as error:
        raise BadCellError(cell) from error
    if value.tzinfo is None:
        # the hour that comes twice in October is read as its second coming, as Postgres does
        value = value.replace(tzinfo=LONDON, fold=0 if _in_the_gap(value) else 1)
    return value.astimezone(UTC)


def _in_the_gap(value: datetime) -> bool:
    local = value.replace(tzinfo=LONDON)
    return local.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != value


def past_moment(cell: str) -> datetime:
    """A moment that has happened: at most one day in the future."""
    value = moment(cell)
    if value.astimezone(LONDON).date() > datetime.now(LONDON).date() + timedelta(days=1):
        raise BadCellError(cell)
    return value


def programme_year(cell: str) -> str:
    """`2020/21`."""
    if not re.fullmatch(r"\d{4}/\d{2}", cell):
        raise BadCellError(cell)
    return cell


def year_and_month(cell: str) -> str:
    """`2021-03`."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", cell):
        raise BadCellError(cell)
    return cell
