-- Each respondent has a KPI of its own, SAT_ORGANISER and SAT_AMBASSADOR.
with answers as (
    select
        *,
        'SAT_' || upper(respondent) as kpi_code
    from {{ ref('int_satisfaction__by_place') }}
),

targets as (
    select * from {{ ref('int_target__in_force') }}
    where phase is null
),

definitions as (
    select * from {{ ref('kpi_definitions') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

places as (
    select * from {{ ref('int_geography__place') }}
),

provisional as (
    select * from {{ ref('int_period__provisional') }}
),

measured as (
    select
        answers.*,
        targets.target,
        100 * answers.score_total / nullif(answers.answers * targets.target, 0) as attainment_pct
    from answers
    left join targets
        on
            answers.criterion = 'all'
            and answers.period_key = targets.period_key
            and answers.place_key = targets.place_key
            and answers.kpi_code = targets.kpi_code
),

rated as (
    select
        periods.period_type,
        periods.period,
        places.hub_basis,
        places.geography_level,
        places.geography_code,
        places.geography_name,
        measured.respondent,
        measured.criterion,
        round(measured.responses)::bigint as responses_count,
        measured.score_total / measured.answers as mean_score,
        100 * measured.rated_high / measured.answers as rated_4_or_5_pct,
        measured.target,
        case
            when provisional.is_provisional then null
            when measured.responses < definitions.base_minimum then null
            else {{ rag('measured.attainment_pct', 'definitions') }}
        end as rag,
        provisional.is_provisional
    from measured
    inner join periods on measured.period_key = periods.period_key
    inner join places on measured.place_key = places.place_key
    inner join provisional
        on
            measured.period_key = provisional.period_key
            and measured.place_key = provisional.place_key
    left join definitions on measured.kpi_code = definitions.kpi_code
)

select * from rated
