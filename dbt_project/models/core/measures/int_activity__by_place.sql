with cells as (
    select * from {{ ref('int_activity__by_hub') }}
),

hub_places as (
    select * from {{ ref('int_hub__place') }}
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

by_month as (
    select
        hub_places.place_key,
        cells.month_on,
        cells.setting_group,
        cells.key_stage,
        sum(cells.activities) as activities,
        sum(cells.young_people_low) as young_people_low,
        sum(cells.young_people_high) as young_people_high,
        sum(cells.preparation_hours) as preparation_hours,
        sum(cells.delivery_hours) as delivery_hours
    from cells
    inner join hub_places on cells.hub_key = hub_places.hub_key
    group by 1, 2, 3, 4
),

by_period as (
    select
        month_periods.period_key,
        by_month.place_key,
        by_month.setting_group,
        by_month.key_stage,
        sum(by_month.activities) as activities,
        coalesce(sum(by_month.young_people_low), 0) as young_people_low,
        coalesce(sum(by_month.young_people_high), 0) as young_people_high,
        coalesce(sum(by_month.preparation_hours), 0) as preparation_hours,
        coalesce(sum(by_month.delivery_hours), 0) as delivery_hours
    from by_month
    inner join month_periods on by_month.month_on = month_periods.month_on
    group by 1, 2, 3, 4
)

select * from by_period
