-- The first that answers wins: the list itself, a steward, a rule. Who is left is for the model.
with texts as (
    select
        taxonomy,
        text,
        folded
    from {{ ref('int_category__spoken') }}
    where text is not null
    group by 1, 2, 3
),

listed as (
    select * from {{ ref('int_category__listed') }}
),

decisions as (
    select * from {{ ref('int_category__decision') }}
    where is_in_force
),

ruled as (
    select
        taxonomy,
        text,
        min(category) as category
    from {{ ref('int_category__rule_match') }}
    group by 1, 2
),

answered as (
    select
        texts.taxonomy,
        texts.text,
        {{ text_hash('texts.text') }} as text_hash,
        coalesce(listed.category, decisions.category, ruled.category) as category,
        case
            when listed.category is not null then 'as_reported'
            when decisions.category is not null then 'decision'
            when ruled.category is not null then 'rule'
        end as method
    from texts
    left join listed on texts.taxonomy = listed.taxonomy and texts.folded = listed.folded
    left join decisions on texts.taxonomy = decisions.taxonomy and texts.folded = decisions.folded
    left join ruled on texts.taxonomy = ruled.taxonomy and texts.text = ruled.text
)

select * from answered
