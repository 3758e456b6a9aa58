with responses as (
    select * from {{ ref('stg_survey__online') }}
),

answers as (
    select
        responses.survey,
        responses.wave,
        responses.response_id,
        answered.question_code,
        {{ trimmed('answered.answer') }} as answer,
        responses._file_date,
        responses._load_id
    from responses
    cross join lateral jsonb_each_text(responses.answers) as answered (question_code, answer)
)

select * from answers
where answer is not null
