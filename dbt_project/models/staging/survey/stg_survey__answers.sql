-- What was answered, online and on paper; on paper a class's counts are the answers of its pupils.
with responses as (
    select * from {{ ref('stg_survey__online') }}
),

online_answers as (
    select * from {{ ref('stg_survey__online_answers') }}
),

-- Whether every row of a class states its school's number or one of them does, it is the class's.
classes as (
    select
        *,
        max(urn) over (partition by school_name, partnership_id, survey, wave, returned_on) as class_urn
    from {{ ref('stg_survey__paper_counts') }}
),

answers as (
    select
        'online' as basis,
        online_answers.survey,
        online_answers.wave,
        null::text as partnership_id,
        responses.partnership as partnership_name,
        responses.school as school_name,
        responses.school_urn as urn,
        responses.phase,
        responses.years_in_teaching,
        online_answers.question_code,
        online_answers.answer,
        1::bigint as answers_count
    from online_answers
    left join responses
        on
            online_answers.survey = responses.survey
            and online_answers.wave = responses.wave
            and online_answers.response_id = responses.response_id
    union all
    select
        'paper_counts',
        lower(classes.survey),
        lower(classes.wave),
        classes.partnership_id,
        null,
        classes.school_name,
        classes.class_urn,
        null,
        null,
        classes.question_code,
        counted.answer,
        counted.answers_count
    from classes
    cross join
        lateral (
            values
            ('Strongly agree', classes.strongly_agree),
            ('Agree', classes.agree),
            ('Not sure', classes.not_sure),
            ('Disagree', classes.disagree),
            ('Strongly disagree', classes.strongly_disagree)
        ) as counted (answer, answers_count)
    where counted.answers_count > 0
)

select * from answers
