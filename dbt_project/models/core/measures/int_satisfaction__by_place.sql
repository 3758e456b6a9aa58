with cells as (
    select * from {{ ref('int_satisfaction__by_hub') }}
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
        cells.respondent,
        cells.criterion,
        sum(cells.responses) as responses,
        sum(cells.answers) as answers,
        sum(cells.score_total) as score_total,
        sum(cells.rated_high) as rated_high
    from cells
    inner join hub_places on cells.hub_key = hub_places.hub_key
    group by 1, 2, 3, 4
),

by_period as (
    select
        month_periods.period_key,
        by_month.place_key,
        by_month.respondent,
        by_month.criterion,
        sum(by_month.responses) as responses,
        sum(by_month.answers) as answers,
        sum(by_month.score_total) as score_total,
        sum(by_month.rated_high) as rated_high
    from by_month
    inner join month_periods on by_month.month_on = month_periods.month_on
    group by 1, 2, 3, 4
)

select * from by_period
where answers > 0
