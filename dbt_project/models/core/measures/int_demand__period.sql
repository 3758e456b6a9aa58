-- A month before the first that has rows of its own can lie in the first programme year.
with months as (
    select date_trunc('month', requested_on::timestamp)::date as month_on
    from {{ ref('fct_request') }}
    group by 1
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

month_periods as (
    select
        months.month_on,
        periods.period_key
    from months
    inner join periods on months.month_on between periods.starts_on and periods.ends_on
)

select * from month_periods
