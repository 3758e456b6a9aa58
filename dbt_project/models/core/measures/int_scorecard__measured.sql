-- Courses and surveys join here with their own measures, as two more parts of the union.
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
),

counts as (
    select
        counts.period_key,
        counts.place_key,
        counts.kpi_code,
        counts.counted as exact_value,
        case when definitions.unit = 'people' then round(counts.counted) else counts.counted end as value,
        null::numeric as base
    from {{ ref('int_scorecard__counts') }} as counts
    inner join definitions on counts.kpi_code = definitions.kpi_code
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
