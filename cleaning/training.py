"""The model trained on what the warehouse knows tonight."""

from typing import Any

import polars as pl
import psycopg

from cleaning.model import Model, train

TAXONOMY = (
    "select taxonomy, category, description from staging.taxonomy order by taxonomy, position"
)
SYNONYMS = "select taxonomy, category, synonym from staging.category_synonyms order by 1, 2, 3"
DECISIONS = (
    "select taxonomy as field, raw_value, decision, category from staging.int_category__decision "
    "where is_in_force order by 1, 2"
)
INDEX = (
    "select occupation_title, soc_code, soc_unit_group, soc_sub_major_code, soc_sub_major_group "
    "from staging.stg_reference__occupations order by 1"
)


def train_from(connection: psycopg.Connection) -> Model:
    """Return the model of today's lists, synonyms, decisions and index of occupations."""
    frames = (_frame(connection, query) for query in (TAXONOMY, SYNONYMS, DECISIONS, INDEX))
    return train(*frames)


def _frame(connection: psycopg.Connection, query: Any) -> pl.DataFrame:
    with connection.cursor() as cursor:
        rows = cursor.execute(query).fetchall()
        names = [column.name for column in cursor.description or ()]
    return pl.DataFrame(rows, dict.fromkeys(names, pl.String), orient="row")
