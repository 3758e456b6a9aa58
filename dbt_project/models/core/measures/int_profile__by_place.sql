-- National cells are the same under both bases, and stand here once.
with by_home as (
    select * from {{ ref('int_profile__by_home') }}
),

home_zones as (
    select * from {{ ref('int_home__zone') }}
),

zone_places as (
    select zone_places.*
    from {{ ref('int_zone__place') }} as zone_places
    inner join {{ ref('int_geography__place') }} as places on zone_places.place_key = places.place_key
    where places.geography_level <> 'national' or places.hub_basis = 'as_was'
),

categories as (
    select
        characteristic,
        category,
        row_number() over (order by characteristic, category collate "C")::int as category_key,
        dense_rank() over (order by category collate "C")::int as category_number,
        row_number() over (partition by characteristic order by category collate "C")::int as number_in_place,
        count(*) over (partition by characteristic)::int as categories_count
    from by_home
    group by 1, 2
),

tables as (
    select
        period_key,
        characteristic,
        dense_rank() over (order by period_key, characteristic)::int as table_key
    from by_home
    group by 1, 2
),

by_zone as (
    select
        by_home.period_key,
        home_zones.zone_key,
        categories.category_key,
        sum(by_home.ambassadors_count) as ambassadors_count
    from by_home
    inner join categories
        on by_home.characteristic = categories.characteristic and by_home.category = categories.category
    inner join home_zones
        on by_home.period_key = home_zones.period_key and by_home.home_key = home_zones.home_key
    group by 1, 2, 3
),

by_place as (
    select
        by_zone.period_key,
        zone_places.place_key,
        by_zone.category_key,
        sum(by_zone.ambassadors_count * zone_places.share) as ambassadors
    from by_zone
    inner join zone_places on by_zone.zone_key = zone_places.zone_key
    group by 1, 2, 3
),

-- The cells of a characteristic in a period are one table, in which they are numbered.
cells as (
    select
        by_place.period_key,
        by_place.place_key,
        categories.characteristic,
        categories.category,
        categories.category_number,
        by_place.ambassadors,
        round(by_place.ambassadors)::int as ambassadors_count,
        tables.table_key,
        by_place.place_key * categories.categories_count + categories.number_in_place as cell_number
    from by_place
    inner join categories on by_place.category_key = categories.category_key
    inner join tables
        on by_place.period_key = tables.period_key and categories.characteristic = tables.characteristic
    where by_place.ambassadors > 0
)

select * from cells
