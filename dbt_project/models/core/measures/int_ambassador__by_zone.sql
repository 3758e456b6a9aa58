-- Registrations are counted by month before they meet the periods; actives are distinct in the month
-- before they are in the longer periods.
with ambassadors as (
    select * from {{ ref('int_ambassador__keyed') }}
),

visits as (
    select * from {{ ref('int_volunteering__visit') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

home_zones as (
    select * from {{ ref('int_home__zone') }}
),

registrations as (
    select
        home_key,
        registered_month_on,
        withdrawn_month_on,
        count(*) as ambassadors_count
    from ambassadors
    group by 1, 2, 3
),

registered as (
    select
        periods.period_key,
        registrations.home_key,
        sum(registrations.ambassadors_count) filter (
            where registrations.withdrawn_month_on is null
            or registrations.withdrawn_month_on >= periods.starts_on
        ) as registered_count,
        sum(registrations.ambassadors_count)
        filter (where registrations.registered_month_on >= periods.starts_on) as new_count,
        null::bigint as active_count
    from registrations
    inner join periods on registrations.registered_month_on <= periods.ends_on
    group by 1, 2
),

active_by_month as (
    select
        ambassador_number,
        month_on
    from visits
    group by 1, 2
),

active as (
    select
        month_periods.period_key,
        active_by_month.ambassador_number
    from active_by_month
    inner join month_periods on active_by_month.month_on = month_periods.month_on
    group by 1, 2
),

active_by_home as (
    select
        active.period_key,
        ambassadors.home_key,
        null::bigint as registered_count,
        null::bigint as new_count,
        count(*) as active_count
    from active
    inner join ambassadors on active.ambassador_number = ambassadors.ambassador_number
    group by 1, 2
),

counted as (
    select * from registered
    union all
    select * from active_by_home
),

by_zone as (
    select
        counted.period_key,
        home_zones.zone_key,
        coalesce(sum(counted.registered_count), 0) as registered_count,
        coalesce(sum(counted.new_count), 0) as new_count,
        coalesce(sum(counted.active_count), 0) as active_count
    from counted
    inner join home_zones
        on
            counted.period_key = home_zones.period_key
            and counted.home_key = home_zones.home_key
    group by 1, 2
)

select * from by_zone
