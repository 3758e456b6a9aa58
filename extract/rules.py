"""A contract's rules as polars expressions over the cells as text.

Each field has one quick expression, true only for cells that surely hold, and the exact rules
with their messages. The quick ones run over every record, the exact ones over what is left.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import and_, or_

import polars as pl

from extract.contract import DELETED_AT, ISO_DATE, Contract, Field
from extract.date_form import UNDERSTOOD, is_date_form

TEXTS = frozenset({"string", "object"})
TRUE = ("yes", "true", "1")
FALSE = ("no", "false", "0")
MOST_SHOWN = 40
EARLIEST = date(1900, 1, 1)
LONDON = "Europe/London"

INTEGER = r"^[+-]?([0-9]{1,18}|[0-9]{1,3}(,[0-9]{3}){1,5})$"
NUMBER = r"^[+-]?[0-9]{1,18}(\.[0-9]+)?$"
PERCENT_SIGN = r"([0-9])\s*%$"
# What rounded shares of a whole add up to, where percentages would add up to 100.
SHARES_OF_ONE = (0.98, 1.02)
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,9})?)?"
_OFFSET = r"([Zz]|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"
DATETIME = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[Tt ]{_CLOCK}{_OFFSET}?$"
_DAY_CHARACTERS = 10

# Days from 1900 on that surely exist; of centuries' leap days only the calendar knows.
_SURE_DAY = (
    r"((19|[2-9][0-9])[0-9]{2}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    r"|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
    r"|(19|[2-9][0-9])(0[48]|[2468][048]|[13579][26])-02-29)"
)


@dataclass(frozen=True)
class Rule:
    """One rule of one field: true in `broken` where a record breaks it, never null."""

    name: str
    column: str
    broken: pl.Expr
    message: pl.Expr

    @property
    def reason(self) -> pl.Expr:
        """A struct (rule, column, message) where the rule is broken, else null."""
        parts = pl.struct(
            pl.lit(self.name).alias("rule"),
            pl.lit(self.column).alias("column"),
            self.message.alias("message"),
        )
        return pl.when(self.broken).then(parts)


def value_of(field: Field) -> pl.Expr:
    """Return a field's cell without white space around it, null where it states nothing."""
    trimmed = pl.col(field.name).str.strip_chars()
    return pl.when(~trimmed.is_in(list({"", *field.missing_values}))).then(trimmed)


def rules_of(contract: Contract, present: frozenset[str], today: date) -> list[Rule]:
    """Return the exact rules for the fields present; `today` is the day in London."""
    rules = [
        rule
        for field in contract.fields
        if field.name in present
        for rule in _field_rules(field, today)
    ]
    if DELETED_AT not in present:
        return rules
    deleted = contract.by_name[DELETED_AT]
    is_bad = reduce(or_, [rule.broken for rule in rules if rule.column == DELETED_AT])
    is_tombstone = value_of(deleted).is_not_null() & ~is_bad
    return [
        rule
        if rule.column in contract.tombstone_fields
        else Rule(rule.name, rule.column, rule.broken & ~is_tombstone, rule.message)
        for rule in rules
    ]


def rules_of_whole(contract: Contract, present: frozenset[str]) -> list[Rule]:
    """Return the rules of several fields together, each under the first of them."""
    names = [name for name in contract.percentages if name in present]
    if not names:
        return []
    values = [_without_sign(value_of(contract.by_name[name])) for name in names]
    numbers = [_number(value, NUMBER) for value in values]
    total = pl.sum_horizontal(numbers)
    text = f"shares of 1, not percentages: {names[0]} to {names[-1]} add up to {{}}"
    is_bad = total.is_between(*SHARES_OF_ONE).fill_null(value=False)
    return [Rule("percentages", names[0], is_bad, pl.format(text, total.round(4)))]


def quick_check(contract: Contract, present: frozenset[str], today: date) -> pl.Expr:
    """Return an expression that is true only for records that break no rule."""
    checks = [_quick(field, today) for field in contract.fields if field.name in present]
    return reduce(and_, [check for check in checks if check is not None], pl.lit(value=True))


