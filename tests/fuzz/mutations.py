"""What becomes of files on their way, and what nobody would send: mutations of bytes and form.

Each takes the bytes of a file, a source of chance and another file's bytes, and returns bytes.
"""

import datetime as dt
import gzip
import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable, Mapping
from decimal import Decimal

import polars as pl

Mutation = Callable[[bytes, random.Random, bytes], bytes]

QUOTE, COMMA = b'"', b","
NASTY = (
    b'"', b'""', b",", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\x1a",
    b"\\.", b"\\N", b"\t", b";", b"'", b"'; drop table ops.ledger; --", b"=1+1", b"NaN",
    b"\xf4\x90\x80\x80", b"\xed\xa0\x80", b"{", b"}", b"[", b"\xe2\x80\xa8", b"\\u0000",
)  # fmt: skip
SLIPS = (*(b"%c" % letter for letter in b"ab019 ,;\"'\n\r\\-"), b'""', b"\r\n", b"\0", b"\xc2\xa0")
HUGE_BYTES = (70_000, 1_100_000, 9 << 20)
DEEP = 5_000


def _place(data: bytes, source: random.Random) -> int:
    return source.randrange(len(data) + 1)


def _slice(data: bytes, source: random.Random) -> tuple[int, int]:
    start = _place(data, source)
    return start, min(len(data), start + source.choice((1, 5, 60, 1_000)))


