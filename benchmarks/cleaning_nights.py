"""What the model costs a night: one in which every text is new, and the next, in which none is."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import psycopg

from benchmarks.ground import prepared_ground
from cleaning.nightly import predict_new_texts
from cleaning.seeds import read_synonyms, read_taxonomy
from warehouse.database import connect

STAGING = """
create table staging.taxonomy (taxonomy text, category text, position integer);
create table staging.category_synonyms (taxonomy text, category text, phrase text);
create table staging.int_category__decision (
    taxonomy text, raw_value text, category text, decision text, is_in_force boolean
);
create table staging.int_category__answered (
    taxonomy text, text text, text_hash text, category text, method text
);
create table staging.stg_reference__occupations (
    occupation_title text, soc_code text, soc_unit_group text, soc_sub_major_code text,
    soc_sub_major_group text, absent_on date
)
"""
ANSWERED = "copy staging.int_category__answered (taxonomy, text, text_hash) from stdin"


@dataclass(frozen=True)
class NightSeconds:
    """Seconds of wall time, the model's training in the first night among them."""

    first: float
    second: float


def measure_cleaning_nights(texts: Mapping[str, Sequence[str]]) -> NightSeconds:
    """Ask the model about texts of every column, by name, in a database; then do so again."""
    with prepared_ground() as ground:
        url, kept = ground.settings.warehouse_url, ground.folder / "model"
        with connect(url, "warehouse_transformer", autocommit=True) as connection:
            connection.execute(STAGING.encode())
            _fill(connection, texts)
            seconds = []
            for _ in range(2):
                started = time.perf_counter()
                predict_new_texts(connection, kept)
                seconds.append(time.perf_counter() - started)
    return NightSeconds(*seconds)


def _fill(connection: psycopg.Connection, texts: Mapping[str, Sequence[str]]) -> None:
    with connection.cursor() as cursor:
        with cursor.copy("copy staging.taxonomy from stdin") as copy:
            for name, categories in read_taxonomy().items():
                for position, category in enumerate(categories):
                    copy.write_row((name, category, position))
        with cursor.copy("copy staging.category_synonyms from stdin") as copy:
            for row in read_synonyms():
                copy.write_row((row.taxonomy, row.category, row.phrase))
        with cursor.copy(ANSWERED) as copy:
            for name, of_column in texts.items():
                for place, text in enumerate(of_column):
                    copy.write_row((name, text, f"{name} {place}"))
