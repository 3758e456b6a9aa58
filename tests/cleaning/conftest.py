"""The small tables that a night reads, and a folder where it keeps its model."""

from pathlib import Path

import psycopg
import pytest

from warehouse.settings import Settings

STAGING = """
set role warehouse_transformer;
create table staging.taxonomy (taxonomy text, category text, position integer);
create table staging.category_synonyms (taxonomy text, category text, phrase text);
create table staging.category_rules (taxonomy text, pattern text, category text, reason text);
create table staging.feedback_reason_rules (
    position integer, pattern text, example text, because text
);
create table staging.feedback_negations (pattern text, example text, because text);
create table staging.int_category__rule_fault (taxonomy text, pattern text, fault text);
create table staging.int_category__decision (
    taxonomy text, raw_value text, category text, decision text, is_in_force boolean
);
create table staging.int_category__answered (
    taxonomy text, text text, text_hash text, category text, method text
);
create table staging.stg_reference__occupations (
    occupation_title text,
    soc_code text,
    soc_unit_group text,
    soc_sub_major_code text,
    soc_sub_major_group text,
    absent_on date
);
insert into staging.category_synonyms values
('setting', 'Workplace', 'our works'), ('setting', 'Workplace', 'factory floor'),
('setting', 'Workplace', 'head office'), ('setting', 'Workplace', 'building site'),
('setting', 'Workplace', 'research laboratory'), ('setting', 'Other', 'hot air balloon');
insert into staging.taxonomy values ('setting', 'Workplace', 1), ('setting', 'Other', 2);
insert into staging.int_category__answered values
('setting', 'our works', 'hash of works', null, null),
('setting', 'moon base', 'hash of moon', null, null),
('setting', 'workplace', 'hash of workplace', 'Workplace', 'as_reported'),
('venue', 'somewhere', 'hash of somewhere', null, null);
"""


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of trained models; the session's nights share it, as nights do."""
    return tmp_path_factory.mktemp("model")


@pytest.fixture
def staged(settings: Settings) -> Settings:
    """A database with the tables that stand between staging and core."""
    with psycopg.connect(settings.warehouse_url) as connection:
        connection.execute(STAGING)
    return settings
