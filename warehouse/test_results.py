"""What the dbt tests of a candidate found, with rows to look at and no personal data."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from warehouse.dbt import without_values

if TYPE_CHECKING:
    from dbt.artifacts.schemas.run import RunResult
    from dbt.contracts.graph.manifest import Manifest

ROWS_SHOWN = 20
FATAL = ("fail", "error", "runtime error")
IDENTIFIER = re.compile(r"(^urn|_id|_key|_code)$")
TEXTUAL = {"text", "varchar", "bpchar", "name", "json", "jsonb", "bytea", "xml"}


@dataclass(frozen=True)
class CandidateTest:
    """One test of one candidate; `rows` are the first that failed, identifiers mostly."""

    test: str
    status: str
    failures: int
    relation: str | None
    message: str | None
    rows: tuple[dict[str, Any], ...] = ()

    @property
    def is_fatal(self) -> bool:
        """True when the candidate must not be released."""
        return self.status in FATAL


def read_results(
    connection: psycopg.Connection, results: "Sequence[RunResult]", manifest: "Manifest"
) -> list[CandidateTest]:
    """Return dbt's test results in our form, reading the rows of those that failed."""
    return [_read(connection, result, manifest) for result in results]


def keep_results(
    connection: psycopg.Connection, release_id: int, results: Sequence[CandidateTest]
) -> None:
    """Write the results to ops.test_results, instead of any earlier ones of this build."""
    rows = [
        (release_id, r.test, r.status, r.failures, r.relation, r.message, Jsonb(list(r.rows)))
        for r in results
    ]
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("delete from ops.test_results where release_id = %s", (release_id,))
        cursor.executemany(
            "insert into ops.test_results"
            " (release_id, test, status, failures, relation, message, rows)"
            " values (%s, %s, %s, %s, %s, %s, %s)",
            rows,
        )


def _read(
    connection: psycopg.Connection, result: "RunResult", manifest: "Manifest"
) -> CandidateTest:
    node: Any = result.node
    status = str(result.status)
    failed = status in ("fail", "warn")
    return CandidateTest(
        test=node.name,
        status=status,
        failures=result.failures or 0,
        relation=_relation(node, manifest),
        message=without_values(result.message) if result.message and status != "pass" else None,
        rows=_failing_rows(connection, node, manifest) if failed else (),
    )


def _failing_rows(
    connection: psycopg.Connection, node: Any, manifest: "Manifest"
) -> tuple[dict[str, Any], ...]:
    """Run a failed test's query again for its first rows, safe columns only."""
    first_rows = b"select %s * from (%s) as failing limit %d" % (
        b"distinct" if _test_kind(node) == "relationships" else b"",
        _query(node).encode(),
        ROWS_SHOWN,
    )
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(first_rows).fetchall()
        types = {
            column.name: _type_name(connection, column.type_code)
            for column in cursor.description or ()
        }
    layers = _layers(node, manifest)
    shown = [name for name, kind in types.items() if _is_safe(node, name, kind, layers)]
    plain = json.loads(json.dumps([{n: row[n] for n in shown} for row in rows], default=str))
    return tuple(row for row in plain if row)


def _query(node: Any) -> str:
    """Return the test's query; of not_null all columns, since the null itself says nothing."""
    query: str = node.compiled_code.strip()
    if _test_kind(node) == "not_null":
        return re.sub(r"^select\s+\S+", "select *", query, count=1)
    return query


def _test_kind(node: Any) -> str | None:
    """Return the name of a generic test, such as unique; None for one written out as SQL."""
    metadata = getattr(node, "test_metadata", None)
    return metadata.name if metadata is not None else None


def _is_safe(node: Any, column: str, kind: str, layers: set[str]) -> bool:
    """Say whether a column can be shown: identifiers, and what is not text, outside pii.

    dbt's own tests call the tested column unique_field, value_field or from_field.
    """
    if _test_kind(node) and column in ("unique_field", "value_field", "from_field"):
        column = str(node.test_metadata.kwargs.get("column_name", column)).strip('"')
    if "pii" in layers or "raw" in layers:
        return column.endswith("_key") or column == "n_records"
    if IDENTIFIER.search(column) or kind not in TEXTUAL:
        return True
    return layers == {"marts"}


def _layers(node: Any, manifest: "Manifest") -> set[str]:
    """Return the schemas that the test reads, without the suffix of candidates."""
    parents = [
        manifest.nodes.get(unique_id) or manifest.sources.get(unique_id)
        for unique_id in node.depends_on.nodes
    ]
    return {parent.schema.removesuffix("_candidate") for parent in parents if parent is not None}


def _relation(node: Any, manifest: "Manifest") -> str | None:
    """Return the relation under test as readers know it: core.dim_hub."""
    tested = getattr(node, "attached_node", None) or next(iter(node.depends_on.nodes), None)
    parent = manifest.nodes.get(tested) or manifest.sources.get(tested) if tested else None
    if parent is None:
        return None
    return f"{parent.schema.removesuffix('_candidate')}.{parent.identifier}"


def _type_name(connection: psycopg.Connection, oid: int) -> str:
    kind = connection.adapters.types.get(oid)
    # A type the driver does not know could be text.
    return kind.name if kind is not None else "text"
