"""The reference feeds, declared a second time from the interface document."""

from __future__ import annotations

from tests.oracle.cells import day, decimal_between, integer, programme_year, text, uk_day
from tests.oracle.columns import ANY, MAY, MUST, Column, Feed

NO_DATE = ("01-01-1900", "01/01/1900", "1900-01-01")

REFERENCE_FEEDS = (
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
        "gias_links",
        "snapshot",
        ("urn", "link_urn", "link_type"),
        {
            "urn": Column(integer, required=True, header="URN"),
            "link_urn": Column(integer, required=True, header="LinkURN"),
            "link_name": Column(text, header="LinkName"),
            "link_type": Column(text, required=True, header="LinkType"),
            "established_on": Column(
                uk_day, optional=True, header="LinkEstablishedDate", nulls=NO_DATE
            ),
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
    Feed(
        "reference",
        "benchmarks",
        "snapshot",
        ("characteristic", "category", "population"),
        {
            "characteristic": MUST,
            "category": MUST,
            "population": ANY,
            "share_pct": Column(decimal_between(), required=True),
            "source": MUST,
            "year": MUST,
        },
    ),
    Feed(
        "reference",
        "occupations",
        "snapshot",
        ("occupation_title",),
        {
            "occupation_title": MUST,
            "soc_code": MUST,
            "soc_unit_group": MUST,
            "soc_sub_major_code": MUST,
            "soc_sub_major_group": MUST,
        },
    ),
    Feed(
        "reference",
        "recode_decisions",
        "delta",
        ("field", "raw_value"),
        {
            "field": MUST,
            "raw_value": MUST,
            "category": ANY,
            "decision": MAY,
            "decided_by": MUST,
            "decided_on": Column(day, required=True),
        },
    ),
)
