with cells as (
    select * from {{ ref('int_demand__by_hub') }}
),

hub_places as (
    select * from {{ ref('int_hub__place') }}
),

month_periods as (
    select * from {{ ref('int_demand__period') }}
),

by_month as (
    select
        hub_places.place_key,
        cells.month_on,
        cells.activity_type,
        sum(cells.requests) as requests,
        sum(cells.filled) as filled,
        sum(cells.part_filled) as part_filled,
        sum(cells.unfilled) as unfilled,
        sum(cells.cancelled) as cancelled,
        sum(cells.still_open) as still_open,
        sum(cells.ambassadors_wanted) as ambassadors_wanted,
        sum(cells.ambassadors_provided) as ambassadors_provided
    from cells
    inner join hub_places on cells.hub_key = hub_places.hub_key
    group by 1, 2, 3
),

by_period as (
    select
        month_periods.period_key,
        by_month.place_key,
        coalesce(by_month.activity_type, 'all') as activity_type,
        sum(by_month.requests) as requests,
        sum(by_month.filled) as filled,
        sum(by_month.part_filled) as part_filled,
        sum(by_month.unfilled) as unfilled,
        sum(by_month.cancelled) as cancelled,
        sum(by_month.still_open) as still_open,
        sum(by_month.ambassadors_wanted) as ambassadors_wanted,
        sum(by_month.ambassadors_provided) as ambassadors_provided
    from by_month
    inner join month_periods on by_month.month_on = month_periods.month_on
    group by month_periods.period_key, by_month.place_key, rollup (by_month.activity_type)
)

select * from by_period
where requests > 0
