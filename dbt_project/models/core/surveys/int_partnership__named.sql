-- An identifier that folds to that of a single partnership is that partnership's; else it is nobody's.
with reported as (
    select partnership_id as reported_partnership from {{ ref('stg_survey__returns') }}
    union distinct
    select partnership_id from {{ ref('stg_survey__paper_percentages') }}
),

partnerships as (
    select
        partnership_id,
        {{ folded('partnership_id') }} as partnership_folded
    from {{ ref('int_survey__partnership') }}
),

alone as (
    select
        partnership_folded,
        min(partnership_id) as partnership_id
    from partnerships
    group by partnership_folded
    having count(*) = 1
),

named as (
    select
        reported.reported_partnership,
        coalesce(partnerships.partnership_id, alone.partnership_id) as partnership_id
    from reported
    left join partnerships on reported.reported_partnership = partnerships.partnership_id
    left join alone on {{ folded('reported.reported_partnership') }} = alone.partnership_folded
    where reported.reported_partnership is not null
)

select * from named
where partnership_id is not null
