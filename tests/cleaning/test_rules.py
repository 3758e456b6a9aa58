"""A rule that cannot be read ends the build by its name."""

import pytest

from cleaning.rules import check_patterns
from warehouse.database import connect
from warehouse.errors import BuildFailed
from warehouse.settings import Settings


def test_a_pattern_that_cannot_be_read_is_named(staged: Settings) -> None:
    with connect(staged.warehouse_url, "warehouse_transformer", autocommit=True) as connection:
        for pattern in (r"\bgood\b", "(open"):
            connection.execute(
                "insert into staging.category_rules values ('setting', %s, 'Workplace', 'test')",
                (pattern,),
            )
        with pytest.raises(BuildFailed) as caught:
            check_patterns(connection)
    assert caught.value.what == "1 rule is wrong: setting /(open/."
    assert "parentheses" in (caught.value.evidence or "")
    assert "category_rules.csv" in (caught.value.where or "")


def test_a_pattern_for_comments_that_cannot_be_read_is_named(staged: Settings) -> None:
    with connect(staged.warehouse_url, "warehouse_transformer", autocommit=True) as connection:
        connection.execute(
            "insert into staging.feedback_reason_rules values (1, '[a-', 'a', 'test'), "
            r"(1, '\bkit\b', 'kit', 'test')"
        )
        with pytest.raises(BuildFailed) as caught:
            check_patterns(connection)
    assert caught.value.what == "1 rule is wrong: feedback_reason_rules /[a-/."
    assert "seeds/cpd" in (caught.value.where or "")
