"""A wrong rule ends the build, by its name: no figure may rest on it."""

import psycopg
from psycopg import sql

from warehouse.errors import BuildFailed

RULES = "dbt_project/seeds/categories/category_rules.csv"
REMEDY = "The live release stays as it was. Correct the rule, then run: warehouse build"
FAULTS_SHOWN = 10


def check_patterns(connection: psycopg.Connection) -> None:
    """Raise BuildFailed for the rules whose pattern the server cannot read."""
    rules = connection.execute(
        "select taxonomy, pattern, replace(pattern, '\\b', '\\y') from staging.category_rules "
        "order by 1, 2"
    ).fetchall()
    faults = []
    for taxonomy, pattern, written in rules:
        try:
            connection.execute(sql.SQL("select '' ~ {}").format(sql.Literal(written)))
        except psycopg.errors.InvalidRegularExpression as error:
            faults.append(
                (taxonomy, pattern, error.diag.message_primary or "no regular expression")
            )
    _raise(faults)


def check_rules(connection: psycopg.Connection) -> None:
    """Raise BuildFailed for the rules that overlap, match nothing or point at no category."""
    _raise(
        connection.execute(
            "select taxonomy, pattern, fault from staging.int_category__rule_fault order by 1, 2, 3"
        ).fetchall()
    )


def _raise(faults: list[tuple[str, str, str]]) -> None:
    if not faults:
        return
    named = list(dict.fromkeys(f"{taxonomy} /{pattern}/" for taxonomy, pattern, _ in faults))
    more = len(faults) - FAULTS_SHOWN
    raise BuildFailed(
        f"{_plural(len(named), 'rule is', 'rules are')} wrong: {', '.join(named[:FAULTS_SHOWN])}.",
        where=RULES,
        evidence="\n".join(
            f"{taxonomy} /{pattern}/: {fault}" for taxonomy, pattern, fault in faults[:FAULTS_SHOWN]
        )
        + (f"\nand {more} more" if more > 0 else ""),
        remedy=REMEDY,
    )


def _plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
