with days as (
    select * from {{ ref('dim_date') }}
),

starts as (
    select
        programme_year,
        {{ programme_year_start('min(date_on)') }} as starts_on
    from days
    group by programme_year
),

programme_years as (
    select
        programme_year,
        starts_on,
        (starts_on + interval '1 year - 1 day')::date as ends_on
    from starts
)

select * from programme_years
