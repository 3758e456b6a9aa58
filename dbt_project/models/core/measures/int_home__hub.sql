-- People and groups belong, for a whole period, where their home is on one day: to the hub of its
-- local authority, else to whoever carries their own hub.
with homes as (
    select
        home_key,
        local_authority_code,
        placing_hub_id
    from {{ ref('int_home__keyed') }}
    group by 1, 2, 3
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

period_areas as (
    select * from {{ ref('brg_period_area') }}
),

period_hubs as (
    select * from {{ ref('brg_period_hub') }}
),

hubs as (
    select * from {{ ref('int_hub__place') }}
    where geography_level = 'hub'
),

by_hub as (
    select
        periods.period_key,
        homes.home_key,
        hubs.hub_key,
        coalesce(period_areas.share, period_hubs.share, 1) as share
    from homes
    cross join periods
    cross join (values ('as_was'), ('current')) as bases (hub_basis)
    left join period_areas
        on
            homes.local_authority_code = period_areas.local_authority_code
            and periods.period_type = period_areas.period_type
            and periods.period = period_areas.period
            and bases.hub_basis = period_areas.hub_basis
    left join period_hubs
        on
            period_areas.hub_id is null
            and homes.placing_hub_id = period_hubs.hub_id
            and periods.period_type = period_hubs.period_type
            and periods.period = period_hubs.period
            and bases.hub_basis = period_hubs.hub_basis
    inner join hubs
        on
            bases.hub_basis = hubs.hub_basis
            and coalesce(period_areas.hub_id, period_hubs.carrier_hub_id, 'unknown') = hubs.hub_id
)

select * from by_hub
