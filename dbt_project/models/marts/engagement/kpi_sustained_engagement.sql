with engagement as (
    select * from {{ ref('int_engagement__by_place') }}
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

counted as (
    select
        periods.period_type,
        periods.period,
        places.hub_basis,
        places.geography_level,
        places.geography_code,
        places.geography_name,
        engagement.phase,
        engagement.priority_only,
        round(engagement.reached)::bigint as organisations_reached_count,
        round(engagement.one_off)::bigint as one_off_count,
        round(engagement.repeated)::bigint as repeat_count,
        round(engagement.sustained)::bigint as sustained_count,
        100 * engagement.sustained / nullif(engagement.reached, 0) as sustained_pct,
        round(engagement.returned)::bigint as returned_count,
        round(engagement.lapsed)::bigint as lapsed_count,
        engagement.activities / nullif(engagement.reached, 0) as activities_per_organisation,
        provisional.is_provisional
    from engagement
    inner join periods on engagement.period_key = periods.period_key
    inner join places on engagement.place_key = places.place_key
    inner join provisional
        on
            engagement.period_key = provisional.period_key
            and engagement.place_key = provisional.place_key
    where engagement.reached > 0 or engagement.lapsed > 0
)

select * from counted
