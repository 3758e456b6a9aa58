-- Before the first year with an activity there is no year to compare with.
with periods as (
    select * from {{ ref('int_period__keyed') }}
    where period_type = 'programme_year'
),

beginning as (
    select min(starts_on) as first_on
    from {{ ref('fct_activity') }}
    where is_completed
),

years as (
    select
        periods.period_key,
        periods.programme_year,
        periods.ends_on,
        periods_before.period_key as key_before
    from periods
    cross join beginning
    left join periods as periods_before
        on
            periods.starts_on = periods_before.ends_on + 1
            and periods.starts_on > beginning.first_on
)

select * from years