def _field_rules(field: Field, today: date) -> Iterator[Rule]:
    value = value_of(field)
    shown = pl.lit("the value") if field.pii or field.private else _shown(value)
    if field.required:
        yield Rule("required", field.name, value.is_null(), pl.lit(f"{field.name} is empty"))
    if field.pattern is not None:
        is_bad = ~value.str.contains(field.pattern)
        text = f"{field.name}: {{}} does not match {_literal(field.pattern)}"
        yield _rule("pattern", field, is_bad, text, shown)
    if field.date_form:
        is_bad = ~value.map_elements(is_date_form, return_dtype=pl.Boolean)
        text = f"{field.name}: {{}} is not understood; write it like {UNDERSTOOD}"
        yield _rule("form", field, is_bad, text, shown)
    match field.type:
        case "integer":
            yield from _number_rules(field, value, shown, INTEGER, "a whole number")
        case "number":
            yield from _number_rules(field, value, shown, NUMBER, "a decimal number")
        case "boolean":
            is_bad = ~value.str.to_lowercase().is_in([*TRUE, *FALSE])
            yield _rule("type", field, is_bad, f"{field.name}: {{}} is not Yes or No", shown)
        case "date" | "datetime":
            yield from _day_rules(field, value, shown, today)


def _number_rules(
    field: Field, value: pl.Expr, shown: pl.Expr, form: str, called: str
) -> Iterator[Rule]:
    value = _without_sign(value) if field.is_percentage else value
    is_number = value.str.contains(form)
    yield _rule("type", field, ~is_number, f"{field.name}: {{}} is not {called}", shown)
    number = _number(value, form)
    for rule, limit, is_bad, words in _limits(field, number):
        text = f"{field.name}: {{}} is {words} {limit:g}"
        yield _rule(rule, field, is_bad, text, shown)


def _without_sign(value: pl.Expr) -> pl.Expr:
    return value.str.replace(PERCENT_SIGN, "$1")


def _number(value: pl.Expr, form: str) -> pl.Expr:
    """Return the number that a value states in a form, null where it states none."""
    return (
        pl.when(value.str.contains(form))
        .then(value)
        .str.replace_all(",", "", literal=True)
        .cast(pl.Float64)
    )


def _limits(field: Field, number: pl.Expr) -> Iterator[tuple[str, float, pl.Expr, str]]:
    if field.minimum is not None:
        yield "minimum", field.minimum, number < field.minimum, "less than"
    if field.exclusive_minimum is not None:
        low = field.exclusive_minimum
        yield "minimum", low, number <= low, "not more than"
    if field.maximum is not None:
        yield "maximum", field.maximum, number > field.maximum, "more than"


def _day_rules(field: Field, value: pl.Expr, shown: pl.Expr, today: date) -> Iterator[Rule]:
    forms = " or ".join(_spelled(pattern) for pattern in field.formats)
    if field.type == "date":
        has_form = value.str.contains("|".join(f"({_regex(p)}$)" for p in field.formats))
        days = [value.str.to_date(p, strict=False) for p in field.formats]
        day = pl.when(has_form).then(pl.coalesce(days))
        happened: pl.Expr = day
    elif field.formats:
        forms += ", with or without HH:MM:SS"
        own = "|".join(f"({_regex(p)}([T ]{_CLOCK})?$)" for p in field.formats)
        has_form = value.str.contains(f"({DATETIME})|{own}")
        begin = value.str.slice(0, _DAY_CHARACTERS)
        days = [begin.str.to_date(p, strict=False) for p in (ISO_DATE, *field.formats)]
        day = pl.when(has_form).then(pl.coalesce(days))
        is_iso = value.str.contains(DATETIME)
        happened = pl.coalesce(_day_in_london(pl.when(is_iso & day.is_not_null()).then(value)), day)
    else:
        forms = "YYYY-MM-DDTHH:MM:SS with or without an offset"
        has_form = value.str.contains(DATETIME)
        day = pl.when(has_form).then(value.str.slice(0, 10).str.to_date(ISO_DATE, strict=False))
        happened = _day_in_london(pl.when(day.is_not_null()).then(value))
    name = field.name
    yield _rule("type", field, ~has_form, f"{name}: {{}} is not {forms}", shown)
    is_unreal = has_form & day.is_null()
    yield _rule("type", field, is_unreal, f"{name}: {{}} is not a day that exists", shown)
    yield _rule("too_early", field, day < EARLIEST, f"{name}: {{}} is before 1900", shown)
    if field.not_in_future:
        is_future = happened > today + timedelta(days=1)
        yield _rule("not_in_future", field, is_future, f"{name}: {{}} is in the future", shown)


