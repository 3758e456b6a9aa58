-- Online and paper counts as one; who answered is in no row.
with answered as (
    select * from {{ ref('int_survey__answered') }}
),

schools as (
    select * from {{ ref('dim_school') }}
),

summed as (
    select
        survey,
        wave,
        partnership_id,
        school_key,
        max(urn) as urn,
        min(school_name) as school_name,
        question_code,
        response,
        basis,
        bool_and(is_on_scale) as is_on_scale,
        sum(answers_count)::bigint as answers_count
    from answered
    group by survey, wave, partnership_id, school_key, question_code, response, basis
),

described as (
    select
        summed.survey,
        summed.wave,
        summed.partnership_id,
        summed.school_key,
        summed.urn,
        coalesce(schools.school_name, summed.school_name) as school_name,
        summed.question_code,
        summed.response,
        summed.basis,
        summed.answers_count,
        summed.is_on_scale
    from summed
    left join schools on summed.urn = schools.urn
)

select * from described
