with rules as (
    select * from {{ ref('category_rules') }}
),

members as (
    select
        taxonomy,
        category
    from {{ ref('taxonomy') }}
    union
    select
        taxonomy,
        'Not stated' as category
    from {{ ref('taxonomy') }}
),

matches as (
    select * from {{ ref('int_category__rule_match') }}
),

overlapping as (
    select
        matches.taxonomy,
        matches.pattern,
        others.pattern as other_pattern,
        count(*) as texts_count
    from matches
    inner join matches as others
        on
            matches.taxonomy = others.taxonomy
            and matches.text = others.text
            and matches.pattern <> others.pattern
    group by 1, 2, 3
),

-- What the lists themselves say of their own examples.
examples as (
    select
        taxonomy,
        category,
        {{ as_said('category') }} as text
    from {{ ref('taxonomy') }}
    union
    select
        taxonomy,
        category,
        {{ as_said('phrase') }} as text
    from {{ ref('category_synonyms') }}
),

contradicting as (
    select
        matches.taxonomy,
        matches.pattern,
        min(examples.category) as category,
        count(*) as texts_count
    from matches
    inner join examples on matches.taxonomy = examples.taxonomy and matches.text = examples.text
    where matches.category <> examples.category
    group by 1, 2
),

faults as (
    select
        rules.taxonomy,
        rules.pattern,
        format('there is no category "%s" in the list', rules.category) as fault
    from rules
    left join members on rules.taxonomy = members.taxonomy and rules.category = members.category
    where members.category is null
    union all
    select
        taxonomy,
        pattern,
        'it matches whatever is typed' as fault
    from rules
    where {{ matches_rule("''", 'pattern') }} or {{ matches_rule("'zqx 0 jvk'", 'pattern') }}
    union all
    select
        taxonomy,
        pattern,
        format('it does not match its own example "%s"', example) as fault
    from rules
    where not coalesce({{ matches_rule(as_said('example'), 'pattern') }}, false)
    union all
    select
        taxonomy,
        pattern,
        format('it overlaps with /%s/ (%s known texts)', other_pattern, texts_count) as fault
    from overlapping
    union all
    select
        taxonomy,
        pattern,
        format('the lists have its examples under "%s" (%s of them)', category, texts_count) as fault
    from contradicting
)

select * from faults
