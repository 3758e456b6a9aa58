-- Without a completed activity the year of the as-of day is all there is to tell of.
with completed as (
    select starts_on from {{ ref('fct_activity') }}
    where is_completed
),

bounds as (
    select
        as_of.as_of_on,
        date_trunc('year', coalesce(min(completed.starts_on), as_of.as_of_on))::date as first_year_on,
        date_trunc('year', coalesce(max(completed.starts_on), as_of.as_of_on))::date as last_year_on,
        date_trunc('month', greatest(max(completed.starts_on), as_of.as_of_on))::date as last_month_on
    from {{ ref('int_calendar__as_of') }} as as_of
    left join completed on true
    where as_of.as_of_on is not null
    group by as_of.as_of_on
),

months as (
    select
        'month' as period_type,
        to_char(days.starts_on, 'YYYY-MM') as period,
        days.starts_on::date as starts_on,
        (days.starts_on + interval '1 month - 1 day')::date as ends_on
    from bounds
    cross join generate_series(
        bounds.first_year_on::timestamp, bounds.last_month_on::timestamp, interval '1 month'
    ) as days (starts_on)
),

programme_years as (
    select
        'programme_year' as period_type,
        {{ programme_year_name('days.starts_on') }} as period,
        days.starts_on::date as starts_on,
        (days.starts_on + interval '1 year - 1 day')::date as ends_on
    from bounds
    cross join generate_series(
        {{ programme_year_start('bounds.first_year_on') }}::timestamp,
        bounds.last_month_on::timestamp,
        interval '1 year'
    ) as days (starts_on)
),

everything as (
    select
        'all' as period_type,
        to_char(first_year_on, 'YYYY') || '-' || to_char(last_year_on, 'YYYY') as period,
        first_year_on as starts_on,
        (last_year_on + interval '1 year - 1 day')::date as ends_on
    from bounds
),

periods as (
    select * from months
    union all
    select * from programme_years
    union all
    select * from everything
),

finished as (
    select
        periods.period_type,
        periods.period,
        bounds.as_of_on > periods.ends_on as is_finished,
        periods.starts_on,
        periods.ends_on
    from periods
    cross join bounds
)

select * from finished
