with hub_places as (
    select * from {{ ref('int_hub__place') }}
),

places as (
    select
        place_key,
        hub_basis,
        geography_level,
        geography_code,
        max(geography_name) as geography_name
    from hub_places
    group by 1, 2, 3, 4
)

select * from places
