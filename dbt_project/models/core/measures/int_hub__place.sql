-- National is no sum of hubs: its facts stand under a hub of its own, '', which no real hub can be.
with hub_geography as (
    select * from {{ ref('brg_hub_geography') }}
),

bases as (
    select * from (values ('as_was'), ('current')) as bases (hub_basis)
),

geographies as (
    select
        hub_id,
        geography_level,
        geography_code,
        geography_name
    from hub_geography
    union all
    select
        '' as hub_id,
        'national' as geography_level,
        'UK' as geography_code,
        'United Kingdom' as geography_name
),

keyed as (
    select
        bases.hub_basis,
        geographies.hub_id,
        dense_rank() over (order by bases.hub_basis, geographies.hub_id)::int as hub_key,
        dense_rank() over (
            order by bases.hub_basis, geographies.geography_level, geographies.geography_code
        )::int as place_key,
        geographies.geography_level,
        geographies.geography_code,
        geographies.geography_name
    from geographies
    cross join bases
)

select * from keyed
