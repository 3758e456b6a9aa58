-- A period is provisional in a place while it is unfinished or holds a provisional month there.
with periods as (
    select * from {{ ref('int_period__keyed') }}
),

places as (
    select * from {{ ref('int_geography__place') }}
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

completeness as (
    select * from {{ ref('int_reporting__completeness') }}
),

incomplete as (
    select
        month_periods.period_key,
        completeness.place_key
    from completeness
    inner join month_periods on completeness.month_on = month_periods.month_on
    where completeness.is_provisional
    group by 1, 2
),

provisional as (
    select
        periods.period_key,
        places.place_key,
        not periods.is_finished or incomplete.place_key is not null as is_provisional
    from periods
    cross join places
    left join incomplete
        on
            periods.period_key = incomplete.period_key
            and places.place_key = incomplete.place_key
)

select * from provisional
