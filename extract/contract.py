"""What each feed promises: the Table Schema descriptors under `contracts/`, as frozen dataclasses.

A descriptor is `contracts/<family>/<feed>.json`. Beside the standard's properties it has `mode`,
`encoding`, `otherColumns`, `snapshotBy`, `replaceBy`, `readsWith`, `percentages`, `pseudonym`,
`answeredBy` and, per field, `aliases`, `optional` (the header may lack it), `category`, `freeText`,
`pii`, `private`, `notInFuture`, `formats`, `default`, `expects`, `dateForm`, `fromPart` (stated by
the file's name) and `gathers` (many columns as one object). docs/naming.md says what each of them
means.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Literal, cast

from warehouse.errors import ConfigurationError

CONTRACTS_FOLDER = Path(__file__).parent / "contracts"
ISO_DATE = "%Y-%m-%d"
FIELD_TYPES = frozenset({"string", "integer", "number", "boolean", "date", "datetime", "object"})
MODES = frozenset({"delta", "snapshot"})
ENCODINGS = {"utf-8": "UTF8", "windows-1252": "WIN1252"}
UPDATED_AT = "updated_at"
DELETED_AT = "deleted_at"

Mode = Literal["delta", "snapshot"]


@dataclass(frozen=True)
class Field:
    """One column of a feed, as its contract declares it."""

    name: str
    type: str
    description: str
    required: bool = False
    optional: bool = False
    aliases: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    missing_values: tuple[str, ...] = ("",)
    category: str | None = None
    free_text: bool = False
    pii: bool = False
    private: bool = False
    not_in_future: bool = False
    from_part: bool = False
    gathers: str | None = None
    default: str | None = None
    expects: tuple[str, ...] = ()
    date_form: bool = False
    minimum: float | None = None
    exclusive_minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    is_percentage: bool = False

    def __post_init__(self) -> None:
        """Refuse a type there is none of."""
        if self.type not in FIELD_TYPES:
            raise ValueError(f"field {self.name} has the unknown type {self.type!r}")
        if self.not_in_future and self.type not in {"date", "datetime"}:
            raise ValueError(f"field {self.name} is notInFuture but no date")
        if (self.gathers is not None) != (self.type == "object"):
            raise ValueError(f"field {self.name}: an object gathers columns, and nothing else does")

    @property
    def is_in_header(self) -> bool:
        """Whether a column of the file holds it, rather than the file's name or many columns."""
        return not self.from_part and self.gathers is None


@dataclass(frozen=True)
class ForeignKey:
    """Fields that name a row of another feed (`family.feed`) or of its own (empty).

    What `is_folded` is compared by its letters and digits alone, in any case.
    """

    fields: tuple[str, ...]
    feed: str
    references: tuple[str, ...]
    is_folded: bool = False


@dataclass(frozen=True)
class Contract:
    """What one feed promises, and the version that its ledger rows carry."""

    family: str
    feed: str
    description: str
    mode: Mode
    primary_key: tuple[str, ...]
    fields: tuple[Field, ...]
    version: str
    descriptor: Mapping[str, Any]
    encoding: str = "utf-8"
    ignores_other_columns: bool = False
    snapshot_by: tuple[str, ...] = ()
    replace_by: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    reads_with: tuple[str, ...] = ()
    percentages: tuple[str, ...] = ()
    pseudonym: str | None = None
    answered_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse keys, modes and encodings there are none of."""
        names = [field.name for field in self.fields]
        if doubled := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"fields declared twice: {doubled}")
        keys = {
            *(*self.primary_key, *self.snapshot_by, *self.replace_by),
            *(*self.percentages, *self.answered_by),
        }
        if unknown := sorted(keys - set(names)):
            raise ValueError(f"keys that are no fields: {unknown}")
        if self.pseudonym and len(self.primary_key) != 1:
            raise ValueError("a pseudonym is made of a key of one field")
        if textless := [n for n in self.primary_key if not _is_required_or_text(self.by_name[n])]:
            raise ValueError(f"only text may be missing from a key: {textless}")
        if self.mode not in MODES:
            raise ValueError(f"unknown mode {self.mode!r}")
        if self.encoding not in ENCODINGS:
            raise ValueError(f"unknown encoding {self.encoding!r}; known: {sorted(ENCODINGS)}")

    @property
    def name(self) -> str:
        """`family.feed`, as the command line and messages call it."""
        return f"{self.family}.{self.feed}"

    @property
    def table(self) -> str:
        """Name of the feed's table in schema `raw`."""
        return f"{self.family}_{self.feed}"

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by their names."""
        return {field.name: field for field in self.fields}

    @property
    def header_fields(self) -> tuple[Field, ...]:
        """The fields that a file's header names."""
        return tuple(field for field in self.fields if field.is_in_header)

    @property
    def part_fields(self) -> tuple[Field, ...]:
        """The fields that the part of a file's name states, in its order: `<survey>_<wave>`."""
        return tuple(field for field in self.fields if field.from_part)

    @property
    def has_tombstones(self) -> bool:
        """Whether a row may say that its key was deleted."""
        return DELETED_AT in self.by_name

    @property
    def tombstone_fields(self) -> frozenset[str]:
        """Fields a tombstone must still have: the key, `updated_at` and `deleted_at`."""
        return frozenset({*self.primary_key, UPDATED_AT, DELETED_AT})


