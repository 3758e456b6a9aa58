"""A model that knows a few words by heart, and the small tables that a night reads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import psycopg
import pytest

from cleaning.training import Lessons
from warehouse.settings import Settings

STAGING = """
set role warehouse_transformer;
create table staging.taxonomy (taxonomy text, category text, position integer);
create table staging.category_synonyms (taxonomy text, category text, phrase text);
create table staging.category_rules (taxonomy text, pattern text, category text, reason text);
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
insert into staging.taxonomy values ('setting', 'Workplace', 1), ('setting', 'Other', 2);
insert into staging.int_category__answered values
('setting', 'our works', 'hash of works', null, null),
('setting', 'moon base', 'hash of moon', null, null),
('setting', 'workplace', 'hash of workplace', 'Workplace', 'as_reported'),
('venue', 'somewhere', 'hash of somewhere', null, null);
"""


@dataclass
class KnownByHeart:
    """Sure of what it knows, and of nothing else; tells what it was asked."""

    version: str
    knows: dict[str, str]
    asked: list[str] = field(default_factory=list)
    columns: tuple[str, ...] = ("setting", "activity_type")

    def predict(self, _: str, texts: Sequence[str]) -> pl.DataFrame:
        """Return the answers as the real model does."""
        self.asked.extend(texts)
        rows = [(text, self.knows.get(text, "Workplace"), text in self.knows) for text in texts]
        return pl.DataFrame(
            [
                (text, said, 0.99 if sure else 0.4, sure, False, "Other")
                for text, said, sure in rows
            ],
            schema=["text", "category", "confidence", "is_applied", "is_known", "runner_up"],
            orient="row",
        )


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> KnownByHeart:
    """The model that nights use in this test instead of a trained one."""
    by_heart = KnownByHeart("", {"our works": "Workplace"})

    def give(lessons: Lessons, folder: Path) -> KnownByHeart:
        by_heart.version = lessons.version
        return by_heart

    monkeypatch.setattr(Lessons, "model", give)
    return by_heart


@pytest.fixture
def staged(settings: Settings) -> Settings:
    """A database with the tables that stand between staging and core."""
    with psycopg.connect(settings.warehouse_url) as connection:
        connection.execute(STAGING)
    return settings
