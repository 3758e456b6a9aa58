with periods as (
    select * from {{ ref('int_period__keyed') }}
    where period_type in ('month', 'programme_year')
),

places as (
    select * from {{ ref('int_geography__place') }}
    where geography_level in ('national', 'hub')
),

definitions as (
    select * from {{ ref('kpi_definitions') }}
),

rates as (
    select * from {{ ref('int_scorecard__rates') }}
    union all
    select * from {{ ref('int_scorecard__reporting') }}
    union all
    select * from {{ ref('int_scorecard__surveys') }}
    union all
    select * from {{ ref('int_scorecard__cpd_quality') }}
),

counted as (
    select * from {{ ref('int_scorecard__counts') }}
    union all
    select * from {{ ref('int_scorecard__cpd_counts') }}
),

counts as (
    select
        counted.period_key,
        counted.place_key,
        counted.kpi_code,
        counted.counted as exact_value,
        case when definitions.unit = 'people' then round(counted.counted) else counted.counted end as value,
        null::numeric as base
    from counted
    inner join definitions on counted.kpi_code = definitions.kpi_code
),

told as (
    select
        period_key,
        place_key,
        kpi_code,
        exact_value,
        value,
        value as numerator,
        base,
        base as denominator
    from counts
    union all
    select
        period_key,
        place_key,
        kpi_code,
        rate as exact_value,
        rate as value,
        round(numerator) as numerator,
        denominator as base,
        round(denominator) as denominator
    from rates
),

measured as (
    select told.*
    from told
    inner join periods on told.period_key = periods.period_key
    inner join places on told.place_key = places.place_key
)

select * from measured
