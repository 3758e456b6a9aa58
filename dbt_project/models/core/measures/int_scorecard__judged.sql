-- Changes are rounded first, like attainments: 1 % of a rate must still be 1 %.
with compared as (
    select * from {{ ref('int_scorecard__compared') }}
),

definitions as (
    select * from {{ ref('kpi_definitions') }}
),

provisional as (
    select * from {{ ref('int_period__provisional') }}
),

attained as (
    select
        compared.*,
        definitions.green_from_pct,
        definitions.amber_from_pct,
        definitions.level_within_pct,
        provisional.is_provisional,
        coalesce(compared.base < definitions.base_minimum, false) as base_is_small,
        case
            when definitions.direction = 'higher'
                then 100 * compared.exact_value / nullif(compared.target, 0)
            else 100 * compared.target / nullif(compared.exact_value, 0)
        end as attainment_pct
    from compared
    inner join definitions on compared.kpi_code = definitions.kpi_code
    inner join provisional
        on
            compared.period_key = provisional.period_key
            and compared.place_key = provisional.place_key
),

judged as (
    select
        attained.period_key,
        attained.place_key,
        attained.kpi_code,
        attained.value,
        attained.numerator,
        attained.denominator,
        attained.target_first,
        attained.target,
        attained.attainment_pct,
        case
            when not attained.is_provisional and not attained.base_is_small
                then {{ rag('attained.attainment_pct', 'attained') }}
        end as rag,
        attained.previous_value,
        attained.year_ago_value,
        case
            when
                round(100 * abs(attained.value - attained.previous_value), 9)
                <= round(attained.level_within_pct * abs(attained.previous_value), 9)
                then 'level'
            when attained.value > attained.previous_value then 'up'
            when attained.value < attained.previous_value then 'down'
        end as trend,
        attained.is_provisional,
        attained.base_is_small
    from attained
)

select * from judged
