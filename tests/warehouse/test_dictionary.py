"""The data dictionary is generated, and the one in docs/ is the newest."""

from warehouse import dictionary
from warehouse.dbt import Dbt
from warehouse.settings import Settings


def test_the_page_in_docs_is_what_the_contracts_and_models_say(settings: Settings) -> None:
    expected = dictionary.page(Dbt(settings).manifest())

    assert dictionary.PAGE.read_text(encoding="utf-8") == expected, "run `make contracts`"


def test_a_pattern_does_not_break_the_table(settings: Settings) -> None:
    page = dictionary.page(Dbt(settings).manifest())

    month = next(line for line in page.splitlines() if line.startswith("| `month` | string"))
    assert month.replace("\\|", "").count("|") == 5
