-- A hub that no reorganisation touched is the same under both bases, and a nation of one hub is that
-- hub: what counts by territory is summed once for all places of an extent.
with territory_places as (
    select * from {{ ref('int_territory__place') }}
),

places as (
    select
        place_key,
        string_agg(territory_key || ':' || share, ' ' order by territory_key) as territories
    from territory_places
    group by 1
),

extents as (
    select
        place_key,
        min(place_key) over (partition by territories) as extent_key
    from places
)

select * from extents
