with activities as (
    select * from {{ ref('int_mix__by_extent') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

places as (
    select
        places.*,
        extents.extent_key
    from {{ ref('int_geography__place') }} as places
    inner join {{ ref('int_place__extent') }} as extents on places.place_key = extents.place_key
),

provisional as (
    select * from {{ ref('int_period__provisional') }}
),

everything as (
    select
        period_key,
        extent_key,
        sum(volunteer_hours) as volunteer_hours
    from activities
    where setting_group = 'all'
    group by 1, 2
),

ranked as (
    select
        *,
        sum(activities) over (partition by period_key, extent_key, setting_group) as group_activities,
        rank() over (partition by period_key, extent_key, setting_group order by activities desc) as activity_rank
    from activities
),

counted as (
    select
        periods.period_type,
        periods.period,
        places.hub_basis,
        places.geography_level,
        places.geography_code,
        places.geography_name,
        ranked.setting_group,
        ranked.activity_type,
        round(ranked.activities)::bigint as activities_count,
        100 * ranked.activities / ranked.group_activities as share_pct,
        ranked.activity_rank,
        ranked.volunteer_hours,
        100 * ranked.volunteer_hours / nullif(everything.volunteer_hours, 0) as hours_share_pct,
        round(ranked.reported_as_other)::bigint as reported_as_other_count,
        provisional.is_provisional
    from ranked
    inner join everything
        on ranked.period_key = everything.period_key and ranked.extent_key = everything.extent_key
    inner join periods on ranked.period_key = periods.period_key
    inner join places on ranked.extent_key = places.extent_key
    inner join provisional
        on
            ranked.period_key = provisional.period_key
            and places.place_key = provisional.place_key
)

select * from counted
