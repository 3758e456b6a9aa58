-- For the steward, who looks for what a rule should find: a table, as a view would be read with its owner's rights.
{{ config(materialized='table', post_hook='{{ keep_from_analysts(this) }}') }}

with uncoded as (
    select * from {{ ref('uncoded_comments') }}
),

comments as (
    select * from {{ ref('int_feedback__comment') }}
),

texts as (
    select
        comments.text,
        count(*) as comments_count,
        min(uncoded.first_seen_on) as first_seen_on
    from uncoded
    inner join comments on uncoded.feedback_id = comments.feedback_id
    where not ({{ leads_to_a_person('comments.text') }})
    group by 1
)

select * from texts