def flip(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Change a few bytes."""
    changed = bytearray(data)
    letters = source.choice((b'ab ,"\n019-', range(256)))
    for _ in range(source.choice((1, 1, 1, 4, 30)) if data else 0):
        changed[source.randrange(len(changed))] = source.choice(letters)
    return bytes(changed)


def slip(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Change, drop or add a few bytes below the header, such as a file may survive."""
    changed = bytearray(data)
    start = data.find(b"\n") + 1
    for _ in range(source.choice((1, 1, 2, 3))):
        at = source.randrange(start, max(len(changed), start + 1))
        changed[at : at + source.randrange(2)] = source.choice((b"", *SLIPS))
    return bytes(changed)


def cut_end(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Stop somewhere."""
    return data[: _place(data, source)]


def cut_beginning(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Begin somewhere."""
    return data[_place(data, source) :]


def remove(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Take a piece out."""
    start, end = _slice(data, source)
    return data[:start] + data[end:]


def duplicate(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Write a piece twice."""
    start, end = _slice(data, source)
    return data[:end] + data[start:]


def blank(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Lose a page to zeros."""
    start, end = _slice(data, source)
    return data[:start] + bytes(end - start) + data[end:]


def splice(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Go on with another file."""
    return data[: _place(data, source)] + other[_place(other, source) :]


def insert(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Put in what some reader treats specially."""
    for _ in range(source.choice((1, 1, 3))):
        at = _place(data, source)
        data = data[:at] + source.choice(NASTY) + data[at:]
    return data


def insert_noise(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Put in random bytes."""
    at = _place(data, source)
    return data[:at] + source.randbytes(source.choice((1, 16, 3_000))) + data[at:]


def huge_field(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Put in one letter very often."""
    at = _place(data, source)
    letter = source.choice((b"x", b"x", b"0", b'"', b",", b"\n", b"\xc3\xa9"))
    return data[:at] + letter * source.choice(HUGE_BYTES) + data[at:]


def other_encoding(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Save the text in another encoding."""
    encoding = source.choice(("utf-16", "utf-16-le", "cp1252", "latin-1", "utf-8-sig", "utf-32"))
    return data.decode(errors="replace").encode(encoding, errors="replace")


def other_delimiter(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Save the text with other delimiters or quotes."""
    old, new = source.choice(((b",", b";"), (b",", b"\t"), (b'"', b"'"), (b'"', b""), (b",", b"|")))
    return data.replace(old, new)


def other_line_ends(data: bytes, source: random.Random, other: bytes) -> bytes:
    """End lines otherwise, or some of them."""
    new = source.choice((b"\r", b"\r\n", b"\n\n", b"\n\r", b"", b"\x0b", b"\xe2\x80\xa8"))
    return data.replace(b"\n", new, source.choice((1, 5, -1)))


def header_cells(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Rename, drop, double, empty or shuffle columns of the header."""
    first, newline, rest = data.partition(b"\n")
    cells = first.split(b",")
    at = source.randrange(len(cells))
    match source.randrange(6):
        case 0:
            cells[at] = source.choice((b"", b" ", b"x", b'"', b"_load_id", b"a" * 70, b"\xff"))
        case 1:
            del cells[at]
        case 2:
            cells.insert(at, source.choice(cells))
        case 3:
            source.shuffle(cells)
        case 4:
            cells.append(b"_record_number")
        case _:
            cells[at] = b'"' + cells[at] + b'\n"'
    return b",".join(cells) + newline + rest


def without_header(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Lose the first line, or write it again somewhere below."""
    first, newline, rest = data.partition(b"\n")
    if source.random() < 0.5:
        return rest
    at = rest.find(b"\n", _place(rest, source)) + 1
    return first + newline + rest[:at] + first + newline + rest[at:]


def lines_moved(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Repeat, drop or shuffle physical lines, or add cells to them."""
    lines = data.split(b"\n")
    for _ in range(source.choice((1, 3))):
        at = source.randrange(len(lines))
        match source.randrange(4):
            case 0:
                lines.insert(at, source.choice(lines))
            case 1 if len(lines) > 1:
                del lines[at]
            case 2:
                lines[at] += source.choice((b",x", b'"', b',"', b" "))
            case _:
                source.shuffle(lines)
    return b"\n".join(lines)


def deep_json(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Add lines of JSON that some readers stumble over."""
    nasty = (
        b"[" * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        b'{"a": 1e999999999}',
        b'{"a": -0.0, "a": 1E-400}',
        b'{"a": ' + b"9" * 5_000 + b"}",
        b'{"a": NaN}',
        b'{"a": "\\ud800"}',
        b'{"\\u0000": 1}',
        b"null",
        b"{}",
        b'{"": ""}',
    )
    lines = data.split(b"\n")
    lines.insert(source.randrange(len(lines) + 1), source.choice(nasty))
    return b"\n".join(lines)


def within_gzip(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Mutate what is packed, and pack it again, sometimes in several members."""
    try:
        text = gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return data
    text = source.choice(tuple(TEXTUAL.values()))(text, source, other)
    at = _place(text, source)
    match source.randrange(4):
        case 0:
            return gzip.compress(text[:at], 1) + gzip.compress(text[at:], 1)
        case 1:
            return gzip.compress(text, 1) + source.choice((bytes(512), b"garbage", b"\x1f\x8b"))
        case _:
            return gzip.compress(text, 1)


def within_zip(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Mutate, drop, double or add a part of a workbook."""
    changed = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        return data
    if not parts:
        return data
    name = source.choice([*parts, *[one for one in parts if "sheet" in one or "shared" in one] * 3])
    match source.randrange(6):
        case 0:
            del parts[name]
        case 1:
            parts["xl/worksheets/sheet2.xml"] = parts[name]
        case 2:
            parts["../../escape.txt"] = b"x"
        case _:
            change = source.choice((flip, remove, duplicate, insert, cut_end, splice, _sheet))
            parts[name] = change(parts[name], source, other)
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for one, content in parts.items():
            new.writestr(one, content)
    return changed.getvalue()


def other_types(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Write a Parquet file with columns of other types, names or order, and other rows."""
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError):
        return data
    name = source.choice(frame.columns)
    cell, length = pl.col(name), pl.len()
    column = source.choice(
        (
            pl.int_range(length),
            pl.int_range(length) / 3,
            pl.lit(float("nan")),
            pl.lit(2.0**60),
            pl.lit(b"\xff\x00"),
            pl.lit("a\0b"),
            pl.lit('"'),
            pl.lit("x" * 70_000),
            pl.lit(None),
            pl.lit(value=True),
            pl.lit(dt.date(2020, 2, 29)),
            pl.lit(dt.datetime(2020, 2, 29, 1, 2, 3, 4, tzinfo=dt.UTC)),
            pl.lit(dt.time(1, 2)),
            pl.lit(dt.timedelta(days=1)),
            pl.lit(Decimal("1.50")),
            pl.lit(2**31 - 1, pl.Int32).cast(pl.Date),
            pl.concat_list(cell, cell),
            pl.concat_list(pl.lit(b"\xff")),
            pl.struct(cell.alias("a"), pl.lit(1).alias("b")),
            cell.cast(pl.Categorical),
            cell.reverse(),
        )
    )
    try:
        match source.randrange(6):
            case 0:
                frame = frame.drop(name)
            case 1:
                frame = frame.rename({name: source.choice(("", "_load_id", "a,b", '"', "\n"))})
            case 2:
                frame = pl.concat([frame, frame.head(3)])
            case _:
                frame = frame.with_columns(column.alias(name))
    except pl.exceptions.PolarsError:  # what was changed before has no such form
        return data
    changed = io.BytesIO()
    form = source.choice(("zstd", "snappy", "gzip", "uncompressed"))
    frame.write_parquet(changed, compression=form, row_group_size=source.choice((None, 7)))
    return changed.getvalue()


def _sheet(data: bytes, source: random.Random, other: bytes) -> bytes:
    """Change references, types and numbers of cells."""
    old, new = source.choice(
        (
            (b't="s"', b't="d"'),
            (b't="s"', b't="e"'),
            (b't="inlineStr"', b't="n"'),
            (b"<v>", b"<v>99999999"),
            (b"<v>", b"<v>-1e400"),
            (b' r="', b' r="ZZZ'),
            (b' r="A', b' r="B'),
            (b"<c ", b'<c s="9999" '),
            (b"<row ", b'<row r="1048577" '),
            (b"<sheetData>", b"<sheetData/>"),
            (b"<f>", b"<f>HYPERLINK("),
        )
    )
    return data.replace(old, new, source.choice((1, 3, -1)))


def _often(name: str, mutation: Mutation) -> dict[str, Mutation]:
    """A mutation as often as all others together."""
    return {f"{name} {number}": mutation for number in range(20)}


EVERYWHERE: Mapping[str, Mutation] = {
    "flip": flip,
    "cut end": cut_end,
    "cut beginning": cut_beginning,
    "remove": remove,
    "duplicate": duplicate,
    "blank": blank,
    "splice": splice,
    "insert": insert,
    "noise": insert_noise,
}
TEXTUAL: Mapping[str, Mutation] = {
    **EVERYWHERE,
    "huge field": huge_field,
    "encoding": other_encoding,
    "delimiter": other_delimiter,
    "line ends": other_line_ends,
    "header": header_cells,
    "no header": without_header,
    "lines": lines_moved,
    **_often("slip", slip),
}


BY_FORMAT: Mapping[str, Mapping[str, Mutation]] = {
    "csv": TEXTUAL,
    "csv.gz": {**EVERYWHERE, **_often("packed", within_gzip)},
    "ndjson": {**TEXTUAL, "json": deep_json},
    "xlsx": {**EVERYWHERE, **_often("part", within_zip)},
    "parquet": {**EVERYWHERE, **_often("types", other_types)},
}


def manifest(source: random.Random, rows: int, sha256: str) -> tuple[bytes, bool]:
    """Return a manifest, and whether it is true of the file."""
    right = {"rows": rows, "sha256": sha256}
    wrong: tuple[object, ...] = (
        {"rows": rows + 1},
        {"rows": -1},
        {"rows": "many"},
        {"rows": 10**30},
        {"rows": True},
        {"rows": 1.5},
        {"sha256": "0" * 64},
        {"sha256": 7},
        {"sha256": {}},
        [],
        None,
        "rows",
    )
    if source.random() < 0.3:
        return json.dumps(right).encode(), True
    if source.random() < 0.3:
        text = json.dumps(right).encode()
        return source.choice((flip, cut_end, insert, insert_noise))(text, source, b""), False
    return json.dumps(source.choice(wrong)).encode(), False
