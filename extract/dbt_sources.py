"""Write dbt's source files from the contracts, so that a column is declared once.

`python -m extract.dbt_sources` writes `dbt_project/models/staging/<family>/_<family>__sources.yml`;
staging macros read a column's type, formats and missing values from `config.meta` at run time.
"""

import sys
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from extract.contract import Contract, Field, all_contracts

STAGING_FOLDER = Path(__file__).parent.parent / "dbt_project" / "models" / "staging"
HEADING = "# Written from extract/contracts by `make contracts`: change a column there.\n"


class _Indented(yaml.SafeDumper):
    """Indents the items of a list, as yamllint asks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Open a level; never without indentation."""
        super().increase_indent(flow, False)


def as_yaml(content: Mapping[str, Any]) -> str:
    """Return content as YAML in the form that yamllint asks."""
    return yaml.dump(content, Dumper=_Indented, sort_keys=False, allow_unicode=True, width=100)


def column_meta(field: Field) -> dict[str, Any]:
    """Return what staging must know of a column; what is false or absent is left out."""
    meta = {
        "type": field.type,
        "formats": list(field.formats),
        "missing_values": [value for value in field.missing_values if value],
        "required": field.required,
        "optional": field.optional,
        "category": field.category,
        "free_text": field.free_text,
        "pii": field.pii,
        "default": field.default,
        "is_percentage": field.is_percentage,
    }
    return {key: value for key, value in meta.items() if value}


def table_meta(contract: Contract) -> dict[str, Any]:
    """Return what staging must know of a feed."""
    meta = {
        "mode": contract.mode,
        "primary_key": list(contract.primary_key),
        "snapshot_by": list(contract.snapshot_by),
        "replace_by": list(contract.replace_by),
        "has_tombstones": contract.has_tombstones,
        "contract_version": contract.version,
    }
    return {key: value for key, value in meta.items() if value}


def source_of(family: str, contracts: Iterable[Contract]) -> dict[str, Any]:
    """Return the content of one family's source file."""
    tables = [
        {
            "name": contract.feed,
            "identifier": contract.table,
            "description": contract.description,
            "config": {"meta": table_meta(contract)},
            "columns": [
                {
                    "name": field.name,
                    "description": field.description,
                    "config": {"meta": column_meta(field)},
                }
                for field in contract.fields
            ],
        }
        for contract in contracts
    ]
    return {"sources": [{"name": family, "schema": "raw", "tables": tables}]}


def render(contracts: Mapping[str, Contract]) -> dict[Path, str]:
    """Return the text of every source file by its path below the staging folder."""
    files = {}
    for family, members in groupby(contracts.values(), key=lambda contract: contract.family):
        body = as_yaml(source_of(family, members))
        files[Path(family) / f"_{family}__sources.yml"] = HEADING + body
    return files


def write(folder: Path = STAGING_FOLDER) -> list[Path]:
    """Write the source files that differ from the contracts and return their paths."""
    changed = []
    for relative, text in render(all_contracts()).items():
        path = folder / relative
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


if __name__ == "__main__":
    for written in write():
        sys.stdout.write(f"wrote {written}\n")
