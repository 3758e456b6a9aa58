-- Everybody counts nationally once, whatever the shares of their hub add up to.
with home_zones as (
    select * from {{ ref('int_home__zone') }}
),

home_hubs as (
    select * from {{ ref('int_home__hub') }}
),

hub_places as (
    select * from {{ ref('int_hub__place') }}
),

zones as (
    select distinct on (zone_key)
        zone_key,
        period_key,
        home_key
    from home_zones
    order by zone_key asc, period_key asc, home_key asc
),

in_hubs as (
    select
        zones.zone_key,
        hub_places.place_key,
        sum(home_hubs.share) as share
    from zones
    inner join home_hubs
        on zones.period_key = home_hubs.period_key and zones.home_key = home_hubs.home_key
    inner join hub_places on home_hubs.hub_key = hub_places.hub_key
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
