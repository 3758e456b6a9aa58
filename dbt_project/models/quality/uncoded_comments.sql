-- A table, so that it is released together with what it speaks of. No text: a comment may name people.
{{ config(materialized='table') }}

with comments as (
    select * from {{ ref('int_feedback__comment') }}
),

coded as (
    select feedback_id
    from {{ ref('brg_feedback_reason') }}
    group by feedback_id
),

forms as (
    select * from {{ ref('stg_cpd__event_feedback') }}
),

uncoded as (
    select
        comments.feedback_id,
        comments.programme,
        comments.text <> comments.affirmed_text as says_what_was_missing,
        forms._file_date as first_seen_on
    from comments
    left join coded on comments.feedback_id = coded.feedback_id
    left join forms on comments.feedback_id = forms.feedback_id
    where coded.feedback_id is null
)

select * from uncoded
