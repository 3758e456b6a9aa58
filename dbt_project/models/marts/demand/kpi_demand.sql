-- Whoever is active could have helped with any kind of activity: supply is not split by it.
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
    select * from {{ ref('int_geography__place') }}
),

supply as (
    select
        active_by_zone.period_key,
        zone_places.place_key,
        sum(active_by_zone.active_count * zone_places.share) as ambassadors_active
    from active_by_zone
    inner join zone_places on active_by_zone.zone_key = zone_places.zone_key
    group by 1, 2
),

counted as (
    select
        periods.period_type,
        periods.period,
        places.hub_basis,
        places.geography_level,
        places.geography_code,
        places.geography_name,
        requests.activity_type,
        round(requests.requests)::bigint as requests_count,
        round(requests.filled)::bigint as filled_count,
        round(requests.part_filled)::bigint as part_filled_count,
        round(requests.unfilled)::bigint as unfilled_count,
        round(requests.cancelled)::bigint as cancelled_count,
        round(requests.still_open)::bigint as open_count,
        100 * (requests.filled + requests.part_filled)
        / nullif(requests.filled + requests.part_filled + requests.unfilled, 0) as fill_rate_pct,
        round(requests.ambassadors_wanted)::bigint as ambassadors_wanted_count,
        round(requests.ambassadors_provided)::bigint as ambassadors_provided_count,
        waits.days_to_fill_median,
        round(coalesce(supply.ambassadors_active, 0))::bigint as ambassadors_active_count,
        requests.requests / nullif(supply.ambassadors_active, 0) as requests_per_ambassador
    from requests
    inner join periods on requests.period_key = periods.period_key
    inner join places on requests.place_key = places.place_key
    left join waits
        on
            requests.period_key = waits.period_key
            and requests.place_key = waits.place_key
            and requests.activity_type = waits.activity_type
    left join supply
        on requests.period_key = supply.period_key and requests.place_key = supply.place_key
)

select * from counted
