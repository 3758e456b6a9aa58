-- No analyst reads it: a choice may have been typed.
{{ config(post_hook='{{ keep_from_analysts(this) }}') }}

-- The answers of closed scales only: what a respondent wrote freely goes no further than staging, nor does
-- what stands after Other.
with questions as (
    select * from {{ ref('int_question__named') }}
    where scale in ('agree5', 'rating4', 'count', 'choice')
),

listed as (
    select
        scale,
        response,
        {{ folded('response') }} as response_folded
    from {{ ref('survey_responses') }}
),

typed as (
    select
        questions.survey,
        questions.question_code,
        questions.scale,
        answers.answer as reported_answer,
        case
            when questions.scale = 'choice' and {{ as_said('answers.answer') }} ~ '^other ?[:;,(–—-]' then 'Other'
            else answers.answer
        end as chosen,
        sum(answers.answers_count) as answers_count
    from {{ ref('stg_survey__answers') }} as answers
    inner join questions
        on
            answers.survey = questions.reported_survey
            and answers.question_code = questions.reported_question
    group by 1, 2, 3, 4, 5
),

-- Case and spaces make no other choice; of several spellings the one that most typed stands for all.
spellings as (
    select distinct on (question_code, choice)
        question_code,
        choice,
        chosen as response
    from (
        select
            question_code,
            {{ as_said('chosen') }} as choice,
            chosen,
            sum(answers_count) as answers_count
        from typed
        where scale = 'choice'
        group by 1, 2, 3
    ) as spelled
    order by question_code asc, choice asc, answers_count desc, chosen collate "C" asc
),

named as (
    select
        typed.survey,
        typed.question_code,
        typed.reported_answer,
        case
            when typed.scale = 'choice' then spellings.response
            when typed.scale <> 'count' then listed.response
            when typed.reported_answer ~ '^[0-9][0-9,]*$' then (replace(typed.reported_answer, ',', '')::numeric)::text
        end as response
    from typed
    left join listed on typed.scale = listed.scale and {{ folded('typed.reported_answer') }} = listed.response_folded
    left join spellings
        on
            typed.question_code = spellings.question_code
            and {{ as_said('typed.chosen') }} = spellings.choice
)

select * from named
where response is not null
