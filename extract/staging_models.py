"""Write the staging models of feeds that need nothing special, from contracts and templates.

`python -m extract.staging_models` writes `base_`, `pii_` and `stg_` models with their
descriptions. A file whose first line is not the heading was written by hand and is left alone.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from extract.contract import DELETED_AT, UPDATED_AT, Contract, Field, ForeignKey, all_contracts
from extract.dbt_sources import STAGING_FOLDER, as_yaml

TEMPLATES = Path(__file__).parent / "staging_templates"
WORDS = "Written from extract/contracts by `make contracts`; without this line it is left alone."
HEADINGS = {".sql": f"-- {WORDS}\n", ".yml": f"# {WORDS}\n"}

ORIGIN = {
    "_file_date": "Date of the newest file that holds this version.",
    "_part_order": "Part of that file, in a form that sorts.",
    "_record_number": "The record's place in its file.",
    "_load_id": "Load that brought it.",
}
LISTED = {
    "last_seen_on": "Date of the newest list that has the key, in quarantine or not.",
    "absent_on": (
        "Date of the first whole list since then, which lacks it; null while it is listed."
    ),
}


@dataclass(frozen=True)
class Model:
    """One model to write: its path below the staging folder without suffix, and its two files."""

    path: Path
    sql: str
    properties: Mapping[str, Any]

    @property
    def files(self) -> dict[Path, str]:
        """The text of its files by path."""
        texts = {".sql": self.sql, ".yml": as_yaml({"models": [self.properties]})}
        return {
            self.path.with_suffix(suffix): HEADINGS[suffix] + text for suffix, text in texts.items()
        }


def models_of(contract: Contract) -> Iterator[Model]:
    """Return the models of one feed, as if none of them were special."""
    yield _base(contract)
    if any(field.pii for field in contract.fields):
        yield _pii(contract)
    yield _stg(contract)


def render(contracts: Iterable[Contract]) -> dict[Path, str]:
    """Return the text of every file by its path below the staging folder."""
    files: dict[Path, str] = {}
    for contract in contracts:
        for model in models_of(contract):
            files |= model.files
    return files


def is_generated(path: Path) -> bool:
    """Whether a file says that it was written here."""
    return path.read_text(encoding="utf-8").startswith(HEADINGS[path.suffix])


def outdated(folder: Path = STAGING_FOLDER) -> Iterator[tuple[Path, str | None]]:
    """Return what must change: a file's path and its new text, None where it must go."""
    files = {folder / path: text for path, text in render(all_contracts().values()).items()}
    for path, text in files.items():
        if not path.exists() or (is_generated(path) and path.read_text(encoding="utf-8") != text):
            yield path, text
    for path in sorted(folder.rglob("*")):
        if path.suffix in HEADINGS and path not in files and is_generated(path):
            yield path, None


def write(folder: Path = STAGING_FOLDER) -> list[Path]:
    """Bring the models up to date with the contracts and return the paths that changed."""
    changed = list(outdated(folder))
    for path, text in changed:
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return [path for path, _ in changed]


def _base(contract: Contract) -> Model:
    has_pii = any(field.pii for field in contract.fields)
    ending = ": the newest version of each"
    ending += ", deleted ones included." if contract.has_tombstones else "."
    columns = _described(field for field in contract.fields if not field.pii)
    if contract.pseudonym:
        columns.append(_pseudonym(contract))
    return _model(
        contract,
        f"base/base_{contract.family}__{contract.feed}",
        "base_person.sql" if contract.pseudonym else "base.sql",
        ending + (" Without personal columns." if has_pii else ""),
        [*columns, *_columns(ORIGIN)],
    )


def _pii(contract: Contract) -> Model:
    kept = {*contract.primary_key, UPDATED_AT, DELETED_AT}
    columns = _described(f for f in contract.fields if f.pii or f.name in kept)
    if contract.pseudonym:
        columns.insert(0, _pseudonym(contract) | {"data_tests": ["unique", "not_null"]})
    return _model(
        contract,
        f"base/pii_{contract.family}__{contract.feed}",
        "pii_person.sql" if contract.pseudonym else "pii.sql",
        ": the newest personal columns of each; of a deleted one nothing is left.",
        [*columns, *_columns(ORIGIN)],
    )


