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
        sum(cells.requests) filter (where cells.status = 'Filled') as filled,
        sum(cells.requests) filter (where cells.status = 'Part filled') as part_filled,
        sum(cells.requests) filter (where cells.status = 'Unfilled') as unfilled,
        sum(cells.requests) filter (where cells.status = 'Cancelled') as cancelled,
        sum(cells.requests) filter (where cells.status = 'Open') as still_open,
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
        coalesce(sum(by_month.filled), 0) as filled,
        coalesce(sum(by_month.part_filled), 0) as part_filled,
        coalesce(sum(by_month.unfilled), 0) as unfilled,
        coalesce(sum(by_month.cancelled), 0) as cancelled,
        coalesce(sum(by_month.still_open), 0) as still_open,
        coalesce(sum(by_month.ambassadors_wanted), 0) as ambassadors_wanted,
        sum(by_month.ambassadors_provided) as ambassadors_provided
    from by_month
    inner join month_periods on by_month.month_on = month_periods.month_on
    group by month_periods.period_key, by_month.place_key, rollup (by_month.activity_type)
)

select * from by_period
where requests > 0
