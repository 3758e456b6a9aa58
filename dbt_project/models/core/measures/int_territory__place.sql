-- Territory 0 is the country and no hub. Everything counts in the country, under either basis.
with territory_hubs as (
    select * from {{ ref('brg_territory_hub') }}
),

hub_places as (
    select * from {{ ref('int_hub__place') }}
),

territories as (
    select 0 as territory_key
    union
    select territory_key from territory_hubs
),

places as (
    select
        territory_hubs.territory_key,
        hub_places.place_key,
        trim_scale(sum(territory_hubs.share)) as share
    from territory_hubs
    inner join hub_places
        on
            territory_hubs.hub_basis = hub_places.hub_basis
            and territory_hubs.hub_id = hub_places.hub_id
    group by 1, 2
    union all
    select
        territories.territory_key,
        hub_places.place_key,
        1::numeric as share
    from territories
    cross join hub_places
    where hub_places.geography_level = 'national'
)

select * from places
