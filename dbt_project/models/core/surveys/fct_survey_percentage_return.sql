-- Without a base percentages can't be added to counts: they are kept, and merged with nothing.
with percentages as (
    select * from {{ ref('stg_survey__paper_percentages') }}
),

questions as (
    select * from {{ ref('int_question__named') }}
),

schools as (
    select * from {{ ref('dim_school') }}
),

named_partnerships as (
    select * from {{ ref('int_partnership__named') }}
),

-- A sender may use the marts' own word for the first wave.
waves as (
    select * from {{ ref('survey_waves') }}
),

keyed as (
    select
        questions.survey,
        percentages.survey as survey_raw,
        coalesce(waves.wave, lower(percentages.wave)) as wave,
        percentages.wave as wave_raw,
        coalesce(named_partnerships.partnership_id, 'unknown') as partnership_id,
        percentages.partnership_id as partnership_id_raw,
        percentages.urn,
        coalesce(schools.school_name, percentages.school_name) as school_name,
        percentages.school_name as school_name_raw,
        questions.question_code,
        percentages.question_code as question_code_raw,
        'not merged' as merge_status,
        percentages.strongly_agree_pct,
        percentages.agree_pct,
        percentages.not_sure_pct,
        percentages.disagree_pct,
        percentages.strongly_disagree_pct,
        percentages.base_count,
        percentages.returned_on
    from percentages
    left join questions
        on
            lower(percentages.survey) = questions.reported_survey
            and percentages.question_code = questions.reported_question
    left join waves on lower(percentages.wave) in (waves.wave, waves.kpi_wave)
    left join named_partnerships on percentages.partnership_id = named_partnerships.reported_partnership
    left join schools on percentages.urn = schools.urn
)

select * from keyed
