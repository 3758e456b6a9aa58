-- Everybody counts nationally once, whatever the shares of their hub add up to.
with zones as (
    select
        zone_key,
        hub_keys,
        shares
    from {{ ref('int_home__zone') }}
    group by 1, 2, 3
),

hub_places as (
    select * from {{ ref('int_hub__place') }}
),

in_hubs as (
    select
        zones.zone_key,
        hub_places.place_key,
        sum(hubs.share) as share
    from zones
    cross join unnest(zones.hub_keys, zones.shares) as hubs (hub_key, share)
    inner join hub_places on hubs.hub_key = hub_places.hub_key
    group by 1, 2
),

nationwide as (
    select
        zones.zone_key,
        hub_places.place_key,
        1 as share
    from zones
    inner join hub_places on hub_places.geography_level = 'national'
),

places as (
    select * from in_hubs
    union all
    select * from nationwide
)

select * from places
