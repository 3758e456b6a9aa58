-- A letter for what became of a report, so that a record's categories are one short word that sorts
-- and groups cheaply: l listed, o Other or beside Other, d r m answered by decision, rule, model
-- (capital where a category of the list came of it), u unresolved.
with resolved as (
    select * from {{ ref('int_category__resolved') }}
),

answered as (
    select
        taxonomy,
        reported_value,
        reported_companion,
        category not in ('Other', 'Not stated') as is_rescued,
        case
            when method = 'as_reported' and is_reported_other then 'o'
            when method = 'as_reported' then 'l'
            else left(method, 1)
        end as letter
    from resolved
),

outcomes as (
    select
        taxonomy,
        reported_value,
        reported_companion,
        case when is_rescued and letter in ('d', 'r', 'm') then upper(letter) else letter end as outcome
    from answered
)

select * from outcomes
