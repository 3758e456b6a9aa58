with activities as (
    select * from {{ ref('fct_activity') }}
    where is_completed
),

hours as (
    select * from {{ ref('int_activity__hours') }}
),

settings as (
    select * from {{ ref('dim_setting') }}
),

territory_extents as (
    select * from {{ ref('int_territory__extent') }}
),

extents as (
    select * from {{ ref('int_place__extent') }}
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

by_territory as (
    select
        activities.territory_key,
        date_trunc('month', activities.starts_on::timestamp)::date as month_on,
        settings.setting_group,
        activities.key_stage,
        count(*) as activities,
        sum(activities.young_people_low) as young_people_low,
        sum(activities.young_people_high) as young_people_high,
        sum(hours.preparation_hours) as preparation_hours,
        sum(hours.delivery_hours) as delivery_hours
    from activities
    left join hours on activities.activity_id = hours.activity_id
    left join settings on activities.setting = settings.setting
    group by 1, 2, 3, 4
),

by_period as (
    select
        by_territory.territory_key,
        month_periods.period_key,
        by_territory.setting_group,
        by_territory.key_stage,
        sum(by_territory.activities)::bigint as activities,
        coalesce(sum(by_territory.young_people_low), 0)::bigint as young_people_low,
        coalesce(sum(by_territory.young_people_high), 0)::bigint as young_people_high,
        coalesce(sum(by_territory.preparation_hours), 0) as preparation_hours,
        coalesce(sum(by_territory.delivery_hours), 0) as delivery_hours
    from by_territory
    inner join month_periods on by_territory.month_on = month_periods.month_on
    group by 1, 2, 3, 4
),

by_extent as (
    select
        by_period.period_key,
        territory_extents.extent_key,
        by_period.setting_group,
        by_period.key_stage,
        {{ shared_sum('by_period.activities', 'territory_extents.share') }} as activities,
        {{ shared_sum('by_period.young_people_low', 'territory_extents.share') }} as young_people_low,
        {{ shared_sum('by_period.young_people_high', 'territory_extents.share') }} as young_people_high,
        sum(territory_extents.share * by_period.preparation_hours) as preparation_hours,
        sum(territory_extents.share * by_period.delivery_hours) as delivery_hours
    from by_period
    inner join territory_extents on by_period.territory_key = territory_extents.territory_key
    group by 1, 2, 3, 4
),

by_place as (
    select
        by_extent.period_key,
        extents.place_key,
        by_extent.setting_group,
        by_extent.key_stage,
        by_extent.activities,
        by_extent.young_people_low,
        by_extent.young_people_high,
        by_extent.preparation_hours,
        by_extent.delivery_hours
    from by_extent
    inner join extents on by_extent.extent_key = extents.extent_key
)

select * from by_place
