-- What holds neither letter nor digit is no comment.
with forms as (
    select * from {{ ref('fct_event_feedback') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

comments as (
    select
        forms.feedback_id,
        programmes.programme_name as programme,
        {{ comment_text('forms.useful_why') }} as text
    from forms
    left join programmes on forms.programme_id = programmes.programme_id
    where forms.useful_why ~ '[[:alnum:]]'
)

select * from comments