def _is_required_or_text(field: Field) -> bool:
    return field.required or field.type == "string"


def version_of(descriptor: Mapping[str, Any]) -> str:
    """Return twelve hex digits that change when the descriptor does, descriptions apart."""
    bare = {key: value for key, value in descriptor.items() if key != "description"}
    bare["fields"] = [
        {key: value for key, value in field.items() if key != "description"}
        for field in descriptor["fields"]
    ]
    text = json.dumps(bare, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def parse_contract(descriptor: Mapping[str, Any]) -> Contract:
    """Return the contract a descriptor states; ValueError or KeyError where it is not one."""
    missing = tuple(descriptor.get("missingValues", [""]))
    percentages = tuple(descriptor.get("percentages", ()))
    return Contract(
        family=descriptor["family"],
        feed=descriptor["name"],
        description=descriptor["description"],
        mode=cast(Mode, descriptor["mode"]),
        primary_key=tuple(descriptor["primaryKey"]),
        fields=tuple(
            replace(_parse_field(field, missing), is_percentage=field["name"] in percentages)
            for field in descriptor["fields"]
        ),
        version=version_of(descriptor),
        descriptor=descriptor,
        encoding=descriptor.get("encoding", "utf-8").lower(),
        ignores_other_columns=descriptor.get("otherColumns") == "ignore",
        snapshot_by=tuple(descriptor.get("snapshotBy", ())),
        replace_by=tuple(descriptor.get("replaceBy", ())),
        foreign_keys=tuple(
            ForeignKey(
                tuple(key["fields"]),
                ref["resource"],
                tuple(ref["fields"]),
                key.get("folded", False),
            )
            for key in descriptor.get("foreignKeys", ())
            for ref in [key["reference"]]
        ),
        reads_with=tuple(descriptor.get("readsWith", ())),
        percentages=percentages,
        pseudonym=descriptor.get("pseudonym"),
        answered_by=tuple(descriptor.get("answeredBy", ())),
    )


def _parse_field(field: Mapping[str, Any], missing: tuple[str, ...]) -> Field:
    constraints = field.get("constraints", {})
    formats = tuple(field.get("formats", ()))
    if field["type"] == "date" and not formats:
        formats = (ISO_DATE,)
    return Field(
        name=field["name"],
        type=field["type"],
        description=field["description"],
        required=constraints.get("required", False),
        optional=field.get("optional", False),
        aliases=tuple(field.get("aliases", ())),
        formats=formats,
        missing_values=tuple(field.get("missingValues", missing)),
        category=field.get("category"),
        free_text=field.get("freeText", False),
        pii=field.get("pii", False),
        private=field.get("private", False),
        not_in_future=field.get("notInFuture", False),
        from_part=field.get("fromPart", False),
        gathers=field.get("gathers"),
        default=field.get("default"),
        expects=tuple(field.get("expects", ())),
        date_form=field.get("dateForm", False),
        minimum=constraints.get("minimum"),
        exclusive_minimum=constraints.get("exclusiveMinimum"),
        maximum=constraints.get("maximum"),
        pattern=constraints.get("pattern"),
    )


def read_contract(path: Path) -> Contract:
    """Return the contract in a file; ConfigurationError where the file holds none."""
    try:
        contract = parse_contract(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(
            what="A contract cannot be read",
            where=str(path),
            evidence=f"{type(error).__name__}: {error}",
            remedy="Correct the descriptor; docs/naming.md lists its properties",
        ) from error
    if (contract.family, contract.feed) != (path.parent.name, path.stem):
        raise ConfigurationError(
            what="A contract stands in the wrong place",
            where=str(path),
            evidence=f"it is for {contract.name}",
            remedy=f"Move it to {contract.family}/{contract.feed}.json",
        )
    return contract


@lru_cache
def all_contracts(folder: Path = CONTRACTS_FOLDER) -> Mapping[str, Contract]:
    """Return every contract by `family.feed`, in that order."""
    contracts = (read_contract(path) for path in sorted(folder.glob("*/*.json")))
    return {contract.name: contract for contract in contracts}


def get_contract(family: str, feed: str) -> Contract:
    """Return one feed's contract; ConfigurationError where there is none."""
    contracts = all_contracts()
    try:
        return contracts[f"{family}.{feed}"]
    except KeyError:
        raise ConfigurationError(
            what="There is no such feed",
            where=f"{family}.{feed}",
            evidence=f"feeds with a contract: {', '.join(contracts)}",
            remedy="Check the spelling, or write its contract under extract/contracts",
        ) from None


def select_contracts(selection: Sequence[str] = ()) -> list[Contract]:
    """Return the contracts named by family or feed, all where none is, in order of loading."""
    contracts = all_contracts()
    if not selection:
        return in_order_of_loading(contracts.values())
    chosen: dict[str, Contract] = {}
    for name in selection:
        hits = {k: c for k, c in contracts.items() if name in (k, c.family)}
        if not hits:
            family, _, feed = name.partition(".")
            get_contract(family, feed or "*")
        chosen |= hits
    return in_order_of_loading(chosen.values())


def in_order_of_loading(contracts: Iterable[Contract]) -> list[Contract]:
    """Return the contracts, each after those whose rows its reader needs."""
    given = {contract.name: contract for contract in contracts}
    graph = {
        name: [other for other in contract.reads_with if other in given]
        for name, contract in given.items()
    }
    return [given[name] for name in TopologicalSorter(graph).static_order()]
