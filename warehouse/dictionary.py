"""The data dictionary: the columns of every promised table and every feed.

`python -m warehouse.dictionary` writes it to docs/data-dictionary.md.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.contract import ISO_DATE, Contract, Field, all_contracts
from warehouse.dbt import Dbt
from warehouse.settings import PROJECT_ROOT, Settings

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

PAGE = PROJECT_ROOT / "docs" / "data-dictionary.md"
PROMISED = ("marts", "core", "quality")
STEP = "int_"
OPENING = """\
# Data dictionary

Written by `make contracts` from the feeds' contracts and the models' descriptions: change it there.

"""


def page(manifest: "Manifest") -> str:
    """Return the whole page as Markdown: what leaves first, then what arrives."""
    return OPENING + "\n".join([*_tables(manifest), *_feeds(all_contracts().values())])


def write(manifest: "Manifest", path: Path = PAGE) -> None:
    """Write the page to `path`."""
    path.write_text(page(manifest), encoding="utf-8")


def _tables(manifest: "Manifest") -> Iterator[str]:
    for room in PROMISED:
        yield f"## Schema `{room}`\n"
        models = (
            node
            for key, node in manifest.nodes.items()
            if key.startswith("model.") and node.fqn[1] == room and node.name[:4] != STEP
        )
        for model in sorted(models, key=lambda model: model.name):
            yield f"### {model.name}\n\n{_line(model.description)}\n"
            rows = ((f"`{c.name}`", c.data_type, c.description) for c in model.columns.values())
            yield _table(("column", "type", "what it says"), rows)


def _feeds(contracts: Iterable[Contract]) -> Iterator[str]:
    yield "## Feeds\n"
    for contract in contracts:
        yield f"### {contract.name}\n\n{contract.description}\n"
        key = _names(contract.primary_key)
        yield f"A {contract.mode}, by {key}; {contract.encoding}{_beside(contract)}.\n"
        rows = (
            (f"`{field.name}`", field.type, _rules(field), field.description)
            for field in contract.fields
        )
        yield _table(("column", "type", "rules", "what it says"), rows)


def _beside(contract: Contract) -> str:
    """Return what a feed is read with, and the key that stands for its identifier."""
    read = f"; read with {_names(contract.reads_with)}" if contract.reads_with else ""
    return read + (f"; pseudonym `{contract.pseudonym}`" if contract.pseudonym else "")


def _rules(field: Field) -> str:
    rules = {
        "personal": field.pii,
        "private": field.private,
        "required": field.required,
        "stated by the file's name": field.from_part,
        f"many columns, headed as {field.gathers} say": field.gathers is not None,
        f"written {_forms(field)}": bool(set(field.formats) - {ISO_DATE}),
        "the header may lack it": field.optional,
        f"category {field.category}": field.category is not None,
        f"expects {_names(field.expects)}": bool(field.expects),
        "a form of times": field.date_form,
        "may end in %": field.is_percentage,
        f"at least {field.minimum}": field.minimum is not None,
        f"above {field.exclusive_minimum}": field.exclusive_minimum is not None,
        f"at most {field.maximum}": field.maximum is not None,
        f"like `{field.pattern}`".replace("|", "\\|"): field.pattern is not None,
        "not in the future": field.not_in_future,
        f"{field.default} where it is blank": field.default is not None,
        f"also headed {_names(field.aliases)}": bool(field.aliases),
    }
    return "; ".join(rule for rule, holds in rules.items() if holds)


def _forms(field: Field) -> str:
    forms = (
        form.replace("%Y", "YYYY").replace("%m", "MM").replace("%d", "DD") for form in field.formats
    )
    return " or ".join(f"`{form}`" for form in forms)


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(header: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "".join("| " + " | ".join(_line(cell) for cell in line) + " |\n" for line in lines)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


if __name__ == "__main__":
    write(Dbt(Settings.from_environment()).parse())
