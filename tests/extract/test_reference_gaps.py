"""The model of foreign keys that point nowhere has a line for each that a contract declares."""

from extract.contract import all_contracts, parse_contract
from extract.reference_gaps import MODEL, render

FIELD = {"type": "string", "description": "x"}
PARENTS = {
    "family": "cpd",
    "name": "bookings",
    "description": "x",
    "mode": "delta",
    "primaryKey": ["booking_id"],
    "fields": [
        {"name": "booking_id", **FIELD},
        {"name": "former_id", **FIELD},
        {"name": "email", **FIELD, "pii": True},
    ],
    "foreignKeys": [
        {"fields": ["former_id"], "reference": {"resource": "", "fields": ["booking_id"]}},
        {"fields": ["email"], "reference": {"resource": "cpd.people", "fields": ["address"]}},
    ],
}


def test_the_model_is_what_the_contracts_say() -> None:
    assert MODEL.read_text(encoding="utf-8") == render(all_contracts().values())


def test_a_key_may_point_into_its_own_feed_and_a_personal_one_shows_no_value() -> None:
    text = render([parse_contract(PARENTS)])
    own = "gaps_of('cpd', 'bookings', 'former_id', 'cpd', 'bookings', 'booking_id')"
    personal = "gaps_of('cpd', 'bookings', 'email', 'cpd', 'people', 'address', personal=true)"
    assert own in text
    assert personal in text
