-- Homes that lie alike are one zone, of which there are few.
with home_hubs as (
    select * from {{ ref('int_home__hub') }}
),

by_home as (
    select
        period_key,
        home_key,
        array_agg(hub_key order by hub_key) as hub_keys,
        array_agg(share order by hub_key) as shares
    from home_hubs
    group by 1, 2
),

zoned as (
    select
        period_key,
        home_key,
        dense_rank() over (order by hub_keys, shares)::int as zone_key
    from by_home
)

select * from zoned
