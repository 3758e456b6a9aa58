with activities as (
    select * from {{ ref('int_activity__by_place') }}
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
        period_key,
        place_key,
        coalesce(key_stage, 'all') as key_stage,
        sum(activities) as activities,
        sum(young_people_low) as young_people_low,
        sum(young_people_high) as young_people_high
    from activities
    group by period_key, place_key, rollup (key_stage)
),

counted as (
    select
        periods.period_type,
        periods.period,
        places.hub_basis,
        places.geography_level,
        places.geography_code,
        places.geography_name,
        summed.key_stage,
        round(summed.activities)::bigint as activities_count,
        round(summed.young_people_low)::bigint as young_people_low,
        round(summed.young_people_high)::bigint as young_people_high,
        provisional.is_provisional
    from summed
    inner join periods on summed.period_key = periods.period_key
    inner join places on summed.place_key = places.place_key
    inner join provisional
        on
            summed.period_key = provisional.period_key
            and summed.place_key = provisional.place_key
)

select * from counted
