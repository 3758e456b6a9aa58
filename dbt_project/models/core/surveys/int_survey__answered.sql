-- No analyst reads it: of a school, phase and band of years a single teacher may be all there is.
{{ config(post_hook='{{ keep_from_analysts(this) }}') }}

-- Everything that is looked up of an answer, once, and no respondent: answers are counted here.
with answers as (
    select * from {{ ref('stg_survey__answers') }}
),

questions as (
    select * from {{ ref('int_question__named') }}
),

partnerships as (
    select * from {{ ref('int_survey__partnership') }}
),

responses as (
    select * from {{ ref('int_answer__named') }}
),

phases as (
    select * from {{ ref('int_category__resolved') }}
    where taxonomy = 'phase'
),

year_bands as (
    select * from {{ ref('survey_year_bands') }}
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
        coalesce(waves.wave, answers.wave) as wave,
        coalesce(by_id.partnership_id, by_name.partnership_id, 'unknown') as partnership_id,
        coalesce(answers.urn::text, {{ folded('answers.school_name') }}) as school_key,
        answers.urn,
        answers.school_name,
        questions.question_code,
        phases.category_group as phase,
        year_bands.subgroup as years_in_teaching,
        coalesce(responses.response, case when answers.basis = 'online' then 'Free text' else answers.answer end)
            as response,
        answers.basis,
        responses.response is not null as is_on_scale,
        answers.answers_count
    from answers
    left join questions
        on
            answers.survey = questions.reported_survey
            and answers.question_code = questions.reported_question
    left join responses
        on
            questions.survey = responses.survey
            and questions.question_code = responses.question_code
            and answers.answer = responses.reported_answer
    left join waves on answers.wave in (waves.wave, waves.kpi_wave)
    left join named_partnerships as by_id on answers.partnership_id = by_id.reported_partnership
    left join partnerships as by_name on {{ folded('answers.partnership_name') }} = by_name.own_name_folded
    left join phases on coalesce(answers.phase, '') = phases.reported_value and answers.basis = 'online'
    left join year_bands
        on
            answers.years_in_teaching > coalesce(year_bands.over_years, '-infinity')
            and answers.years_in_teaching <= coalesce(year_bands.up_to_years, 'infinity')
),

counted as (
    select
        survey,
        wave,
        partnership_id,
        school_key,
        max(urn) as urn,
        min(school_name) as school_name,
        question_code,
        phase,
        years_in_teaching,
        response,
        basis,
        bool_and(is_on_scale) as is_on_scale,
        sum(answers_count)::bigint as answers_count
    from keyed
    group by
        survey, wave, partnership_id, school_key, question_code, phase, years_in_teaching, response, basis
)

select * from counted
