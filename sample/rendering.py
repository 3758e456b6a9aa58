"""Files as senders write them: headers, encodings, line ends, compression, damage."""

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from extract.contract import Contract, Field, get_contract
from sample.planted import planted_in
from sample.planting import BadRow

_CODECS = {"utf-8": "utf-8", "windows-1252": "cp1252"}
_GZIP_LEVEL = 1


@dataclass(frozen=True)
class Style:
    """How a sender writes a file."""

    has_bom: bool = False
    line_end: str = "\n"
    times: str = "%Y-%m-%d %H:%M:%S"
    quotes_all: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    extra_column: str | None = None


PLAIN = Style()


@dataclass(frozen=True)
class Delivery:
    """One file to be written: `frame` has the contract's names; `bad_copies` the rows to spoil."""

    family: str
    feed: str
    day: date
    frame: pl.DataFrame
    part: str = ""
    is_compressed: bool = False
    style: Style = PLAIN
    bad_copies: pl.DataFrame | None = None
    has_manifest: bool = False

    @property
    def path(self) -> str:
        """Path relative to the landing zone."""
        part = f"_{self.part}" if self.part else ""
        suffix = ".csv.gz" if self.is_compressed else ".csv"
        return f"{self.family}/{self.feed}/{self.feed}_{self.day.isoformat()}{part}{suffix}"


def header_of(contract: Contract, name: str) -> str:
    """Return a column's header as its sender writes it: the register has its own names."""
    declared: Field = contract.by_name[name]
    if contract.family == "reference" and contract.feed.startswith("gias"):
        return declared.aliases[0] if declared.aliases else name.upper()
    return name


def render(delivery: Delivery) -> tuple[bytes, int]:
    """Return the file's bytes, compressed where it is, and its number of data records."""
    contract, style = get_contract(delivery.family, delivery.feed), delivery.style
    columns = [f.name for f in contract.fields if f.name in delivery.frame.columns]
    headers = [style.headers.get(name, header_of(contract, name)) for name in columns]
    planted = planted_in(delivery.path)
    bad_rows = planted.bad_rows if planted else ()
    damage = planted.damage if planted else None
    frame = delivery.frame.select(columns)
    if damage == "column missing":
        headers[0] = "measure"
    if damage == "too many bad rows":
        frame = _with_impossible_scores(frame)
    slices, records = _with_bad_rows(frame, bad_rows, delivery.bad_copies, style)
    if style.extra_column:
        headers.append(style.extra_column)
        slices = [_with_extra(part) if isinstance(part, pl.DataFrame) else part for part in slices]
    body = "".join(part if isinstance(part, str) else _rows(part, style) for part in slices)
    quote = '"' if style.quotes_all else ""
    head = ",".join(f"{quote}{name}{quote}" for name in headers) + style.line_end
    content = (("\ufeff" if style.has_bom else "") + head + body).encode(_CODECS[contract.encoding])
    if damage == "stray byte":
        content = _with_stray_byte(content)
    if delivery.is_compressed:
        content = compress(content)
    if damage == "truncated":
        content = content[: len(content) * 2 // 3]
    return content, records


def manifest_of(delivery: Delivery, content: bytes, records: int) -> bytes | None:
    """Return the manifest that the sender puts beside a file, None where there is none."""
    planted = planted_in(delivery.path)
    if planted and planted.damage == "manifest":
        records += 3
    elif not delivery.has_manifest:
        return None
    digest = hashlib.sha256(content).hexdigest()
    return json.dumps({"rows": records, "sha256": digest}).encode()


def compress(content: bytes) -> bytes:
    """Return the content as gzip: the same bytes each time, for it holds no time or name."""
    return gzip.compress(content, compresslevel=_GZIP_LEVEL, mtime=0)


def _rows(frame: pl.DataFrame, style: Style) -> str:
    return frame.write_csv(
        include_header=False,
        line_terminator=style.line_end,
        datetime_format=style.times,
        quote_style="always" if style.quotes_all else "necessary",
    )


def _with_impossible_scores(frame: pl.DataFrame) -> pl.DataFrame:
    is_tenth = pl.int_range(pl.len()) % 10 == 0
    return frame.with_columns(enjoyment=pl.when(is_tenth).then(9).otherwise("enjoyment"))


def _with_stray_byte(content: bytes) -> bytes:
    """Put a Latin-1 letter into a line in the middle, where UTF-8 was promised."""
    line = content.index(b"\n", len(content) // 2) + 1
    return content[: line + 3] + "é".encode("latin-1") + content[line + 3 :]


def _with_extra(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(extra=pl.lit("autumn"))


def _with_bad_rows(
    frame: pl.DataFrame,
    bad_rows: tuple[BadRow, ...],
    copies: pl.DataFrame | None,
    style: Style,
) -> tuple[list[pl.DataFrame | str], int]:
    """Return the frame cut into slices with the bad rows between, and the number of records."""
    slices: list[pl.DataFrame | str] = []
    step, added = len(frame) // (len(bad_rows) + 1), 0
    for number, bad in enumerate(bad_rows):
        good = frame.slice(number * step, step)
        if bad.in_place:
            source, good = good.tail(1), good.head(-1)
        elif copies is None or number >= len(copies):
            raise ValueError(f"no row to copy for the bad row {bad}")
        else:
            source, added = copies.slice(number, 1).select(frame.columns), added + 1
        slices += [good, _spoilt(source, bad, style)]
    slices.append(frame.slice(len(bad_rows) * step))
    return slices, len(frame) + added


def _spoilt(row: pl.DataFrame, bad: BadRow, style: Style) -> str:
    if bad.column is not None:
        row = row.with_columns(pl.lit(bad.value).alias(bad.column))
    line = _rows(row, style)
    if bad.ragged == "surplus":
        return line.removesuffix(style.line_end) + ",left over" + style.line_end
    if bad.ragged == "short":
        return line.removesuffix(style.line_end).rpartition(",")[0] + style.line_end
    return line
