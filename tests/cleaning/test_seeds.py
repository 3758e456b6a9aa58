import re
from collections import Counter, defaultdict

from cleaning.evaluate import HELD_OUT
from cleaning.seeds import SEEDS, read_rows, read_synonyms, read_taxonomy, read_tried
from cleaning.text import fold


def test_every_synonym_points_at_a_category_of_its_list_and_stands_once() -> None:
    taxonomy = read_taxonomy()
    meant: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in read_synonyms():
        assert row.category in {*taxonomy[row.taxonomy], "Other"}, row
        meant[row.taxonomy, fold(row.phrase)].add(row.category)
    assert [key for key, categories in meant.items() if len(categories) > 1] == []
    assert len(meant) == len(read_synonyms())


def test_no_synonym_is_what_dbt_takes_for_nothing() -> None:
    assert [row for row in read_synonyms() if row.phrase.strip().lower() in {"", "null"}] == []


def test_every_held_out_text_points_at_a_category_and_stands_once() -> None:
    taxonomy = read_taxonomy()
    rows = read_rows(HELD_OUT)
    for row in rows:
        assert row["category"] in {*taxonomy[row["taxonomy"]], "Other"}, row
    assert len({(row["taxonomy"], fold(row["text"])) for row in rows}) == len(rows)


def test_a_column_has_enough_tried_texts_for_a_bar_and_none_of_them_is_held_out() -> None:
    taxonomy = read_taxonomy()
    held_out = {(row["taxonomy"], fold(row["text"])) for row in read_rows(HELD_OUT)}
    tried = read_tried()
    for row in tried:
        assert row.category in {*taxonomy[row.taxonomy], "Other"}, row
        assert (row.taxonomy, fold(row.phrase)) not in held_out, row
    # With fewer than a hundred that mean a category the bound could not be reached.
    meant = Counter(row.taxonomy for row in tried if row.category != "Other")
    assert {row.taxonomy for row in tried} == {name for name, count in meant.items() if count > 150}


def test_no_text_fits_two_rules_and_every_rule_fits_some_text() -> None:
    texts: dict[str, set[str]] = defaultdict(set)
    for row in read_synonyms():
        texts[row.taxonomy].add(row.phrase.strip().lower())
    rules = read_rows(SEEDS / "category_rules.csv")
    taxonomy = read_taxonomy()
    for name in {rule["taxonomy"] for rule in rules}:
        own = [rule for rule in rules if rule["taxonomy"] == name]
        fits = {
            rule["pattern"]: {text for text in texts[name] if re.fullmatch(rule["pattern"], text)}
            for rule in own
        }
        assert all(rule["category"] in {*taxonomy[name], "Other"} for rule in own)
        assert [pattern for pattern, found in fits.items() if not found] == []
        assert sum(map(len, fits.values())) == len(set().union(*fits.values()))
        assert all(re.search(rule["pattern"], rule["example"]) for rule in own)


def test_rules_and_synonyms_agree() -> None:
    rules = read_rows(SEEDS / "category_rules.csv")
    for row in read_synonyms():
        for rule in rules:
            if rule["taxonomy"] == row.taxonomy and re.fullmatch(
                rule["pattern"], row.phrase.lower()
            ):
                assert rule["category"] == row.category, (row, rule)