def _stg(contract: Contract) -> Model:
    columns = _described((f for f in contract.fields if not f.pii), _relationships(contract))
    if contract.pseudonym:
        columns.append(_pseudonym(contract))
    columns += _columns(ORIGIN)
    path = f"stg_{contract.family}__{contract.feed}"
    tests = [{"grain": {"arguments": _grain(contract)}}, *_references(contract)]
    if contract.mode == "snapshot":
        ending = ": the newest version of each, with the day it was found missing."
        columns += _columns(LISTED)
        return _model(contract, path, "stg_snapshot.sql", ending, columns, tests)
    template = "stg_delta_with_tombstones.sql" if contract.has_tombstones else "stg_delta.sql"
    return _model(contract, path, template, ": those in force now.", columns, tests)


def _model(
    contract: Contract,
    path: str,
    template: str,
    ending: str,
    columns: list[dict[str, Any]],
    tests: Sequence[Mapping[str, Any]] = (),
) -> Model:
    text = Template((TEMPLATES / template).read_text(encoding="utf-8"))
    first_sentence = contract.description.split(". ")[0].rstrip(".")
    properties: dict[str, Any] = {"name": Path(path).name, "description": first_sentence + ending}
    if tests:
        properties["data_tests"] = list(tests)
    return Model(
        path=Path(contract.family) / path,
        sql=text.substitute(_substitutes(contract)),
        properties=properties | {"columns": columns},
    )


def _substitutes(contract: Contract) -> dict[str, str]:
    """Return what stands for a template's names."""
    key = [contract.by_name[name] for name in contract.primary_key]
    is_unique = ", 'unique': true" if all(field.required for field in key) else ""
    return {
        "family": contract.family,
        "feed": contract.feed,
        # What is read with another feed is read anew with it, and keys of it may go.
        "made": "materialized='table', " if contract.reads_with else "",
        "index": f"{{'columns': {list(contract.primary_key)!r}{is_unique}}}",
        "key": ", ".join(contract.primary_key),
        "key_ascending": ",\n        ".join(f"{name} asc" for name in contract.primary_key),
        "key_positions": ", ".join(str(place) for place in range(1, len(key) + 1)),
        "quarantined_keys": ",\n        ".join(
            f"{{{{ quarantined_key('{f.name}', '{f.type}') }}}} as {f.name}" for f in key
        ),
        "same_key": "\n            and ".join(
            f"newest.{f.name} {'=' if f.required else 'is not distinct from'} quarantined.{f.name}"
            for f in key
        ),
        "pseudonym": contract.pseudonym or "",
    }


def _grain(contract: Contract) -> dict[str, Any]:
    nullable = [name for name in contract.primary_key if not contract.by_name[name].required]
    grain: dict[str, Any] = {"columns": list(contract.primary_key)}
    return grain | ({"nullable": nullable} if nullable else {})


def _relationships(contract: Contract) -> dict[str, list[dict[str, Any]]]:
    """Return a test for each foreign key, which warns: feeds arrive in any order."""
    tests = {}
    for key in contract.foreign_keys:
        if _is_plain(key):
            (field,), (references,) = key.fields, key.references
            relationships = {
                "arguments": {"to": _referred(contract, key), "field": references},
                "config": {"severity": "warn"},
            }
            tests[field] = [{"relationships": relationships}]
    return tests


def _references(contract: Contract) -> list[dict[str, Any]]:
    """Return a test for each foreign key of several columns or of names; it warns, too."""
    tests = []
    for key in contract.foreign_keys:
        if not _is_plain(key):
            arguments = {
                "columns": list(key.fields),
                "to": _referred(contract, key),
                "fields": list(key.references),
                "is_folded": key.is_folded,
            }
            tests.append({"refers": {"arguments": arguments, "config": {"severity": "warn"}}})
    return tests


def _is_plain(key: ForeignKey) -> bool:
    return len(key.fields) == 1 and not key.is_folded


def _referred(contract: Contract, key: ForeignKey) -> str:
    family, _, feed = (key.feed or contract.name).partition(".")
    return f"ref('stg_{family}__{feed}')"


def _described(
    fields: Iterable[Field], tests: Mapping[str, list[dict[str, Any]]] | None = None
) -> list[dict[str, Any]]:
    columns = _columns({field.name: field.description for field in fields})
    for column in columns:
        if found := (tests or {}).get(column["name"]):
            column["data_tests"] = found
    return columns


def _columns(descriptions: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": name, "description": words} for name, words in descriptions.items()]


def _pseudonym(contract: Contract) -> dict[str, Any]:
    (identifier,) = contract.primary_key
    words = f"Pseudonymous key made of {identifier}."
    return {"name": contract.pseudonym, "description": words}


if __name__ == "__main__":
    for written in write():
        sys.stdout.write(f"wrote {written}\n")
