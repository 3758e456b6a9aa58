-- A school is a priority school by the list of the programme year in which the activity starts. An activity
-- counts in every setting group that it belongs to.
with activities as (
    select * from {{ ref('fct_activity') }}
    where is_completed
),

hours as (
    select * from {{ ref('int_activity__hours') }}
),

days as (
    select * from {{ ref('dim_date') }}
),

priorities as (
    select * from {{ ref('brg_school_priority_year') }}
),

settings as (
    select * from {{ ref('dim_setting') }}
),

territory_extents as (
    select * from {{ ref('int_territory__extent') }}
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

by_month as (
    select
        activities.territory_key,
        days.month_start_on as month_on,
        settings.setting_group,
        priorities.urn is not null as is_priority,
        activities.activity_type,
        count(*) as activities,
        count(*) filter (where activities.is_type_reported_other) as reported_as_other,
        coalesce(sum(hours.volunteer_hours), 0) as volunteer_hours
    from activities
    inner join days on activities.starts_on = days.date_on
    left join settings on activities.setting = settings.setting
    left join priorities
        on activities.urn = priorities.urn and days.programme_year = priorities.programme_year
    left join hours on activities.activity_id = hours.activity_id
    group by 1, 2, 3, 4, 5
),

by_period as (
    select
        month_periods.period_key,
        by_month.territory_key,
        by_month.setting_group,
        by_month.is_priority,
        by_month.activity_type,
        sum(by_month.activities)::bigint as activities,
        sum(by_month.reported_as_other)::bigint as reported_as_other,
        sum(by_month.volunteer_hours) as volunteer_hours
    from by_month
    inner join month_periods on by_month.month_on = month_periods.month_on
    group by 1, 2, 3, 4, 5
),

grouped as (
    select
        period_key,
        territory_key,
        unnest(array['all', setting_group, case when is_priority then 'priority_school' end]) as setting_group,
        activity_type,
        activities,
        reported_as_other,
        volunteer_hours
    from by_period
),

by_group as (
    select
        period_key,
        territory_key,
        setting_group,
        activity_type,
        sum(activities)::bigint as activities,
        sum(reported_as_other)::bigint as reported_as_other,
        sum(volunteer_hours) as volunteer_hours
    from grouped
    where setting_group is not null
    group by 1, 2, 3, 4
),

by_extent as (
    select
        by_group.period_key,
        territory_extents.extent_key,
        by_group.setting_group,
        by_group.activity_type,
        {{ shared_sum('by_group.activities', 'territory_extents.share') }} as activities,
        {{ shared_sum('by_group.reported_as_other', 'territory_extents.share') }} as reported_as_other,
        sum(territory_extents.share * by_group.volunteer_hours) as volunteer_hours
    from by_group
    inner join territory_extents on by_group.territory_key = territory_extents.territory_key
    group by 1, 2, 3, 4
)

select * from by_extent
