"""A wrong rule ends the build, by its name: no figure may rest on it."""

from typing import LiteralString

import psycopg

from warehouse.errors import BuildFailed

RULES = "dbt_project/seeds/categories/category_rules.csv"
COMMENT_RULES = "dbt_project/seeds/cpd"
REMEDY = "The live release stays as it was. Correct the rule, then run: warehouse build"
FAULTS_SHOWN = 10


def check_patterns(connection: psycopg.Connection) -> None:
    """Raise BuildFailed for the rules whose pattern the server cannot read."""
    _raise(
        _unreadable(
            connection, "select taxonomy, pattern from staging.category_rules order by 1, 2"
        )
    )
    _raise(
        _unreadable(
            connection,
            "select 'feedback_reason_rules', pattern from staging.feedback_reason_rules union all "
            "select 'feedback_negations', pattern from staging.feedback_negations order by 1, 2",
        ),
        COMMENT_RULES,
    )


def check_rules(connection: psycopg.Connection) -> None:
    """Raise BuildFailed for the rules that overlap, match nothing or point at no category."""
    _raise(
        connection.execute(
            "select taxonomy, pattern, fault from staging.int_category__rule_fault order by 1, 2, 3"
        ).fetchall()
    )
    _raise(
        connection.execute(
            "select list, pattern, fault from staging.int_comment__rule_fault order by 1, 2, 3"
        ).fetchall(),
        COMMENT_RULES,
    )


def _unreadable(connection: psycopg.Connection, rules: LiteralString) -> list[tuple[str, str, str]]:
    faults = []
    for name, pattern in connection.execute(rules).fetchall():
        try:
            connection.execute("select '' ~ ops.server_pattern(%s)", (pattern,))
        except psycopg.errors.InvalidRegularExpression as error:
            faults.append((name, pattern, error.diag.message_primary or "no regular expression"))
    return faults


def _raise(faults: list[tuple[str, str, str]], where: str = RULES) -> None:
    if not faults:
        return
    named = list(dict.fromkeys(f"{taxonomy} /{pattern}/" for taxonomy, pattern, _ in faults))
    more = len(faults) - FAULTS_SHOWN
    raise BuildFailed(
        f"{_plural(len(named), 'rule is', 'rules are')} wrong: {', '.join(named[:FAULTS_SHOWN])}.",
        where=where,
        evidence="\n".join(
            f"{taxonomy} /{pattern}/: {fault}" for taxonomy, pattern, fault in faults[:FAULTS_SHOWN]
        )
        + (f"\nand {more} more" if more > 0 else ""),
        remedy=REMEDY,
    )


def _plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
