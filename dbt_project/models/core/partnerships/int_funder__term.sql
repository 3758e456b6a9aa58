-- From the first term in which anything was done for a funder to that of the as-of day, or later if more was done.
-- A term is provisional as any period is: while it is unfinished, or while it holds a provisional month.
with days as (
    select happened_on as day_on from {{ ref('int_funder__volunteered') }}
    union all
    select happened_on from {{ ref('int_funder__trained') }}
    union all
    select happened_on from {{ ref('int_funder__achieved') }}
    union all
    select as_of_on from {{ ref('int_calendar__as_of') }}
),

bounds as (
    select
        date_trunc('month', min(day_on)) as first_on,
        date_trunc('month', max(day_on)) as last_on
    from days
),

names as (
    select * from {{ ref('terms') }}
),

months as (
    select
        months.month_on::date as month_on,
        {{ programme_year_name(programme_year_start('months.month_on')) }} || ' ' || names.term as term
    from bounds
    cross join
        generate_series(
            bounds.first_on - interval '5 months', bounds.last_on + interval '5 months', interval '1 month'
        ) as months (month_on)
    inner join names on extract(month from months.month_on) = names.month_number
),

terms as (
    select
        term,
        min(month_on) as starts_on,
        (max(month_on) + interval '1 month - 1 day')::date as ends_on
    from months
    group by 1
),

numbered as (
    select
        row_number() over (order by terms.starts_on)::int as term_number,
        terms.*
    from terms
    cross join bounds
    where terms.ends_on >= bounds.first_on and terms.starts_on <= bounds.last_on
),

late_months as (
    select completeness.month_on
    from {{ ref('int_reporting__completeness') }} as completeness
    inner join {{ ref('int_geography__place') }} as places on completeness.place_key = places.place_key
    where completeness.is_provisional and places.geography_level = 'national'
    group by completeness.month_on
),

judged as (
    select
        numbered.*,
        numbered.ends_on >= as_of.as_of_on
        or exists (
            select 1 from late_months
            where late_months.month_on between numbered.starts_on and numbered.ends_on
        ) as is_provisional
    from numbered
    cross join {{ ref('int_calendar__as_of') }} as as_of
)

select * from judged
