with wordings as (
    select * from {{ ref('brg_question_wording') }}
),

questions as (
    select
        survey,
        question_code,
        max(wording) filter (where is_newest) as wording,
        max(scale) filter (where is_newest) as scale,
        max(question_order) filter (where is_newest) as question_order,
        count(*) as versions_count,
        bool_or(is_listed) as is_listed,
        true as is_known
    from wordings
    where survey <> 'unknown' and question_code <> 'unknown'
    group by survey, question_code
),

surveys as (
    select survey from questions
    group by survey
    union all
    select 'unknown'
),

with_unknown as (
    select * from questions
    union all
    select
        survey,
        'unknown',
        null,
        null,
        null,
        0,
        false,
        false
    from surveys
)

select * from with_unknown
