-- Whoever is active could have helped with any kind of activity: supply is not split by it. Where
-- somebody was active and nobody asked, all is the only row.
with requests as (
    select * from {{ ref('int_demand__by_place') }}
),

waits as (
    select * from {{ ref('int_demand__median') }}
),

active_by_zone as (
    select * from {{ ref('int_ambassador__by_zone') }}
),

zone_places as (
    select * from {{ ref('int_zone__place') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

places as (
    select
        places.*,
        extents.extent_key
    from {{ ref('int_geography__place') }} as places
    left join {{ ref('int_place__extent') }} as extents on places.place_key = extents.place_key
),

provisional as (
    select * from {{ ref('int_period__provisional') }}
),

supply as (
    select
        active_by_zone.period_key,
        zone_places.place_key,
        sum(active_by_zone.active_count * zone_places.share) as ambassadors_active
    from active_by_zone
    inner join zone_places on active_by_zone.zone_key = zone_places.zone_key
    where active_by_zone.active_count > 0
    group by 1, 2
),

met as (
    select
        coalesce(requests.period_key, supply.period_key) as period_key,
        coalesce(requests.place_key, supply.place_key) as place_key,
        coalesce(requests.activity_type, 'all') as activity_type,
        coalesce(requests.requests, 0) as requests,
        coalesce(requests.filled, 0) as filled,
        coalesce(requests.part_filled, 0) as part_filled,
        coalesce(requests.unfilled, 0) as unfilled,
        coalesce(requests.cancelled, 0) as cancelled,
        coalesce(requests.still_open, 0) as still_open,
        coalesce(requests.ambassadors_wanted, 0) as ambassadors_wanted,
        coalesce(requests.ambassadors_provided, 0) as ambassadors_provided,
        coalesce(supply.ambassadors_active, 0) as ambassadors_active
    from requests
    full join supply
        on requests.period_key = supply.period_key and requests.place_key = supply.place_key
),

counted as (
    select
        periods.period_type,
        periods.period,
        places.hub_basis,
        places.geography_level,
        places.geography_code,
        places.geography_name,
        met.activity_type,
        round(met.requests)::bigint as requests_count,
        round(met.filled)::bigint as filled_count,
        round(met.part_filled)::bigint as part_filled_count,
        round(met.unfilled)::bigint as unfilled_count,
        round(met.cancelled)::bigint as cancelled_count,
        round(met.still_open)::bigint as open_count,
        100 * (met.filled + met.part_filled)
        / nullif(met.filled + met.part_filled + met.unfilled, 0) as fill_rate_pct,
        round(met.ambassadors_wanted)::bigint as ambassadors_wanted_count,
        round(met.ambassadors_provided)::bigint as ambassadors_provided_count,
        waits.days_to_fill_median,
        round(met.ambassadors_active)::bigint as ambassadors_active_count,
        met.requests / nullif(met.ambassadors_active, 0) as requests_per_ambassador,
        provisional.is_provisional
    from met
    inner join periods on met.period_key = periods.period_key
    inner join places on met.place_key = places.place_key
    inner join provisional
        on
            met.period_key = provisional.period_key
            and met.place_key = provisional.place_key
    left join waits
        on
            met.period_key = waits.period_key
            and places.extent_key = waits.extent_key
            and met.activity_type = waits.activity_type
)

select * from counted
