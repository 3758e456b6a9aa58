-- No analyst reads it: a comment may name people. What holds neither letter nor digit is no comment. What it
-- says was not there is no reason why it was useful.
{{ config(post_hook='{{ keep_from_analysts(this) }}') }}

with forms as (
    select * from {{ ref('fct_event_feedback') }}
    where has_comment
),

typed as (
    select * from {{ ref('stg_cpd__event_feedback') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

negations as (
    select string_agg(ops.server_pattern(pattern), '|' order by pattern collate "C") as pattern
    from {{ ref('feedback_negations') }}
),

comments as (
    select
        forms.feedback_id,
        programmes.programme_name as programme,
        {{ comment_text('typed.useful_why') }} as text
    from forms
    inner join typed on forms.feedback_id = typed.feedback_id
    left join programmes on forms.programme_id = programmes.programme_id
),

affirmed as (
    select
        comments.*,
        coalesce(regexp_replace(comments.text, negations.pattern, ' . ', 'g'), comments.text) as affirmed_text
    from comments
    cross join negations
)

select * from affirmed