def _day_in_london(value: pl.Expr) -> pl.Expr:
    """Return the day in London of well-formed timestamps; those without offset are London's."""
    minute = value.str.slice(0, 16).str.replace("[Tt]", " ")
    naive = minute.str.to_datetime("%Y-%m-%d %H:%M", strict=False)
    sign = pl.when(value.str.contains(r"-[0-9]{2}(:?[0-9]{2})?$")).then(-1).otherwise(1)
    offset = value.str.extract_groups(r"[+-]([0-9]{2}):?([0-9]{2})?$")
    minutes = [
        offset.struct.field(part).cast(pl.Int32).fill_null(0) * factor
        for part, factor in (("1", 60), ("2", 1))
    ]
    utc = naive - pl.duration(minutes=sign * (minutes[0] + minutes[1]))
    local = utc.dt.replace_time_zone("UTC").dt.convert_time_zone(LONDON).dt.date()
    has_offset = value.str.contains(_OFFSET + "$")
    return pl.when(has_offset).then(local).otherwise(naive.dt.date())


def _quick(field: Field, today: date) -> pl.Expr | None:
    """Return what is true only for cells that surely break no rule; None: all hold."""
    if not _field_has_rules(field):
        return None
    cell = pl.col(field.name)
    has_own_missing_values = any(field.missing_values)
    check: pl.Expr | None = None
    match field.type:
        case "string" if not has_own_missing_values and field.pattern is None:
            # Printable ASCII first: no space of any kind to trim.
            check = (cell >= "!") & (cell < "\x7f")
        case "integer":
            check = _quick_number(field, r"^[0-9]{1,15}$")
        case "number":
            check = _quick_number(field, r"^[0-9]{1,15}(\.[0-9]{1,15})?$")
        case "date" if field.formats == (ISO_DATE,):
            check = cell.str.contains(rf"^{_SURE_DAY}$")
        case "datetime" if not field.formats:
            check = cell.str.contains(rf"^{_SURE_DAY}[Tt ]{_CLOCK}{_OFFSET}?$")
    is_exact = has_own_missing_values and field.required
    if check is None or is_exact or field.pattern or field.date_form:
        rules = _field_rules(field, today)
        return ~reduce(or_, [rule.broken for rule in rules])
    if field.not_in_future:
        check = check & (cell < today.isoformat())
    if field.required:
        return check.fill_null(value=False)
    return (check | (cell == "")).fill_null(value=True)


def _field_has_rules(field: Field) -> bool:
    has_form = field.pattern is not None or field.date_form
    return field.required or field.type not in TEXTS or has_form


def _quick_number(field: Field, form: str) -> pl.Expr:
    cell = pl.col(field.name)
    check = cell.str.contains(form)
    limits = [~is_bad for _, _, is_bad, _ in _limits(field, cell.cast(pl.Float64, strict=False))]
    return reduce(and_, limits, check)


def _rule(name: str, field: Field, is_bad: pl.Expr, text: str, shown: pl.Expr) -> Rule:
    return Rule(name, field.name, is_bad.fill_null(value=False), pl.format(text, shown))


def _shown(value: pl.Expr) -> pl.Expr:
    cut = pl.when(value.str.len_chars() > MOST_SHOWN).then(
        value.str.slice(0, MOST_SHOWN) + pl.lit("…")
    )
    return pl.format("'{}'", cut.otherwise(value))


def _literal(pattern: str) -> str:
    return pattern.replace("{", "{{").replace("}", "}}")


def _regex(pattern: str) -> str:
    """Return the regular expression of a cell that begins with a date such as %d/%m/%Y."""
    parts = {"%Y": "[0-9]{4}", "%m": "[0-9]{2}", "%d": "[0-9]{2}"}
    pieces = re.findall(r"%[A-Za-z]|[^%]+", pattern)
    return "^" + "".join(parts.get(piece) or re.escape(piece) for piece in pieces)


def _spelled(pattern: str) -> str:
    return pattern.replace("%Y", "YYYY").replace("%m", "MM").replace("%d", "DD")
