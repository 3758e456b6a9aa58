-- A code that folds to that of a single question of the survey is that question's; else it is nobody's.
with reported as (
    select
        survey as reported_survey,
        question_code as reported_question
    from {{ ref('stg_survey__answers') }}
    union distinct
    select
        lower(survey),
        question_code
    from {{ ref('stg_survey__paper_percentages') }}
),

surveys as (
    select * from {{ ref('int_survey__named') }}
),

questions as (
    select
        *,
        {{ folded('question_code') }} as question_folded
    from {{ ref('dim_question') }}
    where is_known
),

alone as (
    select
        survey,
        question_folded,
        min(question_code) as question_code,
        min(scale) as scale
    from questions
    group by survey, question_folded
    having count(*) = 1
),

named as (
    select
        reported.reported_survey,
        reported.reported_question,
        surveys.survey,
        coalesce(questions.question_code, alone.question_code, 'unknown') as question_code,
        case when questions.question_code is not null then questions.scale else alone.scale end as scale
    from reported
    left join surveys on reported.reported_survey = surveys.reported_survey
    left join questions
        on
            surveys.survey = questions.survey
            and reported.reported_question = questions.question_code
    left join alone
        on
            surveys.survey = alone.survey
            and {{ folded('reported.reported_question') }} = alone.question_folded
)

select * from named
