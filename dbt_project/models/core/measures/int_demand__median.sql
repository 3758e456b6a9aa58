with waits as (
    select * from {{ ref('int_demand__wait') }}
),

month_periods as (
    select * from {{ ref('int_demand__period') }}
),

by_type as (
    select
        month_periods.period_key,
        waits.place_key,
        waits.activity_type,
        waits.days_to_fill,
        sum(waits.requests_count)::int as requests_count
    from waits
    inner join month_periods on waits.month_on = month_periods.month_on
    group by 1, 2, 3, 4
),

by_day as (
    select * from by_type
    union all
    select
        period_key,
        place_key,
        'all' as activity_type,
        days_to_fill,
        sum(requests_count)::int as requests_count
    from by_type
    group by 1, 2, 4
),

ranked as (
    select
        *,
        sum(requests_count) over (
            partition by period_key, place_key, activity_type order by days_to_fill
        ) as so_far,
        sum(requests_count) over (partition by period_key, place_key, activity_type) as in_all
    from by_day
),

middles as (
    select
        period_key,
        place_key,
        activity_type,
        (
            min(days_to_fill) filter (where 2 * so_far >= in_all)
            + min(days_to_fill) filter (where 2 * so_far > in_all)
        ) / 2.0 as days_to_fill_median
    from ranked
    group by 1, 2, 3
)

select * from middles
