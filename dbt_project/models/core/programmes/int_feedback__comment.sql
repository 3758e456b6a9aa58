-- What holds neither letter nor digit is no comment. What it says was not there is no reason why it was useful.
with forms as (
    select * from {{ ref('fct_event_feedback') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

negations as (
    select string_agg(replace(pattern, '\b', '\y'), '|' order by pattern) as pattern
    from {{ ref('feedback_negations') }}
),

comments as (
    select
        forms.feedback_id,
        programmes.programme_name as programme,
        {{ comment_text('forms.useful_why') }} as text
    from forms
    left join programmes on forms.programme_id = programmes.programme_id
    where forms.useful_why ~ '[[:alnum:]]'
),

affirmed as (
    select
        comments.*,
        coalesce(regexp_replace(comments.text, negations.pattern, ' . ', 'g'), comments.text) as affirmed_text
    from comments
    cross join negations
)

select * from affirmed
