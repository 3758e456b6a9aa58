-- Rules are tried on what is reported now, on the examples of the lists and of the rules, and on what
-- stewards decided: the more texts, the sooner two rules are seen to overlap.
with rules as (
    select * from {{ ref('category_rules') }}
),

examples as (
    select
        taxonomy,
        {{ as_said('category') }} as text
    from {{ ref('taxonomy') }}
    union
    select
        taxonomy,
        {{ as_said('phrase') }} as text
    from {{ ref('category_synonyms') }}
    union
    select
        taxonomy,
        {{ as_said('example') }} as text
    from rules
    union
    select
        taxonomy,
        text
    from {{ ref('int_category__decision') }}
),

texts as (
    select
        taxonomy,
        text
    from {{ ref('int_category__spoken') }}
    where text is not null
    union
    select * from examples
),

-- A rule at a time over all texts: the server keeps only a few patterns compiled.
matched as (
    select
        rules.taxonomy,
        rules.pattern,
        rules.category,
        found.text
    from rules
    cross join lateral (
        select texts.text
        from texts
        where texts.taxonomy = rules.taxonomy and {{ matches_rule('texts.text', 'rules.pattern') }}
        offset 0
    ) as found
)

select * from matched
