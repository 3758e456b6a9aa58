-- No analyst reads it: what the mart suppresses stands here.
{{ config(post_hook='{{ keep_from_analysts(this) }}') }}

-- Wherever a question was answered, each of its answers has a row: those of its scale, and those that anybody
-- chose anywhere.
with given as (
    select * from {{ ref('int_survey__by_subgroup') }}
),

questions as (
    select * from {{ ref('int_question__counted_as') }}
),

listed as (
    select * from {{ ref('survey_responses') }}
),

bases as (
    select
        programme,
        survey,
        question_code,
        subgroup_type,
        subgroup,
        wave,
        sum(answers_count)::bigint as base_count
    from given
    group by 1, 2, 3, 4, 5, 6
),

options as (
    select
        survey,
        question_code,
        response
    from given
    union distinct
    select
        questions.survey,
        questions.question_code,
        listed.response
    from questions
    inner join listed on questions.scale = listed.scale
),

tabulated as (
    select
        bases.programme,
        bases.survey,
        bases.question_code,
        questions.wording,
        questions.scale,
        bases.subgroup_type,
        bases.subgroup,
        bases.wave,
        options.response,
        listed.position as response_position,
        coalesce(given.answers_count, 0) as answers_count,
        bases.base_count,
        coalesce(listed.is_agree, false) as is_agree
    from bases
    left join questions on bases.survey = questions.survey and bases.question_code = questions.question_code
    left join options on bases.survey = options.survey and bases.question_code = options.question_code
    left join listed on questions.scale = listed.scale and options.response = listed.response
    left join given
        on
            bases.programme = given.programme
            and bases.survey = given.survey
            and bases.question_code = given.question_code
            and bases.subgroup_type = given.subgroup_type
            and bases.subgroup = given.subgroup
            and bases.wave = given.wave
            and options.response = given.response
)

select * from tabulated
