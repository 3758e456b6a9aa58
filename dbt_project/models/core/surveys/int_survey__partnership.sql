-- Online returns name their partnership: by a name that two partnerships share neither is found.
with partnerships as (
    select * from {{ ref('stg_cpd__partnerships') }}
    where partnership_id <> 'unknown'
),

programmes as (
    select * from {{ ref('stg_cpd__programmes') }}
),

described as (
    select
        partnerships.partnership_id,
        partnerships.partnership_name,
        coalesce(programmes.programme_name, 'Unknown') as programme,
        {{ folded('partnerships.partnership_name') }} as name_folded
    from partnerships
    left join programmes on partnerships.programme_id = programmes.programme_id
),

with_unknown as (
    select
        partnership_id,
        partnership_name,
        programme,
        case when count(*) over (partition by name_folded) = 1 then name_folded end as own_name_folded
    from described
    union all
    select
        'unknown',
        'Unknown',
        'Unknown',
        null
)

select * from with_unknown
