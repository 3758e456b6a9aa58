-- Every period begins and ends with a month, so facts are summed by month once and then by period.
with periods as (
    select * from {{ ref('int_period__keyed') }}
),

month_periods as (
    select
        months.starts_on as month_on,
        periods.period_key
    from periods as months
    inner join periods
        on months.starts_on between periods.starts_on and periods.ends_on
    where months.period_type = 'month'
)

select * from month_periods
