-- Online returns name their partnership: by a name that two partnerships share neither is found.
with partnerships as (
    select * from {{ ref('dim_partnership') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

described as (
    select
        partnerships.partnership_id,
        partnerships.partnership_name,
        programmes.programme_name as programme,
        {{ folded('partnerships.partnership_name') }} as name_folded,
        partnerships.partnership_id <> 'unknown' as is_known
    from partnerships
    left join programmes on partnerships.programme_id = programmes.programme_id
),

named as (
    select
        partnership_id,
        partnership_name,
        programme,
        case
            when is_known and count(*) over (partition by name_folded, is_known) = 1 then name_folded
        end as own_name_folded
    from described
)

select * from named
