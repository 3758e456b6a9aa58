-- An activity counts in every setting group that it belongs to.
with cells as (
    select * from {{ ref('int_mix__by_hub') }}
),

hub_places as (
    select * from {{ ref('int_hub__place') }}
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

by_period as (
    select
        month_periods.period_key,
        cells.hub_key,
        cells.setting_group,
        cells.is_priority,
        cells.activity_type,
        sum(cells.activities) as activities,
        sum(cells.reported_as_other) as reported_as_other,
        sum(cells.volunteer_hours) as volunteer_hours
    from cells
    inner join month_periods on cells.month_on = month_periods.month_on
    group by 1, 2, 3, 4, 5
),

grouped as (
    select
        period_key,
        hub_key,
        unnest(array['all', setting_group, case when is_priority then 'priority_school' end]) as setting_group,
        activity_type,
        activities,
        reported_as_other,
        volunteer_hours
    from by_period
    where activities > 0
),

by_group as (
    select
        period_key,
        hub_key,
        setting_group,
        activity_type,
        sum(activities) as activities,
        sum(reported_as_other) as reported_as_other,
        sum(volunteer_hours) as volunteer_hours
    from grouped
    where setting_group is not null
    group by 1, 2, 3, 4
),

by_place as (
    select
        by_group.period_key,
        hub_places.place_key,
        by_group.setting_group,
        by_group.activity_type,
        sum(by_group.activities) as activities,
        sum(by_group.reported_as_other) as reported_as_other,
        sum(by_group.volunteer_hours) as volunteer_hours
    from by_group
    inner join hub_places on by_group.hub_key = hub_places.hub_key
    group by 1, 2, 3, 4
)

select * from by_place
