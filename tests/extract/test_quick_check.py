"""The quick check lets nothing pass that an exact rule refuses, nor what Postgres cannot cast."""

from datetime import date

import polars as pl
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.bad_records import BadRecords
from extract.contract import all_contracts, get_contract
from extract.rules import quick_check, rules_of
from extract.validation import Validation
from tests.extract.conftest import good_row

TODAY = date(2021, 9, 1)
PLAUSIBLE = st.one_of(
    st.text(max_size=5),
    st.from_regex(r"[ ]?[+-]?[0-9,]{0,20}(\.[0-9]{0,3})?(e5)?[ ]?", fullmatch=True),
    st.dates(date(1899, 12, 30), date(2021, 9, 5)).map(str),
    st.dates().map(lambda day: day.strftime("%d/%m/%Y")),
    st.from_regex(r"(19|20)2[01]-[0-9]{2}-[0-3][0-9]", fullmatch=True),
    st.from_regex(
        r"(1899|2021)-(02|08|09|12)-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9](:[0-6][0-9]([.,][0-9]+)?)?"
        r"([Zz]|[+-][01][0-9](:?[0-6][0-9])?)?",
        fullmatch=True,
    ),
    st.sampled_from(["", " ", "Yes", "no", "NaN", "2020/21", "É", "\u00a0x", "01-01-1900"]),
)


@pytest.mark.parametrize("name", all_contracts())
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_the_quick_check_passes_breaks_no_rule(name: str, data: st.DataObject) -> None:
    contract = get_contract(*name.split("."))
    columns = [field.name for field in contract.fields]
    rows = []
    for _ in range(data.draw(st.integers(1, 6))):
        changed = data.draw(st.dictionaries(st.sampled_from(columns), PLAUSIBLE, max_size=3))
        rows.append(good_row(contract) | changed)
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    present = frozenset(columns)
    rules = rules_of(contract, present, TODAY)
    found = frame.select(
        quick_check(contract, present, TODAY).alias("is_sure"),
        pl.any_horizontal(rule.broken for rule in rules).alias("is_broken"),
    )
    assert found.null_count().row(0) == (0, 0)
    assert not found.filter(pl.col("is_sure") & pl.col("is_broken")).height


@pytest.mark.parametrize("name", all_contracts())
def test_the_quick_check_passes_plain_good_rows(name: str) -> None:
    contract = get_contract(*name.split("."))
    frame = pl.DataFrame([good_row(contract)])
    present = frozenset(frame.columns)
    assert frame.select(quick_check(contract, present, TODAY)).item()


CASTS = {
    "platform.requests": ("ambassadors_wanted", "replace({}, ',', '')::bigint"),
    "platform.volunteering": ("submitted_at", "replace({}, ',', '.')::timestamptz"),
    "platform.activities": ("starts_on", "{}::date"),
    "platform.targets": ("target_value", "{}::numeric"),
}


@pytest.mark.parametrize("name", CASTS)
def test_what_passes_is_cast_by_the_database(name: str, settings_url: str) -> None:
    column, cast = CASTS[name]
    contract = get_contract(*name.split("."))
    with psycopg.connect(settings_url, autocommit=True) as connection, BadRecords() as bad:
        connection.execute("set datestyle to 'ISO, YMD'")
        query = f"select {cast.format('nullif(btrim(%s), %s)')}"
        validation = Validation(contract, frozenset({column}), bad, TODAY)

        @settings(max_examples=300, deadline=None)
        @given(PLAUSIBLE)
        def check(cell: str) -> None:
            before = bad.count
            validation.check(pl.DataFrame({column: [cell]}))
            validation.finish()
            if bad.count == before and cell.isascii():
                connection.execute(query, (cell, ""))

        check()


@pytest.fixture
def settings_url(database_url: str) -> str:
    """The address of a database, under a name that hypothesis does not take."""
    return database_url
