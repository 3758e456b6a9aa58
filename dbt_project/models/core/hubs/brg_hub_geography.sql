-- National is not in it: a national figure is computed from the facts, placed or not.
with hubs as (
    select * from {{ ref('dim_hub') }}
),

geographies as (
    select
        hub_id,
        'hub' as geography_level,
        hub_id as geography_code,
        hub_name as geography_name
    from hubs
    union all
    select
        hub_id,
        'region' as geography_level,
        region as geography_code,
        region as geography_name
    from hubs
    where region is not null
    union all
    select
        hub_id,
        'nation' as geography_level,
        nation as geography_code,
        nation as geography_name
    from hubs
    where nation is not null
)

select * from geographies
