"""Which feeds are read in a way of their own."""

import psycopg

from extract.contract import Contract
from extract.reading import Reading, ReadingOf
from extract.survey_reading import survey_reading_of


def reading_of(connection: psycopg.Connection, contract: Contract) -> ReadingOf:
    """Return how a feed's files are read, by the part of their names."""
    if any(field.gathers for field in contract.fields):
        return survey_reading_of(connection, contract)
    reading = Reading(contract)
    return lambda _: reading
