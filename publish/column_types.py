"""How a column of the database leaves it: as CSV, as Parquet, and in a Table Schema."""

from typing import Any

import pyarrow as pa
from psycopg import sql

from publish.catalog import Column

INTEGERS = {"int2": pa.int16(), "int4": pa.int32(), "int8": pa.int64()}
FLOATS = {"float4": pa.float32(), "float8": pa.float64()}
TEXTS = {"text", "varchar", "bpchar", "name"}
LONGEST_DECIMAL = 38

# A spreadsheet runs a text that begins like this, also after spaces or in full width.
BLANKS = "\u00a0\u2000-\u200b\u3000\ufeff"
FORMULA = rf"^([\s{BLANKS}]*[-=+@＝＋－＠]|[\t\r\n])"


def csv_expression(column: Column) -> sql.Composable:
    """Return the column as a person's CSV shows it: texts never taken for a formula."""
    plain = plain_expression(column)
    if _kind(column) != "string":
        return plain
    return sql.SQL("case when {0} ~ {1} then '''' || {0} else {0} end").format(plain, FORMULA)


def plain_expression(column: Column) -> sql.Composable:
    """Return the column's value in a form that every CSV reader understands."""
    name = sql.Identifier(column.name)
    if column.type_name == "timestamptz":
        return sql.SQL(
            """to_char({} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
        ).format(name)
    if column.type_name == "timestamp":
        return sql.SQL("""to_char({}, 'YYYY-MM-DD"T"HH24:MI:SS.US')""").format(name)
    if _kind(column) in ("array", "object"):
        return sql.SQL("to_json({})::text").format(name)
    if column.type_name == "bool" or (_kind(column) == "string" and column.type_name not in TEXTS):
        return sql.SQL("{}::text").format(name)
    return name


def order_expression(column: Column) -> sql.Composable:
    """Return what to sort by, so that every server sorts alike."""
    name = sql.Identifier(column.name)
    if _kind(column) in ("string", "array", "object"):
        return sql.SQL('{}::text collate "C"').format(name)
    return name


def arrow_type(column: Column) -> pa.DataType:
    """Return the column's type in Parquet; a numeric without a scale becomes a double."""
    kind = column.type_name
    if kind in INTEGERS or kind in FLOATS:
        return INTEGERS.get(kind) or FLOATS[kind]
    if kind == "numeric":
        precision, scale = column.numeric_precision, column.numeric_scale
        if precision is not None and scale is not None and precision <= LONGEST_DECIMAL:
            return pa.decimal128(precision, scale)
        return pa.float64()
    others = {
        "bool": pa.bool_(),
        "date": pa.date32(),
        "timestamptz": pa.timestamp("us", tz="UTC"),
        "timestamp": pa.timestamp("us"),
    }
    return others.get(kind, pa.string())


def table_schema_field(column: Column) -> dict[str, Any]:
    """Return the column as a field of a Table Schema."""
    field: dict[str, Any] = {"name": column.name, "type": _kind(column)}
    if column.type_name == "timestamptz":
        field["format"] = "%Y-%m-%dT%H:%M:%S.%fZ"
    elif column.type_name == "timestamp":
        field["format"] = "%Y-%m-%dT%H:%M:%S.%f"
    if column.description:
        field["description"] = column.description
    if column.is_required:
        field["constraints"] = {"required": True}
    return field


def _kind(column: Column) -> str:
    """Return the Table Schema type of a column."""
    if column.type_name in INTEGERS:
        return "integer"
    kinds = {
        **dict.fromkeys((*FLOATS, "numeric"), "number"),
        **dict.fromkeys(("timestamptz", "timestamp"), "datetime"),
        **dict.fromkeys(("json", "jsonb"), "object"),
        "bool": "boolean",
        "date": "date",
    }
    return kinds.get(column.type_name, "array" if column.type_category == "A" else "string")
