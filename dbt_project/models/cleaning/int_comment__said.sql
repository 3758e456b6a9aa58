-- What holds neither letter nor digit is no comment.
with forms as (
    select * from {{ ref('stg_cpd__event_feedback') }}
    where useful_why ~ '[[:alnum:]]'
),

texts as (
    select {{ comment_text('useful_why') }} as text
    from forms
    group by 1
),

said as (
    select
        text,
        {{ text_hash('text') }} as text_hash
    from texts
)

select * from said
