with periods as (
    select * from {{ ref('int_period__keyed') }}
    where period_type in ('month', 'programme_year')
),

befores as (
    select
        periods.period_key,
        befores.period_key as key_before,
        years_ago.period_key as key_a_year_ago
    from periods
    left join periods as befores
        on periods.period_type = befores.period_type and periods.starts_on - 1 = befores.ends_on
    left join periods as years_ago
        on
            periods.period_type = 'month'
            and years_ago.period_type = 'month'
            and periods.starts_on - interval '1 year' = years_ago.starts_on
)

select * from befores
