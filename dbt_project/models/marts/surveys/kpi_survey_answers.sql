with tabulated as (
    select * from {{ ref('int_survey__tabulated') }}
),

waves as (
    select * from {{ ref('survey_waves') }}
),

thresholds as (
    select * from {{ ref('survey_thresholds') }}
),

shared as (
    select
        tabulated.*,
        waves.kpi_wave,
        100.0 * tabulated.answers_count / tabulated.base_count as answer_pct,
        tabulated.base_count < thresholds.suppressed_under as is_suppressed,
        tabulated.base_count < thresholds.small_base_under as base_is_small,
        thresholds.label_from_pct
    from tabulated
    left join waves on tabulated.wave = waves.wave
    cross join thresholds
),

-- Whether there is anything to label would tell of a suppressed base what was answered.
answers as (
    select
        programme,
        survey,
        question_code as question,
        wording,
        subgroup_type,
        subgroup,
        kpi_wave as wave,
        response,
        response_position,
        case when not is_suppressed then answers_count end as answers_count,
        base_count,
        case when not is_suppressed then answer_pct end as answer_pct,
        not is_suppressed and answer_pct >= label_from_pct as show_label,
        base_is_small,
        case when is_suppressed then 'c' end as suppression
    from shared
)

select * from answers
