"""The contracts hold together, are Table Schemas, and drive what is made from them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import frictionless
import psycopg
import pytest
import yaml

from extract import dbt_sources
from extract.contract import (
    CONTRACTS_FOLDER,
    all_contracts,
    get_contract,
    parse_contract,
    read_contract,
    select_contracts,
)
from extract.raw_table import ensure_raw_tables
from warehouse.errors import ConfigurationError

HUBS = get_contract("platform", "hubs")
ANSWERS = {"name": "answers", "type": "object", "description": ".", "gathers": "questions"}
FEEDS = {
    "platform": "hubs hub_areas ambassadors organisations requests activities volunteering "
    "activity_feedback targets commentaries",
    "cpd": "programmes partnerships partnership_schools events participants bookings "
    "event_feedback subject_ratings maturity outcomes",
    "survey": "questions online paper_counts paper_percentages",
    "reference": "gias gias_links ofsted_inspections priority_schools areas occupations "
    "benchmarks recode_decisions",
}


def changed(**properties: Any) -> dict[str, Any]:
    return {**HUBS.descriptor, **properties}


@pytest.mark.parametrize("name", all_contracts())
def test_every_contract_is_a_table_schema(name: str) -> None:
    descriptor = json.loads((CONTRACTS_FOLDER / f"{name.replace('.', '/')}.json").read_text())
    schema = frictionless.Schema.from_descriptor(descriptor)
    contract = all_contracts()[name]
    assert schema.field_names == [field.name for field in contract.fields]
    assert tuple(schema.primary_key) == contract.primary_key
    assert all(field.description for field in contract.fields)


@pytest.mark.parametrize("name", all_contracts())
def test_every_foreign_key_names_a_field_of_a_feed(name: str) -> None:
    contract = all_contracts()[name]
    for key in contract.foreign_keys:
        assert set(key.fields) <= contract.by_name.keys()
        assert set(key.references) <= all_contracts()[key.feed or name].by_name.keys()
        assert len(key.fields) == len(key.references)


@pytest.mark.parametrize("name", all_contracts())
def test_keys_have_values_unless_the_contract_lets_them_lack(name: str) -> None:
    contract = all_contracts()[name]
    for column in contract.primary_key:
        field = contract.by_name[column]
        assert field.required != (field.optional or field.category is not None)
        assert not field.pii


def test_every_feed_that_was_agreed_has_a_contract() -> None:
    agreed = {f"{family}.{feed}" for family, feeds in FEEDS.items() for feed in feeds.split()}
    assert set(all_contracts()) == agreed


def test_a_name_of_a_category_is_one_taxonomy_whichever_feed_it_stands_in() -> None:
    for contract in all_contracts().values():
        for field in contract.fields:
            if field.category is None:
                continue
            of_its_own = field.name == "status" or f"{contract.feed}.{field.name}" in (
                "partnership_schools.role",
                "subject_ratings.subject",
            )
            expected = f"{contract.feed}.{field.name}" if of_its_own else field.name
            assert field.category == expected
            assert not field.required


def test_feeds_load_after_those_that_they_are_read_with() -> None:
    names = [contract.name for contract in select_contracts(["survey.online", "survey"])]
    assert set(names) == {f"survey.{feed}" for feed in FEEDS["survey"].split()}
    assert names.index("survey.questions") < names.index("survey.online")
    assert [contract.name for contract in select_contracts(["survey.online"])] == ["survey.online"]


def test_a_file_of_answers_has_some_fields_by_its_name_and_one_by_many_columns() -> None:
    online = get_contract("survey", "online")
    assert [field.name for field in online.part_fields] == ["survey", "wave"]
    named = {field.name for field in online.header_fields}
    assert named == set(online.by_name) - {"survey", "wave", "answers"}


def test_the_version_changes_with_the_rules_and_not_with_the_words() -> None:
    def reworded(descriptor: Mapping[str, Any]) -> dict[str, Any]:
        fields = [{**field, "description": "other"} for field in descriptor["fields"]]
        return {**descriptor, "description": "other", "fields": fields}

    assert parse_contract(reworded(HUBS.descriptor)).version == HUBS.version
    assert parse_contract(changed(mode="delta")).version != HUBS.version
    fields = [{**field, "optional": True} for field in HUBS.descriptor["fields"]]
    assert parse_contract(changed(fields=fields)).version != HUBS.version


@pytest.mark.parametrize(
    ("properties", "evidence"),
    [
        ({"mode": "sometimes"}, "unknown mode"),
        ({"encoding": "ebcdic"}, "unknown encoding"),
        ({"primaryKey": ["hub"]}, "keys that are no fields"),
        ({"fields": [*HUBS.descriptor["fields"], HUBS.descriptor["fields"][0]]}, "twice"),
        ({"fields": [{"name": "hub_id", "type": "hub", "description": "."}]}, "unknown type"),
        ({"fields": [*HUBS.descriptor["fields"], ANSWERS | {"type": "string"}]}, "gathers"),
        ({"fields": [*HUBS.descriptor["fields"], ANSWERS | {"gathers": None}]}, "gathers"),
        ({"pseudonym": "hub_key"}, "a key of one field"),
        ({"primaryKey": ["hub_id", "valid_to"]}, "only text may be missing"),
    ],
)
def test_a_contract_that_cannot_be_is_refused(
    tmp_path: Path, properties: dict[str, Any], evidence: str
) -> None:
    path = tmp_path / "platform" / "hubs.json"
    path.parent.mkdir()
    path.write_text(json.dumps(changed(**properties)))
    with pytest.raises(ConfigurationError, match=evidence):
        read_contract(path)


def test_a_contract_in_the_wrong_place_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "platform" / "hobs.json"
    path.parent.mkdir()
    path.write_text(json.dumps(HUBS.descriptor))
    with pytest.raises(ConfigurationError, match="platform/hubs"):
        read_contract(path)


def test_the_dbt_sources_are_those_of_the_contracts() -> None:
    for relative, text in dbt_sources.render(all_contracts()).items():
        path = dbt_sources.STAGING_FOLDER / relative
        assert path.read_text() == text, "run `make contracts`"


def test_a_source_tells_staging_what_a_column_is(tmp_path: Path) -> None:
    (hubs,) = dbt_sources.render({HUBS.name: HUBS}).values()
    (source,) = yaml.safe_load(hubs)["sources"]
    (table,) = source["tables"]
    assert (table["name"], table["identifier"]) == ("hubs", "platform_hubs")
    assert table["config"]["meta"]["replace_by"] == ["hub_id"]
    meta = {column["name"]: column["config"]["meta"] for column in table["columns"]}
    assert meta["share"] == {"type": "number", "optional": True, "default": "1"}


def test_every_contract_has_its_raw_table_which_is_made_once(database_url: str) -> None:
    query = """
    select table_name, string_agg(column_name || ' ' || data_type, ', ' order by ordinal_position)
    from information_schema.columns
    where table_schema = 'raw'
    group by table_name
    """
    expected = {
        contract.table: ", ".join(
            ["_load_id bigint", "_record_number bigint"]
            + [f"{field.name} text" for field in contract.fields]
        )
        for contract in all_contracts().values()
    }
    with psycopg.connect(database_url) as connection:
        assert dict(connection.execute(query).fetchall()) == expected
        ensure_raw_tables(connection)
        assert dict(connection.execute(query).fetchall()) == expected
        assert connection.execute("select current_user = session_user").fetchone() == (True,)
