-- A home is what places a person or group: the local authority where that always has a hub, so that
-- there are few homes; else the authority together with the own hub.
with periods as (
    select * from {{ ref('int_period__keyed') }}
),

period_areas as (
    select * from {{ ref('brg_period_area') }}
),

stated as (
    select
        local_authority_code,
        hub_id
    from {{ ref('dim_ambassador') }}
    union
    select
        local_authority_code,
        hub_id
    from {{ ref('dim_organisation') }}
    union
    select
        local_authority_code,
        null as hub_id
    from {{ ref('dim_school') }}
),

held as (
    select local_authority_code
    from period_areas
    group by local_authority_code, period_type, period, hub_basis
),

covered as (
    select local_authority_code
    from held
    group by 1
    having count(*) = (select 2 * count(*) from periods)
),

homes as (
    select
        coalesce(stated.local_authority_code, '') as local_authority_code,
        coalesce(stated.hub_id, '') as hub_id,
        case
            when covered.local_authority_code is null then coalesce(stated.hub_id, '') else ''
        end as placing_hub_id
    from stated
    left join covered on stated.local_authority_code = covered.local_authority_code
),

keyed as (
    select
        *,
        dense_rank() over (order by local_authority_code, placing_hub_id)::int as home_key
    from homes
)

select * from keyed
