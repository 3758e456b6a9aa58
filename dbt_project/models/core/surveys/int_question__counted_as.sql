-- The same code in surveys that are counted together is one question, however it is worded for each age group.
with questions as (
    select * from {{ ref('dim_question') }}
    where is_known
),

names as (
    select * from {{ ref('int_survey__counted_as') }}
),

counted_as as (
    select
        names.counted_as as survey,
        questions.question_code,
        min(questions.scale) as scale,
        string_agg(distinct questions.wording, ' / ') as wording,
        min(questions.question_order) as question_order
    from questions
    left join names on questions.survey = names.survey
    group by names.counted_as, questions.question_code
)

select * from counted_as
