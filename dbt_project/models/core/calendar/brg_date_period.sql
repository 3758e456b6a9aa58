with periods as (
    select * from {{ ref('dim_period') }}
),

days as (
    select
        days.date_on::date as date_on,
        periods.period_type,
        periods.period
    from periods
    cross join generate_series(
        periods.starts_on::timestamp, periods.ends_on::timestamp, interval '1 day'
    ) as days (date_on)
)

select * from days
