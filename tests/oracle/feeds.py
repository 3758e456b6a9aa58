"""The feeds the oracle reads, declared a second time from the interface document.

The contracts of the loader are not used on purpose: a wrong contract must show as a difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.oracle.cells import (
    Parser,
    day,
    decimal_between,
    integer,
    moment,
    past_day,
    past_moment,
    programme_year,
    text,
    uk_day,
)


@dataclass(frozen=True)
class Column:
    """One column: how a cell is parsed, whether it must hold a value, whether it must exist."""

    parse: Parser
    required: bool = False
    optional: bool = False
    header: str | None = None
    nulls: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """One feed: mode, key and columns."""

    family: str
    name: str
    mode: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    encoding: str = "utf-8-sig"
    snapshot_by: str | None = None
    replace_by: str | None = None


MUST = Column(text, required=True)
ANY = Column(text)
MAY = Column(text, optional=True)
UPDATED = Column(past_moment, required=True)
DELETED = Column(moment, optional=True)
NO_DATE = ("01-01-1900", "01/01/1900", "1900-01-01")

_FEEDS = (
    Feed(
        "platform",
        "hubs",
        "snapshot",
        ("hub_id", "successor_hub_id"),
        {
            "hub_id": MUST,
            "hub_name": MUST,
            "nation": ANY,
            "region": MUST,
            "valid_from": Column(day, required=True),
            "valid_to": Column(day, optional=True),
            "successor_hub_id": MAY,
            "share": Column(decimal_between("0", "1"), optional=True),
        },
        replace_by="hub_id",
    ),
    Feed(
        "platform",
        "hub_areas",
        "snapshot",
        ("local_authority_code", "valid_from"),
        {
            "local_authority_code": MUST,
            "hub_id": MUST,
            "valid_from": Column(day, required=True),
            "valid_to": Column(day, optional=True),
        },
    ),
    Feed(
        "platform",
        "ambassadors",
        "delta",
        ("ambassador_id",),
        {
            "ambassador_id": MUST,
            "registered_on": Column(past_day, required=True),
            "status": ANY,
            "withdrawn_on": Column(day, optional=True),
            "hub_id": MUST,
            "local_authority_code": MAY,
            "first_name": MUST,
            "last_name": MUST,
            "email": MUST,
            "date_of_birth": Column(day, optional=True),
            "postcode": MAY,
            "gender": ANY,
            "gender_other": ANY,
            "ethnicity": ANY,
            "ethnicity_other": ANY,
            "disability": ANY,
            "employer_name": ANY,
            "employer_sector": ANY,
            "employer_sector_other": ANY,
            "occupation": ANY,
            "stem_discipline": ANY,
            "stem_discipline_other": ANY,
            "dbs_checked_on": Column(day, optional=True),
            "updated_at": UPDATED,
            "deleted_at": DELETED,
        },
    ),
    Feed(
        "platform",
        "organisations",
        "delta",
        ("organisation_id",),
        {
            "organisation_id": MUST,
            "organisation_name": MUST,
            "organisation_type": ANY,
            "organisation_type_other": ANY,
            "urn": Column(integer, optional=True),
            "postcode": MAY,
            "local_authority_code": MAY,
            "hub_id": MUST,
            "updated_at": UPDATED,
            "deleted_at": DELETED,
        },
    ),
    Feed(
        "platform",
        "activities",
        "delta",
        ("activity_id",),
        {
            "activity_id": MUST,
            "request_id": MAY,
            "organisation_id": MUST,
            "activity_type": ANY,
            "activity_type_other": ANY,
            "setting": ANY,
            "setting_other": ANY,
            "delivery_mode": ANY,
            "starts_on": Column(day, required=True),
            "key_stage": ANY,
            "audience_band": ANY,
            "status": ANY,
            "reported_at": Column(past_moment, required=True),
            "updated_at": UPDATED,
            "deleted_at": DELETED,
        },
    ),
    Feed(
        "platform",
        "volunteering",
        "delta",
        ("volunteering_id",),
        {
            "volunteering_id": MUST,
            "activity_id": MUST,
            "ambassador_id": MUST,
            "preparation_hours": Column(decimal_between("0", "200"), required=True),
            "delivery_hours": Column(decimal_between("0", "200"), required=True),
            "submitted_at": Column(past_moment, required=True),
            "updated_at": UPDATED,
            "deleted_at": DELETED,
        },
    ),
    Feed(
        "platform",
        "targets",
        "delta",
        ("kpi_code", "hub_id", "phase", "programme_year", "effective_from"),
        {
            "kpi_code": MUST,
            "hub_id": MAY,
            "phase": MAY,
            "programme_year": Column(programme_year, required=True),
            "target_value": Column(decimal_between(), required=True),
            "effective_from": Column(day, required=True),
        },
    ),
    Feed(
        "reference",
        "gias",
        "snapshot",
        ("urn",),
        {
            "urn": Column(integer, required=True, header="URN"),
            "local_authority_code": Column(text, header="LA (code)"),
            "local_authority_name": Column(text, optional=True, header="LA (name)"),
            "school_name": Column(text, required=True, header="EstablishmentName"),
            "establishment_type": Column(text, header="TypeOfEstablishment (name)"),
            "status": Column(text, header="EstablishmentStatus (name)"),
            "opened_on": Column(uk_day, header="OpenDate", nulls=NO_DATE),
            "closed_on": Column(uk_day, optional=True, header="CloseDate", nulls=NO_DATE),
            "phase": Column(text, header="PhaseOfEducation (name)"),
            "number_of_pupils": Column(integer, optional=True, header="NumberOfPupils"),
        },
        encoding="cp1252",
    ),
    Feed(
        "reference",
        "priority_schools",
        "snapshot",
        ("urn", "programme_year"),
        {
            "urn": Column(integer, required=True),
            "programme_year": Column(programme_year, required=True),
        },
        snapshot_by="programme_year",
    ),
)

FEEDS: Mapping[str, Feed] = {feed.name: feed for feed in _FEEDS}
