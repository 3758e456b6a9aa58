with by_zone as (
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

provisional as (
    select * from {{ ref('int_period__provisional') }}
),

summed as (
    select
        by_zone.period_key,
        zone_places.place_key,
        sum(by_zone.registered_count * zone_places.share) as registered_count,
        sum(by_zone.new_count * zone_places.share) as new_count,
        sum(by_zone.active_count * zone_places.share) as active_count
    from by_zone
    inner join zone_places on by_zone.zone_key = zone_places.zone_key
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
        round(summed.registered_count)::bigint as registered_count,
        round(summed.new_count)::bigint as new_count,
        round(summed.active_count)::bigint as active_count,
        100 * summed.active_count / nullif(summed.registered_count, 0) as active_pct,
        provisional.is_provisional
    from summed
    inner join periods on summed.period_key = periods.period_key
    inner join places on summed.place_key = places.place_key
    inner join provisional
        on
            summed.period_key = provisional.period_key
            and summed.place_key = provisional.place_key
    where summed.registered_count > 0 or summed.new_count > 0 or summed.active_count > 0
)

select * from counted
