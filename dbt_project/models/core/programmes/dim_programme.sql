-- A programme ends on the day before the first list without it.
with programmes as (
    select * from {{ ref('stg_cpd__programmes') }}
    where programme_id <> 'unknown'
),

described as (
    select
        programme_id,
        programme_name,
        funder,
        participants_target,
        starts_on,
        least(ends_on, absent_on - 1) as ends_on
    from programmes
),

with_unknown as (
    select * from described
    union all
    select
        'unknown',
        'Unknown',
        null,
        null,
        null,
        null
)

select * from with_unknown
