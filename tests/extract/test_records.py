"""Two ways to find records agree with each other, with the parser and with the database."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import records
from extract.parsing import BlockParser, to_csv
from extract.records import IrregularError, Record, each_record, has_stray_quotes, whole_blocks

CELL = st.text(alphabet='ab",\n\r \\.é', max_size=6)
ROW = st.lists(CELL, min_size=3, max_size=3)
ROWS = st.lists(ROW, max_size=12)
# Of blank rows the parser is not sure: they are no records.
FILLED_ROWS = st.lists(ROW.filter(lambda row: bool(row[0].strip())), max_size=12)
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])
FAST = settings(max_examples=300, deadline=None)


def written(rows: list[list[str]], newline: str) -> bytes:
    """Return rows as RFC 4180 has them, quoted only where needed."""
    return "".join(",".join(map(quoted, row)) + newline for row in rows).encode()


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set('",\r\n') else cell


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


def cells(record: Record) -> list[str]:
    return [cell.decode() for cell in record.cells]


@FAST
@given(ROWS, NEWLINES, st.integers(1, 20))
def test_every_record_is_found_whatever_the_chunks(
    rows: list[list[str]], newline: str, size: int
) -> None:
    found = list(each_record(pieces(written(rows, newline), size), 1))
    assert all(record.is_well_formed for record in found)
    assert [cells(record) for record in found] == rows


@FAST
@given(ROWS, st.sampled_from([b"\n", b"\r"]), st.integers(1, 20), st.integers(1, 40))
def test_blocks_are_the_bytes_cut_between_records(
    rows: list[list[str]], newline: bytes, size: int, block: int
) -> None:
    data = written(rows, newline.decode())
    normal, records.BLOCK_BYTES = records.BLOCK_BYTES, block
    try:
        blocks = list(whole_blocks(pieces(data, size), newline))
    finally:
        records.BLOCK_BYTES = normal
    assert b"".join(blocks) == data
    found = [cells(record) for one in blocks for record in each_record([one], 1)]
    assert found == rows


@FAST
@given(FILLED_ROWS, NEWLINES)
def test_the_parser_reads_what_was_written(rows: list[list[str]], newline: str) -> None:
    frame = BlockParser(("a", "b", "c"), "utf-8").parse(written(rows, newline) or b"a,b,c\n")
    expected = rows or [["a", "b", "c"]]
    assert [[cell or "" for cell in row] for row in frame.rows()] == expected


@FAST
@given(FILLED_ROWS, NEWLINES)
def test_a_projected_block_says_the_same(rows: list[list[str]], newline: str) -> None:
    data = written(rows, newline) or b"a,b,c\n"
    whole = BlockParser(("a", "b", "c"), "utf-8").parse(data)
    projected = BlockParser(("a", None, "c"), "utf-8").parse(data)
    assert projected.equals(whole.select("a", "c"))
    again = BlockParser(("a", "c"), "utf-8").parse(to_csv(projected))
    assert again.equals(projected)


@FAST
@given(ROWS, NEWLINES)
def test_no_quote_of_a_well_formed_file_is_stray(rows: list[list[str]], newline: str) -> None:
    assert not has_stray_quotes(written(rows, newline))


@FAST
@given(st.text(alphabet='a",\n', max_size=12).map(str.encode))
def test_a_quote_is_stray_exactly_where_a_record_is_malformed(data: bytes) -> None:
    is_regular = all(record.is_well_formed for record in each_record([data], 1))
    assert has_stray_quotes(data) != is_regular


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a,b\n1,"x\n2,y\n3,"z"\n4,w\n', [(1, True), (2, False), (3, True), (4, True), (5, True)]),
        ('a,b\r1,2"\r3,4\r', [(1, True), (2, False), (3, True)]),
        ('a,b\n"1\n2",3\n\n4,"5', [(1, True), (2, True), (5, False)]),
    ],
)
def test_after_a_malformed_record_reading_goes_on_at_the_next_line(
    text: str, expected: list[tuple[int, bool]]
) -> None:
    found = each_record([text.encode()], 1)
    assert [(record.line, record.is_well_formed) for record in found] == expected


@pytest.mark.parametrize(
    ("text", "unclosed"),
    [
        ('1,"a\n2,b\n', [True, False]),
        ('1,"a\n2,"b"\n', [False, False]),
        ('1,"a "" b', [True]),
        ('"x",1,"', [True]),
        ('1,a"\n', [False]),
        ('1,"a"x\n', [False]),
    ],
)
def test_a_record_is_unclosed_when_nothing_closes_its_quote(
    text: str, unclosed: list[bool]
) -> None:
    assert [record.is_unclosed for record in each_record([text.encode()], 1)] == unclosed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"H8","a "b" c","d"', ["H8", '"a "b" c"', "d"]),
        ('"H8","a, b","c"d,""', ["H8", "a, b", '"c"d', ""]),
        ('"say ""no""",x"', ['say "no"', 'x"']),
        ('1,"a,b', ["1", '"a', "b"]),
    ],
)
def test_of_a_malformed_record_the_cells_that_are_quoted_well_are_unquoted(
    text: str, expected: list[str]
) -> None:
    (record,) = each_record([text.encode()], 1)
    assert not record.is_well_formed
    assert cells(record) == expected


def test_a_quote_that_never_closes_takes_no_more_memory_than_allowed() -> None:
    line = b"x" * 999 + b"\n"
    endless = (line * 1000 for _ in range(100))

    def chunks() -> object:
        yield b'a,"b\n'
        yield from endless

    with pytest.raises(IrregularError):
        list(whole_blocks(chunks(), b"\n"))
    first = next(each_record(chunks(), 1))
    assert (first.is_well_formed, first.content) == (False, b'a,"b')


@pytest.mark.parametrize("data", [b"1,2\n3\n", b"1,2\n3,4,5\n", b'1,2"\n', b"1,\xff\n"])
def test_the_parser_is_sure_or_says_that_it_is_not(data: bytes) -> None:
    with pytest.raises(IrregularError):
        BlockParser(("a", "b"), "utf-8").parse(data)
