-- Actives are distinct in the month before they are in the longer periods.
with ambassadors as (
    select * from {{ ref('int_ambassador__keyed') }}
),

registered as (
    select * from {{ ref('int_ambassador__registered') }}
),

visits as (
    select * from {{ ref('int_volunteering__visit') }}
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

home_zones as (
    select * from {{ ref('int_home__zone') }}
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

counted as (
    select
        period_key,
        home_key,
        registered_count,
        new_count,
        0 as active_count
    from registered
    union all
    select
        active.period_key,
        ambassadors.home_key,
        0 as registered_count,
        0 as new_count,
        count(*) as active_count
    from active
    inner join ambassadors on active.ambassador_number = ambassadors.ambassador_number
    group by 1, 2
),

by_zone as (
    select
        counted.period_key,
        home_zones.zone_key,
        sum(counted.registered_count) as registered_count,
        sum(counted.new_count) as new_count,
        sum(counted.active_count) as active_count
    from counted
    inner join home_zones
        on
            counted.period_key = home_zones.period_key
            and counted.home_key = home_zones.home_key
    group by 1, 2
)

select * from by_zone
