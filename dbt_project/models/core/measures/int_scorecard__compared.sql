-- A KPI has a row where there is something to tell: a value, a target, or what a hub wrote. A count of
-- which nothing is told is 0; a rate without a base is not known.
with measured as (
    select * from {{ ref('int_scorecard__measured') }}
),

targets as (
    select * from {{ ref('int_target__in_force') }}
    where phase is null
),

commentaries as (
    select * from {{ ref('int_scorecard__commentary') }}
),

definitions as (
    select
        *,
        case when base_minimum is null then 0 end as nothing_told
    from {{ ref('kpi_definitions') }}
    where on_scorecard
),

befores as (
    select * from {{ ref('int_period__before') }}
),

keys as (
    select
        period_key,
        place_key,
        kpi_code
    from measured
    union
    select
        period_key,
        place_key,
        kpi_code
    from targets
    union
    select
        period_key,
        place_key,
        kpi_code
    from commentaries
    where hub_basis = 'as_was' or geography_level = 'national'
),

compared as (
    select
        keys.period_key,
        keys.place_key,
        keys.kpi_code,
        coalesce(measured.exact_value, definitions.nothing_told) as exact_value,
        coalesce(measured.value, definitions.nothing_told) as value,
        case when definitions.unit <> 'score' then coalesce(measured.numerator, 0) end as numerator,
        case when definitions.base_minimum is not null then coalesce(measured.base, 0) end as base,
        case when definitions.base_minimum is not null then coalesce(measured.denominator, 0) end as denominator,
        targets.target_first,
        targets.target,
        case
            when befores.key_before is not null then coalesce(measured_before.value, definitions.nothing_told)
        end as previous_value,
        case
            when befores.key_a_year_ago is not null
                then coalesce(measured_a_year_ago.value, definitions.nothing_told)
        end as year_ago_value
    from keys
    inner join befores on keys.period_key = befores.period_key
    inner join definitions on keys.kpi_code = definitions.kpi_code
    left join measured
        on
            keys.period_key = measured.period_key
            and keys.place_key = measured.place_key
            and keys.kpi_code = measured.kpi_code
    left join targets
        on
            keys.period_key = targets.period_key
            and keys.place_key = targets.place_key
            and keys.kpi_code = targets.kpi_code
    left join measured as measured_before
        on
            befores.key_before = measured_before.period_key
            and keys.place_key = measured_before.place_key
            and keys.kpi_code = measured_before.kpi_code
    left join measured as measured_a_year_ago
        on
            befores.key_a_year_ago = measured_a_year_ago.period_key
            and keys.place_key = measured_a_year_ago.place_key
            and keys.kpi_code = measured_a_year_ago.kpi_code
)

select * from compared
