with periods as (
    select
        min(starts_on) as first_on,
        max(ends_on) as last_on
    from {{ ref('dim_period') }}
),

ambassadors as (
    select min(registered_on) as first_on from {{ ref('dim_ambassador') }}
),

terms as (
    select * from {{ ref('terms') }}
),

days as (
    select days.date_on::date as date_on
    from periods
    cross join ambassadors
    cross join generate_series(
        date_trunc('year', least(periods.first_on, ambassadors.first_on)::timestamp),
        date_trunc('year', periods.last_on::timestamp) + interval '2 years - 1 day',
        interval '1 day'
    ) as days (date_on)
),

described as (
    select
        days.date_on,
        extract(year from days.date_on)::integer as calendar_year,
        {{ programme_year_name(programme_year_start('days.date_on')) }} as programme_year,
        to_char(days.date_on - interval '3 months', 'YYYY')
        || '/' || to_char(days.date_on + interval '9 months', 'YY') as financial_year,
        terms.term,
        to_char(days.date_on, 'YYYY-MM') as month,
        date_trunc('month', days.date_on)::date as month_start_on,
        (date_trunc('month', days.date_on) + interval '1 month - 1 day')::date as month_end_on
    from days
    left join terms on extract(month from days.date_on) = terms.month_number
)

select * from described
