with territory_places as (
    select * from {{ ref('int_territory__place') }}
),

extents as (
    select * from {{ ref('int_place__extent') }}
),

territory_extents as (
    select
        territory_places.territory_key,
        extents.extent_key,
        territory_places.share
    from territory_places
    inner join extents on territory_places.place_key = extents.extent_key and extents.place_key = extents.extent_key
)

select * from territory_extents
